"""The command line as a process; what it may talk to: the demo's real apps, and a bad neighbour."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.live.cli.hostile_server import HostileServer


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def lines(self) -> list[Any]:
        """The JSON values of stdout, a line each."""
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Done]


@pytest.fixture
def command() -> list[str]:
    """Give the words that start `spacetui`, for a test that starts the process itself."""
    return [sys.executable, "-m", "spacetui"]


@pytest.fixture
def cli_env(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which all that is kept goes to the test's own folder."""
    return {
        **os.environ,
        "SPACETUI_DATA_DIR": str(tmp_path / "data"),
        "HF_HOME": str(tmp_path / "hf"),
    }


@pytest.fixture
def cli(command: list[str], cli_env: dict[str, str]) -> Cli:
    """Give a function that runs `spacetui ARGS` to its end."""

    def run(*args: str, stdin: str = "", timeout: float = 60, **env: str) -> Done:
        done = subprocess.run(
            [*command, *args],
            input=stdin.encode(),
            capture_output=True,
            timeout=timeout,
            env={**cli_env, **env},
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)

    return run


@pytest.fixture
def hub_cli(cli: Cli, demo_hub_url: str) -> Cli:
    """Give the same, with the demo's stand-in as the Hub."""

    def run(*args: str, **more: Any) -> Done:
        return cli(*args, HF_ENDPOINT=demo_hub_url, **more)

    return run


@pytest.fixture(scope="session")
def host_of(demo_hub_url: str) -> Callable[[str], str]:
    """Give the root URL of one of the demo's Spaces by its short name."""

    def find(name: str) -> str:
        with urllib.request.urlopen(f"{demo_hub_url}/api/spaces/demo/{name}", timeout=10) as answer:
            return str(json.load(answer)["host"])

    return find


@pytest.fixture(scope="session")
def hostile_server() -> Iterator[HostileServer]:
    """Return the hostile server, running."""
    with HostileServer() as running:
        yield running
