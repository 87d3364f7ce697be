"""How fast spacetui starts, beside what it is built on: `python benchmarks/start.py [RUNS]`.

Measures, in turns in one run: from the process's start to the first frame in which a letter typed ahead stands in
the search box, read from a pseudo-terminal, against a bare Textual app with one Input; and `spacetui --help`
against `hf --help`. Prints medians, spreads and ratios.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield Input()

Bare().run()
"""
# No escape sequence holds it.
LETTER = "ж"
LIMIT = 60.0


def first_letter(command: list[str], environment: dict[str, str]) -> float:
    """Give the seconds from start until the letter typed ahead is drawn."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    settings = termios.tcgetattr(theirs)
    # Else the terminal itself would show the letter, and keep it until a line is full.
    settings[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    os.write(ours, LETTER.encode())
    seen = b""
    try:
        while LETTER.encode() not in seen:
            left = began + LIMIT - time.perf_counter()
            if left <= 0 or not select.select([ours], [], [], left)[0]:
                raise TimeoutError(f"{command} drew no letter in {LIMIT:.0f} s")
            seen = (seen + os.read(ours, 65536))[-200_000:]
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def whole(command: list[str], environment: dict[str, str]) -> float:
    """Give the seconds a command takes."""
    began = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True
    )
    return time.perf_counter() - began


def row(name: str, ours: list[float], theirs: list[float]) -> str:
    """Say medians, spreads, and the median of the ratios run by run."""
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))

    def spread(figures: list[float]) -> str:
        return f"{statistics.median(figures):.3f} s ({min(figures):.3f} to {max(figures):.3f})"

    return f"{name}: ours {spread(ours)}, theirs {spread(theirs)}, ratio {ratio:.2f}"


def main(runs: int) -> None:
    """Measure and print."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "HF_HOME": home,
            "SPACETUI_DATA_DIR": home,
        }
        # Nobody compiles a program at each start: pip does it for theirs, the first start for ours.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # Nothing answers there: the start must not depend on the network.
        environment["HF_ENDPOINT"] = "http://127.0.0.1:9"
        spacetui, bare = [str(scripts / "spacetui")], [sys.executable, "-c", BARE]
        first_letter(spacetui, environment)
        first_letter(bare, environment)
        frames = [
            (first_letter(spacetui, environment), first_letter(bare, environment))
            for _ in range(runs)
        ]
        helps_of = ([str(scripts / "spacetui"), "--help"], [str(scripts / "hf"), "--help"])
        helps = [
            (whole(helps_of[0], environment), whole(helps_of[1], environment)) for _ in range(runs)
        ]
    print(f"{runs} runs in turns; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(
        row(
            "first letter, against a bare Textual app",
            [a for a, _ in frames],
            [b for _, b in frames],
        )
    )
    print(row("--help, against hf --help", [a for a, _ in helps], [b for _, b in helps]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
