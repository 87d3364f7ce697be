"""How a process of the demo is started, and how it learns that nobody needs it any more.

Whoever starts one holds the write end of its standard input and never writes. When the starter ends, in whatever
way, SIGKILL included, the system closes that pipe, and the child reads the end of the file.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

ROOT = str(Path(__file__).parents[2])


def command_of(module: str) -> list[str]:
    """Give the command that runs `main()` of a module of ours in a Python of its own.

    Not `python -m`: that would put the current folder, with whatever lies there, in front of the standard library.
    """
    run = f"import sys; sys.path.append({ROOT!r}); from {module} import main; main()"
    return [sys.executable, "-P", "-c", run]


def end_with_starter(last_act: Callable[[], None] = lambda: None) -> None:
    """End this process when its standard input closes, after `last_act`; a terminal's Ctrl-C is not for us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        # os.read, not sys.stdin: a thread blocked in a buffered read would hold its lock at exit.
        while os.read(0, 4096):
            continue
        last_act()
        os._exit(0)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
