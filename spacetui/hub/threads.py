"""Blocking work on daemon threads of our own (security.md 4): nobody who leaves or gives up waits for it.

Not the default executor: its threads hold up the end of the process. A thread for each piece of work, and not a
fixed few: an abandoned one may sit on a dead connection for seconds, and must not keep the next search waiting.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """Give what `work` returns, or raise what it raises. When this is cancelled, its answer is dropped."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]  # None is a T where work returns None

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  whatever it is, it belongs to the one who awaits
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended; so has anybody's interest
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="hub", daemon=True).start()
    return await answer
