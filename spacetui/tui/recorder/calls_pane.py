"""The calls pane of the recorder: every call made, as the steps of one script."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import MISSING
from spacetui.text.format import count_text, duration_text
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.safe_content import line
from spacetui.tui.wording.call_status import status_style, status_symbol
from spacetui.tui.wording.signature import return_label
from spacetui.tui.wording.value_summary import summarize_quoted

NAME_WIDTH = 13


class CallsPane(Pane):
    """The steps, oldest first. Keys here change what the script holds, never what was kept on disk."""

    NUMBER = "6"
    TITLE = "calls"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "drop", "drop", show=False),
        Binding("J", "move(1)", "move down", show=False),
        Binding("K", "move(-1)", "move up", show=False),
    ]

    @dataclass
    class Dropped(Message):
        """A step leaves the script."""

        index: int

    @dataclass
    class Moved(Message):
        """A step changes places with a neighbour."""

        index: int
        by: int

    @dataclass
    class Opened(Message):
        """A step's form is wanted again."""

        index: int

    def compose_body(self) -> ComposeResult:
        yield RowList(self._draw, gap=True)

    def show_recordings(self, recordings: list[Recording]) -> None:
        done = sum(each.state.status is Status.COMPLETE for each in recordings)
        failed = len(recordings) - done
        words = count_text(done, "step") + (f", {failed} left out" if failed else "")
        self.say(words if recordings else "")
        # Numbered as the script numbers them: a call that came to nothing is no step.
        steps = iter(range(1, len(recordings) + 1))
        numbers = [
            next(steps) if each.state.status is Status.COMPLETE else 0 for each in recordings
        ]
        self.query_one(RowList).set_rows(list(zip(numbers, recordings, strict=True)))

    def _draw(self, row: tuple[int, Recording], width: int, is_current: bool) -> list[Content]:
        number, recording = row
        state, endpoint = recording.state, recording.call.endpoint
        done = state.status is Status.COMPLETE
        name = Content.assemble(
            (f"{number or '':>2} ", "$muted"),
            (
                line(recording.source.title or recording.source.src, 40),
                "bold" if done else "$muted",
            ),
            (f" {line(endpoint.api_name, 40)}", "$secondary" if done else "$muted"),
        )
        tail = Content.assemble(
            (status_symbol(state.status), status_style(state.status)),
            (
                f" {duration_text(state.duration)}" if done else f" {self._ending(recording)}",
                "$muted",
            ),
        )
        lines = [left_right(name, tail, width - 1)]
        for parameter in endpoint.parameters:
            value = recording.call.value_of(parameter)
            if value is not MISSING:
                lines.append(self._pair("   ", parameter.name, summarize_quoted(value), width))
        for output, value in zip(endpoint.returns, state.data or (), strict=False):
            lines.append(
                self._pair(
                    f" {glyphs().gives} ", return_label(output), summarize_quoted(value), width
                )
            )
        return lines

    @staticmethod
    def _ending(recording: Recording) -> str:
        return recording.state.failure.kind if recording.state.failure is not None else "stopped"

    @staticmethod
    def _pair(mark: str, name: str, value: str, width: int) -> Content:
        shown = Content.assemble(
            (mark, "$muted"), (f"{line(name, NAME_WIDTH):<{NAME_WIDTH}} ", "$muted"), value
        )
        return shown.truncate(max(1, width - 1), ellipsis=True)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Opened(event.index))

    def action_drop(self) -> None:
        rows = self.query_one(RowList)
        if rows.rows:
            self.post_message(self.Dropped(rows.current))

    def action_move(self, by: int) -> None:
        rows = self.query_one(RowList)
        if 0 <= rows.current + by < len(rows.rows):
            self.post_message(self.Moved(rows.current, by))
            rows.current += by

    def focus_first(self) -> None:
        self.query_one(RowList).focus()
