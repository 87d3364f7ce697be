"""Events: what happens to one call, from the server's messages and from our own side."""

from dataclasses import dataclass
from typing import TypeAlias

from spacetui.errors import Failure
from spacetui.model.schema import Json


@dataclass(frozen=True, slots=True)
class Waiting:
    """The call waits for one of our own streams to come free (we hold a fixed number open)."""


@dataclass(frozen=True, slots=True)
class Uploading:
    """A file is on its way; sent and total in bytes."""

    name: str
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class Queued:
    """The call is in the queue. rank: places ahead (0 is next); eta: seconds until the result."""

    rank: int | None
    queue_size: int | None
    eta: float | None


@dataclass(frozen=True, slots=True)
class Started:
    """The function began. usual: the endpoint's mean duration in seconds, or None."""

    usual: float | None = None


@dataclass(frozen=True, slots=True)
class ProgressUnit:
    """One bar. progress: 0..1 or None; else index of length."""

    index: int | None = None
    length: int | None = None
    unit: str = "steps"
    progress: float | None = None
    desc: str = ""

    @property
    def fraction(self) -> float | None:
        """How much is done, 0..1, or None if the app does not tell."""
        if self.progress is not None:
            return min(1.0, max(0.0, self.progress))
        if self.index is not None and self.length:
            return min(1.0, max(0.0, self.index / self.length))
        return None


@dataclass(frozen=True, slots=True)
class Progress:
    """The bars, outermost first."""

    units: tuple[ProgressUnit, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A message of the app. level: info, warning, success, error."""

    level: str
    message: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of ours about this call: a retry, a message we do not know."""

    message: str


@dataclass(frozen=True, slots=True)
class Partial:
    """Outputs so far, whole values as the app sent them (component_update.py), State left out."""

    data: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Completed:
    """The final outputs as the app sent them, State left out. duration: seconds since submit."""

    data: tuple[Json, ...]
    duration: float


# The message of a failure whose app kept its reason to itself.
NO_REASON = "the app failed without giving a reason"


@dataclass(frozen=True, slots=True)
class Failed:
    """The call failed. duration: seconds from submit to here."""

    failure: Failure
    duration: float = 0.0


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stopped. by_user: we asked; confirmed: the server said that it stopped too."""

    by_user: bool
    confirmed: bool
    duration: float = 0.0


Event: TypeAlias = (
    Waiting
    | Uploading
    | Queued
    | Started
    | Progress
    | Log
    | Notice
    | Partial
    | Completed
    | Failed
    | Cancelled
)
FINAL_EVENTS = (Completed, Failed, Cancelled)
