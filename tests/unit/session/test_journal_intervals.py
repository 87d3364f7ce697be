"""Kill -9 at any moment loses what was shown in the last 250 ms at most, by a clock of its own.

The clock of the event loop stands still while something runs, and is set forward to the next timer
when all waits. So the load of the machine changes nothing.
"""

import asyncio
from typing import Any, NamedTuple

import pytest

from spacetui.model.events import Partial
from spacetui.model.recording import Recording
from spacetui.session.call_journal import Journals
from spacetui.session.redaction import Redactor
from tests.unit.store.samples import begun, recording

# Updates a second, and how many; and the seconds that may be lost.
PACE, UPDATES, MOST_LOST = 30, 200, 0.25


class SteppedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is that of the next timer as soon as nothing else is to be done."""

    _now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        loop: Any = self  # its lists have no public names
        if not loop._ready and loop._scheduled:
            self._now = max(self._now, loop._scheduled[0].when())
        super()._run_once()  # type: ignore[misc]


class Written(NamedTuple):
    """When a writing was done, and the last update that it had."""

    at: float
    update: int


class SlowWriter:
    """Writes nothing, and takes so many seconds for it."""

    def __init__(self, took: float) -> None:
        self.took = took
        self.written: list[Written] = []

    async def begin(self, made: Recording) -> int:
        return 1

    async def write_progress(self, number: int, state: Any, first: int, events: Any) -> float:
        await asyncio.sleep(self.took)
        self.written.append(Written(asyncio.get_running_loop().time(), int(state.data[0])))
        return self.took


class SlowStore:
    """As much of a store as a journal needs while a call runs."""

    is_off = is_failing = False

    def __init__(self, took: float) -> None:
        self.writer = SlowWriter(took)


async def stream(took: float) -> tuple[list[float], list[Written]]:
    """Return when each update was shown, and what was written."""
    store: Any = SlowStore(took)
    journal = Journals(store, Redactor()).new()
    assert journal is not None
    await journal.begin(begun(recording(text="x")))
    shown = []
    for number in range(UPDATES):
        event = Partial((str(number),))
        await journal.add(event, recording(event))
        shown.append(asyncio.get_running_loop().time())
        await asyncio.sleep(1 / PACE)
    await asyncio.sleep(1.0)
    return shown, store.writer.written


@pytest.mark.parametrize("took", [0.0, 0.001, 0.01, 0.02, 0.03, 0.04, 0.05])
def test_what_was_shown_is_on_disk_within_250_ms(took: float) -> None:
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        shown, written = runner.run(stream(took))
    for number, at in enumerate(shown):
        kept = next(each for each in written if each.update >= number)
        assert kept.at - at <= MOST_LOST + 1e-9, f"update {number} of {at:.3f} s"
    assert len(written) < UPDATES / PACE * 10 + 2, "ten times a second at most"


def test_what_takes_long_to_write_leaves_time_for_the_rest() -> None:
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        shown, written = runner.run(stream(0.3))
    assert len(written) <= (shown[-1] + 1.0) / (0.3 * 4) + 1, "a quarter of the time at most"
