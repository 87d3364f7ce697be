"""Type into each kind of field, then read the value that would be sent."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual import events

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, Choice, FileShape, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.file import FileField
from spacetui.tui.inputs.input_field import InputField
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

FILE_DATA = {
    "path": "/tmp/gradio/abc/lake.png",
    "orig_name": "lake.png",
    "meta": {"_type": "gradio.FileData"},
}


def choices(*values: Json) -> tuple[Choice, ...]:
    return tuple(Choice(f"the {value}", value) for value in values)


async def after(
    parameter: Parameter, *keys: str, paste: str = "", size: tuple[int, int] = (120, 40)
) -> tuple[InputField, Any]:
    """Return the field and its value after focusing it and pressing keys.

    A key of several letters that is not the name of one is typed.
    """
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=size) as pilot:
        field = app.widgets[0]
        assert isinstance(field, InputField)
        field.focus_editor()
        await pilot.pause()
        if paste:
            assert app.focused is not None
            app.focused.post_message(events.Paste(paste))
            await pilot.pause()
        await press(pilot, keys)
        field.error = field.problem() or ""
        try:
            return field, field.value()
        except BadValue as error:
            return field, error


async def press(pilot: Any, keys: Sequence[str]) -> None:
    named = (
        "enter",
        "space",
        "tab",
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "backspace",
        "escape",
    )
    for key in keys:
        is_named = key in named or key.startswith(("ctrl+", "shift+"))
        await pilot.press(*([key] if is_named else [{" ": "space"}.get(c, c) for c in key]))
    await pilot.pause()


NUMBER = Parameter(
    "n", component="Number", schema={"type": "number"}, minimum=0, maximum=10, step=0.5, default=3
)
SLIDER = Parameter(
    "s", component="Slider", schema={"type": "number"}, minimum=1, maximum=10, step=0.1, default=4.0
)
STEPS = Parameter(
    "s", component="Slider", schema={"type": "number"}, minimum=1, maximum=50, step=1, default=28
)
RADIO = Parameter("r", component="Radio", choices=choices("a", "b", "c"), default="b")
GROUP = Parameter("g", component="CheckboxGroup", choices=choices(1, 2, 3), default=[2])
DROP = Parameter("d", component="Dropdown", choices=choices("red", "green", "blue"), default="red")
OWN = Parameter("d", component="Dropdown", choices=choices("red", "green"), allow_custom_value=True)
MANY = Parameter(
    "d", component="Dropdown", choices=choices("red", "green", "blue"), multiselect=True, default=[]
)


@pytest.mark.parametrize(
    ("parameter", "keys", "value"),
    [
        (Parameter("t", component="Textbox"), ["hello"], "hello"),
        (Parameter("t", component="Textbox", default="ab"), ["c"], "abc"),
        (Parameter("t", component="Textbox", default="ab"), ["backspace", "backspace"], ""),
        (Parameter("t", component="Textbox"), ["a", "ctrl+j", "b"], "a\nb"),
        (Parameter("t", component="Textbox", lines=3), ["a", "enter", "b"], "a\nb"),
        (Parameter("t", component="Textbox", is_secret=True), ["s3cret"], "s3cret"),
        (Parameter("c", component="Code", default="x"), ["enter", "y"], "\nyx"),
        (NUMBER, ["backspace", "4.5"], 4.5),
        (NUMBER, ["up"], 3.5),
        (NUMBER, ["backspace"], 3),
        (Parameter("n", component="Number", is_integer=True), ["12"], 12),
        (SLIDER, ["right"], 4.1),
        (SLIDER, ["left", "left"], 3.8),
        (SLIDER, ["shift+right"], 5.0),
        (SLIDER, ["end"], 10.0),
        (SLIDER, ["7.5"], 4.0),
        (SLIDER, ["enter", "7.5"], 7.5),
        (SLIDER, ["enter", "7.5", "enter", "right"], 7.6),
        (STEPS, ["home", "right"], 2),
        (STEPS, ["enter", "1", "2", "backspace"], 1),
        (Parameter("b", component="Checkbox", default=True), ["space"], False),
        (Parameter("b", component="Checkbox"), ["enter"], True),
        (RADIO, ["down"], "b"),
        (RADIO, ["down", "enter"], "c"),
        (RADIO, ["home", "space"], "a"),
        (GROUP, ["down", "space"], [2, 3]),
        (GROUP, ["space"], []),
        (DROP, ["enter", "down", "enter"], "green"),
        (DROP, ["enter", "blu", "enter"], "blue"),
        (DROP, ["enter", "blu", "escape"], "red"),
        (OWN, ["enter", "violet", "enter"], "violet"),
        (OWN, ["enter", "the green", "enter"], "green"),
        (DROP, ["down", "down", "enter"], "green"),
        (MANY, ["enter", "down", "space", "down", "space"], ["green", "blue"]),
        (MANY, ["down", "end", *("space", "up") * 2, "space"], ["blue", "green", "red"]),
        (MANY, ["enter", "e", "end", *("enter", "up") * 2], ["blue", "green"]),
        (Parameter("c", component="ColorPicker"), ["#ff8800"], "#ff8800"),
        (Parameter("w", component="DateTime"), ["2024-01-02"], "2024-01-02"),
        (
            Parameter("j", component="Thing", schema={"type": "object"}),
            ['{"a": [1, null]}'],
            {"a": [1, None]},
        ),
        (
            Parameter("i", component="Image", file_shape=FileShape.ONE),
            ["/a/b.png"],
            FileInput("/a/b.png"),
        ),
        (
            Parameter("v", component="Video", file_shape=FileShape.VIDEO),
            ["/a/b.mp4"],
            {"video": FileInput("/a/b.mp4"), "subtitles": None},
        ),
        (
            Parameter("f", component="File", file_shape=FileShape.MANY),
            ["/a/b.txt '/c d.txt'"],
            [FileInput("/a/b.txt"), FileInput("/c d.txt")],
        ),
        (
            Parameter("f", component="File", file_shape=FileShape.ONE),
            ["https://x.org/a.png"],
            FileInput("https://x.org/a.png"),
        ),
        (
            Parameter("m", component="MultimodalTextbox"),
            ["look", "tab", "/a/b.png"],
            {"text": "look", "files": [FileInput("/a/b.png")]},
        ),
    ],
)
async def test_what_is_typed_is_what_is_sent(
    parameter: Parameter, keys: list[str], value: Json
) -> None:
    _, given = await after(parameter, *keys)

    assert given == value
    assert type(given) is type(value)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    "parameter",
    [
        Parameter("t", component="Textbox", default="a\r\nb\u2028c\x1b"),
        Parameter("t", component="Textbox", default="x" * 100_000),
        Parameter("t", component="Code", default="a\x0bb\r"),
        Parameter("n", component="Number", default=1e-9),
        Parameter("n", component="Number", default=None),
        Parameter("s", component="Slider", minimum=0, maximum=1, step=0.1, default=0.123456),
        Parameter("c", component="Checkbox", default=None),
        Parameter("d", component="Dropdown", choices=choices("a"), default="not one of them"),
        Parameter(
            "d",
            component="Dropdown",
            choices=choices("a", "b"),
            multiselect=True,
            default=["b", "zz"],
        ),
        Parameter("j", component="Thing", default={"deep": [[[{"a": "\ud800"}]]]}),
        Parameter("i", component="Image", file_shape=FileShape.ONE, default=FILE_DATA),
        Parameter(
            "t",
            component="Dataframe",
            default={"headers": ["a"], "data": [["1"]], "metadata": {"x": 1}},
        ),
        Parameter("m", component="MultimodalTextbox", default={"text": "", "files": []}),
        Parameter("g", component="Gallery", file_shape=FileShape.GALLERY, default=[]),
    ],
)
async def test_a_default_stays_exact_until_something_is_typed(
    parameter: Parameter, size: tuple[int, int]
) -> None:
    field, given = await after(parameter, size=size)

    assert given == parameter.default
    assert field.is_set


async def test_a_required_field_starts_as_missing_and_its_note_says_so() -> None:
    field, given = await after(Parameter("image", component="Image", file_shape=FileShape.ONE))

    assert given is MISSING
    assert not field.is_set
    assert field.note == "image · wanted"
    assert field.error == ""


async def test_every_field_can_show_and_return_null_and_missing() -> None:
    parameters = [
        NUMBER,
        SLIDER,
        RADIO,
        GROUP,
        DROP,
        MANY,
        *(Parameter("p", component=c) for c in TEXTUAL),
    ]
    app = WidgetHost(lambda: [field_for(each) for each in parameters])
    async with app.run_test(size=(120, 60)) as pilot:
        for field in app.widgets:
            assert isinstance(field, InputField)
            field.set_value(None)
            await pilot.pause()
            assert field.value() is None
            assert field.note == "null"
            field.set_value(MISSING)
            await pilot.pause()
            assert field.value() is MISSING


TEXTUAL = [
    "Textbox",
    "Code",
    "ColorPicker",
    "DateTime",
    "Dataframe",
    "MultimodalTextbox",
    "Image",
    "Thing",
]


async def test_pasting_lines_into_a_line_keeps_them_all() -> None:
    _, given = await after(Parameter("t", component="Textbox"), "!", paste="one\r\ntwo\nthree")

    assert given == "one\ntwo\nthree!"


async def test_a_dropped_path_loses_its_quotes_and_a_file_url_its_scheme(tmp_path: Path) -> None:
    photo = tmp_path / "my photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n")
    parameter = Parameter("i", component="Image", file_shape=FileShape.ONE)

    for dropped in (f"'{photo}'", str(photo).replace(" ", "\\ "), f"{photo}", photo.as_uri()):
        _, given = await after(parameter, paste=dropped)
        assert given == FileInput(str(photo)), dropped


async def test_a_folder_is_its_files_where_one_is_taken_and_is_shown_as_the_folder_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameter = Parameter(
        "f",
        component="File",
        file_shape=FileShape.MANY,
        file_types=(".txt",),
        props={"file_count": "directory"},
    )
    monkeypatch.chdir(tmp_path)  # few letters to type
    folder = Path("a folder")
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt"):
        (folder / name).write_text("x")
    files = [
        FileInput(str(folder / name), folder=str(folder))
        for name in ("a.txt", "b.txt", "sub/c.txt")
    ]

    field, given = await after(parameter, str(folder))

    assert given == files
    assert not field.error
    assert "3 files" in field.note
    assert isinstance(field, FileField)
    assert field.write(files) == str(folder)
    (folder / "d.csv").write_text("x")
    field, _ = await after(parameter, str(folder))
    assert "d.csv: not a file of the wanted type; txt" in field.error


async def test_a_servers_file_is_named_and_sent_as_it_is_and_a_typed_path_takes_its_place() -> None:
    parameter = Parameter("i", component="Image", file_shape=FileShape.ONE, default=FILE_DATA)
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test() as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        assert "(the app's own) lake.png" in screen_text(app)
        assert field.value() == FILE_DATA
        field.focus_editor()
        await pilot.press(*"/x.png")
        assert field.value() == FileInput("/x.png")
        await pilot.press("ctrl+u")
        assert field.value() is None, "no file, as on the page"
        assert field.note == "null"
        assert "lake.png" not in screen_text(app)
        field.set_value(parameter.default)
        assert field.value() == FILE_DATA


async def test_the_note_of_a_picture_gives_size_and_pixels(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "a.png"
    Image.new("RGB", (20, 10)).save(path)
    app = WidgetHost(
        lambda: [field_for(Parameter("i", component="Image", file_shape=FileShape.ONE))]
    )
    async with app.run_test() as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.set_value(FileInput(str(path)))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert field.note == f"{path.stat().st_size} B · 20×10"


@pytest.mark.parametrize(
    ("parameter", "keys", "words"),
    [
        (NUMBER, ["backspace", "11"], "from 0 to 10"),
        (NUMBER, ["x"], "'3x' is not a number"),
        (STEPS, ["enter", "7", "7"], "from 1 to 50"),
        (SLIDER, ["enter", "-", "-"], "is not a number"),
        (Parameter("j", component="Thing"), ['{"a": }'], "line 1, column 7"),
        (
            Parameter("i", component="Image", file_shape=FileShape.ONE),
            ["/no/such.png"],
            "no file at /no/such.png",
        ),
        (Parameter("i", component="Image", file_shape=FileShape.ONE), ["/"], "is a folder"),
        (
            Parameter("i", component="Image", file_shape=FileShape.ONE),
            ["/etc/hosts"],
            "not an image; png, jpg or webp",
        ),
        (
            Parameter("f", component="File", file_shape=FileShape.ONE, file_types=(".csv", ".tsv")),
            ["/etc/hosts"],
            "not a file of the wanted type; csv or tsv",
        ),
        (
            Parameter(
                "d",
                component="Dropdown",
                choices=choices(1, 2),
                multiselect=True,
                max_choices=1,
                default=[1],
            ),
            ["enter", "down", "space"],
            "at most 1 choices",
        ),
    ],
)
async def test_a_problem_names_what_is_wanted(
    parameter: Parameter, keys: list[str], words: str
) -> None:
    field, _ = await after(parameter, *keys)

    assert words in field.error
    assert field.is_set


async def test_one_of_100_000_choices_is_found_by_a_few_letters() -> None:
    parameter = Parameter("d", component="Dropdown", choices=choices(*range(100_000)), default=7)

    _, given = await after(parameter, "enter", "the 99998", "enter")

    assert given == 99998
