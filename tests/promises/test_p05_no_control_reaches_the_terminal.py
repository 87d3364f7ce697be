"""security.md P5 to P8: a Space with hostile text everywhere, in both front ends and a terminal.

Each field and view: tests/tui/inputs/test_field_looks.py, tests/tui/outputs/test_views.py. How text
is made safe: tests/unit/text/test_terminal_escapes.py. Clipboard:
tests/unit/system/test_clipboard.py.
"""

import contextlib
import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest

from spacetui.text.terminal_escapes import is_safe
from tests.live.fault_server import FaultServer
from tests.promises.hostile_apps import HOSTILE, NASTY
from tests.tui.screen_text import unsafe_rows

NASTY_FAULTS = [name for name in HOSTILE if name.startswith("nasty")]


def call_of(fault: str) -> list[str]:
    return ["/say"] if fault in ("nasty", "nasty_error") else ["text=x"]


@pytest.mark.parametrize("fault", NASTY_FAULTS)
def test_neither_stdout_nor_stderr_has_a_control_character(
    fault: str, cli: Any, hostile: FaultServer, tmp_path: Path
) -> None:
    for args in (
        ["info"],
        ["run", "--download", str(tmp_path / "in")],
        ["snippet", "--lang", "python"],
    ):
        done = cli(
            args[0], hostile.url(fault), *(call_of(fault) if args[0] != "info" else []), *args[1:]
        )
        assert done.out + done.err
        assert is_safe(done.out.replace("\n", "")) and is_safe(done.err)


@pytest.mark.parametrize("fault", ["nasty", "nasty_error", "nasty_401"])
def test_json_is_printable_ascii_and_exact(fault: str, cli: Any, hostile: FaultServer) -> None:
    done = cli("run", hostile.url(fault), *call_of(fault), "--json")
    assert done.out.isascii() and done.out.replace("\n", "").isprintable()
    last = done.lines[-1]
    assert NASTY in (last["data"][0] if fault == "nasty" else last["message"])


@pytest.mark.parametrize("fault", ["nasty", "nasty_error", "nasty_401"])
async def test_no_cell_of_the_screen_has_a_control_character(
    fault: str, hostile: FaultServer, window: Any
) -> None:
    async with window(hostile.url(fault)) as shown:
        await shown.until(lambda: shown.is_opened or "✕" in shown.text)
        if shown.is_opened:
            await shown.ended()
        assert unsafe_rows(shown.app) == []
        for key in ("ctrl+o", "escape", "6") if fault == "nasty" else ():
            await shown.pilot.press(key)
            assert unsafe_rows(shown.app) == []


def test_no_text_of_a_space_acts_on_a_real_terminal(
    hostile: FaultServer, data_folder: Path
) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        # Not execv: the readline that pytest loads has put its own size into the environment.
        command = [sys.executable, "-m", "spacetui", hostile.url("nasty")]
        os.execve(sys.executable, command, {**os.environ, "TERM": "xterm-256color"})
    try:
        seen = drawn_by_a_call(terminal)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(terminal)
    assert b"owned" in seen, "it was drawn"
    for control in (
        b"\x1b]0;owned",
        b"\x07 a",
        "\u202e".encode(),
        "\x9b".encode(),
        "\u2066".encode(),
        b"\x7f",
    ):
        assert control not in seen


def drawn_by_a_call(terminal: int) -> bytes:
    """Run the form of the app in a terminal, quit, and return all bytes that were drawn."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = bytearray()

    def until(words: bytes) -> None:
        deadline = time.monotonic() + 20
        while words not in seen:
            assert time.monotonic() < deadline, bytes(seen[-2000:])
            seen.extend(os.read(terminal, 65536))

    until(b"endpoints")
    until(b" set")  # the form is there
    os.write(terminal, b"\x12")
    until(b"done")
    os.write(terminal, b"\x11")
    with contextlib.suppress(OSError):  # the terminal is closed
        while data := os.read(terminal, 65536):
            seen.extend(data)
    return bytes(seen)
