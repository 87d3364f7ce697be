"""The event loop of a command: run to its end whatever threads still wait, and its signals."""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine


def run_loop(work: Coroutine[None, None, int]) -> int:
    """Run a coroutine to its end, as asyncio.run does, but wait for no thread: a DNS answer may take a minute."""
    # What is imported by now stays to the end; nobody needs to look through it again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    before = signal.getsignal(signal.SIGINT)
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(_ended(left))
        loop.close()
        signal.signal(signal.SIGINT, before)


def on_signals(act: Callable[[], None]) -> None:
    """Let SIGINT, SIGTERM and SIGHUP do `act` in the running loop."""
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(
            signal, name, None
        )  # Windows has no SIGHUP, and its loop no signal handlers
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, act)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(act))


async def _ended(tasks: set[asyncio.Task[object]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
