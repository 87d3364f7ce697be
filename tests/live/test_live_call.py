"""A call is folded once: screen, recording and command line show the same state."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spacetui.hub.client import Hub
from spacetui.model.call import Call
from spacetui.model.events import Completed, Event
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.session.session import Session
from spacetui.store.store import Store
from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.use.call_report import log_content
from spacetui.tui.use.follow_call import follow

pytestmark = pytest.mark.live

# Runs `spacetui run` with RunState.after counted; the count goes to stderr.
COUNTED = """
import sys
from spacetui.cli.commands import run
from spacetui.model.run import RunState

folds, fold = 0, RunState.after

def counted(state, event, at=0.0):
    global folds
    folds += 1
    return fold(state, event, at)

RunState.after = counted
code = run(sys.argv[1:])
print(f"folds={folds}", file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the list to which each fold of an event adds its second of the call."""
    made: list[float] = []
    fold = RunState.after

    def counted(state: RunState, event: Event, at: float = 0.0) -> RunState:
        made.append(at)
        return fold(state, event, at)

    monkeypatch.setattr(RunState, "after", counted)
    return made


async def test_a_call_that_is_watched_and_recorded_is_folded_once_an_event(
    everything_url: str, folds: list[float]
) -> None:
    drawn: list[RunState] = []
    async with Session(Hub()) as session:
        opened = await session.open(everything_url)
        endpoint = opened.app.endpoint("/slow")
        assert endpoint is not None
        live = session.submit(opened, Call(endpoint, {"steps": 3, "pause": 0.1}), timeout=60)
        seen = 0

        def watch() -> None:
            nonlocal seen
            seen += 1
            drawn.append(live.state)

        await follow(live, KeyPriority(), watch, watch)
    recording = live.recording
    assert folds == sorted(folds) and len(folds) > 4
    assert len(set(map(id, drawn))) <= len(folds), "nothing else makes states"
    assert recording.state is live.state is drawn[-1]
    assert live.elapsed == recording.state.duration == folds[-1]
    assert [each.at for each in recording.state.logs] == [each.at for each in drawn[-1].logs]
    assert f"{recording.state.logs[0].at:.1f} s" in log_content(live.state, 60).plain


async def test_the_last_event_names_the_seconds_that_the_state_has(
    everything_url: str, folds: list[float]
) -> None:
    async with Session(Hub()) as session:
        opened = await session.open(everything_url)
        endpoint = opened.app.endpoint("/calculate")
        assert endpoint is not None
        live = session.submit(opened, Call(endpoint, {"b": 4, "op": "sub"}), timeout=60)
        events = [event async for event in live]
    assert len(folds) == len(events)
    last = events[-1]
    assert isinstance(last, Completed)
    assert 0 < last.duration == live.elapsed == live.state.duration == folds[-1]


def test_a_call_that_is_printed_is_folded_once_an_event_and_recorded_with_the_same_times(
    everything_url: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            COUNTED,
            "run",
            everything_url,
            "/slow",
            "steps=3",
            "pause=0.1",
            "--json",
        ],
        env={**os.environ, "SPACETUI_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    # Each event is one line, but for the notices on stderr.
    assert f"folds={len(lines)}" in done.stderr
    recording = asyncio.run(stored_recording(data / "spacetui.sqlite3"))
    assert recording.state.duration == lines[-1]["duration"]
    assert len(recording.state.logs) == sum(line["event"] == "log" for line in lines)


async def stored_recording(path: Path) -> Recording:
    store = Store(path)
    (recording,) = await store.load_calls()
    await store.aclose()
    return recording
