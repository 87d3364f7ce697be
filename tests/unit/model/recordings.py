"""Recordings to make scripts of, for the tests of links and of the recorder."""

from collections.abc import Mapping, Sequence
from typing import Any

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Cancelled, Completed, Failed
from spacetui.model.file_data import file_data
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, FileShape, Json, Parameter, Return
from spacetui.model.source import Source

HERE = Source("http://127.0.0.1:1", "http://127.0.0.1:1", "Here", "/gradio_api")
THERE = Source("http://127.0.0.1:2", "http://127.0.0.1:2", "There", "/gradio_api")


def endpoint(
    api_name: str, parameters: Sequence[Parameter] = (), returns: Sequence[Return] = ()
) -> Endpoint:
    return Endpoint(
        api_name,
        0,
        parameters=tuple(parameters),
        returns=tuple(returns),
        input_slots=(True,) * len(parameters),
        output_slots=(True,) * len(returns),
    )


WRITE = endpoint("/write", [Parameter("prompt", component="Textbox")], [Return("Poem", "Textbox")])
READ = endpoint("/read", [Parameter("text", component="Textbox")], [Return("Speech", "Audio")])
DRAW = endpoint("/draw", [Parameter("prompt", component="Textbox")], [Return("Image", "Image")])
HANG = endpoint(
    "/hang",
    [Parameter("prompt", component="Textbox")],
    [Return("Wall", "Gallery", {"type": "array"}), Return("Seed", "Number")],
)
EDIT = endpoint(
    "/edit",
    [
        Parameter("image", component="Image", file_shape=FileShape.ONE),
        Parameter("strength", component="Slider", default=4),
    ],
    [Return("Image", "Image")],
)
PACK = endpoint(
    "/pack",
    [Parameter("files", component="File", file_shape=FileShape.MANY)],
    [Return("Archive", "File")],
)
COUNT = Endpoint(
    "/count",
    1,
    parameters=(Parameter("step", component="Number"),),
    returns=(Return("total", "Number"),),
    input_slots=(False, True),
    output_slots=(False, True),
)


def recorded(
    of: Endpoint,
    values: Mapping[str, Json],
    *outputs: Json,
    source: Source = HERE,
    visit: int = 0,
    made_at: float = 12.0,
) -> Recording:
    """Return the recording of a call that came to these outputs."""
    state = RunState().after(Completed(tuple(outputs), 1.0), 1.0)
    return Recording(Call(of, values), source, state, made_at, visit=visit)


def failed(of: Endpoint, values: Mapping[str, Json], source: Source = HERE) -> Recording:
    state = RunState().after(Failed(Failure("app", "no use for that"), 1.0), 1.0)
    return Recording(Call(of, values), source, state)


def cancelled(of: Endpoint, values: Mapping[str, Json]) -> Recording:
    return Recording(
        Call(of, values), HERE, RunState().after(Cancelled(by_user=True, confirmed=True), 1.0)
    )


def picture(name: str = "lighthouse.webp", **fields: Any) -> dict[str, Json]:
    """Return a picture as an app sends it."""
    return file_data(f"/tmp/gradio/1f/{name}", orig_name=name, **fields)
