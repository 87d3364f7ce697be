"""Running blocking work on daemon threads of our own (security.md section 4).

The threads of the default executor are not used, since they delay the end of the process. Each
piece of work has its own thread: one that was given up may wait on a dead connection for seconds,
and must not delay the next search.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def run_in_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises. If cancelled, do not wait for it."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]  # None may be a T

    def run() -> None:
        result, raised = None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  raised where the result is awaited
            raised = error
        with contextlib.suppress(RuntimeError):  # the loop is closed, and nothing awaits the result
            loop.call_soon_threadsafe(settle, result, raised)

    threading.Thread(target=run, name="hub", daemon=True).start()
    return await outcome
