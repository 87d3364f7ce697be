"""A call is on disk before it is sent, and its result before anybody sees it; no secret is."""

import asyncio
import os
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Completed, Event, Log, Partial, Progress, ProgressUnit, Queued
from spacetui.model.file_input import FileInput
from spacetui.model.run import Status
from spacetui.model.schema import Endpoint, FileShape, Parameter, Return
from spacetui.session import call_journal
from spacetui.session.call_journal import Journals
from spacetui.session.live_call import LiveCall
from spacetui.session.redaction import Redactor
from spacetui.store.store import Store
from tests.tui.fake_session import ScriptedEvents, an_app, opened_app
from tests.unit.store.samples import SOURCE, bytes_below, path_of, recording, write

ENDPOINT = Endpoint(
    "/unlock",
    0,
    parameters=(
        Parameter("key", component="Textbox", is_secret=True),
        Parameter("door", component="Textbox", default="front"),
        Parameter("image", component="Image", file_shape=FileShape.ONE, default=None),
    ),
    returns=(Return("Out", "Textbox"),),
    input_slots=(True, True, True),
    output_slots=(True,),
)


class Watched(ScriptedEvents):
    """Scripted events that note what is on disk whenever the next one is asked for."""

    def __init__(self, events: list[Event], path: Path) -> None:
        super().__init__(events)
        self._path = path
        self.on_disk: list[Any] = []

    async def __anext__(self) -> Event:
        self.on_disk.append(rows_of(self._path))
        return await super().__anext__()


def rows_of(path: Path) -> list[Any]:
    """Read the calls with another connection, as another process would find them."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "select status, output_preview, coalesce(partials.outputs, '') from calls"
            " left join partials on partials.call = calls.id order by calls.id"
        ).fetchall()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store(tmp_path / "data" / "x.sqlite3") as made:
        path_of(made).parent.mkdir()
        yield made


def live_call(store: Store, events: ScriptedEvents, **values: Any) -> tuple[LiveCall, Journals]:
    redactor = Redactor()
    call = Call(ENDPOINT, values)
    redactor.add_secrets_of(call)
    journals = Journals(store, redactor)
    opened = cast(Any, opened_app("owner/name", an_app(), SOURCE, None))
    return LiveCall(call, opened, events, redactor, journals.new()), journals


async def test_a_call_is_on_disk_before_it_is_sent_and_its_result_before_it_is_seen(
    store: Store,
) -> None:
    path = path_of(store)
    events = Watched([Queued(1, 2, 3.0), Partial(("so",)), Completed(("so far",), 1.0)], path)
    live, journals = live_call(store, events, door="back")
    assert rows_of(path) == []
    seen = []
    async for event in live:
        seen.append((type(event).__name__, live.state.status, rows_of(path)[0][:2]))
    await journals.aclose()
    assert events.on_disk[0] == [("sending", "", "")]
    assert seen[-1] == ("Completed", Status.COMPLETE, ("complete", "so far"))
    assert seen[0][2] == ("sending", "")
    assert live.recording.id == 1
    kept = await store.load_call(1)
    assert kept == replace(live.recording, call=replace(live.recording.call))
    assert [each.kind for each in await store.events_of(1)] == ["queued", "partial", "completed"]


async def test_the_state_is_final_for_nobody_before_it_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, _ = live_call(store, ScriptedEvents([Completed(("x",), 1.0)]))
    end = store.writer.end
    states: list[Status] = []

    async def watched(*args: Any) -> int:
        states.append(live.state.status)
        number = await end(*args)
        states.append(live.state.status)
        return number

    monkeypatch.setattr(store.writer, "end", watched)
    await anext(live)
    assert states == [Status.SENDING, Status.SENDING]
    assert live.state.status is Status.COMPLETE


async def test_a_stream_is_written_now_and_then_and_nobody_waits_for_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_journal, "INTERVAL", 0.01)
    written: list[Any] = []
    has_latest = asyncio.Event()
    write = store.writer.write_progress

    async def watched(number: int, state: Any, first: int, events: Any) -> float:
        written.append(state.data)
        took = await write(number, state, first, events)
        if state.data == ("399",):
            has_latest.set()
        return took

    monkeypatch.setattr(store.writer, "write_progress", watched)
    updates = [Partial((f"{n}",)) for n in range(400)]
    events = ScriptedEvents([*updates])
    live, journals = live_call(store, events)
    for _ in updates:
        await anext(live)
    await asyncio.wait_for(has_latest.wait(), 10)  # soon, without another event
    assert len(written) < 100
    assert rows_of(path_of(store))[0][2] == '{"data":["399"],"updated":[]}'
    events.give(Completed(("done",), 1.0))
    await anext(live)
    assert rows_of(path_of(store)) == [("complete", "done", "")], "no partial is left"
    await journals.aclose()


async def test_outputs_that_take_long_to_write_are_written_less_often(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_journal, "INTERVAL", 0.0)
    monkeypatch.setattr(call_journal, "LONGEST_INTERVAL", 60.0)
    written: list[Any] = []

    async def slow(number: int, state: Any, first: int, events: Any) -> float:
        written.append(state.data)
        return 100.0

    monkeypatch.setattr(store.writer, "write_progress", slow)
    updates = [Partial((f"{n}",)) for n in range(50)]
    live, journals = live_call(store, ScriptedEvents([*updates, Completed(("done",), 1.0)]))
    async for _ in live:
        await asyncio.sleep(0.001)
    await journals.aclose()
    assert len(written) == 1
    assert (await store.history())[0].output == "done", "the last is written at once"


async def test_a_call_that_is_left_is_interrupted_with_what_it_gave(store: Store) -> None:
    live, journals = live_call(store, ScriptedEvents([Partial(("half",))]))
    await anext(live)
    await live.aclose()
    await journals.aclose()
    (row,) = await store.history()
    assert (row.status, row.output) == (Status.INTERRUPTED, "half")


@pytest.mark.parametrize("secret", ["hunter2-hunter2", "1234"])
async def test_no_secret_is_on_disk_also_where_the_app_repeats_it(
    store: Store, secret: str
) -> None:
    events = ScriptedEvents(
        [
            Log("info", f"opening with {secret}"),
            Progress((ProgressUnit(desc=secret),)),
            Partial((f"you said {secret}",)),
            Completed(({"said": [secret], secret: 1},), 1.0),
        ]
    )
    live, journals = live_call(store, events, key=secret, door=f"{secret}")
    seen = [event async for event in live]
    await journals.aclose()
    assert secret in str(seen[-1]), "the screen is exact"
    await store.history()
    found = bytes_below(store)
    assert b"[hidden]" in found
    assert secret.encode() not in found
    assert secret[::-1].encode() not in found


async def test_a_secret_of_an_earlier_call_is_hidden_in_what_a_later_one_gives(
    store: Store,
) -> None:
    live, journals = live_call(store, ScriptedEvents([Completed(("it is open-sesame",), 1.0)]))
    journals.redactor.add_secret("open-sesame")
    async for _ in live:
        continue
    await journals.aclose()
    assert b"open-sesame" not in bytes_below(store)


async def test_input_files_are_known_by_their_content(store: Store, tmp_path: Path) -> None:
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"a cat")
    live, journals = live_call(
        store, ScriptedEvents([Completed(("x",), 1.0)]), image=FileInput(str(picture))
    )
    async for _ in live:
        continue
    await journals.aclose()
    (file,) = await store.files_of(1)
    assert (file.is_input, file.path, file.size) == (True, str(picture), 5)
    assert (file.is_changed, file.is_gone) == (False, False)
    picture.write_bytes(b"a dog")
    assert (await store.files_of(1))[0].is_changed
    picture.unlink()
    assert (await store.files_of(1))[0].is_gone


async def test_a_file_that_was_fetched_is_kept_and_the_others_are_listed(
    store: Store, tmp_path: Path
) -> None:
    files = [
        {"path": f"/tmp/{n}.txt", "orig_name": f"{n}.txt", "meta": {"_type": "gradio.FileData"}}
        for n in range(2)
    ]
    live, journals = live_call(store, ScriptedEvents([Completed((files,), 1.0)]))
    async for _ in live:
        continue
    (tmp_path / "saved.txt").write_bytes(b"content")
    journals.keep_file(files[0], tmp_path / "saved.txt")
    await journals.aclose()
    kept, other = await store.files_of(live.recording.id)
    assert (kept.name, other.name) == ("0.txt", "1.txt")
    assert kept.kept is not None and kept.kept.read_bytes() == b"content"
    assert kept.saved_path == str(tmp_path / "saved.txt")
    assert other.is_gone and not kept.is_gone


async def test_a_history_that_cannot_be_written_changes_nothing_of_the_call(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    errors: list[str] = []
    async with Store(tmp_path / "file" / "x.sqlite3", errors.append) as store:
        for _ in range(2):
            live, journals = live_call(
                store, ScriptedEvents([Partial(("x",)), Completed(("done",), 1.0)])
            )
            assert [type(event) async for event in live] == [Partial, Completed]
            await journals.aclose()
            assert live.recording.id == 0
    assert len(errors) == 1 and "not kept" in errors[0]


async def test_a_full_disk_is_told_once_and_the_calls_go_on(store: Store) -> None:
    errors: list[str] = []
    store._thread._on_error = errors.append
    await store.history()
    await store._thread.run(lambda database: database.value("pragma max_page_count = 60"), None)
    for n in range(4):
        text = f"{n} " + "x" * 100_000
        live, journals = live_call(store, ScriptedEvents([Completed((text,), 1.0)]))
        assert [event async for event in live][-1] == Completed((text,), 1.0)
        await journals.aclose()
    assert len(errors) == 1 and "full" in errors[0]


@contextmanager
def no_writing(folder: Path) -> Iterator[None]:
    """Keep this process from writing in a folder."""
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:  # whom no mode keeps from writing
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be made read-only there")
async def test_a_read_only_disk_is_told_once_and_the_calls_go_on() -> None:
    errors: list[str] = []
    with tempfile.TemporaryDirectory() as name:  # tmp_path is closed to other users
        async with Store(Path(name) / "x.sqlite3") as store:
            await write(store, recording())
        with no_writing(Path(name)):
            async with Store(Path(name) / "x.sqlite3", errors.append) as store:
                for _ in range(2):
                    live, journals = live_call(store, ScriptedEvents([Completed(("done",), 1.0)]))
                    assert [type(event) async for event in live] == [Completed]
                    await journals.aclose()
                    assert live.recording.id == 0
                await store.keep("a", 1)
        async with Store(Path(name) / "x.sqlite3") as store:
            assert len(await store.history()) == 1
    assert len(errors) == 1 and "calls are not kept on disk" in errors[0]


async def test_nothing_is_made_where_nothing_is_kept(tmp_path: Path) -> None:
    store = Store(None)
    live, journals = live_call(store, ScriptedEvents([Completed(("x",), 1.0)]))
    assert [type(event) async for event in live] == [Completed]
    await journals.aclose()
    assert await store.history() == ()
    await store.keep("a", 1)
    assert await store.kept("a") is None
    await store.aclose()
