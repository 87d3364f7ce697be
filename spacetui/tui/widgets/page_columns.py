"""The columns of each page, and where in a page they are."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.widgets.pane import Pane


class Columns(NamedTuple):
    """The columns of a page.

    tops: selectors of what stands at the top of each, from the left. code: that of the code, where
    it stands in a column with another pane. first: the number of the pane that has the focus
    first, of which a zoom is kept for the next start; the zoom of another would hide the focus.
    """

    tops: tuple[str, ...]
    first: str
    code: str = ""


# By the names of their classes.
COLUMNS = {
    "FindPage": Columns(("SearchPane", "SpacePane"), "1"),
    "UsePage": Columns(("#side", "FormPane", "ResultPane"), "3", "CodePane"),
    "RecorderPage": Columns(("CallsPane", "ScriptPane"), "6"),
    "HistoryPage": Columns(("HistoryPane", "#beside"), "7"),
}


def parts_of(page: Screen[None]) -> Iterator[Widget]:
    """Give the panes of a page and what they stand in, but not what is in a pane.

    Every frame asks for the keys of the footer and so for the columns, and the widgets of a form
    can be hundreds.
    """
    waiting = [*page.children]
    for each in waiting:
        yield each
        if not isinstance(each, Pane):
            waiting.extend(each.children)


def find_part(page: Screen[None], selector: str) -> Widget | None:
    """Return the part of a page that a selector of Columns names, if it is mounted."""
    return next((each for each in parts_of(page) if fits(each, selector)), None)


def fits(widget: Widget, selector: str) -> bool:
    """Return whether a widget is what a selector of Columns names: `#id`, or a class."""
    if selector.startswith("#"):
        return selector[1:] == widget.id
    return any(selector == each.__name__ for each in type(widget).__mro__)
