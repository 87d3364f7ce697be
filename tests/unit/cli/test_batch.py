"""`spacetui batch`: what it prints, writes and returns."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spacetui.batch import throttle
from spacetui.batch.output_file import OutputFile
from spacetui.cli import output
from spacetui.cli.batch_report import quota_words
from spacetui.cli.commands import run
from spacetui.errors import Failure, Lost
from spacetui.session.wake_pace import Pace
from tests.unit.batch.queue_server import QueueServer

Batch = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def server() -> Iterator[QueueServer]:
    """Return a server on a loop of its own, since the command has one too."""
    made, ready, ended = QueueServer(), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        await made.start()
        ready.set()
        await ended.wait()
        await made.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield made
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def batch(
    server: QueueServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Batch:
    """Return a function that runs the command; it gives the exit code and the lines printed."""
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
    monkeypatch.setattr(throttle, "BUSY_PACE", Pace(0.01, 1.0, 0.01))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("text\na\nb\nc\n")

    def call(*args: str, rows: str = "rows.csv") -> tuple[int, list[str], list[str]]:
        code = run(["batch", server.url, "--rows", rows, *args])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return call


def test_lines_go_to_stdout_and_everything_else_to_stderr(
    batch: Batch, server: QueueServer
) -> None:
    code, out, err = batch()
    assert code == 0
    lines = [json.loads(each) for each in out]
    assert [(each["row"], each["data"]) for each in lines] == [(1, ["A"]), (2, ["B"]), (3, ["C"])]
    assert err[0] == f"rows.csv calls {server.url} /echo: 3 rows"
    assert err[-1].startswith("3 of 3 rows done after ") and len(err) == 2


def test_with_an_output_it_goes_on_where_it_stopped(
    batch: Batch, server: QueueServer, tmp_path: Path
) -> None:
    server.plan["b"] = ["error"]
    code, out, err = batch("--out", "out.jsonl", "--jobs", "2")
    assert (code, out) == (1, [])
    assert err[-1] == (
        "spacetui: 2 of 3 rows done, 1 failed; row 2: b is bad."
        " Run the same command again for the rest."
    )
    code, _, err = batch("--out", "out.jsonl")
    assert code == 0 and err[-1].startswith("3 of 3 rows done")
    assert server.joined[2:].count("a") == 0 and server.joined[-1] == "b"
    lines = [json.loads(each) for each in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert sorted(each["row"] for each in lines) == [1, 2, 3]
    assert batch("--out", "out.jsonl")[0] == 0 and len(server.joined) == 4


def test_with_json_the_lines_of_an_output_are_printed_too(batch: Batch, tmp_path: Path) -> None:
    code, out, err = batch("--out", "out.jsonl", "--json")
    assert (code, len(out), len(err)) == (0, 3, 2)
    assert out == (tmp_path / "out.jsonl").read_text().splitlines()
    assert batch("--out", "out.jsonl", "--json")[1] == [], "what was done before is not"


def test_a_used_up_quota_says_when_it_goes_on(batch: Batch, server: QueueServer) -> None:
    server.plan["b"] = ["quota"]
    code, _, err = batch("--out", "out.jsonl")
    assert code == 4
    assert "1 of 3 rows done; nothing more is sent: ZeroGPU quota exceeded" in err[-1]
    assert "It can go on in 2 h 14 min, at " in err[-1]
    assert err[-1].endswith("run the same command again for the rest then.")
    now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    failure = Failure("quota", "used up", retry_after=600.0)
    assert quota_words(failure, now) == "it can go on in 10:00, at 27 Nov 09:10"


def test_rows_that_fail_in_several_ways_are_exit_code_1(batch: Batch, server: QueueServer) -> None:
    server.plan |= {"a": ["error"], "b": ["cut"] * 5}
    assert batch("--retries", "0")[0] == 1
    server.plan["b"] = ["cut"] * 5
    code, out, _ = batch("--no-resend")
    assert code == 3 and len(server.joined) == 6
    assert json.loads(out[1])["error"]["kind"] == "lost"


@pytest.mark.parametrize(
    ("content", "args", "message"),
    [
        ("nope\n1\n", (), "rows.csv, line 1: no parameter 'nope'. It takes: text, count, file."),
        ("text,count\na,1\nb,x\n", (), "row 2 (line 3), count: 'x' is not a number."),
        ("text\n", (), "rows.csv: there are no rows in it"),
        ("text\na\n", ("--out", "rows.csv"), "rows.csv: the rows and the output are one file"),
        ("text\na\n", ("--out", "none/x"), "none/x: it cannot be written: No such file"),
        ("text\na\n", ("--shard", "3/2"), "Invalid value for '--shard': '3/2' is no shard."),
        ("text\na\n", ("--jobs", "33"), "33 is not in the range 1<=x<=32"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_before_anything_is_sent(
    content: str, args: tuple[str, ...], message: str, batch: Batch, server: QueueServer,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "rows.csv").write_text(content)
    code, out, err = batch(*args)
    assert (code, out) == (2, [])
    assert message in err[-1] and err[-1].startswith("spacetui: ")
    assert server.joined == []


def test_where_nothing_can_be_written_no_call_is_made_or_its_row_stays(
    batch: Batch, server: QueueServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = batch("--download", "rows.csv/x")
    assert (code, server.joined) == (2, [])
    assert err[-1] == "spacetui: rows.csv/x: no files can be written there: Not a directory"
    real = OutputFile.write

    def write(self: OutputFile, row: int, line: str, *, is_done: bool) -> None:
        if row == 2:
            raise Lost("it cannot be written: no room is left", where=str(self.path))
        real(self, row, line, is_done=is_done)

    with monkeypatch.context() as full:
        full.setattr(OutputFile, "write", write)
        code, _, err = batch("--out", "out.jsonl")
    assert code == 3
    assert err[-2:] == [
        "stopped: 1 of 3 rows done; run the same command again for the rest",
        "spacetui: out.jsonl: it cannot be written: no room is left",
    ]
    assert batch("--out", "out.jsonl")[0] == 0
    lines = [json.loads(each) for each in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(each["row"], each.get("attempts")) for each in lines] == [(1, None), (2, 2), (3, None)]


def test_a_strangers_rows_upload_only_what_lies_beside_them(
    batch: Batch, server: QueueServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stranger").mkdir()
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "stranger" / "own.txt").write_text("theirs")
    rows = tmp_path / "stranger" / "rows.csv"
    rows.write_text("text,file\na,@own.txt\nb,@../secret\nc,https://example.org/x.png\n")
    code, _, err = batch(rows="stranger/rows.csv")
    assert code == 2
    assert err[:2] == [
        f"rows.csv calls {server.url} /echo: 3 rows",
        f"{server.url} is given files of example.org to fetch",
    ]
    assert f"row 2 (line 3) would upload {tmp_path / 'secret'} to {server.url} /echo" in err[2]
    assert "give --allow-files if you trust the rows" in err[2]
    assert server.joined == [] and server.uploads == []
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "y"

    monkeypatch.setattr(output, "can_ask", lambda: True)
    monkeypatch.setattr(output, "ask", ask)
    assert batch(rows="stranger/rows.csv")[0] == 0
    assert f"uploads 1 file from outside its folder to {server.url} /echo" in asked[0]
    assert [b"theirs" in each or b"mine" in each for each in server.uploads] == [True, True]
    monkeypatch.setattr(output, "can_ask", lambda: False)
    server.uploads.clear()
    rows.write_text("text,file\na,@../secret\n")
    assert batch("--allow-files", rows="stranger/rows.csv")[0] == 0
    assert len(server.uploads) == 1


def test_nothing_of_the_rows_reaches_the_terminal_as_a_control(
    batch: Batch, server: QueueServer, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("text,count\n\x1b]0;x\x07,\x1b[2J\n")
    code, _, err = batch()
    assert code == 2 and "\x1b" not in "".join(err)
    (tmp_path / "rows.csv").write_text("text\n\x1b[2J\n")
    server.plan["\x1b[2J"] = ["error"]
    code, out, err = batch()
    assert code == 1 and "\x1b" not in "".join(err + out)


def test_the_history_has_one_entry_that_points_to_the_output(
    batch: Batch,
    server: QueueServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("SPACETUI_NO_HISTORY")
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    server.plan["b"] = ["error"]
    assert batch("--out", "out.jsonl", "count=2")[0] == 1

    def history(*args: str) -> list[str]:
        assert run(["history", *args]) == 0
        return capsys.readouterr().out.splitlines()

    [entry] = map(json.loads, history("--json"))
    assert (entry["status"], entry["input_preview"]) == ("failed", "rows of rows.csv, 2")
    assert entry["output_preview"].startswith("2 of 3 rows done, 1 failed, in ")
    assert batch("--out", "out.jsonl", "count=2")[0] == 0
    [again] = map(json.loads, history("--json"))
    assert (again["id"], again["status"]) == (entry["id"], "complete")
    [shown] = map(json.loads, history("show", str(entry["id"]), "--json"))
    assert shown["batch"] == {
        "rows": str(tmp_path / "rows.csv"),
        "out": str(tmp_path / "out.jsonl"),
        "total": 3,
        "done": 3,
        "failed": 0,
        "jobs": 1,
        "shard": "",
        "folder": "",
    }
    text = "\n".join(history("show", str(entry["id"])))
    assert f"for every row of {tmp_path / 'rows.csv'}:" in text
    assert f"3 of 3 rows done, in {tmp_path / 'out.jsonl'}" in text
    assert [json.loads(each)["id"] for each in history("search", "out.jsonl", "--json")] == [1]
    for command in (["history", "export"], ["verify"]):
        assert run([*command, str(entry["id"])]) == 2
        assert "stands for the rows of rows.csv" in capsys.readouterr().err
