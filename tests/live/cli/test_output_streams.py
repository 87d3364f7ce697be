"""What commands do where their output or their files cannot be written, or are not read."""

import os
import resource
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from spacetui.cli import commands
from tests.cli_result import Cli, CliResult
from tests.live.fault_server import FaultServer
from tests.soak_after import soak_after

pytestmark = pytest.mark.live

FULL = Path("/dev/full")
COMMANDS: dict[str, tuple[str, ...]] = {
    "help": ("--help",),
    "version": ("--version",),
    **{f"help of {name}": (name, "--help") for name in commands.COMMANDS},
    "completion": ("completion", "bash"),
    "info": ("info", "{url}"),
    "info as JSON": ("info", "{url}", "--json"),
    "openapi": ("info", "{url}", "--openapi"),
    "snippet": ("snippet", "{url}", "/echo", "text=x", "--lang", "python"),
    "run": ("run", "{url}", "/echo", "text=x"),
    "run as JSON": ("run", "{url}", "/echo", "text=x", "--json"),
}


@pytest.fixture
def run_into(
    command: list[str], cli_env: dict[str, str], faults: FaultServer
) -> Callable[[str, IO[bytes] | int], tuple[int, str]]:
    """Return a function that runs a row of COMMANDS, and returns its exit code and its stderr."""

    def run(row: str, stdout: IO[bytes] | int) -> tuple[int, str]:
        args = [each.format(url=faults.url("well")) for each in COMMANDS[row]]
        done = subprocess.run(
            [*command, *args],
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=cli_env,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stderr.decode()

    return run


@pytest.mark.parametrize("row", soak_after(4, reversed(COMMANDS)))
def test_a_closed_stdout_ends_a_command_quietly(
    run_into: Callable[[str, int], tuple[int, str]], row: str
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert run_into(row, writing) == (130, "")
    finally:
        os.close(writing)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("row", soak_after(4, reversed(COMMANDS)))
def test_output_to_a_full_disk_is_one_line_and_worth_trying_again(
    run_into: Callable[[str, IO[bytes]], tuple[int, str]], row: str
) -> None:
    with FULL.open("wb") as full:
        code, err = run_into(row, full)
    assert code == 3
    assert err == (
        "spacetui: the output cannot be written: No space left on device. Look at where it goes.\n"
    )


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_stderr_that_takes_nothing_does_not_stop_a_command(
    command: list[str], cli_env: dict[str, str], faults: FaultServer
) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*command, "run", faults.url("data_cut"), "/echo", "text=x"],
            stdout=subprocess.PIPE,
            stderr=full,
            env=cli_env,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout) == (3, b"part\n")


def test_an_endless_download_ends_at_the_timeout(
    cli: Cli, faults: FaultServer, tmp_path: Path
) -> None:
    started = time.monotonic()
    url, folder = faults.url("data_file_drip"), tmp_path / "got"
    done = cli("run", url, "text=x", "--json", "--download", str(folder), "--timeout", "1.5")
    assert time.monotonic() - started < 10
    assert done.code == 3
    assert done.lines[-1]["event"] == "done"
    assert done.lines[-1]["data"][0]["path"] == "/srv/x.bin"
    assert done.err == ("spacetui: /srv/x.bin: not here within 1.5 s. Give the call more time.\n")
    assert list(folder.iterdir()) == []


@pytest.fixture
def limited_cli(command: list[str], cli_env: dict[str, str]) -> Callable[..., CliResult]:
    """Return a function that runs `spacetui ARGS` where no file can be longer than `limit`.

    To a program that is as a disk that is full.
    """

    def run(*args: str, limit: int) -> CliResult:
        done = subprocess.run(
            [*command, *args],
            capture_output=True,
            env=cli_env,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        return CliResult(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def test_a_download_to_a_full_disk_is_one_line(
    limited_cli: Callable[..., CliResult], faults: FaultServer, tmp_path: Path
) -> None:
    url, folder = faults.url("data_big_file"), tmp_path / "got"
    done = limited_cli("run", url, "text=x", "--json", "--download", str(folder), limit=900_000)
    assert done.code == 3
    assert done.lines[-1]["event"] == "done"
    assert done.err.startswith("spacetui: x.bin: cannot be written: File too large.")
    assert done.err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_a_history_on_a_full_disk_is_one_note_beside_the_result(
    limited_cli: Callable[..., CliResult], faults: FaultServer
) -> None:
    done = limited_cli("run", faults.url("well"), "text=x", limit=2000)
    assert (done.code, done.out) == (0, "part\ndone\n")
    assert "calls are not kept on disk" in done.err
    assert done.err.count("\n") == 1
