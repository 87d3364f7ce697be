"""Running a program that was exported: shut off from the network, with dummy credentials."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spacetui.verify.recorded_steps import dummy_value

# Seconds that a program may take; and between two looks at whether it is still needed.
TIMEOUT = 60.0
_LOOK_INTERVAL = 0.2
# The folder with the commands of ours that a program may use.
COMMANDS = "bin"
# Characters of what a program printed last.
MAX_LAST_LINE = 200
# Nothing listens on it: what goes through a proxy goes nowhere.
NO_PROXY_THERE = "http://127.0.0.1:9"
# Of the user's environment, what a program needs to find its tools and the user's files.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "USERPROFILE", "VIRTUAL_ENV", "PYTHONPATH")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended. code: None where it took too long. last: its last line of output."""

    code: int | None
    last: str = ""

    @property
    def problem(self) -> str:
        """What went wrong, as a clause; empty for nothing."""
        if self.code == 0:
            return ""
        if self.code is None:
            return f"it had not ended after {TIMEOUT:.0f} s"
        return f"it ended with code {self.code}: {self.last or 'it said nothing'}"


def replay_environment(variables: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the environment of a program. variables: of its credentials. folder: for its files."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    proxies = {
        name: NO_PROXY_THERE
        for kind in ("http_proxy", "https_proxy", "all_proxy")
        for name in (kind, kind.upper())
    }
    own = {
        "no_proxy": "127.0.0.1",
        "NO_PROXY": "127.0.0.1",
        "NODE_USE_ENV_PROXY": "1",
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder),
        "GRADIO_TEMP_DIR": str(folder),
        "CURL_HOME": str(folder),  # not the user's .curlrc
        "HF_HOME": str(folder),  # not the user's token
        "HF_ENDPOINT": NO_PROXY_THERE,
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.pathsep.join(filter(None, (str(folder / COMMANDS), kept.get("PATH")))),
        "SPACETUI_DATA_DIR": str(folder),
        "SPACETUI_CONFIG_DIR": str(folder),
        "SPACETUI_NO_HISTORY": "1",
    }
    return {**kept, **proxies, **own, **{each: dummy_value(each) for each in variables}}


async def run_to_end(
    command: tuple[str, ...],
    folder: Path,
    environment: dict[str, str],
    *,
    is_decided: Callable[[], bool] = lambda: False,
) -> Ended:
    """Run a command in `folder` and return how it ended. Cancelling ends the command.

    is_decided: whether nothing more is to be learned from it. It is ended then: a client may wait
    for minutes for the stream of a call that was refused.
    """
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            code = await _exit_code(process, is_decided)
        finally:
            _end(process)
            await process.wait()
    last = _last_line(folder / "stderr") or _last_line(folder / "stdout")  # tsc tells it on stdout
    return Ended(code, last)


async def _exit_code(
    process: asyncio.subprocess.Process, is_decided: Callable[[], bool]
) -> int | None:
    """Wait until a program ends, and return its code; None for one that is waited for no longer."""
    waiting = asyncio.ensure_future(process.wait())
    for _ in range(round(TIMEOUT / _LOOK_INTERVAL)):
        await asyncio.wait([waiting], timeout=_LOOK_INTERVAL)
        if waiting.done():
            return waiting.result()
        if is_decided():
            break
    waiting.cancel()
    return None


def _end(process: asyncio.subprocess.Process) -> None:
    """End a program with all that it has started, if it still runs."""
    if process.returncode is not None:
        return
    # It may have ended by itself a moment ago.
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _last_line(file: Path) -> str:
    with file.open("rb") as stderr:
        stderr.seek(0, os.SEEK_END)
        stderr.seek(max(0, stderr.tell() - 4000))
        lines = stderr.read().decode("utf-8", "replace").strip().splitlines()
    # node prints its version last; what went wrong stands before the places where.
    told = [each for each in lines if each and not each.startswith((" ", "Node.js v", "}"))]
    if told:
        return told[-1][:MAX_LAST_LINE]
    return ""
