"""One virtual environment for each Gradio version, made once and kept.

In it run app.py, mounted_app.py and official_client.py. The environments are in .cache/compat of
the repository, or where SPACETUI_COMPAT_ENVS says. The name of each contains the version and a
hash of its requirements, so that other pins make another environment.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.one_at_a_time import one_at_a_time
from tests.server_ports import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VERSIONS = tuple(
    sorted(
        (each.stem for each in HERE.glob("requirements/*.txt")),
        key=lambda v: [int(n) for n in v.split(".")],
    )
)
START_SECONDS = 180
# Beside the Python of the tests. It takes seconds where pip takes minutes for each version.
UV = Path(sys.executable).with_name("uv")
# No telemetry and no Hub.
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def python_of(version: str) -> Path:
    """Return the Python of a version's environment, which is made on first use."""
    requirements = HERE / "requirements" / f"{version}.txt"
    mark = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    base = Path(os.environ.get("SPACETUI_COMPAT_ENVS") or ROOT / ".cache" / "compat")
    folder = base / f"{version}-{mark}"
    python = folder / "bin" / "python"
    complete = folder / "complete"
    with one_at_a_time(folder):
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)  # the rest of an interrupted run
            _build(folder, python, requirements)
            complete.touch()
    return python


def _build(folder: Path, python: Path, requirements: Path) -> None:
    _run([UV, "venv", "-q", "--python", _host_python(), folder])
    # The pins name everything: nothing is resolved, so nothing newer can slip in.
    _run([UV, "pip", "install", "-q", "--no-deps", "--python", python, "-r", requirements])


def _host_python() -> str:
    """Return a Python that the old pins have wheels for."""
    if sys.version_info[:2] in ((3, 11), (3, 12)):
        return sys.executable
    found = shutil.which("python3.11") or shutil.which("python3.12")
    assert found, "the old versions of Gradio need Python 3.11 or 3.12 on PATH"
    return found


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"


@contextmanager
def running(version: str, folder: Path, program: str = "app.py", path: str = "") -> Iterator[str]:
    """Run a program of this folder on a version and yield its root URL, which ends in `path`."""
    python = python_of(version)
    port = free_port()
    url, log = f"http://127.0.0.1:{port}{path}", folder / "app.log"
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [python, str(HERE / program), str(port)],
            stdout=sink,
            stderr=sink,
            env=environ(folder),
            cwd=folder,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(url):
            assert server.poll() is None, log.read_text()[-4000:]
            assert time.monotonic() < deadline, log.read_text()[-4000:]
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def environ(folder: Path) -> dict[str, str]:
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        **os.environ,
        **QUIET,
        "TMPDIR": str(temporary),
        "GRADIO_TEMP_DIR": str(temporary / "gradio"),
    }


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/config", timeout=20):
            return True
    except urllib.error.HTTPError as error:
        return error.code == 401  # it wants a login
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
