"""The pictures and the sound that were chosen are shown small under their field."""

import wave
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import FieldHead, InputField
from tests.tui.app_driver import wait_until
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

PICTURE = Parameter("f", component="Image", file_shape=FileShape.ONE)
SOUND = Parameter("f", component="Audio", file_shape=FileShape.ONE)
ALBUM = Parameter("f", component="Gallery", file_shape=FileShape.GALLERY)


def picture(path: Path) -> FileInput:
    Image.new("RGB", (40, 20), "red").save(path)
    return FileInput(str(path))


def sound(path: Path) -> FileInput:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x40\x00\x10" * 2000)
    return FileInput(str(path))


async def shown(
    parameter: Parameter, value: Json, mark: str, size: tuple[int, int] = (100, 40)
) -> tuple[int, Any]:
    """Return how many rows of the screen have a mark once the field has looked at its files."""
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=size) as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.set_value(value)
        await app.workers.wait_for_complete()
        if mark:
            await wait_until(pilot, lambda: mark in screen_text(app))
        await pilot.pause()
        rows = sum(bool(mark) and mark in row for row in screen_text(app).split("\n"))
        field.set_value(None)
        await wait_until(pilot, lambda: not mark or mark not in screen_text(app))
        return rows, app


async def test_a_chosen_picture_is_shown_in_a_few_rows_and_taken_away(tmp_path: Path) -> None:
    rows, _ = await shown(PICTURE, picture(tmp_path / "a.png"), "▀▀")
    assert 0 < rows <= 5


async def test_the_pictures_of_a_gallery_are_shown_side_by_side(tmp_path: Path) -> None:
    files = [picture(tmp_path / f"{name}.png") for name in "ab"]
    value = [{"image": each, "caption": None} for each in files]
    rows, _ = await shown(ALBUM, value, "▀▀")
    assert 0 < rows <= 5


async def test_the_waveform_of_a_wav_is_one_row(tmp_path: Path) -> None:
    rows, _ = await shown(SOUND, sound(tmp_path / "a.wav"), "██")
    assert rows == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"RIFF0000WAVE"])
async def test_a_broken_file_shows_nothing_and_crashes_nothing(
    content: bytes, tmp_path: Path
) -> None:
    for parameter, name in ((PICTURE, "a.png"), (SOUND, "a.wav")):
        path = tmp_path / name
        path.write_bytes(content)
        await shown(parameter, FileInput(str(path)), "")


async def test_a_short_window_has_no_room_for_it(tmp_path: Path) -> None:
    app = WidgetHost(lambda: [field_for(PICTURE)])
    async with app.run_test(size=(80, 24)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.set_value(picture(tmp_path / "a.png"))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "▀▀" not in screen_text(app)


async def test_a_field_that_is_taken_down_while_its_files_are_looked_at_shows_none(
    tmp_path: Path,
) -> None:
    app = WidgetHost(lambda: [field_for(PICTURE)])
    async with app.run_test():
        (field,) = app.widgets
        assert isinstance(field, InputField)
        await field.query_one(FieldHead).remove()
        field.set_value(picture(tmp_path / "a.png"))
        await app.workers.wait_for_complete()
        assert not field.query("FilePreview")
