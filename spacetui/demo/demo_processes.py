"""Start and stop the demo: the stand-in for the Hub, and through it the Gradio process.

Importing this module is cheap.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from spacetui.demo.exit_with_parent import child_command
from spacetui.demo.space_catalog import SPACE_IDS
from spacetui.errors import SpacetuiError, TimedOut

__all__ = ["SPACE_IDS", "Demo", "DemoFailed"]

# Seconds that the stand-in may take to print its first line, and to end before it is killed.
START_LIMIT = 15.0
END_LIMIT = 1.5
# Characters at the end of a log that go into an error.
LOG_TAIL = 2000


class DemoFailed(SpacetuiError):
    """A process of the demo did not start, or ended unexpectedly."""

    kind = "unreachable"


class Demo:
    """A running demo. `start()` returns at once; `hub_url` waits a fraction of a second.

    The processes have a process group of their own, so that the terminal's Ctrl-C does not reach
    them. They end when this process does, which alone holds the pipe to their standard input.
    """

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self.folder = folder
        self._first_line: dict[str, str] = {}
        self._has_started = threading.Event()
        threading.Thread(target=self._read_first_line, name="demo", daemon=True).start()

    @classmethod
    def start(cls) -> Self:
        """Start both processes and return without waiting for them."""
        folder = Path(tempfile.mkdtemp(prefix="spacetui-demo-"))
        with (folder / "hub.log").open("wb") as log:
            process = subprocess.Popen(
                [*child_command("spacetui.demo.hub_server"), str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        return cls(process, folder)

    @property
    def hub_url(self) -> str:
        """The root URL of the stand-in for the Hub. Raises DemoFailed if it did not start."""
        self._has_started.wait(START_LIMIT)
        if not self._first_line:
            raise DemoFailed("the demo's local Hub did not start", details=self._log("hub.log"))
        return self._first_line["url"]

    @property
    def pids(self) -> tuple[int, int]:
        """The process ids of the stand-in for the Hub and of the Gradio process."""
        _ = self.hub_url
        return self._process.pid, int(self._first_line["apps_pid"])

    def wait_until_running(self, timeout: float = 120) -> None:
        """Wait until all six apps are running.

        Raises DemoFailed with the end of the log if one of them is broken, and TimedOut after
        `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        for space_id in SPACE_IDS:
            while not self._is_running(space_id):
                if time.monotonic() > deadline:
                    raise TimedOut(
                        f"not running after {timeout:g} s",
                        where=space_id,
                        details=self._log("gradio.log"),
                    )
                time.sleep(0.05)

    def _is_running(self, space_id: str) -> bool:
        """Return whether a Space is running. Raises DemoFailed if it is broken."""
        from urllib.request import ProxyHandler, build_opener

        # Without the proxies of the environment: the port is one of our own, on loopback.
        opener = build_opener(ProxyHandler({}))
        url = f"{self.hub_url}/api/spaces/{space_id}/runtime"
        try:
            with opener.open(url, timeout=5) as response:
                runtime = json.load(response)
        except OSError as error:
            raise DemoFailed(
                f"the demo ended unexpectedly: {error}", details=self._log("hub.log")
            ) from error
        if runtime["stage"] == "RUNTIME_ERROR":
            details = runtime["errorMessage"]
            raise DemoFailed(details.partition("\n")[0], where=space_id, details=details)
        return bool(runtime["stage"] == "RUNNING")

    def stop(self) -> None:
        """End both processes, by force after END_LIMIT, and remove their files. May be repeated."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(END_LIMIT)
            except subprocess.TimeoutExpired:
                self._kill_group()
        if self._process.stdin is not None:
            self._process.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _kill_group(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait(END_LIMIT)

    def _read_first_line(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line:
            self._first_line = json.loads(line)
        self._has_started.set()

    def _log(self, name: str) -> str:
        with contextlib.suppress(OSError):
            return (self.folder / name).read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
        return ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
