"""The dialog for the folder in which all outputs are saved. Loaded when it is first opened."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.path_parsing import read_path
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.text_dialog import TextDialog


class FolderDialog(TextDialog["Path | None"]):
    """A folder, which is made where it is missing. The result is None where the user gave up."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"folder.close": "leave", "folder.take": "take"}
    )

    def __init__(self, folder: Path) -> None:
        """folder: what the box begins with."""
        super().__init__()
        self._box = Input(str(folder), select_on_focus=False)
        self._problem = Static("", id="problem")

    def compose(self) -> ComposeResult:
        yield PageFooter((tuple(map(hint, ("folder.take", "folder.close"))),), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled("save all outputs", "bold"))
            yield Static("folder", classes="label")
            yield self._box
            yield self._problem

    def on_mount(self) -> None:
        self._box.focus()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        await self.action_take()

    async def action_take(self) -> None:
        """Make the folder and end with it, or say why that cannot be."""
        folder = Path.cwd() / read_path(self._box.value)
        try:
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            self._problem.update(Content.styled(visible_line(str(error), 200), "$error"))
            return
        self.dismiss(folder)

    def action_leave(self) -> None:
        self.dismiss(None)
