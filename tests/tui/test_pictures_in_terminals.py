"""Pictures in real terminals: what is asked, and what is written to one by what it answers."""

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.tui import picture_app

ROOT = Path(__file__).parents[2]
KITTY = {"TERM": "xterm-kitty", "COLORTERM": "truecolor"}
XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
OUTSIDE = {"NO_COLOR", "TMUX", "STY", "ZELLIJ", "KITTY_WINDOW_ID", "TERM_PROGRAM"}
UPLOAD = re.compile(rb"\x1b_Gi=(\d+),q=2,f=100,m=0;")
# Seconds in which anything has to happen.
LIMIT = 60
# With the comma: the number of a picture may begin like that of the question.
ASK_KITTY, ASK_CELL, ASK_ATTRIBUTES = b"\x1b_Gi=31,", b"\x1b[16t", b"\x1b[c"


class Terminal:
    """A program in a terminal, which answers what it is asked. seen: all that was written to it."""

    def __init__(self, pid: int, file: int, answers: dict[bytes, bytes]) -> None:
        self.pid, self._file = pid, file
        self._answers = dict(answers)
        self.seen = b""

    def until(self, is_there: Callable[[bytes], object]) -> None:
        deadline = time.monotonic() + LIMIT
        while not is_there(self.seen):
            self._read(deadline)

    def _read(self, deadline: float) -> None:
        left = max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([self._file], [], [], left)
        assert ready and left, self.seen[-3000:]
        self.seen += os.read(self._file, 65536)
        for question in [each for each in self._answers if each in self.seen]:
            self.press(self._answers.pop(question))

    def press(self, data: bytes) -> None:
        os.write(self._file, data)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def end(self) -> bytes:
        """Quit, and return all that was written."""
        self.press(b"q")
        deadline = time.monotonic() + LIMIT
        with contextlib.suppress(OSError):  # the terminal is closed
            while True:
                self._read(deadline)
        return self.seen


@contextlib.contextmanager
def showing(
    picture: Path,
    environ: dict[str, str],
    answers: dict[bytes, bytes],
    around: tuple[str, ...] = (),
) -> Iterator[Terminal]:
    """Start the app in a terminal; around: the command that starts it there."""
    pid, file = pty.fork()
    if pid == 0:
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        kept |= {"PYTHONPATH": str(ROOT), "SPACETUI_DATA_DIR": str(picture.parent / "data")}
        command = [*around, sys.executable, str(picture_app.__file__), str(picture)]
        os.execvpe(command[0], command, {**kept, **environ})
    terminal = Terminal(pid, file, answers)
    terminal.resize(24, 60)
    try:
        yield terminal
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(file)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "p.png"
    Image.new("RGB", (40, 20), (200, 100, 50)).save(path)
    return path


def test_a_terminal_with_kittys_protocol_gets_a_picture_once_a_size_and_keeps_none(
    picture: Path,
) -> None:
    answers = {
        ASK_KITTY: b"\x1b_Gi=31;OK\x1b\\",
        ASK_CELL: b"\x1b[6;20;10t",
        ASK_ATTRIBUTES: b"\x1b[?62;c",
    }
    with showing(picture, KITTY, answers) as terminal:
        terminal.until(lambda seen: "\U0010eeee".encode() in seen)
        assert len(UPLOAD.findall(terminal.seen)) == 1
        terminal.resize(20, 40)
        terminal.until(lambda seen: len(UPLOAD.findall(seen)) == 2)
        seen = terminal.end()

    for number in UPLOAD.findall(seen):
        placed, removed = b"\x1b_Ga=p,i=%b,q=2,U=1," % number, b"\x1b_Ga=d,d=I,i=%b," % number
        assert (seen.count(placed), seen.count(removed)) == (1, 1)
    assert "▀".encode() not in seen
    assert seen.count(ASK_KITTY) == 1
    assert b"ended after 1 keys" in seen


def test_a_terminal_with_sixel_gets_each_row_of_the_picture_over_its_cells(picture: Path) -> None:
    answers = {ASK_CELL: b"\x1b[6;12;6t", ASK_ATTRIBUTES: b"\x1b[?62;4;22c"}
    with showing(picture, XTERM, answers) as terminal:
        terminal.until(lambda seen: b"\x1b8" in seen)
        terminal.press(b"h")
        seen = terminal.end()

    (drawn, *_) = re.findall(rb"\x1b7(.*?)\x1b8", seen, re.DOTALL)
    rows = re.findall(rb"\x1b\[(\d+);3H\x1bP0;0;0q\"1;1;(\d+);12#[^\x1b]*\x1b\\", drawn)
    assert len(rows) > 5
    assert [int(row) for row, _ in rows] == list(range(2, 2 + len(rows)))
    assert ASK_KITTY not in seen
    assert b"ended after 2 keys" in seen


@pytest.mark.soak
@pytest.mark.parametrize(
    ("environ", "answers"),
    [
        (XTERM, {ASK_CELL: b"\x1b[6;20;10t", ASK_ATTRIBUTES: b"\x1b[?62;22c"}),
        ({**KITTY, "TMUX": "/tmp/x,1,0"}, {ASK_ATTRIBUTES: b"\x1b[?1;2c"}),
        (KITTY, {ASK_KITTY: b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\", ASK_ATTRIBUTES: b"\x1b[?62c"}),
        ({"TERM": "linux"}, {}),
    ],
    ids=["xterm", "tmux", "kitty without it", "console"],
)
def test_another_terminal_gets_half_blocks_and_no_escape_of_a_picture(
    picture: Path, environ: dict[str, str], answers: dict[bytes, bytes]
) -> None:
    with showing(picture, environ, answers) as terminal:
        terminal.until(lambda seen: "▀".encode() in seen)
        seen = terminal.end()

    assert b"\x1bP" not in seen
    assert "\U0010eeee".encode() not in seen
    assert seen.count(b"\x1b_G") == (ASK_KITTY in answers)
    assert b"ended after 1 keys" in seen


@pytest.mark.soak
def test_a_terminal_that_answers_nothing_gets_half_blocks_in_the_end(picture: Path) -> None:
    with showing(picture, XTERM, {}) as terminal:
        terminal.until(lambda seen: "▀".encode() in seen)
        # An answer that comes late is no key either.
        terminal.press(b"\x1b[?62;4")
        terminal.press(b";22c")
        seen = terminal.end()

    assert b"\x1bP" not in seen
    assert b"ended after 1 keys" in seen


@pytest.mark.soak
def test_what_a_terminal_said_is_remembered_and_the_setting_mends_it(picture: Path) -> None:
    answers = {
        ASK_KITTY: b"\x1b_Gi=31;OK\x1b\\",
        ASK_CELL: b"\x1b[6;20;10t",
        ASK_ATTRIBUTES: b"\x1b[?62;c",
    }
    with showing(picture, KITTY, answers) as terminal:
        terminal.until(UPLOAD.search)
        terminal.end()
    with showing(picture, KITTY, {}) as terminal:
        terminal.until(UPLOAD.search)
        seen = terminal.end()
    assert ASK_KITTY not in seen and ASK_ATTRIBUTES not in seen
    with showing(picture, {**KITTY, "SPACETUI_GRAPHICS": "blocks"}, {}) as terminal:
        terminal.until(lambda seen: "▀".encode() in seen)
        assert b"\x1b_G" not in terminal.end()
    with showing(picture, {**KITTY, "TERM_PROGRAM": "other"}, answers) as terminal:
        terminal.until(lambda seen: ASK_KITTY in seen)  # another terminal is asked


@pytest.fixture
def kitty_terminfo(tmp_path: Path) -> Path:
    """Return a folder in which xterm-kitty is described: as xterm, which is enough for tmux."""
    described = subprocess.run(("infocmp", "xterm-256color"), capture_output=True, check=True)
    text = described.stdout.replace(b"xterm-256color|", b"xterm-kitty|")
    source, folder = tmp_path / "kitty.ti", tmp_path / "terminfo"
    source.write_bytes(text)
    subprocess.run(("tic", "-x", "-o", str(folder), str(source)), check=True, capture_output=True)
    return folder


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not on this machine")
@pytest.mark.parametrize("allowed", ["on", "off"])
def test_tmux_hands_a_picture_on_where_it_is_allowed_to(
    allowed: str, picture: Path, kitty_terminfo: Path, tmp_path: Path
) -> None:
    (tmp_path / "conf").write_text(f"set -g allow-passthrough {allowed}\nset -g escape-time 0\n")
    socket = ("tmux", "-u", "-S", str(tmp_path / "tmux"))
    around = (*socket, "-f", str(tmp_path / "conf"), "new-session")
    environ = {**KITTY, "TERMINFO": str(kitty_terminfo), "LC_ALL": "C.UTF-8"}
    try:
        with showing(picture, environ, {}, around) as terminal:
            if allowed == "on":
                terminal.until(lambda seen: UPLOAD.search(seen) and "\U0010eeee".encode() in seen)
            else:
                terminal.until(lambda seen: "▀".encode() in seen)
            seen = terminal.end()
    finally:
        subprocess.run((*socket, "kill-server"), capture_output=True, check=False)

    # That the picture is removed at the end, tmux hands on in most cases only.
    assert b"Ptmux" not in seen
    assert ("▀".encode() in seen, b"\x1b_G" in seen) == (allowed == "off", allowed == "on")
