"""BatchProgress: how far a batch is, how fast it goes, and a line that says so."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacetui.errors import Failure
from spacetui.model.schema import Json
from spacetui.text.format import duration_text, grouped_text

# Rows by whose ends the rate is measured.
_WINDOW = 200
# Rows that are kept with their outputs, to be shown.
RECENT = 20


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A row whose call has ended. data: its outputs. failure: why there are none, or None."""

    number: int
    data: Sequence[Json] = ()
    failure: Failure | None = None


@dataclass(slots=True)
class BatchProgress:
    """total: rows to be done, with those that were done before. failed: rows with an error.

    notice: why nothing is sent at the moment, or empty. resumes_at: when something is. ended: when
    the last rows ended. recent: the last of them, the newest last. Times are seconds of the
    monotonic clock.
    """

    total: int
    done: int = 0
    failed: int = 0
    notice: str = ""
    resumes_at: float = 0.0
    ended: deque[float] = field(default_factory=lambda: deque(maxlen=_WINDOW))
    recent: deque[EndedRow] = field(default_factory=lambda: deque(maxlen=RECENT))

    def begin(self) -> None:
        """Start the clock."""
        self.ended.append(time.monotonic())

    def row_ended(self, row: EndedRow) -> None:
        """Count a row that has ended."""
        self.done += row.failure is None
        self.failed += row.failure is not None
        self.ended.append(time.monotonic())
        self.recent.append(row)

    def wait(self, notice: str, until: float = 0.0) -> None:
        """Note why nothing is sent; empty: something is. until: by the monotonic clock."""
        self.notice, self.resumes_at = notice, until

    @property
    def left(self) -> int:
        """How many rows have not ended yet."""
        return max(0, self.total - self.done - self.failed)

    @property
    def fraction(self) -> float:
        if self.total:
            return (self.done + self.failed) / self.total
        return 1.0

    def rate(self, now: float) -> float | None:
        """Return the rows a second of late; None before the first one."""
        count = len(self.ended) - 1
        if count < 1 or now <= self.ended[0]:
            return None
        return count / (now - self.ended[0])

    def seconds_left(self, now: float) -> float | None:
        """Return the seconds until all rows have ended; None where that is not known."""
        rate = self.rate(now)
        if rate:
            return self.left / rate
        return None


def count_words(progress: BatchProgress) -> str:
    """Return how many rows have ended: `318 of 1 000`, `318 of 1 000, 2 failed`."""
    ended = progress.done + progress.failed
    words = [f"{grouped_text(ended)} of {grouped_text(progress.total)}"]
    if progress.failed:
        words.append(f"{grouped_text(progress.failed)} failed")
    return ", ".join(words)


def pace_words(progress: BatchProgress, now: float) -> str:
    """Return how fast it goes: `12 a minute · 57 min left`, or why it waits. May be empty."""
    if progress.notice:
        seconds = progress.resumes_at - now
        if seconds <= 0:
            return progress.notice
        return f"{progress.notice}; it is asked again in {duration_text(seconds)}"
    rate, left = progress.rate(now), progress.seconds_left(now)
    if rate is None or left is None:
        return ""
    return f"{_rate_words(rate)} · {duration_text(left)} left"


def _rate_words(rate: float) -> str:
    if rate >= 2:
        return f"{rate:.0f} a second"
    if rate * 60 >= 2:
        return f"{rate * 60:.0f} a minute"
    return f"{rate * 3600:.0f} an hour"
