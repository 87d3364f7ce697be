"""Borrowed sessions: never two calls at once in one, and a used one before a new one."""

import asyncio
import time

from spacetui.wire.calls.session_pool import SessionPool


async def test_a_session_comes_back_when_its_call_ended_clean() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    assert await sessions.borrow() != first, "in use"
    sessions.will_return(first)
    sessions.give_back(first, is_clean=True)
    assert await sessions.borrow() == first


async def test_a_session_of_a_call_that_was_lost_or_stopped_is_not_used_again() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    sessions.give_back(first, is_clean=False)
    assert await sessions.borrow() != first


async def test_a_call_right_after_another_waits_for_its_stream_to_end() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    sessions.will_return(first)
    asyncio.get_running_loop().call_later(0.01, lambda: sessions.give_back(first, is_clean=True))
    assert await sessions.borrow() == first


async def test_no_call_waits_long_for_a_stream_that_does_not_end() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    sessions.will_return(first)
    started = time.monotonic()
    assert await sessions.borrow() != first
    assert time.monotonic() - started < 1


async def test_of_several_that_wait_one_gets_the_session_and_the_others_new_ones() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    sessions.will_return(first)
    asyncio.get_running_loop().call_later(0.01, lambda: sessions.give_back(first, is_clean=True))
    taken = await asyncio.gather(*(sessions.borrow() for _ in range(4)))
    assert len(set(taken)) == 4
    assert first in taken


async def test_the_session_in_which_a_component_was_changed_is_found_and_lent_no_more() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    sessions.will_return(first)
    sessions.keep_changes({7, 8}, first)
    sessions.give_back(first, is_clean=True)
    assert await sessions.borrow() != first
    assert await sessions.session_of([None, 3]) == ""
    assert await sessions.session_of([3, 7]) == first


async def test_the_session_of_the_latest_change_counts() -> None:
    sessions = SessionPool()
    sessions.keep_changes({7, 8}, "a")
    sessions.keep_changes({7}, "b")
    assert await sessions.session_of([7, 8]) == "b"
    assert await sessions.session_of([8]) == "a"
    sessions.keep_changes({8}, "c")
    assert await sessions.session_of([7, 8]) == "c"


async def test_a_changed_component_is_waited_for_until_its_call_has_left() -> None:
    sessions = SessionPool()
    first = await sessions.borrow()
    sessions.will_return(first)
    sessions.keep_changes({7}, first)
    waiting = asyncio.ensure_future(sessions.session_of([7]))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    sessions.give_back(first, is_clean=True)
    assert await waiting == first
