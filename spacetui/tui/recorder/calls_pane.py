"""The calls pane of the recorder: every call made, as steps of the script."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import MISSING, Json
from spacetui.session.live_call import LiveCall
from spacetui.text.format import count_text, duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.wording.call_status import status_style, status_symbol
from spacetui.tui.wording.signature import return_label
from spacetui.tui.wording.value_summary import summarize_quoted

NAME_WIDTH = 13


class CallsPane(Pane):
    """The calls in the order of the script. Its keys change the script, not what is stored."""

    NUMBER = "6"
    TITLE = "calls"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"drop": "drop", "move_down": "move(1)", "move_up": "move(-1)"}
    )

    @dataclass
    class Dropped(Message):
        """A call leaves the script."""

        live: LiveCall

    @dataclass
    class Moved(Message):
        """A call changes places with a neighbour."""

        live: LiveCall
        by: int

    @dataclass
    class Opened(Message):
        """The form of a call is to be shown again."""

        live: LiveCall

    def compose_body(self) -> ComposeResult:
        yield RowList(self._draw, gap=True)

    def show_calls(self, calls: list[LiveCall]) -> None:
        """Show the calls in the order of the script."""
        is_step = [each.state.status is Status.COMPLETE for each in calls]
        done = sum(is_step)
        text = count_text(done, "step")
        if done < len(calls):
            text += f", {len(calls) - done} left out"
        self.show_detail(text if calls else "")
        # Numbered as in the script: a call without a result is no step.
        steps = iter(range(1, len(calls) + 1))
        numbers = [next(steps) if each else 0 for each in is_step]
        self.query_one(RowList).set_rows(list(zip(numbers, calls, strict=True)))

    def _draw(self, row: tuple[int, LiveCall], width: int, is_current: bool) -> list[Content]:
        number, live = row
        recording = live.recording
        outputs = zip(recording.call.endpoint.returns, recording.state.data or (), strict=False)
        lines = [self._title_row(number, recording, width)]
        for parameter in recording.call.endpoint.parameters:
            value = recording.call.value_of(parameter)
            if value is not MISSING:
                lines.append(self._value_row("   ", parameter.name, value, width))
        for output, value in outputs:
            lines.append(self._value_row(f" {glyphs().gives} ", return_label(output), value, width))
        return lines

    @staticmethod
    def _title_row(number: int, recording: Recording, width: int) -> Content:
        state, source = recording.state, recording.source
        is_step = state.status is Status.COMPLETE
        name = visible_line(source.title or source.src, 40)
        left = Content.assemble(
            (f"{number or '':>2} ", "$muted"),
            (name, "bold" if is_step else "$muted"),
            (
                f" {visible_line(recording.call.endpoint.api_name, 40)}",
                "$secondary" if is_step else "$muted",
            ),
        )
        ending = duration_text(state.duration)
        if not is_step:
            ending = state.failure.kind if state.failure is not None else "stopped"
        right = Content.assemble(
            (status_symbol(state.status), status_style(state.status)), (f" {ending}", "$muted")
        )
        return left_right(left, right, width - 1)

    @staticmethod
    def _value_row(mark: str, name: str, value: Json, width: int) -> Content:
        shown = Content.assemble(
            (mark, "$muted"),
            (f"{visible_line(name, NAME_WIDTH):<{NAME_WIDTH}} ", "$muted"),
            summarize_quoted(value),
        )
        return shown.truncate(max(1, width - 1), ellipsis=True)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        _, live = event.rows.rows[event.index]
        self.post_message(self.Opened(live))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        rows = self.query_one(RowList)
        match action, parameters:
            case "drop", _:
                return bool(rows.rows)
            case "move", (int(by),):
                return 0 <= rows.current + by < len(rows.rows)
        return super().check_action(action, parameters)

    def action_drop(self) -> None:
        rows = self.query_one(RowList)
        self.post_message(self.Dropped(rows.rows[rows.current][1]))

    def action_move(self, by: int) -> None:
        rows = self.query_one(RowList)
        self.post_message(self.Moved(rows.rows[rows.current][1], by))
        rows.current += by

    @on(RowList.Moved)
    def _cursor_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.refresh_bindings()  # the first call cannot be moved up, nor the last down

    def focus_first(self) -> None:
        self.query_one(RowList).focus()
