"""Events as the store keeps them: kind, time, and a short text of what they said."""

import json

from spacetui.model.events import (
    Cancelled,
    Completed,
    Event,
    Failed,
    Log,
    Notice,
    Partial,
    Progress,
    Queued,
    Started,
    Uploading,
    Waiting,
)
from spacetui.store.row_types import StoredEvent


def stored_event(event: Event, at: float) -> StoredEvent:
    """Return an event as it is kept, without the outputs. at: seconds since submit."""
    return StoredEvent(at, _KINDS[type(event)], _text(event))


_KINDS = {
    Waiting: "waiting",
    Uploading: "uploading",
    Queued: "queued",
    Started: "started",
    Progress: "progress",
    Log: "log",
    Notice: "notice",
    Partial: "partial",
    Completed: "completed",
    Failed: "failed",
    Cancelled: "cancelled",
}


def _text(event: Event) -> str:
    match event:
        case Queued(rank=rank, queue_size=size, eta=eta):
            return json.dumps({"rank": rank, "queue_size": size, "eta": eta})
        case Progress(units=units):
            names = ("index", "length", "unit", "progress", "desc")
            return json.dumps([{name: getattr(each, name) for name in names} for each in units])
        case Log(level=level, message=message):
            return f"{level}: {message}"
        case Notice(message=message):
            return message
        case Failed(failure=failure):
            return failure.message
    return ""
