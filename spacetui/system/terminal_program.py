"""A program that has the terminal until it ends: a pager, an editor."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType


def run_in_terminal(command: Sequence[str]) -> int:
    """Run a program until it ends, and return its exit code. Raises OSError. Blocking.

    It gets a list of arguments, and no shell reads them.
    """
    with _without_interrupts():
        return subprocess.run(command, check=False).returncode


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Leave ctrl+c to the program, which may only stop a search by it."""

    # A function and not SIG_IGN, which the program would inherit.
    def ignore(number: int, frame: FrameType | None) -> None:
        return

    before = signal.signal(signal.SIGINT, ignore)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
