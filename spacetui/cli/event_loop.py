"""The event loop of a command and its signals. At the end it does not wait for threads."""

import asyncio
import gc
import select
import signal
import sys
from collections.abc import Callable, Coroutine
from threading import Thread
from types import FrameType

# What ends a command in order. Windows has no SIGHUP.
SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]

# Seconds for which a thread computes while another one waits. Python's own 5 ms pass each time that
# the loop has waited for something while a thread computes, and before a key is read or a frame is
# written while the loop computes.
TURN = 0.001
# Milliseconds; not every system wakes a thread that waits for the end of a terminal alone.
HANGUP_PAUSE = 1_000


def run_loop(work: Coroutine[None, None, int]) -> int:
    """Run a coroutine as asyncio.run does, but without waiting for threads such as DNS look-ups."""
    # What is imported by now stays until the end, so the garbage collector need not visit it again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    previous_handlers = [(number, signal.getsignal(number)) for number in SIGNALS]
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        unfinished = asyncio.all_tasks(loop)
        for task in unfinished:
            task.cancel()
        loop.run_until_complete(_wait_for(unfinished))
        loop.close()
        for number, handler in previous_handlers:
            signal.signal(number, handler)


def keep_pauses_short() -> None:
    """Let garbage collections and threads stop the loop often and shortly, once all is loaded.

    A collection visits all objects that are new: 50,000 of them take longer than a key may. What
    is there by now is visited no more.
    """
    sys.setswitchinterval(TURN)
    gc.freeze()
    gc.set_threshold(2_000, 5, 1_000)


def on_signals(action: Callable[[], None]) -> None:
    """Call `action` in the running loop when SIGINT, SIGTERM or SIGHUP arrives.

    Not by the loop's add_signal_handler, which Windows has not, and which lists all signals of the
    machine each time: 3 ms before the first frame.
    """
    loop = asyncio.get_running_loop()

    def call(number: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(action)

    for number in SIGNALS:
        signal.signal(number, call)


def on_hangup(action: Callable[[], None]) -> None:
    """Call `action` in the running loop when the terminal of this process is closed.

    SIGHUP tells that only to a process whose controlling terminal it is. A thread waits for it: to
    the event loop, a terminal that is gone has something to read at every moment.
    """
    streams = [each for each in (sys.__stdin__, sys.__stderr__) if each is not None]
    terminals = [each.fileno() for each in streams if each.isatty()]
    if not terminals or not hasattr(select, "poll"):  # Windows has none
        return
    poll, loop = select.poll(), asyncio.get_running_loop()
    for number in terminals:
        poll.register(number, 0)  # its end is told without being asked for

    def wait() -> None:
        while not (told := poll.poll(HANGUP_PAUSE)):
            if loop.is_closed():
                return
        is_closed = any(event & (select.POLLHUP | select.POLLERR) for _, event in told)
        if is_closed and not loop.is_closed():
            loop.call_soon_threadsafe(action)

    Thread(target=wait, name="hangup", daemon=True).start()


async def _wait_for(tasks: set[asyncio.Task[object]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
