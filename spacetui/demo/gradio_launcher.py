"""The stand-in's side of the Gradio process: starts it, knows which apps answer, says why it died, ends it."""

import contextlib
import http.client
import os
import subprocess
import threading
from pathlib import Path
from typing import NamedTuple

from spacetui.demo.child_process import command_of
from spacetui.demo.space_catalog import NAMES

# Seconds an app that says it is mounted has for its first /config.
FIRST_ANSWER = 20.0
# Seconds a killed process may take to be gone.
END_LIMIT = 1.0
# Characters of the log that go into a message.
LOG_TAIL = 2000

STARTING = "APP_STARTING"
RUNNING = "RUNNING"
BROKEN = "RUNTIME_ERROR"


class State(NamedTuple):
    """The stage of one app as the Hub spells it, and what went wrong, if anything."""

    stage: str
    error: str = ""


class AppsProcess:
    """The Gradio process and the state of each of its apps."""

    def __init__(self, folder: Path) -> None:
        """Start it at once; its log and its files lie in `folder`."""
        self.log = folder / "gradio.log"
        self.port = 0
        self._port_is_known = threading.Event()
        self.states = dict.fromkeys(NAMES, State(STARTING))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command_of("spacetui.demo.gradio_server"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment(folder),
                text=True,
            )
        threading.Thread(target=self._follow, name="apps", daemon=True).start()

    def host(self, name: str) -> str:
        """Give the root URL of an app; empty if the process ended before it said its port."""
        self._port_is_known.wait(FIRST_ANSWER)
        return f"http://127.0.0.1:{self.port}/{name}" if self.port else ""

    def end(self) -> None:
        """End the process now: it keeps nothing that would be worth waiting for. Return when it is gone."""
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_LIMIT)

    def _follow(self) -> None:
        """Read what the process says until it ends; then every app is broken, and the log says why."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = line.strip()
            if said.isdigit():
                self.port = int(said)
                self._port_is_known.set()
            elif said in self.states and self._answers(said):
                self.states[said] = State(RUNNING)
        code = self.process.wait()
        self._port_is_known.set()
        self.states = dict.fromkeys(NAMES, State(BROKEN, self._reason(code)))

    def _answers(self, name: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=FIRST_ANSWER)
        try:
            connection.request("GET", f"/{name}/config")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _reason(self, code: int) -> str:
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:].strip()
        if "No module named 'gradio'" in tail:
            return "The demo's apps need Gradio: pip install 'spacetui[demo]'"
        last = tail.splitlines()[-1] if tail else "it left no message"
        return f"The Gradio process ended with code {code}: {last}\n{tail}"


def environment(folder: Path) -> dict[str, str]:
    """Give our environment without what would change Gradio, or tell it a token."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GRADIO_", "HF_", "HUGGING")) and key not in ("SPACE_ID", "SYSTEM")
    }
    return {**kept, "GRADIO_TEMP_DIR": str(folder / "gradio"), "HF_HOME": str(folder / "hf")}
