"""What is deleted leaves no byte, and what is kept stays within its bound."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.model.events import Completed, Log, Partial
from spacetui.model.schema import App
from spacetui.store.database import Database
from spacetui.store.row_types import StoredEvent
from spacetui.store.store import Store
from tests.unit.store.samples import ENDPOINT, begun, bytes_below, path_of, recording, write

MARKERS = ("Zanzibar", "Quetzalcoatl", "Xylophone", "灯台守")


async def fill(store: Store, folder: Path) -> int:
    """Write calls with markers in every table, and leave old versions of rows behind."""
    number = 0
    for n in range(30):
        made = recording(
            Log("info", f"Xylophone {n}"),
            Completed((f"Zanzibar {n} " * 200, "灯台守"), 2.0),
            text=f"Quetzalcoatl {n}" * (1 + 50 * (n % 3)),
        )
        number = await store.writer.begin(begun(made))
        partial = replace(begun(made).state, data=(f"Zanzibar so far {n}" * 100,))
        event = StoredEvent(0.1, "log", "Xylophone")
        await store.writer.write_progress(number, partial, 0, [event])
        await store.writer.end(number, made, 1, [])
    (folder / "picture.png").write_bytes(b"Zanzibar picture")
    await store.keep_file(number, folder / "picture.png")
    (folder / "picture.png").unlink()
    await store.add_search("Quetzalcoatl")
    await store.keep("form/owner/name", {"text": "Quetzalcoatl"})
    await store.add_opened_app("owner/Zanzibar", "Xylophone")
    endpoint = ENDPOINT._replace(description="Xylophone")
    await store.save_schema(
        "owner/name", App("https://x.example", "6.31.0", "sse_v3", endpoints=(endpoint,))
    )
    return number


async def test_clear_leaves_no_byte_in_the_file_its_wal_its_index_and_its_files(
    tmp_path: Path,
) -> None:
    async with Store(tmp_path / "x.sqlite3") as store:
        await fill(store, tmp_path)
        await store.add_favourite("owner/name", "A favourite")
        before = bytes_below(store).lower()
        assert all(marker.lower().encode() in before for marker in MARKERS[:3])
        with closing(sqlite3.connect(path_of(store))) as other:  # a second spacetui is open
            assert other.execute("select count(*) from calls").fetchone() == (30,)
            await store.clear()
            after = bytes_below(store).lower()
            size = await store.count_and_size()
        found = [marker for marker in MARKERS if marker.lower().encode() in after]
        assert found == []
        assert (size.calls, await store.history(), await store.schema("owner/name")) == (
            0,
            (),
            None,
        )
        assert size.bytes < 200_000
        assert [each.src for each in await store.favourites()] == ["owner/name"]


async def test_delete_leaves_no_byte_of_that_call_and_all_of_the_others(tmp_path: Path) -> None:
    async with Store(tmp_path / "x.sqlite3") as store:
        for n in range(20):
            await write(store, recording(Completed((f"kept {n} " * 300,), 1.0), text="kept"))
        (tmp_path / "picture.png").write_bytes(b"Zanzibar picture")
        number = await write(
            store, recording(Completed(("Zanzibar " * 300,), 1.0), text="Quetzalcoatl")
        )
        await store.keep_file(number, tmp_path / "picture.png")
        (tmp_path / "picture.png").unlink()
        assert b"Zanzibar picture" in bytes_below(store)
        assert await store.delete([number, 999]) == 1
        assert await store.load_call(number) is None
        await store.scrub()
        after = bytes_below(store).lower()
        assert [marker for marker in MARKERS if marker.lower().encode() in after] == []
        assert len(await store.history("kept")) == 20
        assert await store.load_call(number) is None


async def test_what_was_deleted_is_gone_when_the_file_is_closed_also_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Store(tmp_path / "x.sqlite3") as store:
        number = await fill(store, tmp_path)
        await store.delete(range(1, number + 1))
        assert b"zanzibar" in bytes_below(store).lower(), "in the index, which is not merged yet"
        with monkeypatch.context() as patched:  # as kill -9 ends it
            patched.setattr(Database, "close", lambda database: database.connection.close())
            await store.aclose()
    async with Store(tmp_path / "x.sqlite3") as store:
        assert await store.history() == ()
    after = bytes_below(store).lower()
    kept = [b"quetzalcoatl", b"xylophone"]  # as a search and an app, which were not deleted
    assert b"zanzibar so far" not in after and b"zanzibar 1" not in after
    assert b"xylophone 1" not in after and all(each in after for each in kept)


async def test_a_reader_that_is_in_the_way_only_delays_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacetui.store.database.BUSY_READERS", 0.05)
    async with Store(tmp_path / "x.sqlite3") as store:
        number = await fill(store, tmp_path)
        other = sqlite3.connect(path_of(store))
        other.execute("begin")
        other.execute("select * from calls").fetchone()
        await store.delete(range(1, number + 1))
        await store.scrub()
        other.close()
        await store.keep("a", 1)  # the next that is written tries again
        assert (tmp_path / "x.sqlite3-wal").stat().st_size == 0


async def test_the_oldest_outputs_go_first_and_then_the_oldest_calls(tmp_path: Path) -> None:
    limit = 1_000_000
    async with Store(tmp_path / "x.sqlite3", limit=limit) as store:
        for n in range(20):
            output = f"{n} " + "x" * 100_000
            await write(store, recording(Completed((output,), 1.0), text=f"input {n}"))
        rows = (await store.history())[::-1]
        size = await store.count_and_size()
        assert size.bytes <= limit and size.limit == limit
        assert [row.id for row in rows] == list(range(1, 21)), "inputs outlive outputs"
        kept = [row.id for row in rows if row.has_outputs]
        assert kept == [*range(kept[0], 21)] and len(kept) < 12, "the newest"
        second = await store.load_call(2)
        assert second is not None and second.state.data is None
        assert second.call.values["text"] == "input 1"
        for n in range(30):
            await write(store, recording(Completed(("y",), 1.0), text=f"{n} " + "z" * 100_000))
        rows = (await store.history())[::-1]
        assert (await store.count_and_size()).bytes <= limit
        assert rows[0].id > 21 and rows[-1].id == 50


async def test_copies_of_files_count_and_go_with_the_outputs(tmp_path: Path) -> None:
    async with Store(tmp_path / "x.sqlite3", limit=2_000_000) as store:
        numbers = []
        for n in range(4):
            saved = tmp_path / f"{n}.bin"
            saved.write_bytes(bytes([n]) * 700_000)
            numbers.append(await write(store, recording(Partial(("x",)), Completed(("x",), 1.0))))
            await store.keep_file(numbers[-1], saved)
            saved.unlink()
        kept = [(await store.files_of(number))[0] for number in numbers]
    assert [each.is_gone for each in kept] == [True, True, False, False]
    assert [each.name for each in kept] == ["0.bin", "1.bin", "2.bin", "3.bin"]
    assert len(list((tmp_path / "x.sqlite3-files").iterdir())) == 2
