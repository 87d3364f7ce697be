"""Hand a file or an address to the program that this machine opens it with."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

# Seconds after which a program that has not failed is taken to show what it was given.
SETTLED_SECONDS = 1.5
# In the order in which they are tried on Linux. wslview shows it on the Windows around a WSL.
OPENERS = (("wslview",), ("xdg-open",), ("gio", "open"))
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
# Exit codes of xdg-open and what they mean.
XDG_REASONS = {2: "it is not there", 3: "no program here opens it", 4: "no program here opens it"}

# What was started and may still run; kept until it has ended, so that it can be waited for.
_started: list[subprocess.Popen[bytes]] = []


def open_with_viewer(
    target: str, environ: Mapping[str, str] = os.environ, *, command: Sequence[str] = ()
) -> str:
    """Open a path or URL as a double click would; return why it is not open, or "".

    command: a program and its arguments that opens it instead.
    Blocking for up to SETTLED_SECONDS: not for an event loop.
    """
    if command:
        return _run((*command, target), environ)
    if sys.platform == "win32":
        try:
            os.startfile(target)
        except OSError as error:
            return str(error.strerror or error)
        return ""
    opener = ("open",) if sys.platform == "darwin" else _find_opener(environ)
    if not opener:
        return "there is no display here, or no program that opens files"
    return _run((*opener, target), environ)


def _find_opener(environ: Mapping[str, str]) -> tuple[str, ...]:
    has_display = any(environ.get(name) for name in DISPLAYS)
    for command in OPENERS:
        needs_display = command != ("wslview",)
        if needs_display and not has_display:
            continue  # xdg-open would start a browser in this terminal
        if shutil.which(command[0], path=environ.get("PATH")):
            return command
    return ()


def _run(command: tuple[str, ...], environ: Mapping[str, str]) -> str:
    _started[:] = [each for each in _started if each.poll() is None]
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=dict(environ),
                start_new_session=True,  # ctrl+c in this terminal is not meant for it
            )
        except OSError as error:
            return f"{command[0]}: {error.strerror or error}"
        try:
            code = process.wait(SETTLED_SECONDS)
        except subprocess.TimeoutExpired:
            _started.append(process)
            return ""
        errors.seek(0)
        said = errors.read(500).decode("utf-8", "replace").strip()
    if code == 0:
        return ""
    return _reason(command[0], code, said)


def _reason(program: str, code: int, said: str) -> str:
    if said:
        return f"{program}: {said.splitlines()[-1]}"
    if program == "xdg-open" and code in XDG_REASONS:
        return XDG_REASONS[code]
    return f"{program} ended with {code}"
