"""Files of calls: copies by content, what inputs were, and what has become of the others."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spacetui.model.events import Completed
from spacetui.store import saved_files
from spacetui.store.store import Store
from tests.unit.store.samples import path_of, recording, write


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store(tmp_path / "x.sqlite3") as made:
        yield made


def copies_of(store: Store) -> list[bytes]:
    """Return the contents that are kept beside the database."""
    path = path_of(store)
    return [each.read_bytes() for each in path.with_name(f"{path.name}-files").iterdir()]


async def test_the_same_content_is_kept_once_and_as_long_as_a_call_has_it(
    store: Store, tmp_path: Path
) -> None:
    numbers = []
    for name in ("one.txt", "two.txt"):
        numbers.append(await write(store, recording(Completed(("x",), 1.0))))
        (tmp_path / name).write_bytes(b"the content")
        await store.keep_file(numbers[-1], tmp_path / name)
        (tmp_path / name).unlink()
    assert copies_of(store) == [b"the content"]
    await store.delete(numbers[:1])
    (file,) = await store.files_of(numbers[1])
    assert file.kept is not None and file.kept.read_bytes() == b"the content"
    assert (file.name, file.is_gone, file.is_changed) == ("two.txt", False, False)
    await store.delete(numbers[1:])
    assert copies_of(store) == []


async def test_of_a_large_file_there_is_no_copy_and_one_that_took_its_place_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_files, "MAX_COPY", 10)
    number = await write(store, recording(Completed(("x",), 1.0)))
    small, large = tmp_path / "small.bin", tmp_path / "large.bin"
    small.write_bytes(b"x" * 10)
    large.write_bytes(b"x" * 11)
    await store.keep_file(number, small)
    await store.keep_file(number, large)

    async def large_now() -> tuple[bool, bool, bool]:
        _, file = await store.files_of(number)
        assert (file.name, file.size, file.saved_path) == ("large.bin", 11, str(large))
        return file.kept is not None, file.is_changed, file.is_gone

    assert copies_of(store) == [b"x" * 10]
    assert await large_now() == (False, False, False)
    large.write_bytes(b"y" * 11)
    os.utime(large, (1.0, 1.0))
    assert await large_now() == (False, True, False)
    large.unlink()
    assert await large_now() == (False, False, True)


async def test_an_input_that_was_touched_is_the_same_and_one_too_large_to_read_is_known_by_its_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_files, "MAX_HASHED", 5)
    number = await write(store, recording(Completed(("x",), 1.0)))
    for name in ("small", "large"):
        (tmp_path / name).write_bytes(name.encode() * (1 + (name == "large")))
        facts = saved_files.read_facts(tmp_path / name)
        assert facts is not None and bool(facts.sha256) == (name == "small")
        await store.writer.add_input_file(number, facts)
        os.utime(tmp_path / name, (1.0, 1.0))
    changed = {each.name: each.is_changed for each in await store.files_of(number)}
    assert changed == {"small": False, "large": True}
    (tmp_path / "small").write_bytes(b"SMALL")
    small, _ = await store.files_of(number)
    assert (small.is_changed, small.is_gone) == (True, False)
