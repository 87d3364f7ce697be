"""Rows of the start list that are no Spaces: tasks to try, each a search that one key asks for.

In the first frame, so nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from textual.content import Content

from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import name_style
from spacetui.tui.widgets.row_list import RowList


class Suggestion(NamedTuple):
    """A task that the Hub has Spaces for, in the words of a search."""

    query: str


TASKS = tuple(
    Suggestion(query)
    for query in (
        "remove the background of a photo",
        "read a text aloud",
        "describe a picture",
        "translate a text",
        "make music",
    )
)


def draw_suggestion(row: Suggestion, is_current: bool) -> list[Content]:
    """Return the line of a task, under the titles of Spaces."""
    style = name_style(is_current=is_current)
    return [Content.assemble("   ", (row.query, style))]


def start_headings(
    rows: list[Any], is_kept: Callable[[str], bool], others: str
) -> dict[int, Content]:
    """Return a heading above the first row of each kind, by the index of the row.

    is_kept: whether the Space of an id is a favourite. others: the heading of other Spaces.
    """
    headings: dict[int, Content] = {}
    before = ""
    for index, row in enumerate(rows):
        words = others
        if isinstance(row, Suggestion):
            words = "try"
        elif is_kept(row.id):
            words = f"{glyphs().kept} kept"
        if words != before:
            headings[index] = Content.styled(words, "$muted")
        before = words
    return headings


class FoundRows(RowList):
    """The list of the find page. A click on a task asks the Hub at once."""

    LEAVES_TOP = True  # to the search box

    def clicks_to_choose(self, row: Any) -> int:
        return 1 if isinstance(row, Suggestion) else super().clicks_to_choose(row)
