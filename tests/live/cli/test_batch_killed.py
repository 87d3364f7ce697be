"""A batch of 1,000 rows: the server is killed and started again, and so is the batch."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.app_server import START_SECONDS, app_command
from tests.server_ports import free_port

pytestmark = [pytest.mark.live, pytest.mark.soak]

ROWS = 1000
APP = Path(__file__).parents[1] / "apps" / "rows.py"


class RestartedApp:
    """apps/rows.py on one port, however often it is killed. calls: the file of its calls."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.calls = folder / "calls.txt"
        self._log = folder / "app.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as log:
            command = app_command(APP, str(self.port), str(self.calls))
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for(self._answers, START_SECONDS)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/config", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestartedApp]:
    made = RestartedApp(tmp_path_factory.mktemp("rows"))
    made.start()
    yield made
    made.kill()


def text_of(row: int) -> str:
    return f"row {row} é\u2028"


def count(out: Path) -> int:
    return out.read_bytes().count(b"\n") if out.exists() else 0


def test_ctrl_c_ends_it_cleanly_and_nothing_is_lost_or_doubled(
    app: RestartedApp, command: list[str], cli_env: dict[str, str], tmp_path: Path
) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.jsonl"
    rows.write_text("text\n" + "".join(f"interrupted {row}\n" for row in range(1, 101)))
    args = ["batch", app.url, "--rows", str(rows), "--out", str(out), "--jobs", "2"]
    with subprocess.Popen([*command, *args], env=cli_env, stderr=subprocess.PIPE) as process:
        wait_for(lambda: count(out) >= 10)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr is not None
        last = process.stderr.read().decode().splitlines()[-1]
    before = count(out)
    assert last == f"stopped: {before} of 100 rows done; run the same command again for the rest"
    assert subprocess.run([*command, *args], env=cli_env, check=False).returncode == 0
    done = [json.loads(each)["row"] for each in out.read_text().splitlines()]
    assert sorted(done) == [*range(1, 101)] and 10 <= before < 100


def test_each_row_stands_once_in_the_output_whoever_is_killed(
    app: RestartedApp, command: list[str], cli_env: dict[str, str], tmp_path: Path
) -> None:
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    texts = [json.dumps({"text": text_of(row)}) for row in range(1, ROWS + 1)]
    rows.write_text("\n".join(texts))

    def start(out: Path, *more: str) -> "subprocess.Popen[bytes]":
        args = ["batch", app.url, "--rows", str(rows), "--out", str(out), "--jobs", "4", *more]
        return subprocess.Popen([*command, *args], env=cli_env, stderr=subprocess.DEVNULL)

    first = start(out)
    wait_for(lambda: count(out) >= 150)
    app.kill()
    app.start()
    wait_for(lambda: count(out) >= 500)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert count(out) < ROWS
    assert start(out).wait(timeout=600) == 0

    lines = [json.loads(each) for each in out.read_text().splitlines()]
    assert sorted(each["row"] for each in lines) == [*range(1, ROWS + 1)]
    assert all(each["data"] == [text_of(each["row"]).upper()] for each in lines)
    resent = {each["row"] for each in lines if "attempts" in each}
    assert 1 <= len(resent) <= 8, "what was in flight at either kill"
    assert not out.with_name("out.jsonl.sent").exists()
    called = app.calls.read_text(encoding="utf-8").split("\n")[:-1]
    called = [each for each in called if each.startswith("row ")]
    assert {*called} == {text_of(row) for row in range(1, ROWS + 1)}, "at least once at the app"
    twice = {row for row in range(1, ROWS + 1) if called.count(text_of(row)) > 1}
    assert twice <= resent, "a row that the app saw twice is marked"

    outs = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    shards = [start(each, "--shard", f"{index}/2") for index, each in enumerate(outs, 1)]
    assert [each.wait(timeout=600) for each in shards] == [0, 0]
    together = [json.loads(each) for part in outs for each in part.read_text().splitlines()]

    def results(lines: list[dict[str, object]]) -> list[tuple[object, object, object]]:
        return sorted((each["row"], each["hash"], str(each["data"])) for each in lines)

    assert results(together) == results(lines)
