"""The dialog that opens a recording file: its path, and then what it reaches.

Loaded when it is first opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.errors import SpacetuiError
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.path_parsing import read_path
from spacetui.tui.keys import bindings, hint, key_name
from spacetui.tui.recorder.chosen_recording import ChosenRecording
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.text_dialog import TextDialog

# Characters of a line about the recording.
MAX_LINE = 300


class RecordingDialog(TextDialog["ChosenRecording | None"]):
    """The result is a recording of which the user has seen what it reaches, or None.

    The first enter reads the file, the second one opens it.
    """

    DEFAULT_CSS = """
    RecordingDialog #about { height: auto; max-height: 14; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"recording.close": "leave", "recording.open": "open"}
    )

    def __init__(self, path: str, hub_endpoint: str) -> None:
        """path: to begin with, or empty."""
        super().__init__()
        self._hub_endpoint = hub_endpoint
        self._box = Input(path, placeholder="recording.toml", select_on_focus=False)
        self._about = Static()
        # What the text in the box was read as; None after each change.
        self._chosen: ChosenRecording | None = None

    def compose(self) -> ComposeResult:
        keys = ("recording.open", "recording.close")
        yield PageFooter((tuple(hint(each) for each in keys),), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled("open a recording", "bold"))
            yield Static("a TOML file; its calls become the steps of the recorder", classes="label")
            yield self._box
            with VerticalScroll(id="about", can_focus=False):
                yield self._about

    def on_mount(self) -> None:
        self._box.focus()
        if self._box.value:
            self.action_open()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._chosen is not None:
            self._chosen = None
            self._about.update("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Read the file; open what was read and shown."""
        if self._chosen is not None:
            self.dismiss(self._chosen)
        elif path := read_path(self._box.value):
            run_exclusive(self, "read", partial(self._read, path))

    async def _read(self, path: str) -> None:
        text = self._box.value
        try:
            chosen = await asyncio.to_thread(ChosenRecording.read, Path(path), self._hub_endpoint)
        except SpacetuiError as error:
            words = visible_line(f"{glyphs().failed} {error}", MAX_LINE)
            self._about.update(Content.styled(words, "$error"))
            return
        if text == self._box.value:  # else the user types on
            self._chosen = chosen
            self._about.update(Content("\n").join(_lines(chosen)))

    def action_leave(self) -> None:
        self.dismiss(None)


def _lines(chosen: ChosenRecording) -> Iterator[Content]:
    """Yield what there is to know before the apps of a recording are asked."""
    for line in chosen.reach:
        yield Content(visible_line(line, MAX_LINE))
    for line in chosen.outside:
        yield Content.styled(visible_line(line, MAX_LINE), "$warning")
    if chosen.outside:
        count = count_text(len(chosen.outside), "file")
        yield Content.styled(f"{count} from outside the folder of the recording", "$warning bold")
    ends = f"{key_name('list.choose')} opens it: the apps are asked what they take, and not called"
    yield Content.styled(ends, "$muted")
