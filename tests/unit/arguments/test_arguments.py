"""The grammar of ARG and --data."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.arguments.call_arguments import make_call
from spacetui.cli.data_option import read_data
from spacetui.cli.endpoint_choice import find_endpoint, split_api_name
from spacetui.errors import BadValue, SpacetuiError, UsageError
from spacetui.model.file_input import FileInput
from spacetui.model.schema import App, Choice, Endpoint, FileShape, Json, Parameter

TEXT = Parameter("text", component="Textbox", schema={"type": "string"})
COUNT = Parameter("count", component="Number", schema={"type": "number"}, default=3)
LOUD = Parameter("loud", component="Checkbox", schema={"type": "boolean"}, default=False)
TAGS = Parameter(
    "tags",
    component="Checkboxgroup",
    choices=(Choice("first", 1), Choice("second", 2), Choice("[x]", 3)),
    default=[],
)
WORDS = Parameter("words", schema={"type": "array", "items": {"type": "string"}}, default=[])
ROWS = Parameter("rows", schema={"type": "array", "items": {}}, default=[])
IMAGE = Parameter("image", component="Image", file_shape=FileShape.ONE, default=None)
FILES = Parameter("files", component="File", file_shape=FileShape.MANY, default=None)
FOLDER = Parameter(
    "folder",
    component="File",
    file_shape=FileShape.MANY,
    default=None,
    props={"file_count": "directory"},
)
ANY = Parameter("any", component="Hologram", default=None)
ENDPOINT = Endpoint(
    "/f", 0, parameters=(TEXT, COUNT, LOUD, TAGS, WORDS, ROWS, IMAGE, FILES, FOLDER, ANY)
)


def values(*args: str, data: dict[str, Json] | None = None) -> dict[str, Json]:
    return dict(make_call(ENDPOINT, args, data).values)


@given(st.text())
def test_text_by_name_is_exact(text: str) -> None:
    assert values(f"text={text}") == {"text": text}


@given(st.text())
def test_raw_json_is_exact(text: str) -> None:
    assert values(f"text:={json.dumps(text)}") == {"text": text}
    assert values(f"any:={json.dumps([text, None])}") == {"any": [text, None]}


def test_a_path_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.txt").write_bytes(b"x")
    file = FileInput(str(tmp_path / "a.png"))
    assert values("image=@~/a.png") == {"image": file}
    marked = {"path": "~/a.png", "meta": {"_type": "gradio.FileData"}}
    assert values(data={"files": [marked]}) == {"files": [file]}
    (found,) = values("folder=@~/folder")["folder"]
    assert found.path == str(tmp_path / "folder" / "b.txt")


def test_files_of_a_gallery_are_a_list_where_one_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    path = str(tmp_path / "a.png")
    marked = {"path": path, "meta": {"_type": "gradio.FileData"}}
    items = [{"image": marked, "caption": "it's"}, {"video": marked, "caption": None}, marked]
    assert values(f"files={json.dumps(items)}") == {"files": [FileInput(path)] * 3}


@given(st.lists(st.text(min_size=1), max_size=4))
def test_any_args_give_a_call_or_one_clear_error(args: list[str]) -> None:
    try:
        make_call(ENDPOINT, args)
    except SpacetuiError as error:
        assert error.kind in ("usage", "validation")
        assert "/f" in str(error)


@pytest.mark.parametrize(
    ("arg", "expected"),
    [
        ("text=", {"text": ""}),
        ("text=a=b:=c", {"text": "a=b:=c"}),
        ("text=@file", {"text": "@file"}),
        ("text:=null", {"text": None}),
        ("text=:=5", {"text": ":=5"}),
        ("count=0.5", {"count": 0.5}),
        ("loud=yes", {"loud": True}),
        ("rows=[[1, 2], [3]]", {"rows": [[1, 2], [3]]}),
        ("any={'odd'}", {"any": "{'odd'}"}),
        ("any=[1]", {"any": [1]}),
        ("any=@x", {"any": "@x"}),
    ],
)
def test_a_value_is_read_by_its_parameters_type(arg: str, expected: dict[str, Json]) -> None:
    assert values(arg) == expected


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["tags=first"], {"tags": [1]}),
        (["tags=first", "tags=2"], {"tags": [1, 2]}),
        (["tags=[x]"], {"tags": [3]}),
        (["tags=[1, 2]"], {"tags": [1, 2]}),
        (["tags="], {"tags": []}),
        (["words=a", "words=2"], {"words": ["a", "2"]}),
        (["words=a"], {"words": ["a"]}),
        (["rows=1", "rows=two"], {"rows": [1, "two"]}),
    ],
)
def test_a_repeated_name_builds_a_list_where_the_type_is_one(
    args: list[str], expected: dict[str, Json]
) -> None:
    assert values(*args) == expected


@pytest.mark.parametrize(
    "args", [["text=a", "text=b"], ["count:=1", "count=2"], ["tags:=[1]", "tags=first"]]
)
def test_elsewhere_a_repeated_name_is_an_error(args: list[str]) -> None:
    with pytest.raises(BadValue, match="given twice"):
        values(*args)


def test_a_value_without_a_name_fills_the_next_parameter_without_a_value() -> None:
    assert values("hello", "5") == {"text": "hello", "count": 5}
    assert values("yes", "count=7", "text=hi") == {"text": "hi", "count": 7, "loud": True}
    assert values("7", data={"text": "from data"}) == {"text": "from data", "count": 7}
    assert values("2+2=4", "1") == {"text": "2+2=4", "count": 1}
    assert values("https://x.org/?a=b") == {"text": "https://x.org/?a=b"}


def test_one_value_too_many_is_an_error() -> None:
    small = Endpoint("/g", 0, parameters=(TEXT,))
    with pytest.raises(UsageError, match="one value too many: 'b'"):
        make_call(small, ["a", "b"])


def test_an_unknown_name_is_an_error_that_suggests_another() -> None:
    with pytest.raises(UsageError, match=r"no parameter 'txet'.*Did you mean text"):
        values("txet=hello")
    with pytest.raises(UsageError, match=r"no parameter 'q'.*It takes: text, count"):
        values("q:=1")
    with pytest.raises(UsageError, match="no parameter 'zz'"):
        values(data={"zz": 1})


def test_an_arg_wins_over_data() -> None:
    assert values("count=9", data={"count": 1, "loud": True}) == {"count": 9, "loud": True}


def test_a_file_is_a_path_after_an_at_or_a_url_and_only_for_file_parameters(
    tmp_path: Path,
) -> None:
    path = tmp_path / "it's = a.png"
    path.write_bytes(b"x")
    assert values(f"image=@{path}") == {"image": FileInput(str(path))}
    assert values(f"files=@{path}", "files=https://x.org/a.png") == {
        "files": [FileInput(str(path)), FileInput("https://x.org/a.png")]
    }
    assert values("image=") == {"image": None}
    with pytest.raises(BadValue, match="Write @path, or a URL"):
        values(f"image={path}")
    assert values("image:=null", "files=") == {"image": None, "files": []}
    marked = {"path": str(path), "meta": {"_type": "gradio.FileData"}}
    assert values(data={"image": marked}) == {"image": FileInput(str(path))}
    assert values(f"image:={json.dumps(marked)}") == {"image": FileInput(str(path))}


def test_a_file_that_cannot_be_read_is_an_error_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="does not exist"):
        values(f"image=@{tmp_path}/none")
    with pytest.raises(BadValue, match="is a folder"):
        values(f"image=@{tmp_path}")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadValue, match="not a plain file"):
        values(f"image=@{tmp_path}/pipe")
    with pytest.raises(BadValue, match="cannot be read"):
        values("image=@a\0b")
    call = make_call(ENDPOINT, [f"image=@{tmp_path}/none"], files_must_exist=False)
    assert call.values == {"image": FileInput(f"{tmp_path}/none")}


def test_a_bad_value_names_its_parameter_and_what_was_given() -> None:
    limited = Endpoint(
        "/g", 0, parameters=(Parameter("n", component="Slider", minimum=1, maximum=9, default=1),)
    )
    with pytest.raises(BadValue, match="/g n: from 1 to 9; given was 50") as caught:
        make_call(limited, ["n=50"])
    assert caught.value.failure.parameter == "n"
    with pytest.raises(BadValue, match="/f count: 'many' is not a number"):
        values("count=many")
    with pytest.raises(BadValue, match="not JSON"):
        values("count:={")


def test_data_is_an_object_a_file_or_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.json"
    path.write_bytes(b'\xef\xbb\xbf{"text": "\xc3\xa9"}')
    assert read_data('{"text": 1}') == {"text": 1}
    assert read_data(f"@{path}") == {"text": "é"}
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"text": [null]}')))
    assert read_data("@-") == {"text": [None]}


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", "@/no/such/file", '{"a": NaN}', "[" * 100_000]
)
def test_data_that_is_no_object_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="--data"):
        read_data(text)


def test_the_api_name_is_the_first_word_with_a_slash_or_a_hash() -> None:
    assert split_api_name(["/f", "a"]) == ("/f", ["a"])
    assert split_api_name(["#3"]) == ("#3", [])
    assert split_api_name(["a", "/f"]) == ("", ["a", "/f"])
    assert split_api_name([]) == ("", [])


def app(*endpoints: Any) -> App:
    return App("http://x", "6", "sse_v3", endpoints=endpoints)


def test_the_api_name_may_be_left_out_where_there_is_one_public_endpoint() -> None:
    only, hidden = Endpoint("/f", 0), Endpoint("/g", 1, visibility="undocumented")
    assert find_endpoint(app(only, hidden), "", src="s") is only
    assert find_endpoint(app(only, hidden), "/g", src="s") is hidden
    with pytest.raises(UsageError, match=r"2 endpoints\. Name one: /f, /h"):
        find_endpoint(app(only, Endpoint("/h", 2)), "", src="s")
    with pytest.raises(UsageError, match="Did you mean /predict"):
        find_endpoint(app(Endpoint("/predict", 0)), "/predct", src="s")
    two = app(Endpoint("/predict", 0), Endpoint("/Chat", 1))
    with pytest.raises(UsageError, match="Did you mean /predict"):
        find_endpoint(two, "", src="s", first_arg="predict")
    with pytest.raises(UsageError, match="Did you mean /Chat"):
        find_endpoint(two, "/chat", src="s")
    with pytest.raises(UsageError, match="Name one: /predict, /Chat"):
        find_endpoint(two, "", src="s", first_arg="text=x")
    with pytest.raises(UsageError, match="no public endpoint"):
        find_endpoint(app(hidden), "", src="s")


def test_a_folder_is_its_files_where_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("1")
    other = FileInput(__file__)
    found = FileInput(str(tmp_path / "one.txt"), folder=str(tmp_path))
    assert values(f"folder=@{tmp_path}") == {"folder": [found]}
    assert values(f"folder=@{tmp_path}", f"folder=@{__file__}") == {"folder": [found, other]}
    file_data = {"path": str(tmp_path), "meta": {"_type": "gradio.FileData"}}
    assert values(data={"folder": [file_data]}) == {"folder": [found]}


@pytest.mark.parametrize("name", ["files", "image"])
def test_a_folder_elsewhere_is_one_clear_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "one.txt").write_text("1")
    with pytest.raises(BadValue, match="is a folder; only files are taken here"):
        values(f"{name}=@{tmp_path}")


def test_an_empty_folder_names_itself_and_its_parameter(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=f"/f folder: no files in the folder {tmp_path}") as caught:
        values(f"folder=@{tmp_path}")
    assert caught.value.failure.parameter == "folder"
