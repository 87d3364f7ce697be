"""Following a call that sends without a pause: how often it is drawn, and what runs beside it."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from spacetui.model.events import Completed, Partial, Started
from spacetui.model.run import RunState, Status
from spacetui.tui import key_priority
from spacetui.tui.key_priority import ANSWER_SECONDS, KeyPriority
from spacetui.tui.use import follow_call
from spacetui.tui.use.follow_call import FRAME, PAUSE, SLICE, follow

MILLISECOND = 0.001


class EndlessStream:
    """A live call whose events are all there at once; each takes a millisecond of the clock."""

    def __init__(self, updates: int) -> None:
        self.state = RunState(status=Status.SENDING)
        self.now = 0.0
        texts = ("word " * number for number in range(updates))
        self._events = iter([Started(), *(Partial((each,)) for each in texts)])
        self._last: Completed | None = Completed(("all of it",), 1.0)

    def __aiter__(self) -> "EndlessStream":
        return self

    async def __anext__(self) -> Any:
        self.now += MILLISECOND
        event: Any = next(self._events, self._last)
        if event is None:
            raise StopAsyncIteration
        if event is self._last:
            self._last = None
        self.state = self.state.after(event)
        return event

    async def aclose(self) -> None:
        """End the stream."""


class AskedPriority(KeyPriority):
    """A KeyPriority that notes the pauses that it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float] = []

    def pause(self, at_least: float) -> float:
        self.asked.append(super().pause(at_least))
        return self.asked[-1]


async def test_a_stream_without_a_pause_leaves_the_loop_to_others_and_draws_few_frames(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream: Any = EndlessStream(400)
    drawn: list[Any] = []
    turns: list[float] = []
    monkeypatch.setattr(follow_call, "monotonic", lambda: stream.now)

    async def note_turns() -> None:
        while stream.state.status is not Status.COMPLETE:
            turns.append(stream.now)
            await asyncio.sleep(PAUSE / 4)

    others = asyncio.ensure_future(note_turns())
    keys = AskedPriority()
    await follow(
        stream, keys, lambda: drawn.append(stream.state), lambda: drawn.append(stream.state)
    )
    await others

    partial = [each for each in drawn if each.status is Status.STREAMING]
    assert 400 * MILLISECOND / FRAME - 2 <= len(partial) <= 400 * MILLISECOND / FRAME + 2
    assert drawn[-1].data == ("all of it",), "the last one is always drawn"
    longest = max(after - before for before, after in pairwise(turns))
    assert longest <= SLICE + 2 * MILLISECOND, "nothing else waits for longer than a slice"
    slices = 400 * MILLISECOND / (SLICE + MILLISECOND)
    assert len(keys.asked) >= slices - 2, "after each slice a key may go first"


def test_what_streams_leaves_the_loop_to_a_key_for_a_moment_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 10.0
    monkeypatch.setattr(key_priority, "monotonic", lambda: now)
    keys = KeyPriority()
    assert keys.pause(PAUSE) == PAUSE
    keys.note_key()
    assert keys.pause(PAUSE) == pytest.approx(ANSWER_SECONDS)
    now += ANSWER_SECONDS - PAUSE / 2
    assert keys.pause(PAUSE) == PAUSE
    now += ANSWER_SECONDS
    assert keys.pause(PAUSE) == PAUSE
