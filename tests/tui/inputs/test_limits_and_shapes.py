"""Limits, forms and shapes at the fields: what is refused, what raw JSON sends, files as null."""

import json
from pathlib import Path

import pytest

from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, FileShape, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.json import JsonField
from spacetui.tui.inputs.number import step_note
from tests.soak_after import soak_after
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.inputs.test_typing_into_fields import after
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

FILE = {"type": "object", "properties": {"path": {"type": "string"}, "meta": {}}}
MARKED = {"path": "/a.png", "meta": {"_type": "gradio.FileData"}}
PICTURE = Parameter("picture", component="Image", schema=FILE, file_shape=FileShape.ONE)
EDITOR = Parameter("sketch", component="Imageeditor", file_shape=FileShape.EDITOR)
GALLERY = Parameter(
    "album", component="Gallery", schema={"type": "array"}, file_shape=FileShape.GALLERY
)
LOOSE = Parameter("loose", component="Hologram", schema={"type": "string"})
SHORT = Parameter("short", component="Textbox", max_length=3)
DAY = Parameter("day", component="Datetime", props={"include_time": False})


@pytest.mark.parametrize(
    ("parameter", "typed", "words"),
    [
        (SHORT, "four", "at most 3 characters; these are 4"),
        (DAY, "2026-13-01", "not a date; write YYYY-MM-DD, now or now - 2h"),
        (GALLERY, '{"a": 1}', 'as JSON: [{"image": {"path": "photo.png"'),
        (LOOSE, '"\\ud800"', "not valid Unicode"),
        (LOOSE, "1e400", "1e400 is too large"),
    ],
)
async def test_a_limit_is_named_at_the_field(parameter: Parameter, typed: str, words: str) -> None:
    field, _ = await after(parameter, typed)
    assert words in field.error


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (SHORT._replace(component="MultimodalTextbox"), "at most 3 characters"),
        (DAY, "YYYY-MM-DD, now or now - 2h"),
        (PICTURE._replace(max_file_size=5_000_000), "at most 5.0 MB"),
    ],
)
async def test_a_limit_is_in_the_help_of_the_field(parameter: Parameter, words: str) -> None:
    field, _ = await after(parameter)
    assert words in field.help


async def test_a_file_larger_than_the_app_takes_is_named_at_the_field(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 11)
    parameter = Parameter("f", component="File", file_shape=FileShape.ONE, max_file_size=10)
    field, _ = await after(parameter, paste=str(path))
    assert field.error == "larger than 10 B, the limit of the app"


async def test_a_file_name_that_is_not_utf8_is_named_at_the_field(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.png"
    path.write_bytes(b"x")
    app = WidgetHost(lambda: [field_for(PICTURE)])
    async with app.run_test():
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.set_value(FileInput(str(path)))
        assert str(field.problem()).endswith("udce9.png' is not UTF-8; rename the file")


@pytest.mark.parametrize(
    ("component", "types", "name", "words"),
    [
        ("Model3d", (".glb", ".obj"), "a.txt", "not a file of the wanted type; glb or obj"),
        ("Gallery", ("image", "video"), "a.txt", "the wanted type; an image or a video"),
        ("Gallery", ("image", "video"), "a.mp4", ""),
        ("Audio", ("audio",), "a.unknown", ""),
    ],
)
async def test_the_type_of_a_file_is_checked(
    component: str, types: tuple[str, ...], name: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    shape = FileShape.GALLERY if component == "Gallery" else FileShape.ONE
    parameter = Parameter("f", component=component, file_shape=shape, file_types=types)
    field, _ = await after(parameter, paste=str(path))
    assert words in field.error and bool(words) is bool(field.error)


async def test_an_empty_json_field_shows_a_value_in_the_shape_of_its_component() -> None:
    parameter = LOOSE._replace(schema={"type": "object"}, example={"beam": 1})
    field, _ = await after(parameter)
    assert isinstance(field, JsonField)
    assert field.placeholder() == '{"beam": 1}'


async def test_a_json_field_shows_its_schema_beside_it_and_names_files_as_the_users_own() -> None:
    example = {"image": {**MARKED, "url": "https://example.org/a.png"}, "annotations": []}
    shape = "dict(image: filepath, annotations: list)"
    parameter = Parameter("m", component="Annotatedimage", python_type=shape, example=example)
    field, _ = await after(parameter)
    assert isinstance(field, JsonField)
    assert field.help == shape
    assert json.loads(field.placeholder()) == {"image": file_data("a.png"), "annotations": []}


@pytest.mark.parametrize("value", [3, [1], {"a": None}])
async def test_json_that_the_schema_refuses_is_sent_with_a_note(value: Json) -> None:
    field, given = await after(LOOSE, json.dumps(value))
    assert given == value
    assert field.error == ""
    assert field.note == "text · sent as given"
    assert field.help.startswith("schema: ") and field.help.endswith("; sent as given")
    field, given = await after(LOOSE, '"fits"')
    assert (field.note, given) == ("text", "fits")


@pytest.mark.parametrize(
    ("parameter", "typed", "value"),
    soak_after(
        1,
        [
            (PICTURE, json.dumps(MARKED), FileInput("/a.png")),
            (
                GALLERY,
                json.dumps([{"image": MARKED, "caption": "x"}]),
                [{"image": FileInput("/a.png"), "caption": "x"}],
            ),
            (
                EDITOR,
                "/a.png",
                {"background": FileInput("/a.png"), "layers": [], "composite": FileInput("/a.png")},
            ),
            (
                EDITOR,
                json.dumps({"background": MARKED, "layers": [MARKED], "composite": None}),
                {
                    "background": FileInput("/a.png"),
                    "layers": [FileInput("/a.png")],
                    "composite": None,
                },
            ),
        ],
    ),
)
async def test_a_file_field_takes_paths_and_json(
    parameter: Parameter, typed: str, value: Json
) -> None:
    _, given = await after(parameter, typed)
    assert given == value


async def test_an_empty_file_field_sends_null_at_the_second_press() -> None:
    session = FakeSession(an_app(SAY._replace(parameters=(PICTURE,))))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert session.calls == []
        error = page.view.form.fields[0].error
        assert error == "a file is wanted; ctrl+r again sends none"
        assert "a file is wanted" in screen_text(app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 1)
        assert session.calls[0].values == {"picture": None}
        await wait_until(pilot, lambda: "picture=None" in page.view.code.source)


async def test_an_empty_file_field_sends_null_at_once_where_that_is_the_default() -> None:
    optional = PICTURE._replace(default=None)
    session = FakeSession(an_app(SAY._replace(parameters=(optional,))))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 1)
        assert session.calls[0].values == {"picture": None}


HIDDEN = Parameter("pause", component="Timer", schema={"type": "number"}, default=2)


async def test_what_the_page_hides_is_sent_unseen() -> None:
    say = SAY._replace(
        parameters=(HIDDEN, SHORT._replace(default="a"), HIDDEN._replace(name="kept"))
    )
    session = FakeSession(an_app(say))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert [each.label for each in page.view.form.fields] == ["short"]
        assert "1 of 1 set" in screen_text(app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 1)
        assert session.calls[0].values == {"pause": 2, "short": "a", "kept": 2}
        page.view.form.fields.show_problem("pause", "too short")
        await pilot.pause()
        assert "too short" in screen_text(app)


async def test_what_the_page_hides_is_shown_where_it_has_no_default() -> None:
    say = SAY._replace(parameters=(HIDDEN._replace(default=MISSING),))
    app = make_app(FakeSession(an_app(say)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert [each.label for each in page.view.form.fields] == ["pause"]


@pytest.mark.parametrize("component", ["Number", "Slider"])
@pytest.mark.parametrize(
    ("value", "note"),
    [
        (1.3, "1–9, step 0.1"),
        (2.25, "1–9, step 0.1 · between two steps"),
        (10**400, "1–9, step 0.1"),
        (float("nan"), "1–9, step 0.1"),
        ("x", "1–9, step 0.1"),
    ],
    ids=["on", "between", "huge", "nan", "text"],
)
def test_a_number_between_two_steps_is_told_at_its_field(
    component: str, value: Json, note: str
) -> None:
    parameter = Parameter("n", component=component, minimum=1, maximum=9, step=0.1)
    assert step_note(value, parameter) == note


@pytest.mark.parametrize("odd", [0.0, -1.0, float("nan"), float("inf"), 5e-324, 10**400])
def test_steps_and_limits_of_any_size_are_no_error(odd: float) -> None:
    assert "steps" not in step_note(4, Parameter("n", component="Number", step=odd))
    step_note(2.5, Parameter("n", component="Number", minimum=odd, step=1))
