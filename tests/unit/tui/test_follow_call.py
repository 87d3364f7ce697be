"""Following a call that sends without a pause: how often it is drawn, and what runs beside it."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from spacetui.model.events import Completed, Partial, Started
from spacetui.model.run import RunState, Status
from spacetui.tui import key_priority
from spacetui.tui.key_priority import (
    ANSWER_SECONDS,
    FRAME,
    LONGEST_FRAME,
    TYPING_FRAME,
    TYPING_SECONDS,
    KeyPriority,
)
from spacetui.tui.use import follow_call
from spacetui.tui.use.follow_call import PAUSE, SLICE, follow

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
    monkeypatch.setattr(key_priority, "monotonic", lambda: stream.now)
    keys = KeyPriority()
    await follow(
        stream, keys, lambda: drawn.append(stream.state), lambda: drawn.append(stream.state)
    )
    await others

    partial = [each for each in drawn if each.status is Status.STREAMING]
    assert 400 * MILLISECOND / FRAME - 2 <= len(partial) <= 400 * MILLISECOND / FRAME + 2
    assert drawn[-1].data == ("all of it",), "the last one is always drawn"
    longest = max(after - before for before, after in pairwise(turns))
    assert longest <= SLICE + 2 * MILLISECOND, "nothing else waits for longer than a slice"


async def test_a_stream_is_neither_read_nor_drawn_before_a_key_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream: Any = EndlessStream(400)
    now = 0.0
    monkeypatch.setattr(key_priority, "monotonic", lambda: now)
    monkeypatch.setattr(follow_call, "monotonic", lambda: stream.now)
    keys = KeyPriority()
    keys.note_key()
    drawn: list[float] = []
    reading = asyncio.ensure_future(follow(stream, keys, lambda: None, lambda: drawn.append(now)))
    for _ in range(10):
        await asyncio.sleep(PAUSE)
    read = stream.now
    assert read < 4 * SLICE and not drawn, "it waits"
    keys.note_answer()
    await reading
    assert stream.now > read, "it goes on"


def test_frames_of_a_stream_wait_for_a_key_and_are_fewer_while_somebody_types(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 10.0
    monkeypatch.setattr(key_priority, "monotonic", lambda: now)
    keys = KeyPriority()
    assert keys.is_frame_due(FRAME)
    keys.note_key()
    assert keys.is_awaited and not keys.is_frame_due(TYPING_FRAME)
    assert keys.is_frame_due(LONGEST_FRAME), "a key that is held down stops nothing"
    keys.note_answer()
    assert not keys.is_frame_due(FRAME) and keys.is_frame_due(TYPING_FRAME)
    now += TYPING_SECONDS
    assert keys.is_frame_due(FRAME)
    keys.note_key()
    now += 2 * ANSWER_SECONDS
    assert not keys.is_awaited, "a key that changes nothing is not waited for"
