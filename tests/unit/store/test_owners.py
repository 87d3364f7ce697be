"""Two running spacetui share the file: only the calls of an ended one were interrupted."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from spacetui.model.run import Status
from spacetui.store.store import Store
from spacetui.system.file_lock import FileLock
from tests.unit.store.samples import begun, recording

# Begins two calls, writes what the first one has given so far, and waits to be killed.
OTHER = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from spacetui.store.row_types import StoredEvent
from spacetui.store.store import Store
from spacetui.model.run import Status
from tests.unit.store.samples import begun, recording

async def main():
    store = Store(Path(sys.argv[1]))
    first = await store.writer.begin(begun(recording(text="of the other")))
    await store.writer.begin(begun(recording(text="second")))
    state = begun(recording()).state
    state = replace(state, status=Status.STREAMING, data=("so far",), last_at=2.5)
    await store.writer.write_progress(first, state, 0, [StoredEvent(0.5, "log", "info: hello")])
    print("begun", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_running_call_of_another_process_is_interrupted_only_after_its_end(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.sqlite3"
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OTHER, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert other.stdout is not None
    try:
        assert await other.stdout.readline() == b"begun\n"
        async with Store(path) as store:
            ours = await store.writer.begin(begun(recording(text="ours")))
            assert await store.interrupted() == ()
            running = [row.status for row in await store.history()]
            assert running == [Status.SENDING] * 3, "each one's owner lives"
            other.kill()
            await other.wait()
            second, first = await store.interrupted()
            assert first.inputs.startswith("of the other")
            assert (first.output, first.duration) == ("so far", 2.5)
            assert (first.status, second.status) == (Status.INTERRUPTED,) * 2
            assert await store.interrupted() == (), "it is told once"
            kept = await store.load_call(first.id)
            assert kept is not None and kept.state.data == ("so far",)
            assert kept.call.values["text"] == "of the other"
            assert [each.data for each in await store.events_of(first.id)] == ["info: hello"]
            assert [row.id for row in await store.history("so far")] == [first.id]
            assert (await store.history())[0].id == ours
            assert (await store.history())[0].status is Status.SENDING
    finally:
        with suppress(ProcessLookupError):
            other.kill()
    assert list((tmp_path / "x.sqlite3-owners").iterdir()) == [], "no lock is left"


async def test_a_call_that_the_user_left_is_interrupted_and_not_told(tmp_path: Path) -> None:
    async with Store(tmp_path / "x.sqlite3") as store:
        number = await store.writer.begin(begun(recording(text="left")))
        await store.writer.interrupt(number)
        assert [row.status for row in await store.history()] == [Status.INTERRUPTED]
        assert await store.interrupted() == ()


def test_a_lock_is_held_by_one_and_free_after_its_release(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    first = FileLock.take(path)
    assert first is not None
    assert FileLock.take(path) is None
    first.release()
    second = FileLock.take(path)
    assert second is not None
    second.release(remove=True)
    assert not path.exists()
