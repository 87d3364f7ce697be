"""FileData: which objects are files, to whom, and how files are found and built."""

import re
from pathlib import Path

import pytest

from spacetui.model.file_data import (
    FILE_DATA_SCHEMA,
    NAMED_FILE_SCHEMA,
    arrange_files,
    file_data,
    files_within,
    inline_file,
    is_certain_file,
    is_file_data,
    is_file_schema,
    is_inline_file,
    is_marked_file,
    is_streamed,
    map_files,
    name_of,
    named_file,
    path_of,
    size_of,
    type_of,
    video_files,
)
from spacetui.model.schema import FileShape, Json

META = {"_type": "gradio.FileData"}
MARKED = {"path": "/tmp/a.png", "meta": META}
UNMARKED = dict.fromkeys(("url", "size", "orig_name", "mime_type")) | {"path": "a"}
NAMED = {"name": "/tmp/a.png", "is_file": True, "data": None}
INLINE = {"name": None, "data": "data:text/vtt;base64,V0VCVlRU", "is_file": False}
FILE = {"path": "/tmp/gradio/ab/out.webp", "url": "http://x/file=out.webp", "meta": META}


@pytest.mark.parametrize(
    ("value", "is_marked", "is_certain", "looks_like"),
    [
        (MARKED, True, True, True),  # since Gradio 4.21
        ({"meta": META}, False, False, True),
        ({"path": None, "meta": META}, False, False, True),
        (UNMARKED, False, True, True),  # Gradio 4.0 to 4.20
        ({**UNMARKED, "is_stream": False}, False, True, True),
        ({**UNMARKED, "path": None}, False, False, False),
        ({**UNMARKED, "note": "of the app"}, False, False, True),
        ({"path": "a", "url": None}, False, False, True),
        ({"path": "a", "orig_name": None}, False, False, True),
        (NAMED, False, True, True),  # Gradio 3
        (INLINE, False, True, True),  # its content is in the value
        ({"name": "a", "is_file": False, "data": None}, False, False, False),
        ({"path": "s/1/6", "is_stream": True}, False, True, True),
        ({"name": "s/1/6", "is_stream": True, "is_file": False}, False, True, True),
        ({"path": "a", "is_file": True}, False, False, False),
        ({"is_stream": True}, False, False, False),
        ({"path": "a"}, False, False, False),
        ({"path": "a", "meta": "gradio.FileData"}, False, False, False),
        ("gradio.FileData", False, False, False),
        (None, False, False, False),
        ([MARKED], False, False, False),
    ],
)
def test_what_is_sent_what_is_changed_and_what_is_shown_as_a_file(
    value: Json, is_marked: bool, is_certain: bool, looks_like: bool
) -> None:
    assert (is_marked_file(value), is_certain_file(value), is_file_data(value)) == (
        is_marked,
        is_certain,
        looks_like,
    )


def test_files_are_found_in_every_shape() -> None:
    value = [{"image": FILE, "caption": None}, [NAMED, "caption"], {"x": {"y": [FILE]}}]
    assert files_within(value) == [FILE, NAMED, FILE]


def test_files_are_not_looked_for_without_end() -> None:
    deep: Json = [FILE]
    for _ in range(50):
        deep = [deep]
    assert files_within(deep) == []
    assert len(files_within([FILE] * 20_000)) < 10_000


def test_a_file_has_a_path_a_name_a_type_and_perhaps_a_size() -> None:
    assert (name_of(FILE), type_of(FILE), size_of(FILE)) == ("out.webp", "webp", None)
    assert type_of({"path": "noending", "mime_type": "image/png"}) == "png"
    assert name_of({"orig_name": r"..\..\evil\a.png"}) == "a.png"
    assert name_of({"url": "http://x/b.png"}) == "b.png"
    assert [path_of(each) for each in (MARKED, NAMED, {"path": 3}, {})] == [
        "/tmp/a.png",
        "/tmp/a.png",
        "",
        "",
    ]
    assert [size_of({"size": size}) for size in (0, 7, -1, True, "7", None)] == [
        0,
        7,
        None,
        None,
        None,
        None,
    ]
    assert is_streamed({"is_stream": True})
    assert not is_streamed({"is_stream": 1})


def test_a_video_is_its_file_and_its_subtitles() -> None:
    assert video_files({"video": MARKED, "subtitles": None}) == (MARKED, None)
    assert video_files({"video": MARKED}) == (MARKED, None)
    assert video_files({"video": MARKED, "subtitles": NAMED}) == (MARKED, NAMED)
    assert video_files([NAMED, None]) == (NAMED, None)
    assert video_files([NAMED, INLINE]) == (NAMED, INLINE)
    assert video_files([NAMED, NAMED]) is None  # two files of a File
    for other in (MARKED, {"video": MARKED, "subtitles": "x"}, {"video": "x"}, [MARKED], None):
        assert video_files(other) is None


def test_what_is_built_is_recognised() -> None:
    built = file_data("/tmp/a.png", orig_name="a.png")
    assert built == {"path": "/tmp/a.png", "orig_name": "a.png", "meta": META}
    assert is_marked_file(built)
    assert is_certain_file(named_file("/tmp/a.png", "a.png"))
    assert set(inline_file("a.png", "data:,")) == {"name", "data", "is_file", "orig_name"}
    assert is_inline_file(inline_file("a.png", "data:,"))


def test_one_file_stands_in_every_shape() -> None:
    assert {shape: arrange_files([MARKED], shape) for shape in FileShape} == {
        FileShape.NONE: MARKED,
        FileShape.ONE: MARKED,
        FileShape.MANY: [MARKED],
        FileShape.VIDEO: {"video": MARKED, "subtitles": None},
        FileShape.GALLERY: [{"image": MARKED, "caption": None}],
        FileShape.EDITOR: {"background": MARKED, "layers": [], "composite": MARKED},
    }


def test_only_what_is_a_file_is_changed_at_any_depth() -> None:
    value = {"a": [MARKED, {"path": "b"}], "c": 1}
    changed = map_files(value, is_marked_file, path_of)
    assert changed == {"a": ["/tmp/a.png", {"path": "b"}], "c": 1}


def test_a_schema_is_a_files_by_its_properties() -> None:
    assert is_file_schema(FILE_DATA_SCHEMA)
    assert not is_file_schema(NAMED_FILE_SCHEMA)
    assert is_file_schema({"properties": {"path": {}, "orig_name": {}, "mime_type": {}}})
    assert not is_file_schema({"properties": {"path": {}, "orig_name": {}}})
    assert not is_file_schema({"properties": ["path"]})
    assert not is_file_schema(None)


def test_no_other_module_knows_the_mark() -> None:
    package = Path(__file__).parents[3] / "spacetui"
    mark = re.compile(r"[\"']gradio\.FileData[\"']")
    found = [path for path in package.rglob("*.py") if mark.search(path.read_text())]
    # The programs that snippets write have it too: they run without spacetui.
    own = [path.name for path in found if path.parent.name != "snippets"]
    assert own == ["file_data.py"]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (INLINE, "file.vtt"),
        ({**INLINE, "name": "words.vtt"}, "words.vtt"),
        ({**INLINE, "data": "data:,x"}, "file"),
        ({**INLINE, "data": "data:a/b;base64,"}, "file"),
        ({**INLINE, "data": "text"}, None),
        ({**INLINE, "is_file": True}, None),
        ({"data": "data:,x", "is_file": False}, None),
    ],
)
def test_a_file_whose_content_is_in_the_value_has_a_name_by_its_type(
    value: Json, name: str | None
) -> None:
    assert is_inline_file(value) is (name is not None)
    if name is not None:
        assert is_certain_file(value)
        assert name_of(value) == name
