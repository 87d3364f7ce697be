"""Start the Gradio process, keep the stage of each of its apps, and end it."""

import contextlib
import http.client
import os
import subprocess
import threading
from pathlib import Path
from typing import NamedTuple

from spacetui.demo.exit_with_parent import child_command
from spacetui.demo.space_catalog import NAMES

# Seconds that a mounted app may take to answer its first request, /config.
FIRST_RESPONSE_LIMIT = 20.0
# Seconds that a killed process may take to end.
END_LIMIT = 1.0
# Characters at the end of the log that go into an error.
LOG_TAIL = 2000

STARTING = "APP_STARTING"
RUNNING = "RUNNING"
BROKEN = "RUNTIME_ERROR"


class SpaceState(NamedTuple):
    """The stage of one app as the Hub spells it, and the error of a broken one."""

    stage: str
    error: str = ""


class GradioProcess:
    """The Gradio process and the state of each of its apps."""

    def __init__(self, folder: Path) -> None:
        """Start the process at once. `folder` is for its log and its files."""
        self.log = folder / "gradio.log"
        self.port = 0
        self._has_port = threading.Event()
        self.states = dict.fromkeys(NAMES, SpaceState(STARTING))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                child_command("spacetui.demo.gradio_server"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=child_environment(folder),
                text=True,
            )
        threading.Thread(target=self._read_lines, name="Gradio process", daemon=True).start()

    def host(self, name: str) -> str:
        """Return the root URL of an app; empty if the process ended before it had a port."""
        self._has_port.wait(FIRST_RESPONSE_LIMIT)
        return f"http://127.0.0.1:{self.port}/{name}" if self.port else ""

    def end(self) -> None:
        """Kill the process, which has nothing to save, and wait until it has ended."""
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_LIMIT)

    def _read_lines(self) -> None:
        """Read the port and the names of mounted apps, until the process ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word = line.strip()
            if word.isdigit():
                self.port = int(word)
                self._has_port.set()
            elif word in self.states and self._responds(word):
                self.states[word] = SpaceState(RUNNING)
        code = self.process.wait()
        self._has_port.set()
        self.states = dict.fromkeys(NAMES, SpaceState(BROKEN, self._exit_reason(code)))

    def _responds(self, name: str) -> bool:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=FIRST_RESPONSE_LIMIT
        )
        try:
            connection.request("GET", f"/{name}/config")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _exit_reason(self, code: int) -> str:
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:].strip()
        if "No module named 'gradio'" in tail:
            return "The demo's apps need Gradio: pip install 'spacetui[demo]'"
        last_line = tail.splitlines()[-1] if tail else "it left no message"
        return f"The Gradio process ended with code {code}: {last_line}\n{tail}"


def child_environment(folder: Path) -> dict[str, str]:
    """Return our environment without tokens and without variables that configure Gradio."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GRADIO_", "HF_", "HUGGING")) and key not in ("SPACE_ID", "SYSTEM")
    }
    return {**kept, "GRADIO_TEMP_DIR": str(folder / "gradio"), "HF_HOME": str(folder / "hf")}
