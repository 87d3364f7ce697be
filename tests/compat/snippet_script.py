"""A script of many steps for snippets in any language, on any Gradio, and its results."""

import io
import json
import os
import urllib.request
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from PIL import Image

from spacetui.cli.commands import run
from spacetui.model.file_input import FileInput
from spacetui.model.schema import App, Endpoint, Json
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
# The name of a file that is uploaded.
NOTE = "-F it's; 漢.txt"
# Of guarded_app.py: the parameters of /keywords, its login, and the header that is sent.
KEYWORDS = ("class", "function", "new", "await", "import", "lambda", "if", "done", "this", "self")
LOGIN, KEY = ("ada", 'it\'s $(id) "x"'), "a key's value"
CREDENTIALS = {"APP_USER": LOGIN[0], "APP_PASSWORD": LOGIN[1], "APP_X_KEY": KEY}
STREAMED = ["it's", "it's a", "it's a 漢"]
CHAT = "it's 漢 $(id)"


def app_at(url: str) -> tuple[App, Source]:
    """Return the schema of the app at `url`, and its source."""

    def read(path: str) -> Json:
        with urllib.request.urlopen(f"{url}{path}", timeout=60) as answer:
            return json.load(answer)

    config = read("/config")
    app = parse_app(url, config, read(f"{config.get('api_prefix', '')}/info?all_endpoints=true"))
    return app, Source(url, url, app.title, app.api_prefix, app.protocol, app.version)


def run_gives(url: str, endpoint: Endpoint, value: Json) -> Json:
    """Return the only output that `spacetui run --json` prints for a call with one value."""
    data = json.dumps({endpoint.parameters[0].name: value})
    not_kept = patch.dict(os.environ, SPACETUI_NO_HISTORY="1")
    with not_kept, redirect_stdout(io.StringIO()) as out:
        code = run(["run", url, endpoint.api_name, "--data", data, "--json"])
    assert code == 0
    (output,) = json.loads(out.getvalue().splitlines()[-1])["data"]
    return output


def picture_in(folder: Path) -> Path:
    """Make a picture with a nasty name."""
    picture = folder / '-a "picture\'s\nname".png'
    Image.new("RGB", (10, 4), "black").save(picture, "PNG")
    return picture


class _Steps:
    """The steps of a script for one app."""

    def __init__(self, app: App) -> None:
        self.made: list[Step] = []
        self._app = app

    def add(self, api_name: str, *values: Json, name: str = "") -> int:
        """Add a call with values in the order of its parameters, and return its place.

        A Link says which output of an earlier call the value is.
        """
        endpoint = self._app.endpoint(api_name)
        assert endpoint is not None, api_name
        pairs = list(zip((each.name for each in endpoint.parameters), values, strict=False))
        links = tuple(
            Link(parameter, value.step, value.output)
            for parameter, value in pairs
            if isinstance(value, Link)
        )
        given = {parameter: value for parameter, value in pairs if not isinstance(value, Link)}
        self.made.append(Step(0, endpoint, given, links, name=name))
        return len(self.made) - 1


def script_of(
    url: str,
    folder: Path,
    *,
    is_exact: bool = True,
    has_uploads: bool = True,
    has_chat: bool = False,
) -> tuple[Script, dict[str, Json]]:
    """Return the script for the app at `url`, and what each step that has a name must print.

    The files that it uploads are made in `folder`. is_exact: with numbers that some languages
    change. has_uploads: with files to upload. has_chat: with a chat, whose form each version has
    its own of; `run` says what must be printed.
    """
    app, source = app_at(url)
    picture, note = picture_in(folder), folder / NOTE
    note.write_text("hello", "utf-8")
    steps = _Steps(app)
    step = steps.add
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
    chat: dict[str, Json] = {}
    if has_chat:
        step("/stream_chat", CHAT, name="chat")
        chat["chat"] = run_gives(url, steps.made[-1].endpoint, CHAT)
    uploaded = {
        "uploaded_picture": "(10, 4) (0, 0, 0)",
        "uploaded_files": "2cf24dba5fb0 2cf24dba5fb0",
    }
    return Script((source,), tuple(steps.made)), {
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
        **chat,
    }


def guarded_script_of(
    url: str, folder: Path, *, has_uploads: bool = True
) -> tuple[Script, dict[str, Json]]:
    """Return the script for guarded_app.py at `url`, with a header, and what each step must print.

    has_uploads: see script_of. `guarded` makes it the script for where the app wants a login.
    """
    app, source = app_at(url)
    steps, words = _Steps(app), [f"{NASTY}{number}" for number in range(len(KEYWORDS))]
    picture = FileInput(str(picture_in(folder)))
    steps.add("/key", "x", name="key")
    steps.add("/keywords", *words, name="keywords")
    steps.add("/chat", "it's", name="first_turn")
    steps.add("/chat", NASTY, name="second_turn")
    if has_uploads:
        steps.add("/sizes", picture, picture, name="sizes")
    source = source._replace(headers=("X-Key",))
    return Script((source,), tuple(steps.made)), {
        "key": f"x {KEY}",
        "keywords": json.dumps(words),
        "first_turn": "0: it's",
        "second_turn": f"1: {NASTY}",
        **({"sizes": "[[10, 4], [10, 4]]"} if has_uploads else {}),
    }


def guarded(script: Script, url: str) -> Script:
    """Return a script for an app that wants a login, and whose certificate nobody knows."""
    source = script.clients[0]._replace(src=url, url=url, has_login=True, is_insecure=True)
    return replace(script, clients=(source,))


def outputs_of(script: Script, wanted: Mapping[str, Json]) -> dict[str, list[Json]]:
    """Return what each step gives as a list of outputs."""
    counts = {each.name: len(each.endpoint.returns) for each in script.steps}
    return {name: list(value) if counts[name] > 1 else [value] for name, value in wanted.items()}
