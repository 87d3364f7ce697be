"""A file of an older layout opens with all of its calls; nothing is lost if that fails."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.errors import Failure
from spacetui.model.events import Completed, Failed, Partial
from spacetui.model.run import Status
from spacetui.store import migrations
from spacetui.store.codec import dump
from spacetui.store.store import Store
from spacetui.store.trim_recording import trim_recording
from tests.unit.store.samples import bytes_below, recording, write

# As version 0.1.0 made it until November 2026.
LAYOUT_1 = """
create table if not exists recordings(
    id integer primary key, made_at real not null, src text not null, api_name text not null,
    status text not null, recording text not null);
create virtual table if not exists words using fts5(text);
create table if not exists visited(
    src text primary key, title text not null, at real not null, times integer not null);
pragma user_version = 1;
"""
MADE = (
    recording(Completed(("a lighthouse",), 2.0), text="paint it"),
    recording(Partial(("so far",)), Failed(Failure("app", "boom")), text="again"),
    recording(Completed(("灯台の絵",), 1.0), text="絵"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file of layout 1 with three calls, one row that cannot be read, and two apps."""
    path = tmp_path / "x.sqlite3"
    with closing(sqlite3.connect(path)) as old:
        old.execute("pragma journal_mode = wal")
        old.executescript(LAYOUT_1)
        for number, made in enumerate(MADE, 7):
            values = (number, made.made_at, "owner/name", "/predict", made.state.status.value)
            text = dump(trim_recording(made))
            old.execute("insert into recordings values (?, ?, ?, ?, ?, ?)", (*values, text))
            old.execute("insert into words(rowid, text) values (?, 'old words')", (number,))
        old.execute("insert into recordings values (10, 5.0, 'a/b', '/odd', 'complete', 'no json')")
        old.execute("insert into visited values ('a/b', 'A', 1.0, 3), ('c/d', 'C', 2.0, 1)")
        old.commit()
    return path


async def test_all_calls_and_apps_of_layout_1_are_there(path: Path) -> None:
    errors: list[str] = []
    async with Store(path, errors.append) as store:
        rows = await store.history()
        loaded = [await store.load_call(number) for number in (7, 8, 9)]
        found = [row.id for row in await store.history("lightho")]
        unspaced = [row.id for row in await store.history("灯台")]
        recent = [(each.src, each.times) for each in await store.load_recent_apps()]
    assert errors == []
    assert [(row.id, row.status) for row in rows] == [
        (10, Status.COMPLETE),
        (9, Status.COMPLETE),
        (8, Status.FAILED),
        (7, Status.COMPLETE),
    ]
    assert (rows[0].src, rows[0].api_name, rows[0].made_at) == ("a/b", "/odd", 5.0)
    expected = [replace(trim_recording(made), id=at) for at, made in enumerate(MADE, 7)]
    assert loaded == expected
    assert (found, unspaced) == ([7], [9])
    assert recent == [("c/d", 1), ("a/b", 3)]


async def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: sqlite3.Connection) -> int:
        migrations._from_1(connection)
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setitem(migrations.MIGRATIONS, 1, fail)
        errors: list[str] = []
        async with Store(path, errors.append) as store:
            assert await store.history() == ()
    assert len(errors) == 1 and "disk is full" in errors[0]
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("pragma user_version").fetchone() == (1,)
        assert old.execute("select count(*) from recordings").fetchone() == (4,)
        assert old.execute("select count(*) from words where words match 'old'").fetchone() == (3,)
    async with Store(path, errors.append) as store:
        assert len(await store.history()) == 4


async def test_the_old_tables_leave_no_byte(path: Path) -> None:
    async with Store(path) as store:
        await store.clear()
        assert b"lighthouse" not in bytes_below(store)
        assert b"no json" not in bytes_below(store)


async def test_the_calls_of_layout_2_are_found_by_the_words_that_are_new(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    texts = {"parseJson": "json", "ＶＩＶＩＤ": "vivid", "🎉": "🎉", "灯台": "台", "plain": "plain"}
    async with Store(path) as store:
        for text in texts:
            await write(store, recording(Completed((text,), 1.0), text="x"))
    with closing(sqlite3.connect(path)) as old:  # its texts as layout 2 had them
        old.execute("alter table calls add column is_pinned integer not null default 0")
        for number, text in enumerate(texts, 1):
            spaced = "灯  台" if text == "灯台" else text
            old.execute("update words set text = ? where rowid = ?", (f"x\n{spaced}", number))
        old.execute("pragma user_version = 2")
        old.commit()
        words = old.execute("select count(*) from words where words match 'json'").fetchone()
        assert words == (0,)
    async with Store(path) as store:
        found = [[row.id for row in await store.history(query)] for query in texts.values()]
        again = await write(store, recording(Completed(("new",), 1.0), text="x"))
        assert [row.id for row in await store.history("new")] == [again]
    assert found == [[1], [2], [3], [4], [5]]
