"""What the replay says of a call that it has taken, in the forms of Gradio's streams."""

import json
from collections.abc import Iterator, Mapping

from spacetui.model.schema import Json
from spacetui.verify.recorded_steps import RecordedRequest


def event_id_of(taken: RecordedRequest) -> str:
    return f"replayed-event-{taken.number}"


def estimation(event_id: str | None = None) -> Mapping[str, Json]:
    """Return the message that says how long the queue is."""
    return {
        "msg": "estimation",
        "event_id": event_id,
        "rank": 0,
        "queue_size": 1,
        "avg_event_process_time": None,
        "avg_event_concurrent_process_time": None,
        "rank_eta": 0.0,
        "queue_eta": 0,
    }


def queue_messages(taken: RecordedRequest) -> Iterator[Mapping[str, Json]]:
    """Yield the messages of a call from its start to its end."""
    event = {"event_id": event_id_of(taken)}
    output = outputs_of(taken)
    output |= {"average_duration": 0.0, "render_config": None, "changed_state_ids": []}
    yield {"msg": "process_starts", **event, "eta": 0.0}
    if taken.endpoint.streams:
        partial = {**output, "is_generating": True}
        yield {"msg": "process_generating", **event, "output": partial, "success": True}
    # curl scripts rely on the order of these keys.
    yield {"msg": "process_completed", **event, "output": output, "success": True}


def outputs_of(taken: RecordedRequest, *, is_generating: bool = False) -> dict[str, Json]:
    """Return the outputs of a call as Gradio sends them."""
    return {"data": list(taken.answer), "is_generating": is_generating, "duration": 0.0}


def call_events(taken: RecordedRequest) -> Iterator[bytes]:
    """Yield the events of a call that was made by POST /call."""
    data = json.dumps(list(taken.answer))
    if taken.endpoint.streams:
        yield f"event: generating\ndata: {data}\n\n".encode()
    yield f"event: complete\ndata: {data}\n\n".encode()


def event_bytes(message: Mapping[str, Json]) -> bytes:
    """Return a message as an event of a stream."""
    return f"data: {json.dumps(message)}\n\n".encode()
