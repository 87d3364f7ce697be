"""Copy text: to the clipboard of this machine, or else through the terminal (OSC 52) and to a file.

This module does not know Textual: the caller passes the function that writes OSC 52.
"""

import hashlib
import os
import platform
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacetui.system.paths import copies_dir, path_text
from spacetui.text.format import size_text
from spacetui.text.terminal_escapes import is_safe

# Longest text sent by OSC 52, in bytes before base64: xterm and tmux drop more than about 100 kB.
MAX_OSC52 = 74_000
# It stands in the heading of a narrow pane.
THROUGH_TERMINAL = "copied by your terminal"
# Seconds that a clipboard program may take.
PROGRAM_SECONDS = 5.0
# Programs of Linux: the variable that says that their display is there, and the command line.
PROGRAMS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


@dataclass(frozen=True, slots=True)
class CopyResult:
    """Where a copy went.

    outcome: what was done, in a few words, or why the text was not copied. place: in which file
    the text is, as a sentence without a subject; empty if in none. path: that file.
    """

    outcome: str
    in_clipboard: bool = False
    in_terminal: bool = False
    place: str = ""
    path: Path | None = None

    @property
    def is_copied(self) -> bool:
        return self.in_clipboard or self.in_terminal

    @property
    def message(self) -> str:
        """All of it in one line. What may be cut in a small window comes last."""
        if not self.is_copied:
            return f"not copied, {self.place}: {self.outcome}"
        outcome = self.outcome.replace(THROUGH_TERMINAL, "copied (OSC 52)")
        return "; ".join(filter(None, (outcome, self.place)))


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
    no_clipboard = _put_in_clipboard(text, environ)
    if not no_clipboard:
        return CopyResult(f"copied{warning}", in_clipboard=True)
    no_terminal = _send_to_terminal(text, osc52)
    path, no_file = _try_to_save(text, suffix, folder)
    if not no_terminal:
        place = f"also as {_place_text(path)}" if path else no_file
        return CopyResult(f"{THROUGH_TERMINAL}{warning}", in_terminal=True, place=place, path=path)
    reason = ", and ".join(filter(None, (no_terminal, no_clipboard)))
    place = f"it is {_place_text(path)}" if path else no_file
    return CopyResult(f"{reason}{warning}", place=place, path=path)


def _place_text(path: Path) -> str:
    """Return a path with the name first: a long folder may be cut on the screen."""
    return f"{path.name} in {path_text(path.parent)}"


def _is_remote(environ: Mapping[str, str]) -> bool:
    """Return whether the user works over SSH: the clipboard of this machine is not the user's."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def _put_in_clipboard(text: str, environ: Mapping[str, str]) -> str:
    """Put `text` into the clipboard of this machine; return why it is not there, or ""."""
    if _is_remote(environ):
        return "over SSH this machine's clipboard is not yours"
    for variable, command in PROGRAMS:
        if environ.get(variable) and shutil.which(command[0], path=environ.get("PATH")):
            return _give_to_program(text, command, environ)
    return _put_by_pyperclip(text)


def _give_to_program(text: str, command: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """Give `text` to a program, and return what it says if it fails.

    pyperclip does not look at whether it failed, and lets its errors onto the screen.
    """
    name = command[0]
    with tempfile.TemporaryFile() as errors:  # not a pipe: xclip stays, and keeps it open
        try:
            done = subprocess.run(
                command,
                input=text.encode("utf-8", "surrogatepass"),
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=dict(environ),
                timeout=PROGRAM_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"{name} took over {PROGRAM_SECONDS:.0f} s"
        except OSError as error:
            return f"{name}: {error.strerror or error}"
        errors.seek(0)
        said = errors.read(500).decode("utf-8", "replace").strip()
    if done.returncode == 0:
        return ""
    return f"{name} failed: {said.splitlines()[-1] if said else f'exit code {done.returncode}'}"


def _put_by_pyperclip(text: str) -> str:
    """Use what there is on macOS, Windows and under WSL."""
    import pyperclip

    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        is_linux = platform.system() == "Linux"
        return "there is no clipboard program here" if is_linux else "the clipboard did not take it"
    except (OSError, ValueError) as error:
        return f"the clipboard did not take it: {error}"
    return ""


def _send_to_terminal(text: str, osc52: Callable[[str], None] | None) -> str:
    """Send `text` to the terminal; return why it was not sent, or ""."""
    if osc52 is None:
        return "there is no terminal"
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_OSC52:
        return f"{size_text(size)} is too long for your terminal's clipboard"
    osc52(text)
    return ""


def _try_to_save(text: str, suffix: str, folder: Path | None) -> tuple[Path | None, str]:
    """Write the file; return its path, or None and why there is none."""
    try:
        return _save(text, suffix, folder or copies_dir()), ""
    except OSError as error:
        return None, f"no file: {error.strerror or error}"


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
