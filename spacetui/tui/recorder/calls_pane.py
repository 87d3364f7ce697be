"""The calls pane of the recorder: every call made, as steps of the script."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedStep
from spacetui.text.format import count_text
from spacetui.tui.keys import bindings
from spacetui.tui.recorder.step_rows import StepRow, step_rows
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_list import RowList

# The keys that change the step in hand, or look at it. An action is named as its key is.
STEP_KEYS = ("drop", "unlink", "link", "describe", "rerun")


class CallsPane(Pane):
    """The calls in the order of the script. Its keys change the script, not what is stored."""

    NUMBER = "6"
    TITLE = "calls"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            **{each: f"ask('{each}')" for each in STEP_KEYS},
            "move_down": "move(1)",
            "move_up": "move(-1)",
        }
    )

    @dataclass
    class Asked(Message):
        """Something is to be done with a step. key: one of STEP_KEYS, or `open`."""

        key: str
        step: RecordedStep

    @dataclass
    class Moved(Message):
        """A step changes places with a neighbour."""

        step: RecordedStep
        by: int

    def __init__(self) -> None:
        super().__init__()
        self._script = RecordedScript()
        self._has_gaps = True

    def compose_body(self) -> ComposeResult:
        yield RowList(self._draw)

    def show_script(self, script: RecordedScript) -> None:
        """Show the calls in the order of the script."""
        self._script = script
        self._has_gaps = not self.screen.has_class("-short")
        rows = step_rows(script, has_gaps=self._has_gaps)
        above = {at: row.above for at, row in enumerate(rows) if at and self._has_gaps}
        self.query_one(RowList).set_rows(rows, headings=above)
        self.show_detail(_summary(script) if rows else "")

    def on_resize(self) -> None:
        if self._has_gaps == self.screen.has_class("-short"):
            self.show_script(self._script)

    def _draw(self, row: StepRow, width: int, is_current: bool) -> list[Content]:
        return row.content(width)

    @property
    def _step(self) -> RecordedStep | None:
        """The step in hand."""
        row: StepRow | None = self.query_one(RowList).current_row
        return row.step if row is not None else None

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Asked("open", event.rows.rows[event.index].step))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        rows, step = self.query_one(RowList), self._step
        match action, parameters:
            case "ask", ("unlink",):
                return step is not None and bool(step.links)
            case "ask", ("rerun",):
                return step is not None and step.left_out is None
            case "ask", ("link",):
                return step is not None and rows.current > 0
            case "ask", _:
                return step is not None
            case "move", (int(by),):
                return step is not None and 0 <= rows.current + by < len(rows.rows)
        return super().check_action(action, parameters)

    def action_ask(self, key: str) -> None:
        if self._step is not None:
            self.post_message(self.Asked(key, self._step))

    def action_move(self, by: int) -> None:
        rows, step = self.query_one(RowList), self._step
        if step is not None:
            self.post_message(self.Moved(step, by))
            rows.current += by

    @on(RowList.Moved)
    def _cursor_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.refresh_bindings()  # the first call cannot be moved up, nor the last down

    def focus_first(self) -> None:
        self.query_one(RowList).focus()


def _summary(script: RecordedScript) -> str:
    """Return how many steps, links, and calls without a result there are."""
    parts = [count_text(len(script.in_script), "step")]
    if links := sum(len(each.links) for each in script.in_script):
        parts.append(count_text(links, "link"))
    if script.left_out:
        parts.append(f"{len(script.left_out)} left out")
    return ", ".join(parts)
