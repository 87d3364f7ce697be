"""A table is loaded into its field from a file that is picked."""

from pathlib import Path

import pytest

from spacetui.model.schema import Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.file_picker import FilePicker
from spacetui.tui.inputs.input_field import InputField
from tests.tui.app_driver import wait_until
from tests.tui.widget_host import WidgetHost

TABLE = Parameter("t", component="Dataframe", props={"datatype": ["str", "number"]})
ROWS = {"headers": ["name", "n"], "data": [["Ann", 1]], "metadata": None}


def write(content: bytes, name: str) -> str:
    Path(name).write_bytes(content)
    return Path(name).stem


async def loaded(content: bytes, name: str) -> tuple[Json, str]:
    """Return the value and the error of a field after a file was picked."""
    stem = write(content, name)
    app = WidgetHost(lambda: [field_for(TABLE)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)

        def is_filled() -> bool:
            return isinstance(app.screen, FilePicker) and bool(app.screen.rows.rows)

        field.focus_editor()
        await pilot.press("f7")
        await wait_until(pilot, is_filled)
        await pilot.press(*stem, "enter")
        await wait_until(pilot, lambda: not isinstance(app.screen, FilePicker))
        await wait_until(pilot, lambda: field.is_set or bool(field.error))
        await pilot.pause()
        return field.reading().value, field.error


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbfname,n\nAnn,1\n", "rows.csv"),
        (b"name\tn\r\nAnn\t1\r\n", "rows.tsv"),
        (b'[{"name": "Ann", "n": 1}]', "rows.json"),
    ],
)
async def test_a_file_of_each_kind_is_loaded(
    content: bytes, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert await loaded(content, name) == (ROWS, "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,n\nAnn,x\n", "row 2, n: not a number"),
        (b"\xff\xfe\x00", "rows.csv is not UTF-8 text"),
    ],
)
async def test_a_file_that_is_no_such_table_is_named(
    content: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, error = await loaded(content, "rows.csv")
    assert words in error
