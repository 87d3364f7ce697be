"""The side: open Spaces, the endpoints of the one in hand, and today's calls where there is room."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from spacetui.model.schema import Endpoint
from spacetui.session.live_call import LiveCall
from spacetui.text.format import duration_text
from spacetui.tui.find.space_row import stage_symbol
from spacetui.tui.open_space import OpenSpace
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.safe_content import line
from spacetui.tui.wording.call_status import status_style, status_symbol
from spacetui.tui.wording.signature import returns_text


class SpacesPane(Pane):
    """The open Spaces; the last row goes to the search."""

    NUMBER = "1"
    TITLE = "spaces"
    DEFAULT_CSS = "SpacesPane { height: auto; max-height: 12; } SpacesPane RowList { height: auto; max-height: 11; }"

    @dataclass
    class Picked(Message):
        """A Space to take in hand, by index; -1 goes to the search."""

        index: int

    def compose_body(self) -> ComposeResult:
        yield RowList(self._draw)

    def _draw(self, row: OpenSpace | None, width: int, is_current: bool) -> list[Content]:
        if row is None:
            return [Content.styled("+ find another", "$foreground" if is_current else "$muted")]
        sign, style, _ = (
            stage_symbol(row.opened.card) if row.opened.card else (glyphs().done, "$success", "")
        )
        name = Content.styled(line(row.name, 60), "$foreground" if is_current else "$muted")
        return [Content.styled(f"{sign} ", style) + name.truncate(max(1, width - 2), ellipsis=True)]

    def show_spaces(self, spaces: list[OpenSpace], at: int) -> None:
        self.say(f"{len(spaces)} open")
        self.query_one(RowList).set_rows([*spaces, None], current=at)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        last = event.index == len(event.rows.rows) - 1
        self.post_message(self.Picked(-1 if last else event.index))


class EndpointsPane(Pane):
    """The endpoints; the current one shows what it gives."""

    NUMBER = "2"
    TITLE = "endpoints"
    DEFAULT_CSS = "EndpointsPane { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("a", "all", "all endpoints", show=False)]

    @dataclass
    class Picked(Message):
        """Another endpoint was chosen. enter: the person wants to fill its form now."""

        api_name: str
        enter: bool

    @dataclass
    class AllWanted(Message):
        """Show undocumented endpoints too, or no longer."""

    def compose_body(self) -> ComposeResult:
        yield RowList(self._draw)

    def _draw(self, row: Endpoint, width: int, is_current: bool) -> list[Content]:
        style = "$foreground" if is_current else "$muted"
        lines = [
            Content.styled(line(row.api_name, 80), style).truncate(max(1, width), ellipsis=True)
        ]
        if is_current:
            given = Content.styled(f"{glyphs().gives} {returns_text(row)}", "$secondary")
            lines.append(given.truncate(max(1, width), ellipsis=True))
        return lines

    def show_endpoints(self, endpoints: tuple[Endpoint, ...], api_name: str) -> None:
        self.say(str(len(endpoints)))
        rows, names = self.query_one(RowList), [each.api_name for each in endpoints]
        if rows.has_focus and names == [each.api_name for each in rows.rows]:
            rows.set_rows(endpoints)  # the cursor may be ahead of the form, which takes its time
        else:
            rows.set_rows(endpoints, current=names.index(api_name) if api_name in names else 0)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index].api_name, enter=False))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index].api_name, enter=True))

    def action_all(self) -> None:
        self.post_message(self.AllWanted())


class RecentCallsPane(Pane):
    """The calls of the Space in hand, newest first; only where the window is wide."""

    NUMBER = "6"
    TITLE = "calls"
    DEFAULT_CSS = """
    RecentCallsPane { height: 1fr; display: none; }
    """

    @dataclass
    class Picked(Message):
        """A call to show."""

        run: LiveCall

    def compose_body(self) -> ComposeResult:
        yield RowList(self._draw)

    def _draw(self, run: LiveCall, width: int, is_current: bool) -> list[Content]:
        status = run.state.status
        style = "$muted" if status.is_final else status_style(status)
        left = Content.assemble(
            (f"{status_symbol(status)} ", "$error" if run.state.failure else style),
            (line(run.call.endpoint.api_name, 40), "$foreground" if is_current else "$muted"),
        )
        if run.state.failure is not None:
            tail = run.state.failure.kind
        elif run.state.cancelled is not None:
            tail = "stopped"
        else:
            tail = duration_text(run.elapsed)
        return [left_right(left, Content.styled(tail, "$muted"), width)]

    def show_runs(self, runs: list[LiveCall]) -> None:
        self.say("today" if runs else "none yet")
        self.query_one(RowList).set_rows(runs)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index]))
