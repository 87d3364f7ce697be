"""`spacetui wait`: until the Space runs and its app answers."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.cli_result import Cli
from tests.replay.conftest import TOKEN
from tests.replay.network import SPACES, copy
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace
from tests.server_ports import free_port


@pytest.mark.parametrize(
    ("stages", "waking", "said"),
    [
        (["RUNNING"], True, []),
        (["SLEEPING", "APP_STARTING", "RUNNING"], True, ["sleeping", "app starting"]),
        (["BUILDING", "APP_STARTING", "RUNNING"], False, ["building", "app starting"]),
        (["STOPPED", "BUILDING", "RUNNING"], True, ["stopped", "building"]),
    ],
)
def test_it_ends_when_the_app_answers_and_has_said_each_stage_once(
    replay: Replay, cli: Cli, replayed_url: str, stages: list[str], waking: bool, said: list[str]
) -> None:
    replay.add(ReplaySpace("acme/run", app_url=replayed_url, stages=stages, waking=waking))
    done = cli("wait", "acme/run")
    assert (done.code, done.out) == (0, ""), done.err
    lines = [f"acme/run is {each}; waiting (Ctrl-C ends it)" for each in said]
    assert done.err.splitlines() == [*lines, "acme/run is up: https://acme-run.hf.space"]
    assert any("/config" in each for each in replay.targets(f"acme-run{SPACES}"))


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("PAUSED", "paused"),
        ("BUILD_ERROR", "BUILD_ERROR"),
        ("RUNTIME_ERROR", "RUNTIME_ERROR"),
        ("CONFIG_ERROR", "CONFIG_ERROR"),
        ("NO_APP_FILE", "NO_APP_FILE"),
    ],
)
def test_a_space_that_will_not_start_by_itself_is_exit_2_at_once(
    replay: Replay, cli: Cli, stage: str, words: str
) -> None:
    replay.add(ReplaySpace("acme/still", stages=[stage]))
    began = time.monotonic()
    done = cli("wait", "acme/still", "--timeout", "60")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert words in done.err
    assert time.monotonic() - began < 30


def test_a_time_that_runs_out_is_exit_3_and_names_the_stage(replay: Replay, cli: Cli) -> None:
    replay.add(ReplaySpace("acme/slow", stages=["BUILDING"], waking=False))
    done = cli("wait", "acme/slow", "--timeout", "4")
    assert (done.code, done.out) == (3, "")
    assert "BUILDING" in done.err.splitlines()[-1]


def test_a_private_space_is_waited_for_with_its_token(
    replay: Replay, cli: Cli, environment: dict[str, str], replayed_url: str
) -> None:
    space = ReplaySpace("acme/private", app_url=replayed_url, private=True, owner_token=TOKEN)
    replay.add(space)
    assert cli("wait", "acme/private", "--timeout", "5").code == 2
    environment["HF_TOKEN"] = TOKEN
    assert cli("wait", "acme/private", "--timeout", "30").code == 0
    assert TOKEN in replay.received(space.host)


def test_an_address_is_waited_for_until_something_answers_there(
    environment: dict[str, str], replayed_url: str
) -> None:
    port = free_port()
    program = [sys.executable, "-m", "spacetui", "wait", f"http://127.0.0.1:{port}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, env=environment, stdout=pipe, stderr=pipe, text=True) as waiting:
        assert waiting.stderr is not None
        assert "the connection was refused: nothing listens there" in waiting.stderr.readline()
        with answers_at(port, replayed_url):
            out, err = waiting.communicate(timeout=120)
    assert (waiting.returncode, out) == (0, ""), err
    assert err == f"http://127.0.0.1:{port} is up: http://127.0.0.1:{port}\n"


def test_an_address_where_nothing_answers_is_exit_3(cli: Cli) -> None:
    done = cli("wait", f"http://127.0.0.1:{free_port()}", "--timeout", "10")
    assert (done.code, done.out) == (3, "")
    assert "the connection was refused" in done.err.splitlines()[-1]


@contextmanager
def answers_at(port: int, url: str) -> Iterator[None]:
    """Let what listens at `url` be reached at `port` too."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        to_port = urlsplit(url).port
        threading.Thread(target=_serve, args=(listener, to_port), daemon=True).start()
        yield


def _serve(listener: socket.socket, port: int) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return  # the test has ended
        server = socket.create_connection(("127.0.0.1", port))
        for source, target in ((client, server), (server, client)):
            threading.Thread(target=copy, args=(source, target), daemon=True).start()
