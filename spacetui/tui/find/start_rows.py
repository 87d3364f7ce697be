"""Rows of the start list that are no Spaces: tasks to try, each a search that one key asks for.

In the first frame, so nothing heavy is imported here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from textual.content import Content

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
    style = "bold $foreground" if is_current else "$foreground"
    return [Content.assemble("   ", (row.query, style))]


def start_headings(rows: list[Any]) -> dict[int, Content]:
    """Return a heading above the first Space and above the first task, by the index of its row."""
    words = {False: "recent", True: "try"}
    headings: dict[int, Content] = {}
    for index, row in enumerate(rows):
        is_task = isinstance(row, Suggestion)
        if index == 0 or is_task != isinstance(rows[index - 1], Suggestion):
            headings[index] = Content.styled(words[is_task], "$muted")
    return headings


class FoundRows(RowList):
    """The list of the find page. A click on a task asks the Hub at once."""

    LEAVES_TOP = True  # to the search box

    def clicks_to_choose(self, row: Any) -> int:
        return 1 if isinstance(row, Suggestion) else super().clicks_to_choose(row)
