"""LogDialog: the steps of the log as a list, and the details of the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from spacetui.text.format import count_text
from spacetui.tui.app_state import AppState
from spacetui.tui.command_log.curl import curl_command
from spacetui.tui.command_log.step_text import step_details, step_name, step_row
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from spacetui.wire.http.traffic import Step, TrafficLog

# Seconds between two looks at the log.
TICK = 0.3
_EMPTY = "Nothing was sent yet. What goes out and what comes back will be listed here."
_COPY = {False: hint("log.copy"), True: hint("log.copy", "copy")}
_KEYS = (hint("list.up list.down", "choose"), hint("log.clear"), hint("log.close"))
_TAB = (hint("field_after", "details"),)


class LogDialog(Dialog[None]):
    """Follows the newest step while the cursor is on it."""

    DEFAULT_CSS = """
    LogDialog #dialog { width: 100%; height: 1fr; padding: 1 2 0 2; }
    LogDialog Static { width: 1fr; height: auto; padding: 0 2; }
    LogDialog #title { margin-bottom: 1; }
    LogDialog RowList { height: 1fr; background: $surface; }
    LogDialog VerticalScroll {
        height: 1fr; margin-top: 1; border-left: outer $surface; background: $surface;
    }
    LogDialog VerticalScroll:focus { border-left: outer $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"log.close": "dismiss", "log.copy": "copy", "log.clear": "clear"}
    )

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._version = -1
        # The step whose details are on show.
        self._shown: Step | None = None
        self._footer = PageFooter(((_KEYS[-1],),), is_page=False)
        self._title = Static(id="title")
        self.list = RowList(self._draw, one_line_rows=True, text_of=step_name)
        self.details = Static()

    def compose(self) -> ComposeResult:
        yield self._footer
        with Vertical(id="dialog"):
            yield self._title
            yield self.list
            with VerticalScroll():
                yield self.details

    def on_mount(self) -> None:
        self.list.focus()
        self._refresh()
        self.set_interval(TICK, self._refresh)

    @property
    def _log(self) -> TrafficLog | None:
        session = self._state.connected
        return session.traffic if session is not None else None

    def _refresh(self) -> None:
        """Show what has come since."""
        log = self._log
        if log is None or log.version == self._version:
            if self._version < 0:
                self._show_title(0, 0)
                self.details.update(Content.styled(_EMPTY, "$muted"))
            return
        self._version = log.version
        steps, chosen = log.steps(), self.list.current_row
        is_at_end = self.list.current >= len(self.list.rows) - 1
        at = len(steps) - 1 if is_at_end or chosen not in steps else steps.index(chosen)
        self.list.set_rows(steps, current=max(0, at))
        self._show_title(len(steps), log.dropped)
        self._show_details()

    def _show_title(self, count: int, dropped: int) -> None:
        dot = glyphs().dot
        parts = [count_text(count, "step", is_grouped=True)]
        if dropped:
            parts.append(f"{dropped} older ones are gone")
        parts.append("what went to apps and the Hub, and came back")
        words = f" {dot} ".join(parts)
        self._title.update(Content.assemble(("log", "bold"), (f"  {words}", "$muted")))

    def _draw(self, step: Step, width: int, is_current: bool) -> list[Content]:
        return [step_row(step, width - 1, self._redact, is_current=is_current)]

    def _redact(self, text: str) -> str:
        session = self._state.connected
        return text if session is None else session.redactor.sent_text(text)

    @property
    def _hides_bodies(self) -> bool:
        session = self._state.connected
        return session is not None and session.redactor.has_short_secrets

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_details()

    def _show_details(self) -> None:
        step: Step | None = self.list.current_row
        if step is None:
            self._footer.groups = ((_KEYS[-1],),)
            self.details.update(Content.styled(_EMPTY, "$muted"))
            return
        if step is not self._shown:
            self.query_one(VerticalScroll).scroll_home(animate=False)
        self._shown = step
        self._footer.groups = ((_COPY[step.is_message], *_KEYS), _TAB)
        self.details.update(self._details(step))

    def _details(self, step: Step) -> Content:
        return step_details(step, self._redact, hides_bodies=self._hides_bodies)

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("copy", "clear"):
            return bool(self.list.rows)
        return super().check_action(action, parameters)

    def action_copy(self) -> None:
        """Copy a request as a command of curl, a message as it came."""
        step: Step | None = self.list.current_row
        if step is None:
            return
        if step.is_message or self._hides_bodies:
            text = self._details(step).plain if self._hides_bodies else self._message(step)
            request_copy(self, text)
        else:
            request_copy(self, curl_command(step, self._redact), ".sh")

    def _message(self, step: Step) -> str:
        return self._redact(step.body.decode("utf-8", "replace"))

    def action_clear(self) -> None:
        if (log := self._log) is not None:
            log.clear()
            self._refresh()
