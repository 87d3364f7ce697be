"""Child processes of the demo: the command that runs one, and how it ends with its parent.

The parent holds the write end of the child's standard input and never writes to it. When the parent
ends, in whatever way (SIGKILL included), the system closes that pipe, and the child reads its end.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

ROOT = str(Path(__file__).parents[2])


def child_command(module: str) -> list[str]:
    """Return the command that runs `main()` of one of our modules in a new Python process.

    Not `python -m`, which would put the current folder, whatever it contains, before the standard
    library.
    """
    program = f"import sys; sys.path.append({ROOT!r}); from {module} import main; main()"
    return [sys.executable, "-P", "-c", program]


def exit_with_parent(before_exit: Callable[[], None] = lambda: None) -> None:
    """End this process, after `before_exit`, when its standard input closes. Ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait_for_end() -> None:
        # os.read, not sys.stdin: a thread in a buffered read would hold its lock at exit.
        while os.read(0, 4096):
            continue
        before_exit()
        os._exit(0)

    threading.Thread(target=wait_for_end, name="parent watch", daemon=True).start()
