"""Starts and stops the demo: the stand-in of the Hub and, by it, the Gradio process. Cheap to import."""

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

from spacetui.demo.child_process import command_of
from spacetui.demo.space_catalog import SPACE_IDS
from spacetui.errors import SpacetuiError, TimedOut

__all__ = ["SPACE_IDS", "Demo", "DemoFailed"]

# Seconds: for the stand-in's first line; for an end that was asked for, before it is forced.
HELLO_LIMIT = 15.0
END_LIMIT = 1.5
LOG_TAIL = 2000


class DemoFailed(SpacetuiError):
    """A process of the demo did not start, or ended by itself."""

    kind = "unreachable"


class Demo:
    """A running demo. `start()` returns at once; `hub_url` waits for the stand-in, a fraction of a second.

    The processes live in a group of their own, out of reach of the terminal's Ctrl-C, and end when this one does:
    the pipe to their standard input is held by nobody else.
    """

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._hello: dict[str, str] = {}
        self._has_said_hello = threading.Event()
        threading.Thread(target=self._listen, name="demo", daemon=True).start()

    @classmethod
    def start(cls) -> Self:
        """Start both processes and return without waiting for them."""
        folder = Path(tempfile.mkdtemp(prefix="spacetui-demo-"))
        with (folder / "standin.log").open("wb") as log:
            process = subprocess.Popen(
                [*command_of("spacetui.demo.hub_server"), str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        return cls(process, folder)

    @property
    def hub_url(self) -> str:
        """The stand-in's root URL, to be given as the Hub's endpoint. Raises DemoFailed if it did not start."""
        self._has_said_hello.wait(HELLO_LIMIT)
        if not self._hello:
            raise DemoFailed(
                "the demo's stand-in of the Hub did not start", details=self._log("standin.log")
            )
        return self._hello["url"]

    @property
    def pids(self) -> tuple[int, int]:
        """The stand-in's process id and the Gradio process's."""
        _ = self.hub_url
        return self._process.pid, int(self._hello["apps_pid"])

    def wait_until_running(self, timeout: float = 120) -> None:
        """Wait until all six apps answer.

        Raises DemoFailed with the end of the log when one of them broke, TimedOut after `timeout` seconds.
        """
        from urllib.request import ProxyHandler, build_opener

        # No proxy of the environment stands between us and our own loopback ports.
        opener = build_opener(ProxyHandler({}))
        limit = time.monotonic() + timeout
        for space_id in SPACE_IDS:
            url = f"{self.hub_url}/api/spaces/{space_id}/runtime"
            while True:
                try:
                    with opener.open(url, timeout=5) as answer:
                        runtime = json.load(answer)
                except OSError as error:
                    raise DemoFailed(
                        f"the demo ended by itself: {error}", details=self._log("standin.log")
                    ) from error
                if runtime["stage"] == "RUNNING":
                    break
                if runtime["stage"] == "RUNTIME_ERROR":
                    message = runtime["errorMessage"].partition("\n")[0]
                    raise DemoFailed(message, where=space_id, details=runtime["errorMessage"])
                if time.monotonic() > limit:
                    raise TimedOut(
                        f"not running after {timeout:g} s",
                        where=space_id,
                        details=self._log("gradio.log"),
                    )
                time.sleep(0.05)

    def stop(self) -> None:
        """End both processes and remove their files; asked first, forced after a moment. Twice is once."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(END_LIMIT)
            except subprocess.TimeoutExpired:
                self._kill_group()
        if self._process.stdin is not None:
            self._process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _kill_group(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait(END_LIMIT)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line:
            self._hello = json.loads(line)
        self._has_said_hello.set()

    def _log(self, name: str) -> str:
        with contextlib.suppress(OSError):
            return (self._folder / name).read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
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
