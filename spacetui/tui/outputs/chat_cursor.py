"""ChatCursor: the turn, file or step of a chat that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json
from spacetui.tui.outputs.chat_layout import ChatLayout, Stop
from spacetui.tui.outputs.rich_text.parts_body import PartsBody
from spacetui.tui.widgets.scroll_steps import scroller_around, seen_rows, show_lines


class ChatCursor:
    """Chooses one stop of a chat after the other; none at first."""

    def __init__(self, body: PartsBody, layout: ChatLayout, on_choice: Callable[[], None]) -> None:
        """on_choice: called when another one was chosen."""
        self._body = body
        self._layout = layout
        self._on_choice = on_choice
        self._at: int | None = None  # the number of the stop
        self._has_focus = False

    @property
    def chosen(self) -> Stop | None:
        """What the keys act on: there is one while the view has focus."""
        if self._at is None or not self._has_focus:
            return None
        stops = self._layout.stops()
        return stops[self._at] if self._at < len(stops) else None

    @property
    def path(self) -> OutputPath:
        chosen = self.chosen
        return chosen.path if chosen is not None else ()

    @property
    def file(self) -> Mapping[str, Json] | None:
        chosen = self.chosen
        return chosen.item.file if chosen is not None and chosen.item is not None else None

    @property
    def is_on_step(self) -> bool:
        chosen = self.chosen
        return chosen is not None and chosen.item is None

    def forget(self) -> None:
        self._at = None

    def mark(self) -> None:
        """Mark what is chosen in the body."""
        chosen = self.chosen
        sources = range(0)
        if chosen is not None:
            sources = self._body.list.sources_of(chosen.parts.start, chosen.parts.stop)
        self._body.choose(sources)

    def focus(self, has_focus: bool) -> None:
        """Mark what is chosen while the view has focus."""
        self._has_focus = has_focus
        self.mark()

    def can_move(self, step: int) -> bool:
        stops = self._layout.stops()
        return bool(stops) and (self._at is None or 0 <= self._at + step < len(stops))

    def move(self, step: int) -> None:
        """Choose the next stop; a long one is scrolled through first."""
        stops = self._layout.stops()
        if not stops or self._scroll_through(step, stops):
            return
        if self._at is None or self._at >= len(stops):
            self._at = self._first_seen(step, stops)
        else:
            self._at = max(0, min(len(stops) - 1, self._at + step))
        self.mark()
        self._on_choice()
        rows = self._rows_of(stops[self._at])
        seen = seen_rows(self._body)
        last = min(rows.stop, rows.start + len(seen)) - 1 if step > 0 else rows.stop - 1
        first = rows.start if step > 0 else max(rows.start, rows.stop - len(seen))
        show_lines(self._body, first, max(first, last))

    def _rows_of(self, stop: Stop) -> range:
        sources = self._body.list.sources_of(stop.parts.start, stop.parts.stop)
        return self._body.rows_of(sources)

    def _scroll_through(self, step: int, stops: list[Stop]) -> bool:
        """Scroll by half a page where the chosen one goes on; return whether it does."""
        scroller, seen = scroller_around(self._body), seen_rows(self._body)
        if self._at is None or self._at >= len(stops) or scroller is None:
            return False
        rows = self._rows_of(stops[self._at])
        left = rows.stop - seen.stop if step > 0 else seen.start - rows.start
        if left <= 0 or rows.stop <= seen.start or rows.start >= seen.stop:
            return False
        scroller.scroll_relative(y=step * min(left, max(1, len(seen) // 2)), animate=False)
        return True

    def _first_seen(self, step: int, stops: list[Stop]) -> int:
        """Return the first stop that is seen, or the last one for a move up."""
        seen = seen_rows(self._body)
        places = [
            at
            for at, stop in enumerate(stops)
            if (rows := self._rows_of(stop)).stop > seen.start and rows.start < seen.stop
        ]
        if not places:
            return 0
        return places[0] if step > 0 else places[-1]

    def fold(self) -> None:
        """Fold the chosen step of a tool, or unfold it."""
        chosen = self.chosen
        if chosen is not None and chosen.item is None:
            self._layout.fold(chosen.turn)
            self.mark()
