"""The app in a real terminal (tmux): search, open, run, copy, and the copied code runs."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not on this machine"),
]
SPACETUI = str(Path(sys.executable).with_name("spacetui"))


class Terminal:
    """One tmux window on a server of its own."""

    def __init__(self, folder: Path, command: str, columns: int, rows: int) -> None:
        self._socket = str(folder / "tmux")
        self._folder = folder
        # The window outlives the program, so that its last output can be read.
        lines = f"{command}; echo ended with $?; exec sleep 600"
        self.tmux(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            "t",
            "-x",
            str(columns),
            "-y",
            str(rows),
            lines,
        )

    def tmux(self, *args: str) -> str:
        environment = {
            **os.environ,
            "SPACETUI_DATA_DIR": str(self._folder / "data"),
            "TERM": "xterm-256color",
        }
        for name in ("TMUX", "SSH_TTY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        done = subprocess.run(
            ["tmux", "-S", self._socket, *args],
            env=environment,
            capture_output=True,
            text=True,
            timeout=20,
        )
        return done.stdout

    def keys(self, *names: str) -> None:
        self.tmux("send-keys", "-t", "t", *names)

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-t", "t", "-l", text)

    @property
    def screen(self) -> str:
        return self.tmux("capture-pane", "-t", "t", "-p")

    def until(self, *words: str, seconds: float = 60) -> str:
        """Wait until all `words` are on the screen, and return it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            screen = self.screen
            if all(word in screen for word in words):
                return screen
            time.sleep(0.05)  # the screen of another program: nothing can be awaited
        raise AssertionError(f"{words} did not appear on the screen:\n{self.screen}")

    def end(self) -> None:
        self.tmux("kill-server")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    # Without a clipboard the code is copied to a file, which the test can run.
    window = Terminal(folder, f"env -u DISPLAY SSH_TTY=/dev/null {SPACETUI} demo", 80, 24)
    yield window
    window.end()


def demo_processes(folder: Path) -> list[str]:
    """List the processes of the demo that this test's terminal started, by their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"SPACETUI_DATA_DIR={folder}".encode() in entry.read_bytes():
                words = (entry.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found.append(words)
        except OSError:
            continue  # it ended, or is another user's
    return [each for each in found if "spacetui" in each and "tmux" not in each]


def test_a_search_in_the_demo_leads_to_copied_code_that_runs(
    terminal: Terminal, folder: Path
) -> None:
    start = terminal.until("demo · everything runs on this machine", "Image filters")
    assert "starting" in start or "running" in start, "each app shows its stage"
    terminal.until("6 of 6 up", seconds=120)

    terminal.type("count the words of my essay")
    terminal.until("1 of", "Text lab")
    terminal.keys("Enter")
    terminal.until("/analyze", "3 form", "from gradio_client import Client")

    terminal.type("""it's "x" $(id)""")
    terminal.keys("C-r")
    terminal.until("4 result", "done", "counts", "4 keys")

    terminal.keys("C-y")
    terminal.until("snippet.py")
    snippet = folder / "data" / "copied" / "snippet.py"
    ran = subprocess.run(
        [sys.executable, str(snippet)], capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    assert "'total': 3" in ran.stdout

    terminal.tmux("resize-window", "-t", "t", "-x", "120", "-y", "40")
    terminal.until("1 spaces", "2 endpoints", "5 code")
    terminal.keys("Escape")
    terminal.until(
        "? help"
    )  # out of the text field; and a terminal reads escape and 6 at once as alt+6
    terminal.keys("6")
    terminal.until("recorder", "1 step", "5 script")
    terminal.keys("Escape")
    terminal.until("3 form")

    terminal.keys("C-c")
    terminal.until("ctrl+c again quits")
    terminal.keys("C-c")
    terminal.until("ended with 0", seconds=5)
    end = time.monotonic() + 5
    while demo_processes(folder) and time.monotonic() < end:
        time.sleep(0.05)
    assert demo_processes(folder) == [], "everything of the demo ends with the app"


def test_ctrl_c_right_after_the_start_ends_the_app_within_two_seconds(
    terminal: Terminal, folder: Path
) -> None:
    terminal.until("1 find")
    began = time.monotonic()
    terminal.keys("C-c", "C-c")
    terminal.until("ended with 0", seconds=10)
    assert time.monotonic() - began < 4, "two seconds, and as much for a busy machine"
