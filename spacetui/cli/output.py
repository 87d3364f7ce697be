"""The only writer of stdout and stderr: data goes to stdout, everything else to stderr.

What is printed comes from a session, and so holds no credential (security.md P4).
"""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TextIO

from spacetui.cli.event_loop import on_signals, run_loop
from spacetui.cli.exit_codes import INTERRUPTED, exit_code
from spacetui.cli.library_messages import show_library_messages
from spacetui.errors import SpacetuiError
from spacetui.text.strict_json import to_json
from spacetui.text.terminal_escapes import make_visible, visible_line

if TYPE_CHECKING:
    from spacetui.model.schema import Json

# Longest line of an error, in characters (security.md P14).
MAX_LINE = 500
# Seconds from Ctrl-C to the end of the process, whatever still runs (security.md P12 allows 2).
EXIT_LIMIT = 1.6


class StdoutClosed(Exception):
    """The reader of stdout has closed it (`| head`). Not an OSError, which click would handle."""


class NotWritten(SpacetuiError):
    """Stdout does not take what is printed: the disk is full, or it is not open for writing."""

    kind = "lost"


def print_json(value: Json) -> None:
    """Print one line of JSON, and flush it."""
    _write(sys.stdout, to_json(value) + "\n")


def print_text(text: str, *, end: str = "\n") -> None:
    """Print text for users, with control characters made visible."""
    _write(sys.stdout, make_visible(text) + end)


def print_raw(text: str) -> None:
    """Print text that spacetui itself wrote and that must stay exact, such as a snippet."""
    _write(sys.stdout, text)


def print_error(text: str) -> None:
    """Print an error on stderr, as one line of at most MAX_LINE characters."""
    prefix = "spacetui: "
    line = visible_line(text, MAX_LINE - len(prefix))
    _write(sys.stderr, f"{prefix}{line}\n")


def print_note(text: str) -> None:
    """Print one line on stderr that is not an error."""
    _write(sys.stderr, visible_line(text, MAX_LINE) + "\n")


def can_ask() -> bool:
    """Return whether a question can be read and answered."""
    return all(each is not None and each.isatty() for each in (sys.stdin, sys.stderr))


def ask(question: str) -> str:
    """Print a question on stderr and return the line that the user types; empty at its end."""
    _write(sys.stderr, f"{visible_line(question, MAX_LINE)} ")
    return sys.stdin.readline().strip()


def stage_printer(src: str) -> Callable[[str], None]:
    """Return a function that prints each stage of a Space once, while the Space is waited for."""
    printed: set[str] = set()

    from spacetui.model.stage import StageGroup, stage_group

    def print_stage(stage: str) -> None:
        if stage in printed:
            return
        printed.add(stage)
        name = stage.lower().replace("_", " ") or "known to the Hub"
        silent = ""
        if stage_group(stage) in (StageGroup.UP, StageGroup.UNKNOWN):
            silent = ", but its app does not answer"
        print_note(f"{src} is {name}{silent}; waiting (Ctrl-C ends it)")

    return print_stage


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return  # the caller closed it (>&-)
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        if stream is not sys.stderr:  # where stderr takes nothing, nobody can be told
            raise stdout_failure(error) from None


def stdout_failure(error: OSError) -> StdoutClosed | NotWritten:
    """Return what to raise when stdout could not be written."""
    if error.errno == errno.EPIPE:
        return StdoutClosed()
    reason = error.strerror or str(error)
    return NotWritten(f"the output cannot be written: {reason}", hint="Look at where it goes.")


def discard_stdout() -> None:
    """Connect a closed stdout to the null device, so that flushing it at exit does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_command(work: Coroutine[None, None, int]) -> int:
    """Run a command's coroutine and return its exit code. A known error prints one line on stderr.

    Ctrl-C and SIGTERM cancel the coroutine, which then has EXIT_LIMIT seconds to clean up. A second
    one ends the process at once.
    """
    show_library_messages(print_note)
    try:
        return run_loop(_interruptible(work))
    except SpacetuiError as error:
        print_error(str(error))
        return exit_code(error)


async def _interruptible(work: Coroutine[None, None, int]) -> int:
    task = asyncio.ensure_future(work)
    was_interrupted = False

    def interrupt() -> None:
        nonlocal was_interrupted
        if was_interrupted:
            os._exit(INTERRUPTED)
        was_interrupted = True
        # A thread, and not a task of the loop: it must also end a loop that is blocked.
        timer = threading.Timer(EXIT_LIMIT, os._exit, (INTERRUPTED,))
        timer.daemon = True
        timer.start()
        task.cancel()

    on_signals(interrupt)
    try:
        return await task
    except asyncio.CancelledError:
        return INTERRUPTED
    except (SpacetuiError, StdoutClosed):
        if was_interrupted:
            return INTERRUPTED
        raise
