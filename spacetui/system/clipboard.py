"""copy(text): to the machine's clipboard; else by the terminal (OSC 52) and to a file. Says what it did.

No Textual here: who owns the terminal passes the function that writes OSC 52 to it.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacetui.system.paths import copies_dir, shown_path
from spacetui.text.terminal import is_safe

# Longest text sent by OSC 52, in bytes before base64: xterm and tmux drop what is above about 100 kB of it.
MAX_OSC52 = 74_000


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What a copy did. message: in words, for the screen; path: the file it also lies in, if any."""

    message: str
    in_clipboard: bool = False
    in_terminal: bool = False
    path: Path | None = None


def copy(
    text: str,
    *,
    suffix: str = ".txt",
    osc52: Callable[[str], None] | None = None,
    folder: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> CopyResult:
    """Copy `text`. It may run a program of the machine, xclip say: not on an event loop.

    suffix: of the file written where no clipboard is in reach, `.py`. osc52: writes the text to the
    terminal as OSC 52. folder: for that file, else the data folder's.
    """
    warning = "" if is_safe(text) else "; it holds control characters"
    if not _is_remote(environ) and _by_machine(text):
        return CopyResult(f"copied{warning}", in_clipboard=True)
    in_terminal = osc52 is not None and len(text.encode("utf-8", "surrogatepass")) <= MAX_OSC52
    if in_terminal and osc52 is not None:
        osc52(text)
    sent = "sent to your terminal" if in_terminal else ""
    try:
        path = _keep(text, suffix, folder or copies_dir())
    except OSError as error:
        why = f"no file: {error.strerror or error}"
        return CopyResult(
            f"{sent}; {why}{warning}" if sent else f"not copied; {why}", in_terminal=in_terminal
        )
    place = f"in {shown_path(path)}"
    return CopyResult(
        f"{sent}, and {place}{warning}" if sent else f"{place}{warning}", False, in_terminal, path
    )


def _is_remote(environ: Mapping[str, str]) -> bool:
    """Say whether the user sits at another machine, whose clipboard this one cannot reach."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def _by_machine(text: str) -> bool:
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError, ValueError):
        return False  # no clipboard here, or its program failed; the caller has other ways
    return True


def _keep(text: str, suffix: str, folder: Path) -> Path:
    """Write `snippet<suffix>`; a file of that name is replaced only if it is our last copy, unchanged."""
    data = text.encode("utf-8", "surrogatepass")
    for number in range(1, 1000):
        path = folder / f"snippet{'' if number == 1 else f'-{number}'}{suffix}"
        mark = folder / f".{path.name}.sha256"
        if path.is_symlink() or (path.exists() and not _is_ours(path, mark)):
            continue
        part = folder / f".{path.name}.{os.getpid()}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        mark.write_text(hashlib.sha256(data).hexdigest())
        part.replace(path)
        return path
    raise OSError(f"{folder} is full of snippets")


def _is_ours(path: Path, mark: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or mark.is_symlink():
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() == mark.read_text().strip()
    except (OSError, ValueError):
        return False
