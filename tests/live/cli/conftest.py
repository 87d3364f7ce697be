"""The command line as a process, and the servers it calls: the demo's apps and a hostile one."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli_result import Cli, CliResult
from tests.live.cli.hostile_server import HostileServer


@pytest.fixture
def command() -> list[str]:
    """Return the command that starts `spacetui`, for a test that starts the process itself."""
    return [sys.executable, "-m", "spacetui"]


@pytest.fixture
def cli_env(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which everything is stored in the folder of the test."""
    return {
        **os.environ,
        "SPACETUI_DATA_DIR": str(tmp_path / "data"),
        "HF_HOME": str(tmp_path / "hf"),
    }


@pytest.fixture
def cli(command: list[str], cli_env: dict[str, str]) -> Cli:
    """Return a function that runs `spacetui ARGS` to its end."""

    def run(*args: str, stdin: str = "", timeout: float = 60, **env: str) -> CliResult:
        done = subprocess.run(
            [*command, *args],
            input=stdin.encode(),
            capture_output=True,
            timeout=timeout,
            env={**cli_env, **env},
            check=False,
        )
        return CliResult(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)

    return run


@pytest.fixture
def hub_cli(cli: Cli, demo_hub_url: str) -> Cli:
    """Return the same, with the demo's local Hub."""

    def run(*args: str, **more: Any) -> CliResult:
        return cli(*args, HF_ENDPOINT=demo_hub_url, **more)

    return run


@pytest.fixture(scope="session")
def host_of(demo_hub_url: str) -> Callable[[str], str]:
    """Return a function that returns the root URL of one of the demo's Spaces by its name."""

    def find(name: str) -> str:
        with urllib.request.urlopen(f"{demo_hub_url}/api/spaces/demo/{name}", timeout=10) as answer:
            return str(json.load(answer)["host"])

    return find


@pytest.fixture(scope="session")
def hostile_server() -> Iterator[HostileServer]:
    """Return the hostile server, running."""
    with HostileServer() as running:
        yield running
