"""Start one of the Gradio apps in tests/live/apps as a process of its own."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Importing Gradio takes 8 seconds on a slow machine.
START_SECONDS = 120


@contextmanager
def run_app(name: str, folder: Path) -> Iterator[str]:
    """Run tests/live/apps/NAME.py and yield its root URL; its log is written to `folder`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    app, log = Path(__file__).parent / "apps" / f"{name}.py", folder / "log.txt"
    with log.open("wb") as sink:
        server = subprocess.Popen([sys.executable, str(app), str(port)], stdout=sink, stderr=sink)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(url):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/config"):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False
