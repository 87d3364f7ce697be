"""Recordings for the tests of the store, and how a whole one is written."""

from pathlib import Path
from typing import Any

from spacetui.model.call import Call
from spacetui.model.events import Completed, Event
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Choice, Endpoint, FileShape, Parameter, Return
from spacetui.model.source import Source
from spacetui.store.store import Store

ENDPOINT = Endpoint(
    "/predict",
    3,
    description="Says it.",
    parameters=(
        Parameter("text", label="Text", component="Textbox", schema={"type": "string"}),
        Parameter(
            "how", component="Radio", choices=(Choice("one", 1), Choice("none", None)), default=None
        ),
        Parameter(
            "image", component="Image", file_shape=FileShape.ONE, default={"path": "/x", "$": "odd"}
        ),
        Parameter("key", component="Textbox", is_secret=True, default="default secret"),
    ),
    returns=(Return("Out", "Textbox", {"type": "string"}, "str"),),
    input_slots=(True, False, True, True, True),
    output_slots=(True,),
    streams=True,
)
SOURCE = Source(
    "owner/name", "https://owner-name.hf.space", "A title", "/gradio_api", "sse_v3", "6.31.0", True
)
DIFFICULT_TEXT = 'it\'s "x" \\ \n \x1b]0;x\x07 \u2028 \ud800 \x7f 🎉'


def recording(*events: Event, **values: Any) -> Recording:
    state = RunState()
    for at, event in enumerate(events or (Completed((DIFFICULT_TEXT,), 1.5),)):
        state = state.after(event, float(at))
    return Recording(
        Call(ENDPOINT, values or {"text": DIFFICULT_TEXT}), SOURCE, state, made_at=1234.5
    )


async def write(store: Store, made: Recording) -> int:
    """Write a call as its journal does, from its begin to its end; return its id."""
    number = await store.writer.begin(begun(made))
    return await store.writer.end(number, made)


def begun(made: Recording) -> Recording:
    """Return the call of a recording as it is before it is sent."""
    return Recording(made.call, made.source, RunState(Status.SENDING), made.made_at)


def path_of(store: Store) -> Path:
    """Return the file of a store that keeps something."""
    assert store.path is not None
    return store.path


def bytes_below(store: Store) -> bytes:
    """Return everything that is in the folder of a store, in all of its files."""
    files = (each for each in path_of(store).parent.rglob("*") if each.is_file())
    return b"".join(each.read_bytes() for each in files)
