"""A form of every input component on a real app: what is entered is what its function was given.

The same values go there through the app by keys and pastes, and through `spacetui run`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual import events
from textual.pilot import Pilot

from spacetui.hub.client import Hub
from spacetui.model.components import BUTTONS, component_type
from spacetui.model.schema import Json
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.inputs import INPUTS
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.use.form_values import FormValues
from tests.live.app_server import run_app
from tests.live.sample_files import SAMPLES
from tests.tui.app_driver import wait_for_live_form, wait_longer_until
from tests.tui.inputs.test_typing_into_fields import press

pytestmark = pytest.mark.live


class Entry(NamedTuple):
    """What is entered for a component: a paste, then keys; the same as ARGs; and what arrives.

    `{0}` stands for the folder of the files.
    """

    component: str
    paste: str
    keys: tuple[str, ...]
    args: tuple[str, ...]
    arrived: Json


MARKED = [{"token": "a", "class_or_confidence": "x"}]
LABEL: Json = {"label": "cat", "confidences": [{"label": "cat", "confidence": 0.5}]}
CHAT = [
    {"role": role, "content": [{"type": "text", "text": text}]}
    for role, text in (("user", "hi"), ("assistant", "there"))
]
VIEWER = {"a": {"type": "int", "description": "", "default": "1"}}
# In the order of the parameters of apps/components.py; each ARG is given for `param_N`.
ENTRIES = (
    Entry("Textbox", "it's \"x\"\nüß", (), ("=it's \"x\"\nüß",), "it's \"x\"\nüß"),
    Entry("Number", "", ("end", "backspace", "4.5"), ("=4.5",), 4.5),
    Entry("Slider", "", ("right",), ("=3",), 3),
    Entry("Checkbox", "", ("space",), ("=true",), True),
    Entry("CheckboxGroup", "", ("down", "space"), (":=[2]",), [2]),
    Entry("Radio", "", ("down", "space"), ("=Two",), 2),
    Entry("Dropdown", "", ("down", "tw", "enter"), ("=Two",), 2),
    Entry("Dropdown", "", ("down", "space", "down", "space"), ("=x", "=y"), ["x", "y"]),
    Entry("ColorPicker", "", ("#ff8800",), ("=#ff8800",), "#ff8800"),
    Entry("DateTime", "2026-11-27 10:52:00", (), ("=2026-11-27 10:52:00",), "2026-11-27 10:52:00"),
    Entry("Code", "print(1)\nprint(2)", (), ("=print(1)\nprint(2)",), "print(1)\nprint(2)"),
    Entry("JSON", '{"a": [1, null]}', (), (':={"a": [1, null]}',), {"a": [1, None]}),
    Entry(
        "Dataframe",
        "c\td\ne\tf",
        ("down", "enter", "!", "enter"),
        (':={"headers": ["p", "q"], "data": [["c", "d"], ["e!", "f"]]}',),
        [["c", "d"], ["e!", "f"]],
    ),
    Entry("Markdown", "", ("end", "*y*"), ("=x*y*",), "x*y*"),
    Entry("HTML", "", ("end", "<br>"), ("=x<br>",), "x<br>"),
    Entry("Image", "{0}/a.png", (), ("=@{0}/a.png",), "a.png"),
    Entry("Audio", "{0}/s.wav", (), ("=@{0}/s.wav",), "s.wav"),
    Entry("Video", "{0}/v.mp4", (), ("=@{0}/v.mp4",), "v.mp4"),
    Entry("File", "{0}/m.obj", (), ("=@{0}/m.obj",), "m.obj"),
    Entry("File", "{0}/a.png\n{0}/m.obj", (), ("=@{0}/a.png", "=@{0}/m.obj"), ["a.png", "m.obj"]),
    Entry("UploadButton", "{0}/s.wav", (), ("=@{0}/s.wav",), "s.wav"),
    Entry(
        "Gallery",
        "{0}/a.png | the lake\n{0}/b.png",
        (),
        (
            ':=[{"image": {"path": "{0}/a.png", "meta": {"_type": "gradio.FileData"}}, '
            '"caption": "the lake"}, {"image": {"path": "{0}/b.png", '
            '"meta": {"_type": "gradio.FileData"}}, "caption": null}]',
        ),
        [["a.png", "the lake"], ["b.png", None]],
    ),
    Entry("Model3D", "{0}/m.obj", (), ("=@{0}/m.obj",), "m.obj"),
    Entry(
        "ImageEditor",
        "{0}/a.png",
        (),
        ("=@{0}/a.png",),
        {"background": "a.png", "layers": [], "composite": "a.png"},
    ),
    Entry(
        "ImageSlider",
        "{0}/a.png {0}/b.png",
        (),
        ("=@{0}/a.png", "=@{0}/b.png"),
        ["a.png", "b.png"],
    ),
    Entry(
        "Chatbot",
        "user: hi\nassistant: there",
        (),
        (f":={json.dumps(CHAT)}",),
        [["user", "hi"], ["assistant", "there"]],
    ),
    Entry("MultimodalTextbox", "hi", (), ("=hi",), {"text": "hi", "files": []}),
    Entry("HighlightedText", json.dumps(MARKED), (), (f":={json.dumps(MARKED)}",), MARKED),
    Entry("Label", json.dumps(LABEL), (), (f":={json.dumps(LABEL)}",), {"cat": 0.5}),
    Entry("ParamViewer", "", (), (), VIEWER),
    Entry("BrowserState", "", (), (), {"visits": 3}),
    Entry("Timer", "", (), (), 2),
    Entry("State", "", (), (), "kept"),
    Entry("FileExplorer", '[["components.py"]]', (), (':=[["components.py"]]',), ["components.py"]),
    Entry("Dataset", "", ("down", "tim", "enter"), (":=1",), ["Tim"]),
)  # fmt: skip
# Gradio 3 alone has these as inputs; the others take what only an output of theirs gives.
NOT_HERE = {*BUTTONS, "Timeseries", "WorkflowCanvas", "DownloadButton", "AnnotatedImage"}
NOT_HERE |= {"Dialogue", "Plot", "NativePlot"}


@pytest.fixture(scope="module")
def components_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run tests/live/apps/components.py and yield its root URL."""
    with run_app("components", tmp_path_factory.mktemp("components")) as url:
        yield url


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("a.png", "b.png", "s.wav", "m.obj"):
        (tmp_path / name).write_bytes(SAMPLES[Path(name).suffix])
    (tmp_path / "v.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42")
    return tmp_path


def test_no_input_is_missing() -> None:
    entered = {each.component for each in ENTRIES} - {"ParamViewer", "State"}
    assert entered | NOT_HERE == set(INPUTS)


async def enter(pilot: Pilot[Any], fields: FormValues, folder: Path) -> None:
    """Enter all values by keys and pastes, each field after the one before."""
    shown = [each for each in ENTRIES if each.component not in ("BrowserState", "Timer", "State")]
    for entry, field in zip(shown, fields, strict=True):
        assert component_type(field.parameter.component).name in (entry.component, "Paramviewer")
        field.focus_editor()
        await pilot.pause()
        await type_into(pilot, field, entry, folder)


async def type_into(pilot: Pilot[Any], field: InputField, entry: Entry, folder: Path) -> None:
    if entry.component == "Label":
        await press(pilot, ["ctrl+k"])  # its default, `{}`
    focused = pilot.app.screen.focused
    assert focused is not None
    if entry.paste:
        focused.post_message(events.Paste(entry.paste.replace("{0}", str(folder))))
        await pilot.pause()
        await pilot.pause()
    await press(pilot, entry.keys)


async def test_what_is_entered_by_keys_arrives(components_url: str, files: Path) -> None:
    async def connect() -> Session:
        hub = Hub("http://127.0.0.1:9", use_saved_token=False)
        return Session(hub, Options(use_saved_token=False))

    app = SpacetuiApp(connect, src=components_url)
    async with app.run_test(size=(140, 60)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await enter(pilot, page.view.form.fields, files)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert [(f.label, f.error) for f in page.view.form.fields if f.error] == []
        await wait_longer_until(pilot, lambda: app.app_state.calls.recorded_count == 1)
        assert page.space is not None and page.space.shown_call is not None
        state = page.space.shown_call.state
        assert state.failure is None, state.failure
        assert state.outputs is not None
        (given,) = [output.value for output in state.outputs]
    assert_arrived(given)


def test_what_is_given_to_run_arrives(components_url: str, files: Path) -> None:
    args = [
        f"param_{number}{arg.replace('{0}', str(files))}"
        for number, entry in enumerate(ENTRIES)
        for arg in entry.args
    ]
    env = {**os.environ, "SPACETUI_DATA_DIR": str(files / "data")}
    command = [sys.executable, "-m", "spacetui", "--no-history", "run", components_url, "--json"]
    done = subprocess.run([*command, *args], capture_output=True, text=True, env=env, timeout=120)
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["event"] == "done"
    assert_arrived(last["data"][0])


def assert_arrived(given: Json) -> None:
    pairs = [(each.component, each.arrived) for each in ENTRIES]
    assert list(zip([each.component for each in ENTRIES], given, strict=True)) == pairs
