"""Show a text in the user's pager, which has the terminal until it ends."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from spacetui.system.terminal_program import run_in_terminal
from spacetui.text.terminal_escapes import make_visible

# Tried in this order after the one that the user names.
PAGERS = (("less",), ("more",))


def find_pager(named: Sequence[str], environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the pager that the user names, else the first of PAGERS; empty where none is here."""
    path = environ.get("PATH")
    here = (each for each in (tuple(named), *PAGERS) if each and shutil.which(each[0], path=path))
    return next(here, ())


def write_for_pager(text: str) -> Path:
    """Write a text to a new file of mode 0600 with a name of our own. Raises OSError.

    Control characters are made visible: `less -R` and others let the terminal act on them. The
    caller removes the file.
    """
    with tempfile.NamedTemporaryFile(prefix="spacetui-", suffix=".txt", delete=False) as file:
        try:
            file.write(make_visible(text).encode())
        except BaseException:  # nothing of the text is left, whatever went wrong
            Path(file.name).unlink()
            raise
    return Path(file.name)


def run_pager(command: Sequence[str], path: Path) -> str:
    """Run a pager on a file until it ends; return why it showed nothing, or "". Blocking."""
    try:
        code = run_in_terminal([*command, str(path)])
    except OSError as error:
        return f"{command[0]}: {error.strerror or error}"
    if code:
        return f"{command[0]} ended with {code}"
    return ""
