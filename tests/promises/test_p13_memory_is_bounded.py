"""P13: whatever a server sends, the process stays below 300 MB and says why it stopped.

Headers, bombs and events by themselves: tests/live/test_wire_faults.py, tests/unit/wire/test_sse.py. What is kept
of a call: tests/unit/store/test_store.py, tests/unit/model/test_run.py.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.live.faults import FaultServer

LIMIT = 300 * 1024  # kB, as the system counts


def ended(*args: str) -> tuple[str, int, int]:
    """Run `spacetui ARGS` and give its stderr, its exit code and the most memory it had, in kB."""
    command = [sys.executable, "-m", "spacetui", *args]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read().decode()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return told, process.returncode, usage.ru_maxrss


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("config_bomb", "32 MB"),
        ("config_endless", "32 MB"),
        ("config_more_headers", "headers"),
        ("data_huge", "32 MB"),
        ("error_endless", "500"),
    ],
)
def test_the_process_stays_below_300_megabytes(fault: str, words: str, hostile: FaultServer, kept: Path) -> None:
    told, code, peak = ended("run", hostile.url(fault), "text=x")
    assert code in (2, 3) and words in told
    assert peak < LIMIT


@pytest.mark.parametrize("fault", ["hub_endless", "hub_bomb"])
def test_a_hub_without_end_does_not_fill_the_memory(
    fault: str, hostile: FaultServer, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hostile.url(fault))
    told, code, peak = ended("search", "anything")
    assert code == 3 and "does not answer as the Hub does" in told
    assert peak < LIMIT


async def test_a_flood_of_progress_and_logs_leaves_the_window_alive(hostile: FaultServer, window: Any) -> None:
    for fault in ("many_units", "many_logs"):
        async with window(hostile.url(fault)) as shown:
            await shown.opened()
            run = await shown.ended()
            assert run.state.data == ("done",)
            assert len(run.state.units) <= 20 and len(run.state.logs) <= 500
            assert "done" in shown.text
