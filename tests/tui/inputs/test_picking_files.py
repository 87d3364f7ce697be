"""A file is chosen by completing its path, and in the dialog that goes through folders."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.file import FileField
from spacetui.tui.inputs.file_picker import FilePicker
from spacetui.tui.inputs.path_line import PathLine
from spacetui.tui.widgets.pane_navigation import focus_neighbour
from tests.tui.app_driver import wait_until
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

PICTURE = Parameter("picture", component="Image", file_shape=FileShape.ONE)
FILES = Parameter("files", component="File", file_shape=FileShape.MANY)
FOLDER = Parameter(
    "folder", component="File", file_shape=FileShape.MANY, props={"file_count": "directory"}
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("lake.png", "lamp.png", "notes.txt"):
        (tmp_path / name).write_bytes(b"123")
    (tmp_path / "album").mkdir()
    (tmp_path / "album" / "sea.png").write_bytes(b"1234")
    (tmp_path / "album" / "\x1b]0;x\x07.png").write_bytes(b"1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@asynccontextmanager
async def shown(parameter: Parameter) -> AsyncIterator[tuple[Pilot[Any], FileField]]:
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, FileField)
        field.focus_editor()
        await pilot.pause()
        yield pilot, field


def line_of(field: FileField) -> PathLine:
    assert isinstance(field.editor, PathLine)
    return field.editor


async def type_text(pilot: Pilot[Any], field: FileField, text: str, *, opens: bool = True) -> None:
    await pilot.press(*text)
    await wait_until(pilot, lambda: line_of(field).is_open is opens)


def tab(pilot: Pilot[Any]) -> None:
    focus_neighbour(pilot.app.screen, 1)


async def test_a_typed_path_shows_what_it_may_become(folder: Path) -> None:
    async with shown(PICTURE) as (pilot, field):
        await type_text(pilot, field, "la")
        text = screen_text(pilot.app)
        assert "lake.png" in text and "lamp.png" in text and "notes.txt" not in text
        await pilot.press("down", "down", "enter")
        assert field.value() == FileInput("lamp.png")
        assert not line_of(field).is_open


async def test_tab_adds_what_all_have_in_common_and_then_goes_on(folder: Path) -> None:
    async with shown(PICTURE) as (pilot, field):
        await type_text(pilot, field, "al")
        tab(pilot)
        assert field.text == "album/"
        await wait_until(pilot, lambda: line_of(field).is_open)
        assert "sea.png" in screen_text(pilot.app) and "\\x1b]0;x" in screen_text(pilot.app)
        await type_text(pilot, field, "s")
        tab(pilot)
        assert field.value() == FileInput("album/sea.png")
        await wait_until(pilot, lambda: not pilot.app.workers)
        assert not line_of(field).complete(), "tab is the form's again"


async def test_enter_without_a_cursor_in_the_list_leaves_the_typed_text(folder: Path) -> None:
    async with shown(PICTURE) as (pilot, field):
        await type_text(pilot, field, "la")
        await pilot.press("enter")
        assert field.text == "la"


async def open_picker(pilot: Pilot[Any]) -> None:
    def is_filled() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, FilePicker) and bool(screen.rows.rows)

    await pilot.press("f7")
    await wait_until(pilot, is_filled)


async def pick(parameter: Parameter, *keys: str) -> tuple[Json, str]:
    """Return the value after keys in the dialog, and what it showed before the last one."""
    async with shown(parameter) as (pilot, field):
        await open_picker(pilot)
        *before, last = keys
        for key in before:
            await pilot.press(key)
            await wait_until(pilot, lambda: not pilot.app.workers)
        text = screen_text(pilot.app)
        await pilot.press(last)
        await wait_until(pilot, lambda: not isinstance(pilot.app.screen, FilePicker))
        return field.value(), text


async def test_a_file_is_picked_in_a_folder_below(folder: Path) -> None:
    value, text = await pick(PICTURE, "enter", *"sea", "enter")
    assert value == FileInput(str(folder / "album" / "sea.png"))
    assert "4 B" in text


async def test_the_folder_above_has_the_cursor_where_it_came_from(folder: Path) -> None:
    value, text = await pick(PICTURE, "enter", "left", "down", "enter")
    assert value == FileInput(str(folder / "lake.png"))
    assert "type to filter" in text


async def test_several_files_are_marked_and_taken(folder: Path) -> None:
    value, text = await pick(FILES, "down", "space", "space", "ctrl+r")
    assert value == [FileInput(str(folder / "lake.png")), FileInput(str(folder / "lamp.png"))]
    assert "2 files marked" in text


async def test_picked_files_stand_beside_those_that_are_there(folder: Path) -> None:
    async with shown(FILES) as (pilot, field):
        there = FileInput(str(folder / "notes.txt"))
        field.set_value([there])
        await open_picker(pilot)
        await pilot.press(*"lake", "enter")
        await wait_until(pilot, lambda: not isinstance(pilot.app.screen, FilePicker))
        assert field.value() == [there, FileInput(str(folder / "lake.png"))]


async def test_a_folder_is_taken_where_one_is_wanted(folder: Path) -> None:
    value, _ = await pick(FOLDER, "enter", "ctrl+r")
    paths = sorted(file.path for file in value)
    assert paths == sorted(str(path) for path in (folder / "album").iterdir())
    assert {file.folder for file in value} == {str(folder / "album")}


async def test_esc_leaves_the_field_as_it_was(folder: Path) -> None:
    value, _ = await pick(PICTURE, "down", "escape")
    assert value is not None and not isinstance(value, FileInput)
