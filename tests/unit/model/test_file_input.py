"""Files that the user named, in values."""

import pytest

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput, files_in, read_files, shape_files
from spacetui.model.schema import FileShape, Parameter


def test_files_take_the_components_shape() -> None:
    one, two = FileInput("a.png"), FileInput("b.png")
    shape = {shape: Parameter("x", file_shape=shape) for shape in FileShape}
    assert shape_files(shape[FileShape.ONE], [one]) == one
    assert shape_files(shape[FileShape.ONE], []) is None
    assert shape_files(shape[FileShape.MANY], [one, two]) == [one, two]
    assert shape_files(shape[FileShape.VIDEO], [one]) == {"video": one, "subtitles": None}
    clip, fetched = FileInput("c.mp4"), FileInput("https://x.org/d.webm?a=b.png")
    assert shape_files(shape[FileShape.GALLERY], [one, clip, fetched]) == [
        {"image": one, "caption": None},
        {"video": clip, "caption": None},
        {"video": fetched, "caption": None},
    ]
    with pytest.raises(BadValue):
        shape_files(shape[FileShape.ONE], [one, two])


def test_only_file_objects_the_user_wrote_become_files() -> None:
    marked = {"path": "a.png", "meta": {"_type": "gradio.FileData"}}
    value = {"text": "hi", "files": [marked, {"path": "not a file"}]}
    assert read_files(value) == {
        "text": "hi",
        "files": [FileInput("a.png"), {"path": "not a file"}],
    }
    assert files_in(read_files(value)) == [FileInput("a.png")]
    assert files_in(value) == []
