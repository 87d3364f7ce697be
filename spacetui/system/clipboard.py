"""Copy text: to the clipboard of this machine, or else to the terminal (OSC 52) and to a file.

This module does not know Textual: the caller passes the function that writes OSC 52.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacetui.system.paths import copies_dir, path_text
from spacetui.text.terminal_escapes import is_safe

# Longest text sent by OSC 52, in bytes before base64: xterm and tmux drop more than about 100 kB.
MAX_OSC52 = 74_000


@dataclass(frozen=True, slots=True)
class CopyResult:
    """Where a copy went. message: a description for the user. path: the file it is in, or None."""

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
    """Copy `text`. Blocking, since it may run a program such as xclip: not for an event loop.

    suffix: of the file written if there is no clipboard, for example `.py`. osc52: sends the text
    to the terminal. folder: for that file; by default one in the data folder.
    """
    warning = "" if is_safe(text) else "; it holds control characters"
    if not _is_remote(environ) and _put_in_clipboard(text):
        return CopyResult(f"copied{warning}", in_clipboard=True)
    in_terminal = _send_to_terminal(text, osc52)
    try:
        path = _save(text, suffix, folder or copies_dir())
    except OSError as error:
        reason = f"no file: {error.strerror or error}"
        if not in_terminal:
            return CopyResult(f"not copied; {reason}")
        return CopyResult(f"sent to your terminal; {reason}{warning}", in_terminal=True)
    message = f"in {path_text(path)}{warning}"
    if in_terminal:
        message = f"sent to your terminal, and {message}"
    return CopyResult(message, in_terminal=in_terminal, path=path)


def _is_remote(environ: Mapping[str, str]) -> bool:
    """Return whether the user works over SSH: the clipboard of this machine is not the user's."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def _put_in_clipboard(text: str) -> bool:
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError, ValueError):
        return False  # there is no clipboard, or its program failed
    return True


def _send_to_terminal(text: str, osc52: Callable[[str], None] | None) -> bool:
    if osc52 is None or len(text.encode("utf-8", "surrogatepass")) > MAX_OSC52:
        return False
    osc52(text)
    return True


def _save(text: str, suffix: str, folder: Path) -> Path:
    """Write `snippet<suffix>`. A file of that name is replaced only if it is our unchanged copy."""
    data = text.encode("utf-8", "surrogatepass")
    for number in range(1, 1000):
        name = f"snippet{suffix}" if number == 1 else f"snippet-{number}{suffix}"
        path = folder / name
        checksum = folder / f".{name}.sha256"
        if path.is_symlink() or (path.exists() and not _is_our_copy(path, checksum)):
            continue
        part = folder / f".{name}.{os.getpid()}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        checksum.write_text(hashlib.sha256(data).hexdigest())
        part.replace(path)
        return path
    raise OSError(f"{folder} is full of snippets")


def _is_our_copy(path: Path, checksum: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or checksum.is_symlink():
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() == checksum.read_text().strip()
    except (OSError, ValueError):
        return False
