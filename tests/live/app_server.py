"""Start a Gradio app of the tests as a process of its own."""

import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.server_ports import free_port

# Importing Gradio takes 8 seconds on a slow machine.
START_SECONDS = 120
# Runs the program in its first argument. A dozen idle apps would take most of a core.
_RUN = """
import runpy, sys
from pathlib import Path
from spacetui.demo.idle_queue import rest_while_idle
rest_while_idle()
del sys.argv[0]
sys.path.insert(0, str(Path(sys.argv[0]).parent))
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def app_command(app: Path, *arguments: str) -> list[str]:
    """Return the command that runs the program of a Gradio app."""
    return [sys.executable, "-c", _RUN, str(app), *arguments]


@contextmanager
def run_app(name: str, folder: Path, *more: str, scheme: str = "http") -> Iterator[str]:
    """Run tests/live/apps/NAME.py and yield its root URL; its log is written to `folder`.

    more: arguments of the app, after its port.
    """
    app = Path(__file__).parent / "apps" / f"{name}.py"
    with run_app_file(app, folder / "log.txt", *more, scheme=scheme) as url:
        yield url


@contextmanager
def run_app_file(app: Path, log: Path, *more: str, scheme: str = "http") -> Iterator[str]:
    """Run the program of a Gradio app, which takes a port, and yield its root URL.

    log: the file that its output is written to. more: arguments of the app, after its port.
    """
    port = free_port()
    url = f"{scheme}://127.0.0.1:{port}"
    with log.open("wb") as sink:
        server = subprocess.Popen(app_command(app, str(port), *more), stdout=sink, stderr=sink)
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


def url_fixture(name: str) -> Any:
    """Return a fixture that runs tests/live/apps/NAME.py once a run, and gives its root URL."""

    @pytest.fixture(scope="session", name=f"{name}_url")
    def fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
        with run_app(name, tmp_path_factory.mktemp(name)) as url:
            yield url

    return fixture


def _answers(url: str) -> bool:
    try:
        unchecked = ssl._create_unverified_context()
        with urllib.request.urlopen(f"{url}/config", context=unchecked):
            return True
    except urllib.error.HTTPError as error:
        return error.code == 401  # it wants a login
    except (urllib.error.URLError, ConnectionError):
        return False
