"""Owner of stdout and of the exit codes. stdout is data, stderr is talk.

| code | meaning | kinds of error |
|---|---|---|
| 0 | done | |
| 1 | the app reported an error | app; cancelled by the server |
| 2 | the call as given cannot be made | usage, validation, not_gradio, stage |
| 3 | worth trying again | unreachable, timeout, lost, busy; stage, when asleep past the limit |
| 4 | not allowed | auth, quota |
| 130 | interrupted by the user, or by the reader of stdout going away | cancelled by the user |
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TextIO

from spacetui.cli import INTERRUPTED
from spacetui.cli.event_loop import on_signals, run_loop
from spacetui.errors import SpacetuiError, StageError
from spacetui.text.terminal import make_visible, visible_line

if TYPE_CHECKING:
    from spacetui.model.schema import Json

EXIT_CODES = {
    "app": 1,
    "cancelled": 1,
    "usage": 2,
    "validation": 2,
    "not_gradio": 2,
    "stage": 2,
    "unreachable": 3,
    "timeout": 3,
    "lost": 3,
    "busy": 3,
    "auth": 4,
    "quota": 4,
}
# Longest error line, in characters (security.md P14).
MAX_LINE = 500
# Seconds from Ctrl-C to the end of the process, whatever still runs (security.md P12 allows 2).
GRACE = 1.6
# dumps goes as deep as loads went, from a deeper stack.
_DEPTH = 3000


class ReaderGone(Exception):
    """Nobody reads stdout any more (`| head`). Not an OSError: click would answer that by itself."""


def exit_code(error: SpacetuiError) -> int:
    """Give the exit code of an error."""
    if isinstance(error, StageError) and error.is_waking:
        return 3
    return EXIT_CODES.get(error.failure.kind, 1)


def to_json(value: Json) -> str:
    """Give strict JSON on one line, in ASCII: NaN and infinities are null, DEL is escaped too (security.md P7, P4)."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        try:
            text = json.dumps(value, allow_nan=False)
        except ValueError:
            text = json.dumps(_finite(value), allow_nan=False)
    finally:
        sys.setrecursionlimit(limit)
    return text.replace("\x7f", "\\u007f")


def _finite(value: Json) -> Json:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    return value


def print_json(value: Json) -> None:
    """Print one line of JSON at once."""
    _write(sys.stdout, to_json(value) + "\n")


def print_text(text: str, *, end: str = "\n") -> None:
    """Print text for people: controls are made visible."""
    _write(sys.stdout, make_visible(text) + end)


def print_raw(text: str) -> None:
    """Print text of our own making that must stay exact, a snippet."""
    _write(sys.stdout, text)


def print_error(text: str) -> None:
    """Print one line of talk on stderr, at most MAX_LINE characters."""
    _write(
        sys.stderr,
        f"spacetui: {visible_line(text, MAX_LINE - len('spacetui: '))}\n",
    )


def print_note(text: str) -> None:
    """Print one line on stderr that is no error."""
    _write(sys.stderr, visible_line(text, MAX_LINE) + "\n")


def stage_printer(src: str) -> Callable[[str], None]:
    """Give what says on stderr, once each, the stages that a Space passes while it is waited for."""
    said: set[str] = set()

    def tell(stage: str) -> None:
        if stage not in said:
            said.add(stage)
            print_note(f"{src} is {stage.lower().replace('_', ' ')}; waiting (Ctrl-C ends it)")

    return tell


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return  # closed by the caller (>&-): nobody wants it
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        if stream is not sys.stderr:
            raise ReaderGone from None


def drop_stdout() -> None:
    """Let nothing more go to a stdout whose reader has gone, so that leaving does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_command(work: Coroutine[None, None, int]) -> int:
    """Run a command's coroutine and give its exit code; errors we know become one line on stderr.

    Ctrl-C and SIGTERM cancel the coroutine, which has GRACE seconds to tidy up; a second one ends at once.
    """
    try:
        return run_loop(_interruptible(work))
    except SpacetuiError as error:
        print_error(str(error))
        return exit_code(error)


async def _interruptible(work: Coroutine[None, None, int]) -> int:
    task = asyncio.ensure_future(work)
    was_interrupted = False

    def stop() -> None:
        nonlocal was_interrupted
        if was_interrupted:
            os._exit(INTERRUPTED)
        was_interrupted = True
        # A thread, not a task of the loop: it must also end a loop that is stuck.
        timer = threading.Timer(GRACE, os._exit, (INTERRUPTED,))
        timer.daemon = True
        timer.start()
        task.cancel()

    on_signals(stop)
    try:
        return await task
    except asyncio.CancelledError:
        return INTERRUPTED
    except (SpacetuiError, ReaderGone):
        if was_interrupted:
            return INTERRUPTED
        raise
