"""KeyPriority: what streams in waits until the key that was just pressed is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from textual.events import Event, Key

# Seconds for which a key is waited for: it passes through several message queues. A key that
# changes nothing where the focus is ends its wait by this alone.
ANSWER_SECONDS = 0.1
# Seconds between two looks at whether it is answered, and their number: a key that is held down
# always waits.
PAUSE = 0.004
MOST_PAUSES = int(ANSWER_SECONDS / PAUSE)
# Seconds for which a key that was just pressed may be on its way: through the message queues of the
# app, of the widget with focus, and of all around it, until one of them has a binding for it.
HANDLING_SECONDS = 0.04
# Seconds between two frames of what streams in: at least, and while somebody types. A text that is
# read while it grows looks the same at both; a letter waits for a frame that has begun.
FRAME, TYPING_FRAME = 1 / 20, 1 / 10
# Seconds after which a frame is drawn although a key waits: one that is held down always does.
LONGEST_FRAME = 1 / 4
# Seconds after a key for which somebody counts as typing.
TYPING_SECONDS = 0.5


class KeyPriority:
    """Knows when the last key was pressed, and whether the screen shows what it did."""

    def __init__(self) -> None:
        self._pressed_at = float("-inf")
        self._is_answered = self._is_handled = True

    def note_key(self) -> None:
        """Take note that a key was pressed just now."""
        self._pressed_at = monotonic()
        self._is_answered = self._is_handled = False

    def note_handled(self) -> None:
        """Take note that the last key has done what it does, which may not be drawn yet."""
        self._is_handled = True

    @contextmanager
    def following(self, event: Event) -> Iterator[None]:
        """Note a key that the app gets, and when it has been handled there."""
        if not isinstance(event, Key):
            yield
            return
        has_passed = event.is_forwarded
        if not has_passed:
            self.note_key()
        yield
        # Else it goes to the widget with focus, and comes to the app again if nothing takes it.
        if has_passed or not event.is_forwarded:
            self.note_handled()

    def note_answer(self) -> None:
        """Take note that the screen shows what the last key did."""
        self._is_answered = self._is_handled = True

    @property
    def is_under_way(self) -> bool:
        """Whether a key was pressed just now, and has not done anything yet."""
        return not self._is_handled and self._since_key < HANDLING_SECONDS

    @property
    def is_awaited(self) -> bool:
        """Whether a key was pressed just now, and nothing has been drawn for it."""
        return not self._is_answered and self._since_key < ANSWER_SECONDS

    def is_frame_due(self, since: float) -> bool:
        """Return whether what streams in is to be drawn, `since` seconds after it was drawn."""
        if self.is_awaited:
            return since >= LONGEST_FRAME
        return since >= (TYPING_FRAME if self._since_key < TYPING_SECONDS else FRAME)

    async def go_first(self, seconds: float) -> None:
        """Leave the event loop alone for `seconds`, and longer where a key waits."""
        await self._pause(seconds, lambda: self.is_awaited)

    async def let_pass(self) -> None:
        """Leave the event loop alone while a key is on its way, not for one that is held."""
        await self._pause(0, lambda: self.is_under_way)

    async def _pause(self, seconds: float, has_key: Callable[[], bool]) -> None:
        await asyncio.sleep(seconds)
        for _ in range(MOST_PAUSES):
            if not has_key():
                return
            await asyncio.sleep(PAUSE)

    @property
    def _since_key(self) -> float:
        return monotonic() - self._pressed_at
