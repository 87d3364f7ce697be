"""How fast spacetui starts, against the libraries it uses: `python benchmarks/start.py [RUNS]`.

Measures, in turns: the time from the start of the process to the first frame that shows a letter
typed in advance, read from a pseudo-terminal, against a bare Textual app with one Input; the time
until `spacetui SRC` shows the filled form of a Gradio app on this machine that it has never seen,
and of one that it has, against the same; and `spacetui --help` against `hf --help`. Prints medians,
spreads and ratios.
"""

import fcntl
import os
import pty
import select
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

BARE = """
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield Input()

Bare().run()
"""
# An app with five inputs; the default of the first is what the form is known by.
APP = """
import sys
import gradio as gr

def describe(text, mode, size, is_loud, note):
    return text

gr.Interface(
    describe,
    [
        gr.Textbox("щука", label="text"),
        gr.Radio(["words", "letters"], value="words", label="mode"),
        gr.Slider(1, 10, value=3, label="size"),
        gr.Checkbox(label="is loud"),
        gr.Textbox(label="note"),
    ],
    gr.Textbox(label="description"),
    api_name="describe",
).launch(server_port=int(sys.argv[1]))
"""
IN_FORM = "щука"
# Opens an app as the TUI does, and waits until the store has written it.
REMEMBER = """
import asyncio, sys
from spacetui.cli.command_session import NO_ACCESS
from spacetui.cli.launch_app import AppBackend

async def main():
    backend = AppBackend(sys.argv[1], NO_ACCESS, None)
    session = await backend.connect()
    await session.open(sys.argv[1])
    await session.aclose()
    await backend.aclose()

asyncio.run(main())
"""
# A letter that no escape sequence contains.
LETTER = "ж"
# Seconds.
LIMIT = 60.0


def first_letter(command: list[str], environment: dict[str, str], awaited: str = LETTER) -> float:
    """Return the seconds until the letter that was typed in advance is drawn, or another text."""
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
        while awaited.encode() not in seen:
            left = started + LIMIT - time.perf_counter()
            if left <= 0 or not select.select([leader], [], [], left)[0]:
                raise TimeoutError(f"{command} did not draw {awaited} in {LIMIT:.0f} s")
            seen = (seen + os.read(leader, 65536))[-200_000:]
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(leader)


@contextmanager
def running_app() -> Iterator[str]:
    """Run APP and yield its URL once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_SSR_MODE": "False"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([sys.executable, "-c", APP, str(port)], env=environment, **quiet)
    try:
        until = time.monotonic() + LIMIT
        while not is_up(url):
            if time.monotonic() > until or server.poll() is not None:
                raise TimeoutError("the app did not start")
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def is_up(url: str) -> bool:
    """Return whether the app answers."""
    try:
        with urlopen(f"{url}/config", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def forms(
    spacetui: list[str], bare: list[str], environment: dict[str, str], runs: int
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return how long the form of an app never seen takes, and of one seen before, run by run."""
    unseen, seen = [], []
    data = Path(environment["SPACETUI_DATA_DIR"])
    with running_app() as url:
        first_letter([*spacetui, url], environment, IN_FORM)
        for _ in range(runs):
            shutil.rmtree(data)
            data.mkdir()
            baseline = first_letter(bare, environment)
            unseen.append((first_letter([*spacetui, url], environment, IN_FORM), baseline))
            open_to_the_end(url, environment)
            seen.append((first_letter([*spacetui, url], environment, IN_FORM), baseline))
    return unseen, seen


def open_to_the_end(url: str, environment: dict[str, str]) -> None:
    """Let the store keep the schema of the app, as a session that ends in order does."""
    run_seconds([sys.executable, "-c", REMEMBER, url], environment)


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
        (Path(home) / "data").mkdir()
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "HF_HOME": home,
            "SPACETUI_DATA_DIR": str(Path(home) / "data"),
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
        unseen, seen = forms(spacetui, bare, environment, runs)
        our_help, hf_help = [*spacetui, "--help"], [str(scripts / "hf"), "--help"]
        helps = [
            (run_seconds(our_help, environment), run_seconds(hf_help, environment))
            for _ in range(runs)
        ]
    print(f"{runs} runs in turns; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(row("first letter, against a bare Textual app", frames))
    print(row("filled form of an app never seen, against a bare Textual app", unseen))
    print(row("filled form of an app seen before, against a bare Textual app", seen))
    print(row("--help, against hf --help", helps))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
