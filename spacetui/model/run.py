"""RunState: what the events of a call add up to. Both front ends show this and nothing else."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from spacetui.errors import Failure
from spacetui.model.batch_summary import BatchSummary
from spacetui.model.component_update import Output, is_update, outputs_after
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
from spacetui.model.schema import MISSING, Json

# How many log lines a call keeps; older ones are only counted (security.md P13).
MAX_LOGS = 500
# How many bars of a progress are kept. They are nested loops, of which no app has a dozen.
MAX_UNITS = 20


class Status(Enum):
    """A call's status. INTERRUPTED: spacetui ended before the call did; of stored calls alone."""

    IDLE = "idle"
    SENDING = "sending"
    QUEUED = "queued"
    STARTED = "started"
    STREAMING = "streaming"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def is_live(self) -> bool:
        return self in LIVE

    @property
    def is_final(self) -> bool:
        return self not in (Status.IDLE, *LIVE)


LIVE = (Status.SENDING, Status.QUEUED, Status.STARTED, Status.STREAMING)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log message, and the second of the call at which it came."""

    at: float
    level: str
    message: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RunState:
    """One call as it stands. Times are seconds since submit.

    is_waiting: the call waits for one of our own streams. eta: seconds until the result, counted
    from `eta_at`; first_eta: the first one, to fill a bar. usual: mean duration of this endpoint
    as the server knows it. data: the latest outputs as the app sent them; updated: what they add
    up to, empty where no component update came; partials: how often outputs came. batch: what
    many calls have come to that are one entry of the history.
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
    updated: tuple[Output, ...] = ()
    partials: int = 0
    failure: Failure | None = None
    cancelled: Cancelled | None = None
    last_at: float = 0.0
    batch: BatchSummary | None = None

    @property
    def duration(self) -> float:
        """Seconds from submit to the last event."""
        return self.last_at

    @property
    def outputs(self) -> tuple[Output, ...] | None:
        """The outputs as a page shows them; None before the first ones."""
        if self.data is None:
            return None
        return self.updated or outputs_after((), self.data)

    @property
    def values(self) -> tuple[Json, ...] | None:
        """The value of each output, null where the app changed something else of it."""
        if not self.updated:
            return self.data
        return tuple(None if each.value is MISSING else each.value for each in self.updated)

    def eta_left(self, now: float) -> float | None:
        """Return the seconds to the result, at `now` seconds since submit; at least 0, or None."""
        if self.eta is None:
            return None
        return max(0.0, self.eta - (now - self.eta_at))

    def after(self, event: Event, at: float = 0.0) -> "RunState":
        """Return the state after `event`, which came `at` seconds since submit."""
        match event:
            case Log(level=level, message=message, title=title):
                changes = self._with_log(LogLine(at, level, message, title))
            case Notice(message=message):
                changes = self._with_log(LogLine(at, "notice", message))
            case Completed(data=data):
                changes = _end(event) | self._with_outputs(data)
            case Failed() | Cancelled():
                changes = _end(event)
            case _:
                changes = self._go_on(event, at)
        return replace(self, last_at=at, **changes)

    def _go_on(
        self, event: Waiting | Uploading | Queued | Started | Progress | Partial, at: float
    ) -> dict[str, Any]:
        """Return what an event changes after which the call goes on."""
        is_running = self.status in (Status.STARTED, Status.STREAMING)
        match event:
            case Waiting():
                return {"status": Status.SENDING, "is_waiting": True}
            case Uploading(name=name):
                others = tuple(each for each in self.uploads if each.name != name)
                uploads = (*others, event)
                return {"status": Status.SENDING, "is_waiting": False, "uploads": uploads}
            case Queued(rank=rank, queue_size=size, eta=eta):
                return {
                    # An estimation that comes late must not put a running call back in the queue.
                    "status": self.status if is_running else Status.QUEUED,
                    "is_waiting": False,
                    "rank": rank,
                    "queue_size": size,
                    "eta": eta,
                    "eta_at": at,
                    "first_eta": eta if self.first_eta is None else self.first_eta,
                }
            case Started(usual=usual):
                return {
                    "status": Status.STARTED,
                    "is_waiting": False,
                    "rank": None,
                    "eta": usual,
                    "eta_at": at,
                    "usual": usual,
                    "started_at": at,
                }
            case Progress(units=units):
                status = Status.STREAMING if self.status is Status.STREAMING else Status.STARTED
                return {"status": status, "units": units[:MAX_UNITS]}
            case Partial(data=data):
                partials = {"status": Status.STREAMING, "partials": self.partials + 1}
                return partials | self._with_outputs(data)

    def _with_outputs(self, data: tuple[Json, ...]) -> dict[str, Any]:
        updated: tuple[Output, ...] = ()
        if self.updated or any(map(is_update, data)):
            updated = outputs_after(self.outputs or (), data)
        return {"data": data, "updated": updated}

    def _with_log(self, line: LogLine) -> dict[str, Any]:
        logs = (*self.logs, line)
        dropped = max(0, len(logs) - MAX_LOGS)
        return {"logs": logs[-MAX_LOGS:], "logs_dropped": self.logs_dropped + dropped}


def _end(event: Completed | Failed | Cancelled) -> dict[str, Any]:
    """Return what the last event of a call changes."""
    over = {"is_waiting": False, "rank": None, "eta": None}
    match event:
        case Completed():
            return {**over, "status": Status.COMPLETE}
        case Failed(failure=failure):
            return {**over, "status": Status.FAILED, "failure": failure}
        case Cancelled():
            return {**over, "status": Status.CANCELLED, "cancelled": event}
