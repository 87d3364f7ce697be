"""The paths of files that lie where the app runs: typed, as JSON, and picked in the dialog."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import PurePath, PurePosixPath
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.errors import Lost
from spacetui.model.folder_entry import FolderEntry
from spacetui.model.schema import MISSING, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.app_files import AppFilesField, can_browse, folder_of, take_picked
from spacetui.tui.inputs.file_picker import FilePicker
from tests.tui.app_driver import wait_until
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

SEVERAL = Parameter("several", component="Fileexplorer", props={"file_count": "multiple"})
ONE = Parameter("one", component="Fileexplorer", props={"file_count": "single"})
LISTED = {
    (): [FolderEntry("docs", is_folder=True), FolderEntry("[a] b.md", is_folder=False)],
    ("docs",): [FolderEntry("a.txt", is_folder=False), FolderEntry("b.txt", is_folder=False)],
}


@asynccontextmanager
async def shown(parameter: Parameter) -> AsyncIterator[tuple[Pilot[Any], AppFilesField]]:
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, AppFilesField)
        field.focus_editor()
        await pilot.pause()
        yield pilot, field


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([["docs", "a b.txt"], ["c.txt"]], "docs/a b.txt\nc.txt"),
        ([["a/b"]], None),
        ([["[x]"]], None),
        ([["[[x"]], None),
        ([["a\nb"]], None),
        ([[]], None),
        (["docs/a.txt"], None),
        ([], None),
        ({"a": 1}, None),
    ],
)
async def test_a_value_is_lines_of_paths_or_else_json_and_comes_back(
    value: Json, text: str | None
) -> None:
    async with shown(SEVERAL) as (_, field):
        field.set_value(value)
        if text is not None:
            assert field.text == text
        assert field.value() == value
        assert isinstance(value, dict) or field.read(field.text) in (value, MISSING)


async def test_what_is_typed_is_a_path_or_json() -> None:
    async with shown(ONE) as (pilot, field):
        await pilot.press(*"docs/a.txt")
        assert field.value() == [["docs", "a.txt"]]
        assert field.problem() is None
        await pilot.press("ctrl+j", *"c.txt")
        assert field.problem() == "one file, not 2"
        assert not can_browse(field.parameter)  # the app lists nothing
        assert field.read('[["x"]]') == [["x"]]
        assert field.read("[id].tsx") == [["[id].tsx"]]
        assert field.read(" \n") is MISSING


async def test_files_are_picked_over_several_folders_and_an_error_is_one_line() -> None:
    asked: list[Sequence[str]] = []

    async def list_folder(folder: PurePath) -> Sequence[FolderEntry]:
        asked.append(folder.parts[1:])
        if len(asked) == 2:
            raise Lost("the connection broke", where="here")
        return LISTED[folder.parts[1:]]

    async with shown(SEVERAL) as (pilot, field):
        taken: list[PurePosixPath] = []

        def take(picked: list[PurePath] | None) -> None:
            taken.extend(map(PurePosixPath, picked or []))
            take_picked(field, taken)

        picker = FilePicker(folder_of(field), list_folder, several=True)
        pilot.app.push_screen(picker, take)
        await wait_until(pilot, lambda: "[a] b.md" in screen_text(pilot.app))
        await pilot.press("down", "space", "home", "enter")
        await wait_until(pilot, lambda: "cannot read /docs: " in screen_text(pilot.app))
        assert "the connection broke" in screen_text(pilot.app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: "a.txt" in screen_text(pilot.app))
        await pilot.press("space", "space", "ctrl+r")
        await wait_until(pilot, lambda: pilot.app.screen is not picker)
        assert asked == [(), ("docs",), ("docs",)]
        assert field.value() == [["[a] b.md"], ["docs", "a.txt"], ["docs", "b.txt"]]
        assert folder_of(field) == PurePosixPath("/docs")
