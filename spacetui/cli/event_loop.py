"""The event loop of a command and its signals. At the end it does not wait for threads."""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine


def run_loop(work: Coroutine[None, None, int]) -> int:
    """Run a coroutine as asyncio.run does, but without waiting for threads such as DNS look-ups."""
    # What is imported by now stays until the end, so the garbage collector need not visit it again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    previous_handler = signal.getsignal(signal.SIGINT)
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        unfinished = asyncio.all_tasks(loop)
        for task in unfinished:
            task.cancel()
        loop.run_until_complete(_wait_for(unfinished))
        loop.close()
        signal.signal(signal.SIGINT, previous_handler)


def collect_in_small_steps() -> None:
    """Let the garbage collector stop the loop often and shortly, once all is loaded.

    A collection visits all objects that are new: 50,000 of them take longer than a key may. What
    is there by now is visited no more.
    """
    gc.freeze()
    gc.set_threshold(2_000, 5, 1_000)


def on_signals(action: Callable[[], None]) -> None:
    """Call `action` in the running loop when SIGINT, SIGTERM or SIGHUP arrives."""
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no SIGHUP, and its event loop no signal handlers.
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, action)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(action))


async def _wait_for(tasks: set[asyncio.Task[object]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
