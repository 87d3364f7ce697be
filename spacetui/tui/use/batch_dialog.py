"""The dialog of a batch: how far it is, its last rows, and where its results are.

It can be hidden while the batch goes on. Loaded when it is first opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spacetui.settings.programs import open_file
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings, hint
from spacetui.tui.use.batch_report import report_lines
from spacetui.tui.use.batch_run import BatchRun
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import KeyGroups, PageFooter
from spacetui.tui.widgets.text_update import update_text

if TYPE_CHECKING:
    from spacetui.system.clipboard import CopyResult

# Seconds between two drawings.
TICK = 0.25
# Rows of the window that are no ended rows of the batch.
AROUND, MIN_ROWS, MAX_ROWS = 15, 3, 12


class BatchDialog(Dialog[None]):
    """Shows one batch while it runs, and how it ended."""

    DEFAULT_CSS = """
    BatchDialog #dialog { width: 86; max-height: 100%; }
    BatchDialog Static { width: 1fr; height: auto; padding-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "batch.hide": "hide",
            "batch.stop": "stop",
            "batch.again": "go_on",
            "batch.open": "open",
            "batch.copy": "copy",
        }
    )

    def __init__(
        self, run: BatchRun, *, stop: Callable[[], None], go_on: Callable[[], None]
    ) -> None:
        """go_on: begins the same batch once more, for the rows that are not done."""
        super().__init__()
        self._run = run
        self._stop = stop
        self._go_on = go_on
        self._report, self._said = Static(), Static()
        self._footer = PageFooter(self._keys(), is_page=False)

    def compose(self) -> ComposeResult:
        yield self._footer
        with Vertical(id="dialog"):
            yield self._report
            yield self._said

    def on_mount(self) -> None:
        self._said.display = False
        self.set_interval(TICK, self.draw)
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the batch as it stands."""
        width = max(20, self._report.content_size.width)
        rows = min(MAX_ROWS, max(MIN_ROWS, self.size.height - AROUND))
        lines = report_lines(self._run, width, rows, monotonic())
        update_text(self._report, Content("\n").join(lines))
        self._footer.groups = self._keys()

    def _keys(self) -> KeyGroups:
        names = ("batch.stop", "batch.again", "batch.hide", "batch.open", "batch.copy")
        return (tuple(hint(each) for each in names if self._offers(each)),)

    def _offers(self, id: str) -> bool:
        run = self._run
        match id:
            case "batch.stop":
                return not run.has_ended
            case "batch.again":
                return run.has_ended and not run.is_complete
            case "batch.open" | "batch.copy":
                return run.batch is not None
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        ids = {"stop": "stop", "go_on": "again", "open": "open", "copy": "copy"}
        if action in ids:
            return self._offers(f"batch.{ids[action]}")
        return super().check_action(action, parameters)

    def action_hide(self) -> None:
        self.dismiss(None)

    def action_stop(self) -> None:
        self._stop()

    def action_go_on(self) -> None:
        self.dismiss(None)
        self._go_on()

    def action_copy(self) -> None:
        """Copy the path of the results."""
        request_copy(self, str(self._run.wanted.out.absolute()), on_copied=self._show_copied)

    @work(group="open", exclusive=True)
    async def action_open(self) -> None:
        """Open the results with the program of this machine."""
        out = self._run.wanted.out
        if reason := await asyncio.to_thread(open_file, out):
            self._say(f"not opened: {reason}")
        else:
            self._say(f"handed {out.name} to this machine's viewer")

    def _show_copied(self, result: CopyResult) -> None:
        self._say(result.message)

    def _say(self, words: str) -> None:
        self._said.display = True
        self._said.update(Content.styled(visible_line(words, 200), "$accent"))
