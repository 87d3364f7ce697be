"""How many calls run at a time, the shards of rows, and what a batch says of its pace."""

import asyncio

import pytest

from spacetui.batch import throttle
from spacetui.batch.progress import BatchProgress, count_words, pace_words
from spacetui.batch.shard import Shard
from spacetui.batch.throttle import Throttle
from spacetui.errors import UsageError
from spacetui.session.wake_pace import Pace


async def test_after_a_refusal_one_call_is_made_and_each_good_one_makes_room_for_one_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "BUSY_PACE", Pace(0.0, 1.0, 0.0))
    places, running, most = Throttle(4), 0, 0

    async def call() -> None:
        nonlocal running, most
        async with places.place():
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(call() for _ in range(9)))
    assert most == 4
    most = 0
    places.back_off()
    await asyncio.gather(*(call() for _ in range(9)))
    assert most == 1 and places.troubled_since is not None
    for _ in range(3):
        places.went_well()
    assert places.troubled_since is None
    await asyncio.gather(*(call() for _ in range(9)))
    assert most == 4


async def test_pauses_grow_but_not_for_refusals_that_come_together() -> None:
    places, loop = Throttle(4), asyncio.get_running_loop()
    before = loop.time()
    places.back_off()
    first, after = places.resume_at, loop.time()
    assert before + 1.0 <= first <= after + 1.2
    places.back_off()
    if loop.time() < first:  # else this machine was away for longer than the pause
        assert places.resume_at == first
    places.back_off(retry_after=30)
    assert before + 30 <= places.resume_at <= loop.time() + 36
    places.back_off(retry_after=1e9)
    assert places.resume_at <= loop.time() + throttle.LONGEST_PAUSE * 1.2


@pytest.mark.parametrize(
    "text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/²", "1/" + "9" * 99]
)
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="Write I/N"):
        Shard.parse(text)


def test_each_row_belongs_to_one_shard() -> None:
    shards = [Shard.parse(f"{index}/3") for index in (1, 2, 3)]
    for row in range(1, 20):
        assert sum(each.has(row) for each in shards) == 1
    assert [each.size(20) for each in shards] == [7, 7, 6]


def test_progress_says_how_far_how_fast_and_how_long() -> None:
    progress = BatchProgress(1000, done=308)
    progress.ended.extend([0.0, *(5.0 * number for number in range(1, 13))])
    progress.done, progress.failed = 316, 2
    assert count_words(progress) == "318 of 1 000, 2 failed"
    assert pace_words(progress, 60.0) == "12 a minute · 56:50 left"
    progress.wait("the app is busy", 68.0)
    assert pace_words(progress, 60.0) == "the app is busy; it is asked again in 8.0 s"
    progress.wait("")
    progress.ended.clear()
    assert pace_words(progress, 60.0) == ""
