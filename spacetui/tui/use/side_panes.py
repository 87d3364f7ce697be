"""SpacesPane, EndpointsPane and RecentCallsPane, which side_column.py stacks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from spacetui.model.run import Status
from spacetui.model.schema import Endpoint
from spacetui.text.format import duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.earlier_spaces import RememberedSpace
from spacetui.tui.keys import bindings
from spacetui.tui.made_call import MadeCall
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.renewal import Renewal
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right, text_style
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.wording.call_days import day_headings, outcome_text
from spacetui.tui.wording.call_status import status_style, status_symbol
from spacetui.tui.wording.signature import returns_text


class SpacesPane(Pane):
    """The open Spaces; the last row goes to the search."""

    NUMBER = "1"
    TITLE = "spaces"
    DEFAULT_CSS = """
    SpacesPane { height: auto; max-height: 12; }
    SpacesPane RowList { height: auto; max-height: 11; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings({"close_space": "close"})

    @dataclass
    class Closed(Message):
        """A Space to close."""

        space: OpenSpace | RememberedSpace

    @dataclass
    class Picked(Message):
        """A Space to take in hand; None goes to the search."""

        space: OpenSpace | RememberedSpace | None

    def __init__(self, is_kept: Callable[[str], bool]) -> None:
        """is_kept: whether the Space of an id is a favourite."""
        super().__init__()
        self._is_kept = is_kept
        self._rows = RowList(self._draw)

    def compose_body(self) -> ComposeResult:
        yield self._rows

    def _draw(
        self, row: OpenSpace | RememberedSpace | None, width: int, is_current: bool
    ) -> list[Content]:
        if row is None:
            return [Content.styled("+ find another", text_style(is_lit=is_current))]
        # Its card has the stage in which it was opened, such as asleep; it runs since then.
        sign, style = glyphs().done, "$success"
        if not row.is_open:
            sign, style = glyphs().idle, "$muted"
        name = Content.styled(visible_line(row.name, 60), text_style(is_lit=is_current))
        kept = glyphs().kept if self._is_kept(row.card.id) else ""
        left = Content.styled(f"{sign} ", style) + name
        return [left_right(left, Content.styled(kept, "$accent"), width)]

    def show_spaces(
        self, spaces: list[OpenSpace], remembered: list[RememberedSpace], at: int
    ) -> None:
        """Show the open Spaces, and those of the last time; the one at index `at` is in hand."""
        self.show_detail(f"{len(spaces)} open")
        self._rows.set_rows([*spaces, *remembered, None], current=at)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "close":
            return self._rows.current_row is not None
        return super().check_action(action, parameters)

    def action_close(self) -> None:
        row = self._rows.current_row
        if row is not None:
            self.post_message(self.Closed(row))


class EndpointsPane(Pane):
    """The endpoints; the current one shows what it gives."""

    NUMBER = "2"
    TITLE = "endpoints"
    DEFAULT_CSS = "EndpointsPane { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings({"all_endpoints": "all"})
    _renewal: Renewal | None = None

    @dataclass
    class Picked(Message):
        """Another endpoint was chosen. is_entered: by enter, to fill its form now."""

        api_name: str
        is_entered: bool

    @dataclass
    class AllRequested(Message):
        """Undocumented endpoints are to be listed too, or no longer."""

    def __init__(self) -> None:
        super().__init__()
        # The endpoint in hand, which the cursor may have left.
        self.in_hand = ""
        self._rows = RowList(
            self._draw, one_line_rows=True, more_at_cursor=1, text_of=lambda row: row.api_name
        )

    def compose_body(self) -> ComposeResult:
        yield self._rows

    def _draw(self, row: Endpoint, width: int, is_current: bool) -> list[Content]:
        style = text_style(is_lit=is_current)
        parts = [(visible_line(row.api_name, 80), style)]
        if self._renewal is not None and row.api_name in self._renewal.new:
            parts.insert(0, ("+ ", "$secondary"))
        elif self._renewal is not None and row.api_name in self._renewal.changed:
            parts.append((" changed", "$secondary"))
        lines = [Content.assemble(*parts).truncate(max(1, width), ellipsis=True)]
        if is_current:
            given = Content.styled(f"{glyphs().gives} {returns_text(row)}", "$secondary")
            lines.append(given.truncate(max(1, width), ellipsis=True))
        return lines

    def show_endpoints(
        self, endpoints: tuple[Endpoint, ...], api_name: str, renewal: Renewal | None = None
    ) -> None:
        """Show these endpoints, with the cursor on the one in hand.

        renewal: of an app that was shown as it was the last time; what is new is marked.
        """
        self._renewal = renewal
        note = renewal.note if renewal is not None else ""
        self.show_detail(f" {glyphs().dot} ".join(filter(None, (str(len(endpoints)), note))))
        rows, names = self._rows, [each.api_name for each in endpoints]
        if self.next_api_name and names == [each.api_name for each in rows.rows]:
            rows.set_rows(endpoints)  # the cursor is ahead of the form, which takes its time
        else:
            rows.set_rows(endpoints, current=names.index(api_name) if api_name in names else 0)
        self.in_hand = api_name

    @property
    def next_api_name(self) -> str:
        """The endpoint to which the user has moved the cursor, if another is still in hand."""
        row = self._rows.current_row
        if row is None or row.api_name == self.in_hand:
            return ""
        return str(row.api_name)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index].api_name, is_entered=False))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index].api_name, is_entered=True))

    def action_all(self) -> None:
        self.post_message(self.AllRequested())


class RecentCallsPane(Pane):
    """The calls of the Space in hand by day, newest first; shown only in a wide window."""

    NUMBER = "6"
    TITLE = "calls"
    DEFAULT_CSS = """
    RecentCallsPane { height: 1fr; display: none; }
    """

    @dataclass
    class Picked(Message):
        """A call to show."""

        made: MadeCall

    def __init__(self) -> None:
        super().__init__()
        self._rows = RowList(self._draw, one_line_rows=True)

    def compose_body(self) -> ComposeResult:
        yield self._rows

    def _draw(self, made: MadeCall, width: int, is_current: bool) -> list[Content]:
        state = made.state
        if state.status.is_final:
            style, tail = _ended(made)
        else:
            style, tail = status_style(state.status), duration_text(made.elapsed)
        left = Content.assemble(
            (f"{status_symbol(state.status)} ", style),
            (visible_line(made.call.endpoint.api_name, 40), text_style(is_lit=is_current)),
        )
        return [left_right(left, Content.styled(tail, "$muted"), width)]

    def show_calls(self, calls: list[MadeCall]) -> None:
        """Show these calls, in this order."""
        headings = day_headings([each.made_at for each in calls])
        self.show_detail(str(len(calls)) if calls else "none yet")
        self._rows.set_rows(calls, headings=headings)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Picked(event.rows.rows[event.index]))


def _ended(made: MadeCall) -> tuple[str, str]:
    """Return the style of a call that has ended, and its duration or why it gave no result."""
    failure = made.state.failure
    if failure is not None:
        return "$error", failure.kind
    if made.state.status is Status.COMPLETE:
        return "$muted", duration_text(made.elapsed)
    return status_style(made.state.status), outcome_text(made.state.status, made.elapsed)
