"""KeyPriority: what streams in waits until the key that was just pressed is answered."""

from __future__ import annotations

from time import monotonic

# Seconds from a key to the frame that answers it, if nothing else runs: it passes through several
# message queues, and Textual draws at most every 17 ms.
ANSWER_SECONDS = 0.025


class KeyPriority:
    """Knows when the last key was pressed."""

    def __init__(self) -> None:
        self._pressed_at = -ANSWER_SECONDS

    def note_key(self) -> None:
        """Take note that a key was pressed just now."""
        self._pressed_at = monotonic()

    def pause(self, at_least: float) -> float:
        """Return how many seconds work that can wait is to leave the event loop alone from now."""
        return max(at_least, self._pressed_at + ANSWER_SECONDS - monotonic())
