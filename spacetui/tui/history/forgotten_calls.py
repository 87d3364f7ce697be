"""ForgottenCalls: the calls that are to be deleted, which the user may still keep."""

from __future__ import annotations

from spacetui.store.row_types import HistoryRow
from spacetui.text.format import count_text
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine


class ForgottenCalls:
    """Ids of calls, in the order in which they were marked. Nothing is deleted here."""

    def __init__(self) -> None:
        self.ids: list[int] = []

    def add(self, row: HistoryRow) -> bool:
        """Mark a call; return whether it was marked already, which means to delete it now."""
        if row.id in self.ids:
            self.ids.remove(row.id)
            return True
        self.ids.append(row.id)
        return False

    def undo(self) -> None:
        """Keep the call that was marked last."""
        if self.ids:
            self.ids.pop()

    def take_all(self) -> list[int]:
        """Return the marked calls, which are about to be deleted."""
        ids, self.ids = self.ids, []
        return ids

    @property
    def line(self) -> StatusLine:
        """Say how many calls are marked, and what deletes or keeps them."""
        count = f"{count_text(len(self.ids), 'call')} to forget"
        forget, undo = key_name("forget"), key_name("undo")
        rest = f"deleted by {forget} again, or when you leave {glyphs().dot} {undo} undoes"
        return StatusLine(glyphs().warning, "$warning", count, rest)
