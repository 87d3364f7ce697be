"""RowFilter: which rows of a list contain the text that is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.content import Content


class RowFilter:
    """All rows of a list, and those of them that are shown.

    text_of: returns what a row shows, as text. headings: by the index of the row below it; there
    are none while rows are left out.
    """

    def __init__(self, text_of: Callable[[Any], str]) -> None:
        self._text_of = text_of
        self.text = ""  # in casefolded letters
        self.all_rows: Sequence[Any] = ()
        self.all_headings: Mapping[int, Content] = {}
        self.shown: Sequence[Any] = ()
        self.headings: Mapping[int, Content] = {}
        # The indices of the shown rows among all; None where all are shown.
        self._kept: list[int] | None = None

    def set_rows(self, rows: Sequence[Any], headings: Mapping[int, Content]) -> None:
        """Take other rows, and leave out those that do not contain the text."""
        self.all_rows, self.all_headings = rows, headings
        self.shown, self.headings, self._kept = rows, headings, None
        if self.text:
            self._kept = [at for at, row in enumerate(rows) if self._fits(row)]
            self.shown, self.headings = [rows[at] for at in self._kept], {}

    def place_of(self, index: int) -> int:
        """Return where a row of all is among the shown ones; 0 where it is left out."""
        if self._kept is None:
            return index
        return self._kept.index(index) if index in self._kept else 0

    def index_of(self, row: Any) -> int:
        """Return the index of a row among all, 0 where it is not there."""
        return next((at for at, each in enumerate(self.all_rows) if each is row), 0)

    def _fits(self, row: Any) -> bool:
        return self.text in self._text_of(row).casefold()
