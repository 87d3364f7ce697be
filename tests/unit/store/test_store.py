"""Recordings load as they were stored, without secrets and small; no error stops the app."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.drift import endpoint_drift, shape_of
from spacetui.model.events import (
    Cancelled,
    Completed,
    Failed,
    Log,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
)
from spacetui.model.file_input import FileInput
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import MISSING, WITHHELD, Choice
from spacetui.store.codec import dump, load
from spacetui.store.completion import read_recent_sources
from spacetui.store.store import Store
from spacetui.store.trim_recording import MAX_VALUE, trim_recording
from tests.unit.store.samples import (
    DIFFICULT_TEXT,
    ENDPOINT,
    SOURCE,
    bytes_below,
    path_of,
    recording,
    write,
)


@pytest.fixture
def no_umask() -> Iterator[None]:
    """Let this process make files that everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes_in(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}


@pytest.mark.usefixtures("no_umask")
async def test_every_file_of_the_store_is_private_from_the_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_connect: list[dict[str, int]] = []
    connect = sqlite3.connect

    def watched(*args: Any, **options: Any) -> sqlite3.Connection:
        at_connect.append(modes_in(tmp_path))
        made: sqlite3.Connection = connect(*args, **options)
        return made

    monkeypatch.setattr(sqlite3, "connect", watched)
    store = Store(tmp_path / "x.sqlite3")
    await write(store, recording())
    assert at_connect == [{"x.sqlite3": 0o600}], "before SQLite writes to it"
    private = dict.fromkeys(("x.sqlite3", "x.sqlite3-wal", "x.sqlite3-shm"), 0o600)
    assert modes_in(tmp_path) == {**private, "x.sqlite3-owners": 0o700}
    assert set(modes_in(tmp_path / "x.sqlite3-owners").values()) == {0o600}
    (tmp_path / "saved").write_bytes(b"a picture")
    await store.keep_file(1, tmp_path / "saved")
    assert modes_in(tmp_path)["x.sqlite3-files"] == 0o700
    assert set(modes_in(tmp_path / "x.sqlite3-files").values()) == {0o600}
    await store.aclose()


@pytest.mark.usefixtures("no_umask")
async def test_the_files_of_an_earlier_version_become_private(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "x.sqlite3")
    old.execute("pragma journal_mode = wal")
    old.execute("create table something(x)")
    assert set(modes_in(tmp_path).values()) == {0o644}
    store = Store(tmp_path / "x.sqlite3")
    await write(store, recording())
    modes = modes_in(tmp_path)
    assert modes.pop("x.sqlite3-owners") == 0o700
    assert len(modes) == 3 and set(modes.values()) == {0o600}
    await store.aclose()
    old.close()


@pytest.fixture
async def store(tmp_path: Path) -> Any:
    made = Store(tmp_path / "kept.sqlite3")
    yield made
    await made.aclose()


@pytest.mark.parametrize(
    "made",
    [
        recording(),
        recording(
            text=DIFFICULT_TEXT,
            how=None,
            image=FileInput("cat.png"),
            other={"$": "file", "path": "/etc/passwd"},
        ),
        recording(text=[{"a": [FileInput("a"), 1, 2.5, True, None]}], big=10**40),
        recording(
            Queued(1, 2, 3.5),
            Log("info", "hi", "T"),
            Partial(("so",)),
            Failed(Failure("app", "boom", hint="h")),
        ),
        recording(
            Progress((ProgressUnit(1, 2, "steps", None, "d"),)),
            Cancelled(by_user=True, confirmed=False),
        ),
    ],
)
def test_a_recording_loads_as_it_was_stored(made: Recording) -> None:
    assert load(dump(made), Recording) == made


async def test_a_recording_survives_the_end_of_the_app(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    first = Store(path)
    saved = await write(first, recording(Partial(("so far",)), Failed(Failure("app", "boom"))))
    await first.aclose()
    again = Store(path)
    (found,) = await again.load_calls()
    await again.aclose()
    assert found.id == saved > 0
    assert found.state.status is Status.FAILED
    assert found.state.data == ("so far",)
    assert found.call.values == {"text": DIFFICULT_TEXT, "key": WITHHELD}
    assert found.source == SOURCE
    assert found.call.endpoint.parameters[0] == ENDPOINT.parameters[0]


async def test_recordings_load_newest_first_up_to_the_limit(store: Store) -> None:
    for n in range(5):
        await write(store, recording(text=str(n)))
    assert [each.call.values["text"] for each in await store.load_calls(limit=3)] == ["4", "3", "2"]


async def test_a_query_finds_recordings_by_input_output_and_source(store: Store) -> None:
    await write(store, recording(Completed(("a lighthouse at dusk",), 1.0), text="paint it"))
    await write(store, recording(Completed(("nothing",), 1.0), text='quote " me'))
    found = {
        query: len(await store.load_calls(query=query))
        for query in ("lightho", "paint dusk", "owner", '"', "zz")
    }
    assert found == {"lightho": 1, "paint dusk": 1, "owner": 2, '"': 0, "zz": 0}


async def test_no_secret_reaches_the_disk(store: Store) -> None:
    await write(store, recording(text="open", key="hunter2"))
    (found,) = await store.load_calls()
    assert found.call.values == {"text": "open", "key": WITHHELD}
    await store.aclose()
    written = bytes_below(store)
    assert b"hunter2" not in written
    assert b"default secret" not in written


def test_oversized_values_are_left_out_and_oversized_outputs_named() -> None:
    huge, rows = "x" * (MAX_VALUE + 1), [{"a": None}] * (MAX_VALUE // 4)
    kept = trim_recording(
        recording(
            Partial((huge, "small", rows)),
            Failed(Failure("app", huge, details=huge)),
            text=huge,
            how=1,
        )
    )
    assert kept.call.values == {"how": 1, "key": WITHHELD}
    assert kept.state.data == ("[1.0 MB, not kept]", "small", "[more than 1 MB, not kept]")
    assert len(dump(kept)) < 100_000


def test_a_long_log_keeps_its_end_and_counts_the_rest() -> None:
    kept = trim_recording(
        recording(*(Log("info", f"{n} " + "x" * 10_000) for n in range(400)), Completed((), 1.0))
    )
    assert len(kept.state.logs) + kept.state.logs_dropped == 400
    assert kept.state.logs[-1].message.startswith("399 ")
    assert len(dump(kept)) < 1_000_000


def test_a_huge_schema_is_not_kept() -> None:
    wide = ENDPOINT.parameters[0]._replace(
        choices=tuple(Choice(str(n), n) for n in range(5000)),
        schema={"type": "string", "enum": ["x" * 50] * 5000},
        props={"x": "y" * 10_000_000},
        example="e" * 10_000_000,
    )
    made = recording()
    returns = (ENDPOINT.returns[0]._replace(schema={"type": "string", "const": "x" * 50_000}),)
    endpoint = ENDPOINT._replace(parameters=(wide,), returns=returns)
    kept = trim_recording(replace(made, call=Call(endpoint, {})))
    (parameter,) = kept.call.endpoint.parameters
    assert (parameter.choices, parameter.schema, parameter.props, parameter.example) == (
        None,
        {},
        {},
        MISSING,
    )
    assert kept.call.endpoint.returns[0].schema == {}
    assert len(dump(kept)) < 10_000
    changes = endpoint_drift(shape_of(kept.call.endpoint), shape_of(endpoint))
    assert changes == (), "what is not kept has not changed"


async def test_a_recording_that_json_cannot_hold_is_kept_without_its_outputs(store: Store) -> None:
    deep: Any = "end"
    for _ in range(3000):
        deep = [deep]
    await write(store, recording(Completed((deep,), 1.0)))
    (found,) = await store.load_calls()
    assert found.state.status is Status.COMPLETE


async def test_a_damaged_file_is_reported_once_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    errors: list[str] = []
    store = Store(path, errors.append)
    assert (await write(store, recording())) == 0
    assert await store.load_calls() == ()
    await store.add_opened_app("a/b", "title")
    await store.aclose()
    assert len(errors) == 1 and str(path) in errors[0]
    assert path.read_bytes().startswith(b"this is no database")


async def test_a_locked_file_is_reported_and_the_recording_is_written_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacetui.store.database.BUSY", 0.05)
    errors: list[str] = []
    store = Store(tmp_path / "kept.sqlite3", errors.append)
    await write(store, recording(text="first"))
    other = sqlite3.connect(path_of(store))
    other.execute("begin exclusive")
    assert (await write(store, recording(text="while locked"))) == 0
    other.rollback()
    other.close()
    assert (await write(store, recording(text="after"))) > 0
    texts = [each.call.values["text"] for each in await store.load_calls()]
    await store.aclose()
    assert texts == ["after", "while locked", "first"]
    assert len(errors) == 1


async def test_a_file_of_a_later_layout_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    later = sqlite3.connect(path)
    later.execute("pragma journal_mode = wal")
    later.execute("create table calls(something)")
    later.execute("pragma user_version = 99")
    later.close()
    before = path.read_bytes()
    errors: list[str] = []
    store = Store(path, errors.append)
    await write(store, recording())
    await store.aclose()
    assert len(errors) == 1 and "layout 99" in errors[0] and "Update spacetui" in errors[0]
    assert path.read_bytes() == before
    names = {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    assert modes_in(tmp_path).keys() <= names  # SQLite makes the two also where it only reads


async def test_a_row_that_cannot_be_read_hides_no_other(store: Store) -> None:
    await write(store, recording(text="good"))
    with sqlite3.connect(path_of(store)) as other:
        other.execute(
            "insert into calls(made_at, src, title, api_name, status, visit, input_preview,"
            " endpoint, source, state, inputs)"
            " values (1, '', '', '', 'complete', 0, '', 1, '[1]', '[1]', '[1]')"
        )
    other.close()
    assert [each.call.values["text"] for each in await store.load_calls()] == ["good"]


async def test_opened_apps_are_counted_and_load_last_one_first(store: Store) -> None:
    for src in ("a/b", "c/d", "a/b"):
        await store.add_opened_app(src, f"title of {src}")
    assert [(each.src, each.times) for each in await store.load_recent_apps()] == [
        ("a/b", 2),
        ("c/d", 1),
    ]


async def test_writing_does_not_block_the_event_loop(store: Store) -> None:
    adding = asyncio.ensure_future(write(store, recording()))
    turns = 0
    while not adding.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 1


async def test_only_the_user_can_read_the_file(store: Store) -> None:
    await write(store, recording())
    assert path_of(store).stat().st_mode & 0o077 == 0


async def test_recent_sources_can_be_read_without_the_store(store: Store, tmp_path: Path) -> None:
    assert read_recent_sources(tmp_path / "none") == []
    await store.add_opened_app("a/b", "one")
    await store.add_opened_app("c/d", "two")
    assert read_recent_sources(path_of(store)) == ["c/d", "a/b"]
    (tmp_path / "bad").write_bytes(b"no database at all, but long enough to be read as one" * 20)
    assert read_recent_sources(tmp_path / "bad") == []
