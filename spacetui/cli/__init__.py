"""The command line: one file for each command. Only `output` writes to stdout.

Loading this package loads `main` alone. A module heavier than click is imported inside the command
that needs it.
"""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from spacetui.cli.exit_codes import INTERRUPTED
from spacetui.cli.late_imports import import_late

# Set by the shell scripts that click generates, to ask for completions.
COMPLETING = "_SPACETUI_COMPLETE"


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code (exit_codes.py)."""
    # Until a command has something to clean up, Ctrl-C ends the process at once, even while modules
    # are loading.
    signal.signal(signal.SIGINT, _exit_interrupted)
    # Importing creates many objects and no garbage, and collecting takes time. The event loop
    # enables the collector again (event_loop.py).
    gc.disable()
    import_late()
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks is escaped, instead of raising an error.
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="backslashreplace")
    if args is None:
        args = sys.argv[1:]
    src = None if COMPLETING in os.environ else src_alone(args)
    if src is None:
        from spacetui.cli.commands import run

        code = run(args)
    else:
        code = _open_app(src)
    _flush()
    if "spacetui.system.at_exit" in sys.modules:  # else there is nothing to do
        from spacetui.system.at_exit import run_at_exit

        run_at_exit()
    # Threads that cannot be cancelled (a DNS look-up, a Hub call) must not delay the exit.
    os._exit(code)


def src_alone(args: Sequence[str]) -> str | None:
    """Return the SRC of a command line that has nothing else, or an empty text if that is empty.

    None for anything that click has to read: options, commands, and a SRC that is none.
    """
    if not args:
        return ""
    src = args[0]
    if len(args) > 1 or src.startswith("-") or "/" not in src:  # no command has a slash
        return None
    from spacetui.cli.command_session import hub_endpoint
    from spacetui.errors import UsageError
    from spacetui.model.space import parse_ref

    try:
        parse_ref(src, hub_endpoint=hub_endpoint())
    except UsageError:
        return None
    return src


def _open_app(src: str) -> int:
    """Open the app without click, which would delay the first frame."""
    from spacetui.cli.command_session import NO_ACCESS
    from spacetui.cli.launch_app import open_app

    try:
        return open_app(src, NO_ACCESS)
    except KeyboardInterrupt:
        return INTERRUPTED


def _exit_interrupted(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            continue  # nobody reads the stream any more, which the exit code says already
