"""How fast spacetui starts, against the libraries it uses: `python benchmarks/start.py [RUNS]`.

Measures, in turns: the time from the start of the process to the first frame that shows a letter
typed in advance, read from a pseudo-terminal, against a bare Textual app with one Input; and
`spacetui --help` against `hf --help`. Prints medians, spreads and ratios.
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
# A letter that no escape sequence contains.
LETTER = "ж"
# Seconds.
LIMIT = 60.0


def first_letter(command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds until the letter that was typed in advance is drawn."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    settings = termios.tcgetattr(follower)
    # Otherwise the terminal itself would echo the letter, and hold it until the line ends.
    settings[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(follower, termios.TCSANOW, settings)
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
        start_new_session=True,
    )
    os.close(follower)
    os.write(leader, LETTER.encode())
    seen = b""
    try:
        while LETTER.encode() not in seen:
            left = started + LIMIT - time.perf_counter()
            if left <= 0 or not select.select([leader], [], [], left)[0]:
                raise TimeoutError(f"{command} drew no letter in {LIMIT:.0f} s")
            seen = (seen + os.read(leader, 65536))[-200_000:]
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(leader)


def run_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True
    )
    return time.perf_counter() - started


def row(name: str, times: list[tuple[float, float]]) -> str:
    """Return medians, spreads, and the median of the ratios. times: ours and theirs, run by run."""
    ours, theirs = [our for our, _ in times], [their for _, their in times]
    ratio = statistics.median(our / their for our, their in times)
    return f"{name}: ours {spread(ours)}, theirs {spread(theirs)}, ratio {ratio:.2f}"


def spread(figures: list[float]) -> str:
    """Return a median with the smallest and the largest figure."""
    return f"{statistics.median(figures):.3f} s ({min(figures):.3f} to {max(figures):.3f})"


def main(runs: int) -> None:
    """Measure and print."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "HF_HOME": home,
            "SPACETUI_DATA_DIR": home,
            # Nothing answers at this address: the start must not depend on the network.
            "HF_ENDPOINT": "http://127.0.0.1:9",
        }
        # Compiled files are used, as they are by users: pip compiles the libraries, our first start
        # compiles spacetui.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        spacetui, bare = [str(scripts / "spacetui")], [sys.executable, "-c", BARE]
        first_letter(spacetui, environment)
        first_letter(bare, environment)
        frames = [
            (first_letter(spacetui, environment), first_letter(bare, environment))
            for _ in range(runs)
        ]
        our_help, hf_help = [*spacetui, "--help"], [str(scripts / "hf"), "--help"]
        helps = [
            (run_seconds(our_help, environment), run_seconds(hf_help, environment))
            for _ in range(runs)
        ]
    print(f"{runs} runs in turns; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(row("first letter, against a bare Textual app", frames))
    print(row("--help, against hf --help", helps))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
