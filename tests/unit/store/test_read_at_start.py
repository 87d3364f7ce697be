"""What the app shows at its start is read at once, and is nothing where the file cannot be used."""

import sqlite3
from contextlib import closing
from pathlib import Path

from spacetui.model.source import Source
from spacetui.store.read_at_start import StartValues, read_start_values
from spacetui.store.store import Store
from tests.tui.fake_session import an_app

URL = "http://127.0.0.1:9"


async def fill(path: Path) -> None:
    async with Store(path) as store:
        await store.save_schema(URL, an_app(), Source(URL, URL, title="Text lab"))
        await store.keep("start:language", "curl")
        await store.keep("other", 1)


async def test_schema_and_values_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "spacetui.sqlite3"
    await fill(path)
    values = read_start_values(path, URL, "start:")
    assert values.schema is not None and values.schema.app == an_app()
    assert values.kept == {"start:language": "curl"}
    assert read_start_values(path, "", "start:").schema is None
    assert read_start_values(path, "other/app", "start:").schema is None


async def test_a_file_that_is_missing_broken_or_of_another_version_gives_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "spacetui.sqlite3"
    assert read_start_values(path, URL, "start:") == StartValues()
    path.write_bytes(b"no database" * 100)
    assert read_start_values(path, URL, "start:") == StartValues()
    path.unlink()
    await fill(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma user_version = 99")
    assert read_start_values(path, URL, "start:") == StartValues()
