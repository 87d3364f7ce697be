"""How often a Space that wakes is asked after: pauses that grow, as pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """The pauses between questions, in seconds: each is `growth` times the last, up to a longest.

    longest: after a few minutes more questions do not help.
    """

    first: float
    growth: float
    longest: float

    def pauses(self) -> Iterator[float]:
        """Yield the pause before each question."""
        pause = self.first
        while True:
            yield pause
            pause = min(self.longest, pause * self.growth)

    def times(self, limit: float) -> list[float]:
        """Return the time of each question within `limit` seconds, counted from the start."""
        times: list[float] = []
        at = 0.0
        for pause in self.pauses():
            at += pause
            if at > limit:
                break
            times.append(at)
        return times


# The Hub allows 500 anonymous requests in five minutes, for all programs behind an address. A wake
# asks at most 14 times a minute, with the two questions that come before it.
HUB_PACE = Pace(1.0, 1.3, 10.0)
# The host itself says first that the app is up.
HOST_PACE = Pace(0.5, 1.2, 2.5)
# A stand-in of the Hub on this machine and its apps.
LOOPBACK_PACE = Pace(0.15, 1.0, 0.15)
