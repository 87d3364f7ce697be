"""A script of many steps for snippets in any language, on any Gradio, and its results."""

import json
import urllib.request
from pathlib import Path

from PIL import Image

from spacetui.model.file_input import FileInput
from spacetui.model.schema import App, Json
from spacetui.model.script import Link, Script, Step
from spacetui.model.source import Source
from spacetui.wire.schema.parse import parse_app

NASTY = (
    "it's \"x\" '\"'\"' \\ %s $HOME $(id) `id` !! {a} ${b} #{c} </script> \n\r\n\t\x1b]0;x\x07"
    '\x7f\u2028\u2029 漢 😀 ["a"] {"b": 1} """ ' + "'''"
)
VALUE = {
    "text": NASTY,
    NASTY: [None, True, False, [[], {}, [{"a": [None]}]]],
    "numbers": [2**53 + 1, -(2**63), 0.1, 1e-300, 0],
    "like JSON": '{"a": [null]}',
    "5 MB": "it's 漢\n" * 500_000,
    "zero": -0.0,
}
STREAMED = ["it's", "it's a", "it's a 漢"]


def app_at(url: str) -> tuple[App, Source]:
    """Return the schema of the app at `url`, and its source."""

    def read(path: str) -> Json:
        with urllib.request.urlopen(f"{url}{path}", timeout=60) as answer:
            return json.load(answer)

    config = read("/config")
    app = parse_app(url, config, read(f"{config.get('api_prefix', '')}/info?all_endpoints=true"))
    return app, Source(url, url, app.title, app.api_prefix, app.protocol, app.version)


def script_of(
    url: str, folder: Path, *, is_exact: bool = True, has_uploads: bool = True
) -> tuple[Script, dict[str, Json]]:
    """Return the script for the app at `url`, and what each step that has a name must print.

    The files that it uploads are made in `folder`. is_exact: with numbers that some languages
    change. has_uploads: with files to upload.
    """

    app, source = app_at(url)
    picture, note = folder / '-a "picture\'s\nname".png', folder / "-F it's; 漢.txt"
    Image.new("RGB", (10, 4), "black").save(picture, "PNG")
    note.write_text("hello", "utf-8")
    steps: list[Step] = []

    def step(api_name: str, *values: Json, name: str = "") -> int:
        endpoint = app.endpoint(api_name)
        assert endpoint is not None, api_name
        names = [each.name for each in endpoint.parameters]
        links = [
            Link(parameter, value.step, value.output)
            for parameter, value in zip(names, values, strict=False)
            if isinstance(value, Link)
        ]
        given = {
            parameter: value
            for parameter, value in zip(names, values, strict=False)
            if not isinstance(value, Link)
        }
        steps.append(Step(0, endpoint, given, tuple(links), name=name))
        return len(steps) - 1

    inexact = {key: each for key, each in VALUE.items() if key not in ("numbers", "zero")}
    value = VALUE if is_exact else inexact
    step("/echo_json", value, name="value")
    step("/stream_text", " ".join(STREAMED[-1].split()), name="streamed")
    if has_uploads:
        step("/read_image", FileInput(str(picture)), name="uploaded_picture")
        step("/read_files", [FileInput(str(note))] * 2, name="uploaded_files")
    made = step("/make_image", 5)
    step("/read_image", Link("", made, 0), name="linked_picture")
    made = step("/make_file", "qq")
    step("/read_file", Link("", made, 0), name="linked_file")
    several = step("/odd", "x")
    step("/echo_json", Link("", several, 1), name="second_output")
    step("/count", 2, name="first_count")
    step("/count", 3, name="second_count")
    step("/unqueued", "x", 1, False, name="unqueued")
    step("/nothing", "x", name="nothing")
    step("/new_choices", "x", name="update")
    step("/stream_choices", "a b", name="streamed_update")
    uploaded = {
        "uploaded_picture": "(10, 4) (0, 0, 0)",
        "uploaded_files": "2cf24dba5fb0 2cf24dba5fb0",
    }
    return Script((source,), tuple(steps)), {
        "value": value,
        "streamed": STREAMED[-1],
        **(uploaded if has_uploads else {}),
        "linked_picture": "(5, 3) (200, 10, 30)",
        "linked_file": "d5ce2b19fbda",
        "first_count": "total 2",
        "second_count": "total 5",
        "second_output": {
            "text": "ü \x1b[31m \U0001f600 \"q\" 'q' \\ end",
            "x": [1, None, 2.5, {"x": True}],
        },
        "unqueued": "hello x",
        "nothing": [None, None, None],
        "update": {"choices": [["x", "x"], ["x 2", "x 2"]], "__type__": "update"},
        "streamed_update": [{"__type__": "update"}, {"__type__": "update"}],
    }
