"""The command line: one command a file; output.py owns stdout and the exit codes.

`main` is all that loads at once. Whatever is heavier than click loads inside the command that needs it.
"""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
# Set by the shell scripts that click makes, to ask for completions.
COMPLETING = "_SPACETUI_COMPLETE"


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code (see output.py)."""
    # Until a command has something to tidy up, Ctrl-C ends at once, also while modules load.
    signal.signal(signal.SIGINT, _leave)
    # Importing makes many objects and no garbage, and looking for it takes time. The loop looks (event_loop.py).
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks is shown as its escape; it never ends the program.
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if args is None else args
    if words or COMPLETING in os.environ:
        from spacetui.cli.commands import run

        code = run(words)
    else:
        code = _open()
    _flush()
    # Threads that cannot be cancelled (a DNS answer, a Hub call) must not hold up the exit.
    os._exit(code)


def _open() -> int:
    """Open the app, not by way of click: where there is no word to read, it need not hold up the first frame."""
    from spacetui.cli.launch_app import open_app
    from spacetui.cli.session_options import NO_ACCESS

    try:
        return open_app("", NO_ACCESS)
    except KeyboardInterrupt:
        return INTERRUPTED


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            continue  # the reader has gone; it was told by the exit code
