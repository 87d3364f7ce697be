"""security.md P13: whatever a server sends, the process stays below 300 MB and says why it stopped.

Headers, decompression bombs and events: tests/live/test_wire_opening_faults.py,
tests/unit/wire/http/test_event_stream.py. What is kept of a call: tests/unit/store/test_store.py,
tests/unit/model/test_run.py.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.live.fault_server import FaultServer

LIMIT = 300 * 1024  # kB, as the system counts


def ended(*args: str) -> tuple[str, int, int]:
    """Run `spacetui ARGS` and return its stderr, its exit code and its peak memory, in kB.

    The peak that wait4 reports is no use: it includes the size of the process that forked, which is
    this whole test run.
    """
    command = [sys.executable, "-m", "spacetui", *args]
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr)
        peak = 0
        while process.poll() is None:
            peak = max(peak, high_water(process.pid))
            time.sleep(0.005)  # the kernel has no event for growth
        stderr.seek(0)
        return stderr.read().decode(), process.returncode, peak


def high_water(pid: int) -> int:
    """Return the peak memory of a process since it began its program, in kB; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return 0
    # Between fork and exec it is still this test run.
    if b"spacetui" not in command.split(b"\0")[:3]:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


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
def test_the_process_stays_below_300_megabytes(
    fault: str, words: str, hostile: FaultServer, data_folder: Path
) -> None:
    stderr, code, peak = ended("run", hostile.url(fault), "text=x")
    assert code in (2, 3) and words in stderr
    assert 0 < peak < LIMIT


@pytest.mark.parametrize("fault", ["hub_endless", "hub_bomb"])
def test_an_endless_answer_of_the_hub_does_not_fill_the_memory(
    fault: str, hostile: FaultServer, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hostile.url(fault))
    stderr, code, peak = ended("search", "anything")
    assert code == 3 and "does not answer as the Hub does" in stderr
    assert 0 < peak < LIMIT


async def test_a_flood_of_progress_and_logs_does_not_stop_the_app(
    hostile: FaultServer, window: Any
) -> None:
    for fault in ("many_units", "many_logs"):
        async with window(hostile.url(fault)) as shown:
            await shown.opened()
            run = await shown.ended()
            assert run.state.data == ("done",)
            assert len(run.state.units) <= 20 and len(run.state.logs) <= 500
            assert "done" in shown.text
