"""What is done when the process ends.

The command ends it by os._exit, which leaves out what atexit has: so the command asks for it here.
"""

import atexit
from collections.abc import Callable

_work: list[Callable[[], object]] = []


def at_exit(work: Callable[[], object]) -> None:
    """Do `work` when the process ends, once however often it is asked for."""
    if not _work:
        atexit.register(run_at_exit)  # for a process that ends in another way
    if work not in _work:
        _work.append(work)


def run_at_exit() -> None:
    """Do all of it now."""
    while _work:
        _work.pop()()
