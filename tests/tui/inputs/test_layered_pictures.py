"""An ImageEditor takes a picture and layers; what they make together is made here."""

from pathlib import Path

import pytest
from PIL import Image

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.file import FileField
from tests.tui.app_driver import wait_until
from tests.tui.widget_host import WidgetHost

SKETCH = Parameter("sketch", component="Imageeditor", file_shape=FileShape.EDITOR)
CLEAR = (0, 0, 0, 0)


def picture(path: Path, colour: object, size: tuple[int, int] = (4, 2)) -> Path:
    Image.new("RGBA", size, colour).save(path)  # type: ignore[arg-type]
    return path


async def after_lines(lines: str) -> tuple[Json, str]:
    """Return the value and the error of the field once lines were put into it and looked at."""
    app = WidgetHost(lambda: [field_for(SKETCH)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, FileField)
        field.focus_editor()
        field.paste_lines(lines.split("\n"))
        await wait_until(pilot, lambda: "being laid" not in (field.problem() or ""))
        return field.reading().value, field.problem() or ""


async def test_layers_are_laid_over_the_picture(tmp_path: Path) -> None:
    below = picture(tmp_path / "below.png", "red")
    layer = Image.new("RGBA", (4, 2), CLEAR)
    layer.putpixel((1, 1), (0, 0, 255, 255))
    layer.save(tmp_path / "layer.png")
    value, error = await after_lines(f"{below}\n{tmp_path}/layer.png")
    assert not error
    assert value["background"] == FileInput(str(below))
    assert value["layers"] == [FileInput(f"{tmp_path}/layer.png")]
    with Image.open(value["composite"].path) as made:
        assert (made.getpixel((0, 0)), made.getpixel((1, 1))) == (
            (255, 0, 0, 255),
            (0, 0, 255, 255),
        )


async def test_one_picture_is_its_own_composite(tmp_path: Path) -> None:
    below = FileInput(str(picture(tmp_path / "below.png", "red")))
    value, error = await after_lines(below.path)
    assert (value, error) == ({"background": below, "layers": [], "composite": below}, "")


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("{0}/none.png", "no file at"),
        ("{0}/text.png", "text.png is no picture"),
        ("{0}/broken.png", "the layers do not fit"),
        ("https://example.org/a.png", "not over addresses"),
    ],
)
async def test_layers_that_cannot_be_laid_over_it_are_named(
    second: str, words: str, tmp_path: Path
) -> None:
    below = picture(tmp_path / "below.png", "red")
    (tmp_path / "text.png").write_text("hello")
    (tmp_path / "broken.png").write_bytes(below.read_bytes()[:40])
    _, error = await after_lines(f"{below}\n{second.replace('{0}', str(tmp_path))}")
    assert words in error
