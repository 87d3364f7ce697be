"""What is refused before anything is sent, and what raw JSON sends although the schema says no."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from spacetui.arguments.call_arguments import make_call
from spacetui.cli.data_option import read_data
from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.file_input import FileInput
from spacetui.model.parameter_limits import example_json
from spacetui.model.schema import MISSING, Choice, Endpoint, FileShape, Json, Parameter
from spacetui.model.validation import problem_with

FILE = {"type": "object", "properties": {"path": {"type": "string"}, "meta": {"type": "object"}}}
PICTURE = Parameter("picture", component="Image", schema=FILE, file_shape=FileShape.ONE)
VIDEO_SCHEMA = {"type": "object", "properties": {"video": FILE}, "required": ["video"]}
ITEM = {"type": "object", "properties": {"image": FILE, "video": FILE, "caption": {}}}
PARAMETERS = {
    "word": Parameter("word", component="Hologram", schema={"type": "string"}),
    "size": Parameter(
        "size", component="Slider", schema={"type": "number"}, minimum=1, maximum=9, default=1
    ),
    "color": Parameter("color", component="Radio", choices=(Choice("red", "red"),)),
    "short": Parameter("short", component="Textbox", schema={"type": "string"}, max_length=3),
    "day": Parameter("day", component="Datetime", props={"include_time": False}),
    "time": Parameter("time", component="Datetime"),
    "picture": PICTURE,
    "clip": Parameter(
        "clip", component="Video", schema=VIDEO_SCHEMA, file_shape=FileShape.VIDEO, default=None
    ),
    "many": Parameter(
        "many",
        component="File",
        schema={"type": "array", "items": FILE},
        file_shape=FileShape.MANY,
        file_types=(".csv", "text"),
        max_file_size=10,
        props={"file_types": [".csv", "text"]},
    ),
    "album": Parameter(
        "album",
        component="Gallery",
        schema={"type": "array", "items": ITEM},
        file_shape=FileShape.GALLERY,
        file_types=("image", "video"),
    ),
    "model": Parameter(
        "model",
        component="Model3d",
        schema=FILE,
        file_shape=FileShape.ONE,
        file_types=(".glb", ".obj"),
    ),
    "sketch": Parameter(
        "sketch",
        component="Imageeditor",
        schema={"type": "object", "properties": {"background": FILE, "layers": {"type": "array"}}},
        file_shape=FileShape.EDITOR,
    ),
    "message": Parameter(
        "message",
        component="Multimodaltextbox",
        schema={
            "type": "object",
            "properties": {"text": {"type": "string"}, "files": {"type": "array", "items": FILE}},
            "required": ["text"],
        },
    ),
    "rows": Parameter(
        "rows", component="Dataframe", schema={"type": "object"}, example={"data": [["a"]]}
    ),
}
ENDPOINT = Endpoint("/f", 0, parameters=tuple(PARAMETERS.values()))


def given(*args: str, data: dict[str, Json] | None = None, **options: Any) -> Json:
    """Return the only value of the call that these ARGs make."""
    (value,) = make_call(ENDPOINT, args, data, **options).values.values()
    return value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("word", 3, "word: 3 is not of type 'string'"),
        ("size", 50, "size: from 1 to 9; given was 50"),
        ("size", None, "size: a value is wanted"),
        ("color", "blue", "color: 'blue' is not one of the 1 choices"),
        ("short", "long", "short: at most 3 characters; these are 4"),
        ("day", "tomorrow", "day: not a date; write YYYY-MM-DD, now or now - 2h"),
    ],
)
def test_raw_json_is_sent_as_given_with_one_note(name: str, value: Json, words: str) -> None:
    for args, data in (([f"{name}:={json.dumps(value)}"], None), ([], {name: value})):
        notes: list[str] = []
        assert given(*args, data=data, on_note=notes.append) == value
        (note,) = notes
        assert note.startswith("/f: sent as given; the schema says otherwise: ")
        assert words in note


def test_one_note_names_every_parameter_and_a_value_that_fits_none() -> None:
    notes: list[str] = []
    make_call(ENDPOINT, ["word:=3", "size:=50", 'color:="red"'], on_note=notes.append)
    assert len(notes) == 1
    assert "word: 3 is" in notes[0] and "size: from 1" in notes[0] and "color" not in notes[0]
    make_call(ENDPOINT, ['word:="3"', "size=5"], on_note=notes.append)
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("arg", "words"),
    [
        ("size=50", "from 1 to 9"),
        ("color=blue", "not a choice"),
        ("short=long", "at most 3 characters; these are 4"),
        ("day=tomorrow", "not a date; write YYYY-MM-DD, now or now - 2h"),
        ("day=2026-02-30", "not a date"),
        ("time=2026-02-03", "not a date; write YYYY-MM-DD HH:MM:SS"),
        ("time=now - 2w", "not a date"),
    ],
)
def test_a_value_by_name_is_refused(arg: str, words: str) -> None:
    with pytest.raises(BadValue, match=re.escape(words)):
        given(arg)


@pytest.mark.parametrize(
    "arg",
    [
        "day=2026-02-03",
        "day=now",
        "time= now - 15 m ",
        "time=2026-02-03 04:05:06",
        "time=",
        "short=abc",
    ],
)
def test_the_forms_that_an_app_reads_pass(arg: str) -> None:
    assert given(arg) == arg.partition("=")[2]


@pytest.mark.parametrize(
    ("arg", "shown"),
    [
        ('picture:="cat.png"', """Write picture=@path, or 'picture:={"path": "photo.png","""),
        ('clip:={"path": "x"}', """'clip:={"video": {"path": "clip.mp4","""),
        ('many:={"path": "x"}', """'many:=[{"path": "file.csv","""),
        ('album:=["x"]', """'album:=[{"image": {"path": "photo.png","""),
        ('sketch:="x"', """'sketch:={"background": {"path": "photo.png","""),
        ('message:="hello"', """Write 'message:={"text": "hello", "files": [{"path":"""),
        ("rows=a,b", """Write 'rows:={"data": [["a"]]}'"""),
        ("many=[", """Write many=@path, or 'many:=["""),
    ],
)
def test_a_refused_shape_is_shown_as_an_example_that_can_be_copied(arg: str, shown: str) -> None:
    with pytest.raises(BadValue) as caught:
        given(arg)
    assert shown in str(caught.value)
    hint = caught.value.failure.hint
    copied = shlex.split(hint)[-1]
    value = given(copied, files_must_exist=False)
    assert value is not None


@pytest.mark.parametrize("name", [each for each in PARAMETERS if example_json(PARAMETERS[each])])
def test_every_example_is_accepted_without_a_note(name: str) -> None:
    notes: list[str] = []
    given(f"{name}:={example_json(PARAMETERS[name])}", files_must_exist=False, on_note=notes.append)
    assert notes == []


def test_json_by_name_is_a_list_of_files_in_the_shape_of_the_parameter(tmp_path: Path) -> None:
    path, clip = tmp_path / "a.png", tmp_path / "b.mp4"
    for each in (path, clip):
        each.write_bytes(b"x")
    marked = {"path": str(path), "meta": {"_type": "gradio.FileData"}}
    picture, video = FileInput(str(path)), FileInput(str(clip))
    in_shape = [{"image": picture, "caption": None}, {"video": video, "caption": None}]
    texts = [f"@{path}", f"@{clip}"]
    assert given(f"album={json.dumps(texts)}") == in_shape
    assert given(f"album=@{path}", f"album=@{clip}") == in_shape
    captioned = [{"image": marked, "caption": "a cat"}, marked]
    assert given(f"album={json.dumps(captioned)}") == [
        {"image": picture, "caption": "a cat"},
        {"image": picture, "caption": None},
    ]
    assert given(f"picture={json.dumps(marked)}") == picture
    assert given(f"clip={json.dumps(marked)}") == {"video": picture, "subtitles": None}
    assert given("album=[]") == []
    assert given('many=["https://x.org/a.csv"]') == [FileInput("https://x.org/a.csv")]


def test_a_picture_is_all_of_an_image_editor(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    picture = FileInput(str(path))
    assert given(f"sketch=@{path}") == {
        "background": picture,
        "layers": [],
        "composite": picture,
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hello", {"text": "hello", "files": []}),
        ("@hello [1]", {"text": "@hello [1]", "files": []}),
        ('{"a": 1}', {"text": '{"a": 1}', "files": []}),
        ('{"text": "x"}', {"text": "x", "files": []}),
        (
            '{"text": "x", "files": [{"path": "a.png", "meta": {"_type": "gradio.FileData"}}]}',
            {"text": "x", "files": [FileInput("a.png")]},
        ),
    ],
)
def test_a_multimodal_textbox_takes_text(text: str, value: Json) -> None:
    assert given(f"message={text}", files_must_exist=False) == value


@pytest.mark.parametrize("name", [name for name, each in PARAMETERS.items() if each.takes_files])
def test_a_file_can_be_null_and_left_out_it_is_named(name: str) -> None:
    notes: list[str] = []
    assert given(f"{name}:=null", on_note=notes.append) is None
    assert given(data={name: None}, on_note=notes.append) is None
    assert notes == []


def test_files_too_large_or_of_another_type_are_refused(tmp_path: Path) -> None:
    for name, size in (("a.csv", 10), ("big.csv", 11), ("a.pdf", 1), ("a.txt", 1), ("a.glb", 1)):
        (tmp_path / name).write_bytes(b"x" * size)
    assert given(f"many=@{tmp_path}/a.csv", f"many=@{tmp_path}/a.txt")
    with pytest.raises(BadValue, match=r"big.csv' is larger than 10 B, the limit of the app"):
        given(f"many=@{tmp_path}/big.csv")
    wrong = "a.pdf' is not a file of the wanted type; csv or a text file"
    with pytest.raises(BadValue, match=wrong):
        given(f"many=@{tmp_path}/a.pdf")
    assert given(f"model=@{tmp_path}/a.glb")
    with pytest.raises(BadValue, match="not a file of the wanted type; glb or obj"):
        given(f"model=@{tmp_path}/a.csv")
    with pytest.raises(BadValue, match="not a file of the wanted type; an image or a video"):
        given(f"album=@{tmp_path}/a.csv")
    notes: list[str] = []
    marked = {"path": f"{tmp_path}/a.pdf", "meta": {"_type": "gradio.FileData"}}
    assert given(data={"many": [marked]}, on_note=notes.append) == [FileInput(marked["path"])]  # type: ignore[arg-type]
    assert wrong in notes[0], "its page refuses it; raw JSON is sent"
    marked["path"] = f"{tmp_path}/big.csv"
    with pytest.raises(BadValue, match="larger than 10 B"):
        given(data={"many": [marked]})
    marked["path"] = f"{tmp_path}/none.csv"
    with pytest.raises(BadValue, match="does not exist"):
        given(data={"many": [marked]})


@pytest.mark.parametrize("files_must_exist", [True, False])
@pytest.mark.parametrize(
    ("args", "data"),
    [
        (['word:="\\ud800"'], None),
        (["word=\udcff"], None),
        (['rows:={"\\udfff": 1}'], None),
        (['color:=["\\ud800"]'], None),
        ([], '{"rows": {"a": ["\\ud83d"]}}'),
        (["message=\udcff"], None),
    ],
)
def test_text_that_is_not_unicode_is_one_clear_error(
    args: list[str], data: str | None, files_must_exist: bool
) -> None:
    with pytest.raises(BadValue, match="not valid Unicode"):
        given(*args, data=read_data(data), files_must_exist=files_must_exist)


ODD = "half \ud800"
OWN_ODD_TEXTS = Endpoint(
    "/f",
    0,
    parameters=(
        Parameter("kept", component="Textbox", schema={"type": "string"}, default=ODD),
        Parameter("one", component="Radio", choices=(Choice("odd", ODD), Choice("b", "b"))),
        Parameter(
            "several",
            component="Dropdown",
            schema={"type": "array", "items": {"type": "string"}},
            choices=(Choice("odd", ODD), Choice("b", "b")),
            allow_custom_value=True,
        ),
    ),
)


@pytest.mark.parametrize(
    "arg",
    [
        f"kept={ODD}",
        "kept:=" + json.dumps(ODD),
        "one=odd",
        "several=odd",
        f'several=["b", "{ODD}"]',
    ],
)
def test_odd_text_of_the_app_itself_goes_back_to_it_as_it_came(arg: str) -> None:
    name = arg.partition("=")[0].removesuffix(":")
    wanted = {"kept": ODD, "one": ODD, "several": [ODD]}[name]
    if "[" in arg:
        wanted = ["b", ODD]
    call = make_call(OWN_ODD_TEXTS, [arg])
    assert call.values[name] == wanted
    parameter = OWN_ODD_TEXTS.parameter(name)
    assert parameter is not None and problem_with(wanted, parameter) is None, "as in the form"


@pytest.mark.parametrize("arg", [f"kept={ODD}!", f"one={ODD}!", f'several=["odd", "{ODD}!"]'])
def test_odd_text_that_is_not_the_apps_own_is_refused(arg: str) -> None:
    with pytest.raises(BadValue, match=r"not valid Unicode|is not a choice of one"):
        make_call(OWN_ODD_TEXTS, [arg])


@pytest.mark.parametrize("files_must_exist", [True, False])
def test_a_file_name_that_is_not_utf8_is_one_clear_error(
    files_must_exist: bool, tmp_path: Path
) -> None:
    path = tmp_path / "caf\udce9.png"
    path.write_bytes(b"x")
    with pytest.raises(BadValue, match=r"caf\\udce9.png' is not UTF-8; rename the file$"):
        given(f"picture=@{path}", files_must_exist=files_must_exist)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 400])
def test_a_number_too_large_is_the_same_error_everywhere(number: str) -> None:
    words = re.escape("is too large; the largest number is 1.8e308")
    for arg in (f"size={number}", f"size:={number}", f'rows={{"a": {number}}}'):
        for files_must_exist in (True, False):
            with pytest.raises(SpacetuiError, match=words):
                given(arg, files_must_exist=files_must_exist)
    with pytest.raises(SpacetuiError, match=words):
        read_data(f'{{"size": {number}}}')


def test_a_password_is_in_no_error_and_no_note() -> None:
    secret = Parameter("word", component="Textbox", is_secret=True, max_length=3)
    endpoint = Endpoint("/f", 0, parameters=(secret,))
    notes: list[str] = []
    make_call(endpoint, ['word:="hunter2"'], on_note=notes.append)
    with pytest.raises(BadValue, match="at most 3 characters") as caught:
        make_call(endpoint, ["word=hunter2"])
    assert "hunter2" not in f"{notes[0]} {caught.value}"


def test_the_parameters_here_have_no_default_that_would_hide_a_null() -> None:
    assert PARAMETERS["picture"].default is MISSING
