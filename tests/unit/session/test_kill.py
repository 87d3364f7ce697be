"""kill -9 at any moment under a stream: no input, no final result and no written output is lost.

How far behind what is written may be is tested in test_journal_intervals.py.
"""

import asyncio
import json
import os
import random
import signal
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from spacetui.model.run import Status
from spacetui.store.row_types import HistoryRow
from spacetui.store.store import Store
from tests.soak_after import soak_after
from tests.unit.session.streaming_calls import said
from tests.unit.store.samples import begun, recording

if sys.platform == "win32":
    pytest.skip("there is no fork", allow_module_level=True)

# Seconds after which a process is killed.
SOONEST, LATEST = 0.02, 0.6


@pytest.mark.parametrize("rounds", soak_after(1, [4, 200]))
async def test_kill_at_any_moment_loses_nothing_and_a_second_spacetui_says_nothing_wrong(
    tmp_path: Path, rounds: int
) -> None:
    path, log = tmp_path / "x.sqlite3", tmp_path / "log"
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.unit.session.streaming_calls",
        str(path),
        str(log),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdin is not None and program.stdout is not None
    told: list[HistoryRow] = []
    async with Store(path) as store:  # the second spacetui, with a call of its own
        ours = await store.writer.begin(begun(recording(text="ours")))
        for _ in range(rounds):
            program.stdin.write(b"\n")
            process = int(await program.stdout.readline())
            await asyncio.sleep(random.uniform(SOONEST, LATEST))
            assert await store.interrupted() == (), "it runs still"
            os.kill(process, signal.SIGKILL)
            assert await program.stdout.readline() == b"ended\n"
            told += await store.interrupted()
        program.stdin.close()
        await program.wait()
        rows = {row.id: row for row in await store.history(limit=10_000)}
        kept = {}
        for number in rows.keys() - {ours}:
            loaded = await store.load_call(number)
            assert loaded is not None
            kept[str(loaded.call.values["text"])] = loaded.state
        assert rows[ours].status is Status.SENDING
    notes = read_notes(log)
    assert notes["sent"].keys() <= kept.keys(), "an input is lost"
    for name, count in notes["final"].items():
        assert kept[name].status is Status.COMPLETE, name
        assert kept[name].data == (f"{name} {count}",)
    for name, count in notes["written"].items():
        data = kept[name].data
        assert data is not None and said(str(data[0]))[1] >= count, "a written output is lost"
    ended = [name for name, state in kept.items() if state.status is Status.COMPLETE]
    cut = [name for name, state in kept.items() if state.status is Status.INTERRUPTED]
    assert len(ended) + len(cut) == len(kept) and 0 < len(cut) <= rounds
    assert sorted(row.inputs.partition(",")[0] for row in told) == sorted(cut)


def read_notes(log: Path) -> dict[str, dict[str, int]]:
    """Return what -> call -> the last update that was noted so."""
    notes: dict[str, dict[str, int]] = defaultdict(dict)
    for line in log.read_text().splitlines():
        what, name, count = json.loads(line)
        notes[what][name] = count
    return notes
