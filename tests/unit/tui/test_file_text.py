"""The value of a file field as text: captions of a gallery, and the pair of a slider."""

from pathlib import Path

import pytest

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput
from spacetui.model.parameter_limits import example_json
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.tui.inputs.file_picking import with_picked
from spacetui.tui.inputs.file_text import FileText

ALBUM = Parameter("album", component="Gallery", file_shape=FileShape.GALLERY, default=None)
PAIR = Parameter("pair", component="Imageslider", file_shape=FileShape.MANY, default=None)
A, B, C = (FileInput(f"/{name}.png") for name in "abc")


def picture(file: FileInput, caption: str | None = None) -> Json:
    return {"image": file, "caption": caption}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("/a.png", [picture(A)]),
        ("/a.png | the lake", [picture(A, "the lake")]),
        ("/a.png | a | b\n/b.png", [picture(A, "a | b"), picture(B)]),
        ("/a.png /b.png | both\n\n/c.png | ", [picture(A, "both"), picture(B, "both"), picture(C)]),
        ("/a.mp4 | moves", [{"video": FileInput("/a.mp4"), "caption": "moves"}]),
    ],
)
def test_a_caption_stands_after_the_path(text: str, value: Json) -> None:
    given = FileText(ALBUM).read(text, ALBUM)
    assert given == value
    assert FileText(ALBUM).read(FileText(ALBUM).write(given), ALBUM) == value


def test_a_slider_takes_two_files() -> None:
    text = FileText(PAIR)
    assert text.read("", PAIR) is None
    assert text.read("/a.png", PAIR) == [A, None]
    assert text.read("/a.png /b.png", PAIR) == [A, B]
    with pytest.raises(BadValue, match="two files, not 3"):
        text.read("/a.png /b.png /c.png", PAIR)
    assert example_json(PAIR).count("photo.png") == 2


def test_picked_files_come_after_those_that_are_there() -> None:
    path = Path("/c.png")
    assert with_picked([A, B], [path], PAIR) == [B, C]
    assert with_picked([A, None], [path], PAIR) == [A, C]
    assert with_picked(None, [path], PAIR) == [C, None]
    assert with_picked([picture(A, "kept")], [path], ALBUM) == [picture(A, "kept"), picture(C)]
    assert with_picked(None, [path], ALBUM) == [picture(C)]
