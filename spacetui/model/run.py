"""RunState: a call's events folded into what a person wants to know. Both front ends read only this."""

from dataclasses import dataclass, replace
from enum import Enum

from spacetui.errors import Failure
from spacetui.model.events import (
    Cancelled,
    Completed,
    Event,
    Failed,
    Log,
    Notice,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
    Uploading,
    Waiting,
)
from spacetui.model.schema import Json

# How many log lines a call keeps; older ones are counted, not kept (security.md P13).
MAX_LOGS = 500
# How many bars of a progress are kept: they are nested loops, and no app has a dozen.
MAX_UNITS = 20


class Status(Enum):
    """A call's status."""

    IDLE = "idle"
    SENDING = "sending"
    QUEUED = "queued"
    STARTED = "started"
    STREAMING = "streaming"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        return self in (Status.SENDING, Status.QUEUED, Status.STARTED, Status.STREAMING)

    @property
    def is_final(self) -> bool:
        return self in (Status.COMPLETE, Status.FAILED, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log message and the second of the call it came at."""

    at: float
    level: str
    message: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RunState:
    """One call, as it stands. Times are seconds since submit.

    eta: seconds until the result counted from `eta_at`; first_eta: the first one told, for a bar.
    usual: mean duration of this endpoint as the server knows it. partials: how many outputs came.
    """

    status: Status = Status.IDLE
    is_waiting: bool = False
    uploads: tuple[Uploading, ...] = ()
    rank: int | None = None
    queue_size: int | None = None
    eta: float | None = None
    eta_at: float = 0.0
    first_eta: float | None = None
    usual: float | None = None
    started_at: float | None = None
    units: tuple[ProgressUnit, ...] = ()
    logs: tuple[LogLine, ...] = ()
    logs_dropped: int = 0
    data: tuple[Json, ...] | None = None
    partials: int = 0
    failure: Failure | None = None
    cancelled: Cancelled | None = None
    last_at: float = 0.0

    @property
    def duration(self) -> float:
        """Seconds from submit to the last event."""
        return self.last_at

    def eta_left(self, now: float) -> float | None:
        """Seconds until the result at `now` seconds since submit, never below 0, or None."""
        return None if self.eta is None else max(0.0, self.eta - (now - self.eta_at))

    def after(self, event: Event, at: float = 0.0) -> "RunState":
        """Give the state after `event`, which came `at` seconds since submit."""
        state = replace(self, last_at=at)
        match event:
            case Waiting():
                return replace(state, status=Status.SENDING, is_waiting=True)
            case Uploading(name=name):
                others = tuple(each for each in self.uploads if each.name != name)
                return replace(
                    state, status=Status.SENDING, is_waiting=False, uploads=(*others, event)
                )
            case Queued(rank=rank, queue_size=size, eta=eta):
                # A later estimation of another job must not put a running call back in line.
                status = (
                    self.status
                    if self.status in (Status.STARTED, Status.STREAMING)
                    else Status.QUEUED
                )
                first = self.first_eta if self.first_eta is not None else eta
                return replace(
                    state,
                    status=status,
                    is_waiting=False,
                    rank=rank,
                    queue_size=size,
                    eta=eta,
                    eta_at=at,
                    first_eta=first,
                )
            case Started(usual=usual):
                return replace(
                    state,
                    status=Status.STARTED,
                    is_waiting=False,
                    rank=None,
                    eta=usual,
                    eta_at=at,
                    usual=usual,
                    started_at=at,
                )
            case Progress(units=units):
                status = Status.STARTED if self.status is not Status.STREAMING else self.status
                return replace(state, status=status, units=units[:MAX_UNITS])
            case Log(level=level, message=message, title=title):
                return state._logged(LogLine(at, level, message, title))
            case Notice(message=message):
                return state._logged(LogLine(at, "notice", message))
            case Partial(data=data):
                return replace(
                    state, status=Status.STREAMING, data=data, partials=self.partials + 1
                )
            case Completed(data=data):
                return replace(
                    state, status=Status.COMPLETE, is_waiting=False, rank=None, eta=None, data=data
                )
            case Failed(failure=failure):
                return replace(
                    state,
                    status=Status.FAILED,
                    is_waiting=False,
                    rank=None,
                    eta=None,
                    failure=failure,
                )
            case Cancelled():
                return replace(
                    state,
                    status=Status.CANCELLED,
                    is_waiting=False,
                    rank=None,
                    eta=None,
                    cancelled=event,
                )

    def _logged(self, line: LogLine) -> "RunState":
        kept = (*self.logs, line)
        return replace(
            self,
            logs=kept[-MAX_LOGS:],
            logs_dropped=self.logs_dropped + max(0, len(kept) - MAX_LOGS),
        )
