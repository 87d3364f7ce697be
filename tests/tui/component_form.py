"""What is entered into the form of tests/live/apps/components.py, and what arrives there."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textual import events
from textual.pilot import Pilot

from spacetui.model.components import BUTTONS, component_type
from spacetui.model.schema import Json
from spacetui.tui.inputs.file_picker import FolderRows
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.use.form_values import FormValues
from tests.live.sample_files import SAMPLES
from tests.tui.app_driver import wait_for_live_form, wait_longer_until
from tests.tui.component_views import label_of, run_cli, view_app
from tests.tui.inputs.test_typing_into_fields import press


class Entry(NamedTuple):
    """What is entered for an input: a paste, then keys; the same as ARGs; and what arrives.

    `{0}` stands for the folder of the files.
    """

    label: str
    component: str
    paste: str
    keys: tuple[str, ...]
    args: tuple[str, ...]
    arrived: Json


MARKED = [{"token": "a", "class_or_confidence": "x"}]
MARKED_TEXT = json.dumps(MARKED)
LABEL: Json = {"label": "cat", "confidences": [{"label": "cat", "confidence": 0.5}]}
CHAT = [
    {"role": role, "content": [{"type": "text", "text": text}]}
    for role, text in (("user", "hi"), ("assistant", "there"))
]
TEXT_CHAT = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "there"}]
MOMENT = "2026-11-27 10:52:00"
EXPLORED = '[["components.py"]]'
VIEWER = {"a": {"type": "int", "description": "", "default": "1"}}
# In the order of the parameters of apps/components.py; each ARG is given for `param_N`.
ENTRIES = (
    Entry("text", "Textbox", "it's \"x\"\nüß", (), ("=it's \"x\"\nüß",), "it's \"x\"\nüß"),
    Entry("number", "Number", "", ("end", "backspace", "4.5"), ("=4.5",), 4.5),
    Entry("slider", "Slider", "", ("right",), ("=3",), 3),
    Entry("checkbox", "Checkbox", "", ("space",), ("=true",), True),
    Entry("group", "CheckboxGroup", "", ("down", "space"), (":=[2]",), [2]),
    Entry("radio", "Radio", "", ("down", "space"), ("=Two",), 2),
    Entry("dropdown", "Dropdown", "", ("down", "tw", "enter"), ("=Two",), 2),
    Entry("multi", "Dropdown", "", ("down", "space", "down", "space"), ("=x", "=y"), ["x", "y"]),
    Entry("color", "ColorPicker", "", ("#ff8800",), ("=#ff8800",), "#ff8800"),
    Entry("moment", "DateTime", MOMENT, (), (f"={MOMENT}",), MOMENT),
    Entry("code", "Code", "print(1)\nprint(2)", (), ("=print(1)\nprint(2)",), "print(1)\nprint(2)"),
    Entry("json", "JSON", '{"a": [1, null]}', (), (':={"a": [1, null]}',), {"a": [1, None]}),
    Entry(
        "table", "Dataframe",
        "c\td\ne\tf",
        ("down", "enter", "!", "enter"),
        (':={"headers": ["p", "q"], "data": [["c", "d"], ["e!", "f"]]}',),
        [["c", "d"], ["e!", "f"]],
    ),
    Entry("markdown", "Markdown", "", ("end", "*y*"), ("=x*y*",), "x*y*"),
    Entry("html", "HTML", "", ("end", "<br>"), ("=x<br>",), "x<br>"),
    Entry("image", "Image", "{0}/a.png", (), ("=@{0}/a.png",), "a.png"),
    Entry("audio", "Audio", "{0}/s.wav", (), ("=@{0}/s.wav",), "s.wav"),
    Entry("video", "Video", "{0}/v.mp4", (), ("=@{0}/v.mp4",), "v.mp4"),
    Entry("file", "File", "{0}/m.obj", (), ("=@{0}/m.obj",), "m.obj"),
    Entry(
        "files",
        "File",
        "{0}/a.png\n{0}/m.obj",
        (),
        ("=@{0}/a.png", "=@{0}/m.obj"),
        ["a.png", "m.obj"],
    ),
    Entry("upload", "UploadButton", "{0}/s.wav", (), ("=@{0}/s.wav",), "s.wav"),
    Entry(
        "gallery", "Gallery",
        "{0}/a.png | the lake\n{0}/b.png",
        (),
        (
            ':=[{"image": {"path": "{0}/a.png", "meta": {"_type": "gradio.FileData"}}, '
            '"caption": "the lake"}, {"image": {"path": "{0}/b.png", '
            '"meta": {"_type": "gradio.FileData"}}, "caption": null}]',
        ),
        [["a.png", "the lake"], ["b.png", None]],
    ),
    Entry("model", "Model3D", "{0}/m.obj", (), ("=@{0}/m.obj",), "m.obj"),
    *(
        Entry(
            label,
            "ImageEditor",
            "{0}/a.png",
            (),
            ("=@{0}/a.png",),
            {"background": "a.png", "layers": [], "composite": "a.png"},
        )
        for label in ("editor", "sketchpad", "mask")
    ),
    Entry(
        "pair", "ImageSlider",
        "{0}/a.png {0}/b.png",
        (),
        ("=@{0}/a.png", "=@{0}/b.png"),
        ["a.png", "b.png"],
    ),
    Entry(
        "chat", "Chatbot",
        "user: hi\nassistant: there",
        (),
        (f":={json.dumps(CHAT)}",),
        [["user", "hi"], ["assistant", "there"]],
    ),
    Entry("multimodal", "MultimodalTextbox", "hi", (), ("=hi",), {"text": "hi", "files": []}),
    Entry("marked", "HighlightedText", MARKED_TEXT, (), (f":={MARKED_TEXT}",), MARKED),
    Entry("label", "Label", json.dumps(LABEL), (), (f":={json.dumps(LABEL)}",), {"cat": 0.5}),
    Entry("viewer", "ParamViewer", "", (), (), VIEWER),
    Entry("browser", "BrowserState", "", (), (), {"visits": 3}),
    Entry("timer", "Timer", "", (), (), 2),
    Entry("state", "State", "", (), (), "kept"),
    Entry("explorer", "FileExplorer", "", (), (f":={EXPLORED}",), ["components.py"]),
    Entry(
        "series",
        "Timeseries",
        "1\t2",
        (),
        (':={"headers": ["x", "y"], "data": [[1, 2]]}',),
        [[1, 2]],
    ),
    Entry("dataset", "Dataset", "", ("down", "tim", "enter"), (":=1",), ["Tim"]),
)  # fmt: skip
# Gradio 3 alone has these as inputs; the others take what only an output of theirs gives.
NOT_HERE = {*BUTTONS, "WorkflowCanvas", "DownloadButton", "AnnotatedImage"}
NOT_HERE |= {"Dialogue", "Plot", "NativePlot"}


def make_files(folder: Path) -> None:
    """Write the files that the entries name."""
    for name in ("a.png", "b.png", "s.wav", "m.obj"):
        (folder / name).write_bytes(SAMPLES[Path(name).suffix])
    (folder / "v.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42")


class Differences(NamedTuple):
    """What is not as ENTRIES say with a version of Gradio, by label: the ARGs, and what arrives."""

    args: Mapping[str, tuple[str, ...]] = {}
    arrived: Mapping[str, Json] = {}


TEXT_MESSAGES = {"chat": (f":={json.dumps(TEXT_CHAT)}",)}
# Gradio 3 names the files itself, and gives the JSON of a Label as it is.
OF_GRADIO_3: Mapping[str, Json] = {
    "image": "image.png",
    "audio": "s-0-100.wav",
    "label": LABEL,
    "chat": [["hi", "there"]],
}
DIFFERENCES = {
    "3.50.2": Differences({"chat": (':=[["hi", "there"]]',)}, OF_GRADIO_3),
    "4.44.1": Differences(TEXT_MESSAGES),
    "5.50.0": Differences(TEXT_MESSAGES),
}
NONE = Differences()


async def enter(pilot: Pilot[Any], fields: FormValues, folder: Path) -> list[str]:
    """Enter all values by keys and pastes, each field after the one before; return their labels."""
    entries = {each.label: each for each in ENTRIES}
    entered = []
    for field in fields:
        entry = entries[label_of(field.label, field.parameter.component)]
        assert component_type(field.parameter.component).name == entry.component
        field.focus_editor()
        await pilot.pause()
        await type_into(pilot, field, entry, folder)
        entered.append(entry.label)
    return entered


async def type_into(pilot: Pilot[Any], field: InputField, entry: Entry, folder: Path) -> None:
    if entry.component == "Label":
        await press(pilot, ["ctrl+k"])  # its default, `{}`
    if entry.component == "FileExplorer":
        await pick_of_the_app(pilot)
    focused = pilot.app.screen.focused
    assert focused is not None
    if entry.paste:
        focused.post_message(events.Paste(entry.paste.replace("{0}", str(folder))))
        await pilot.pause()
        await pilot.pause()
    await press(pilot, entry.keys)


async def pick_of_the_app(pilot: Pilot[Any]) -> None:
    """Pick a file among those that the app lists, in the dialog of the field in focus."""
    await pilot.press("f7")
    rows = await wait_for_rows(pilot)
    await pilot.press(*"components.py", "enter")
    await wait_longer_until(pilot, lambda: rows not in pilot.app.screen.query(FolderRows))


async def wait_for_rows(pilot: Pilot[Any]) -> FolderRows:
    """Wait until the dialog lists a folder, and return its rows."""
    await wait_longer_until(
        pilot, lambda: any(rows.rows for rows in pilot.app.screen.query(FolderRows))
    )
    return pilot.app.screen.query_one(FolderRows)


async def assert_what_is_entered_arrives(
    url: str, folder: Path, differences: Differences = NONE
) -> None:
    """Fill the form of the app by keys, and run the call."""
    app = view_app(url)
    async with app.run_test(size=(140, 60)) as pilot:
        page = await wait_for_live_form(pilot, app)
        labels = await enter(pilot, page.view.form.fields, folder)
        assert len(labels) > 20
        assert not {"browser", "timer", "state"} & set(labels)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert [(f.label, f.error) for f in page.view.form.fields if f.error] == []
        await wait_longer_until(pilot, lambda: app.app_state.calls.recorded_count == 1)
        assert page.space is not None and page.space.shown_call is not None
        state = page.space.shown_call.state
        assert state.failure is None, state.failure
        assert state.outputs is not None
        (given,) = [output.value for output in state.outputs]
    assert_arrived(given, differences)


def assert_run_sends_what_is_given(url: str, folder: Path, differences: Differences = NONE) -> None:
    """Make the same call by `run`."""
    (take,) = [
        each
        for each in json.loads(run_cli("info", url, "--json"))["endpoints"]
        if each["api_name"] == "/take"
    ]
    names = {
        label_of(each["label"], each["component"]): each["name"] for each in take["parameters"]
    }
    args = [
        f"{names[entry.label]}{arg.replace('{0}', str(folder))}"
        for entry in ENTRIES
        if entry.label in names
        for arg in differences.args.get(entry.label, entry.args)
    ]
    printed = run_cli("--no-history", "run", url, "/take", "--json", *args)
    last = json.loads(printed.splitlines()[-1])
    assert last["event"] == "done"
    assert_arrived(last["data"][0], differences)


def assert_arrived(given: Json, differences: Differences) -> None:
    arrived = {each.label: each.arrived for each in ENTRIES} | dict(differences.arrived)
    assert isinstance(given, dict)
    wrong = {label: value for label, value in given.items() if value != arrived[label]}
    assert not wrong, wrong
