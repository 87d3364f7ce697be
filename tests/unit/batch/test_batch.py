"""A batch over a real connection: each row once in the output, whatever happens to its calls."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacetui.batch import throttle
from spacetui.batch.shard import Shard
from spacetui.errors import UsageError
from spacetui.session.wake_pace import Pace
from tests.unit.batch.batch_driver import Batches, join, lines_of, names_in, write_rows
from tests.unit.batch.queue_server import QueueServer


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "BUSY_PACE", Pace(0.01, 1.0, 0.01))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "rows.csv", [f"t{number}" for number in range(1, 13)])


def outputs(out: Path) -> list[Any]:
    return [each.get("data", [each.get("error")])[0] for each in lines_of(out)]


ALL = [f"T{number}" for number in range(1, 13)]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what the server sees."""
    while not condition():  # noqa: ASYNC110  # the server is no part of what is tested
        await asyncio.sleep(0.005)


async def test_each_row_is_called_once(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    batch = await batches.run(rows, tmp_path / "out.jsonl", jobs=4)
    assert outputs(tmp_path / "out.jsonl") == ALL
    assert sorted(server.joined) == sorted(each.lower() for each in ALL)
    assert (batch.progress.done, batch.progress.failed, batch.stopped_by) == (12, 0, None)
    assert names_in(tmp_path) == ["out.jsonl", "rows.csv"]


async def test_a_failed_row_leaves_the_others_alone_and_is_called_again_by_the_next_run(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan["t3"] = ["error"]
    out = tmp_path / "out.jsonl"
    batch = await batches.run(rows, out)
    assert batch.first_failure is not None
    assert (batch.first_failure[0], batch.first_failure[1].message) == (3, "t3 is bad")
    assert outputs(out)[2] == {"kind": "app", "message": "t3 is bad"}
    again = await batches.run(rows, out)
    assert outputs(out) == ALL and again.first_failure is None
    assert server.joined.count("t3") == 2 and len(server.joined) == 13
    assert "attempts" not in lines_of(out)[2], "the first one was not lost"


@pytest.mark.parametrize("how", ["cut", "reset"])
async def test_a_call_that_was_lost_is_sent_again_and_marked(
    how: str, batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan["t5"] = [how]
    out = tmp_path / "out.jsonl"
    await batches.run(rows, out, jobs=2)
    assert outputs(out) == ALL
    assert [each.get("attempts") for each in lines_of(out)] == [None] * 4 + [2] + [None] * 7
    assert server.joined.count("t5") == 2


async def test_a_call_that_is_lost_too_often_fails(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan["t5"] = ["cut"] * 9
    await batches.run(rows, tmp_path / "out.jsonl", retries=2)
    line = lines_of(tmp_path / "out.jsonl")[4]
    assert (line["error"]["kind"], line["attempts"]) == ("lost", 3)
    assert server.joined.count("t5") == 3
    await batches.run(rows, tmp_path / "out.jsonl", may_resend=False)
    assert server.joined.count("t5") == 3, "a later run does not send it either"
    server.plan["t5"] = ["cut"]
    await batches.run(rows, tmp_path / "out.jsonl", retries=1)
    assert lines_of(tmp_path / "out.jsonl")[4]["attempts"] == 5


async def test_nothing_is_sent_twice_where_that_is_not_wanted(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan["t5"], server.plan["t6"] = ["cut"], ["full", "full"]
    await batches.run(rows, tmp_path / "out.jsonl", may_resend=False)
    errors = [each["row"] for each in lines_of(tmp_path / "out.jsonl") if "error" in each]
    assert errors == [5], "a call that was not taken is no second one"
    assert server.joined.count("t5") == 1


async def test_a_busy_app_is_asked_again_by_one_call_at_a_time(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    for text in ("t1", "t2", "t3", "t4"):
        server.plan[text] = ["full", "full"]
    batch = await batches.run(rows, tmp_path / "out.jsonl", jobs=4)
    assert outputs(tmp_path / "out.jsonl") == ALL
    assert all("attempts" not in each for each in lines_of(tmp_path / "out.jsonl"))
    assert len(server.joined) == 12 and batch.progress.notice == ""


async def test_the_quota_ends_the_batch_and_the_next_run_goes_on(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan["t6"] = ["quota"]
    out = tmp_path / "out.jsonl"
    batch = await batches.run(rows, out)
    assert batch.stopped_by is not None
    assert (batch.stopped_by.kind, batch.stopped_by.retry_after) == ("quota", 8040.0)
    assert outputs(out) == ALL[:5] and server.joined[-1] == "t6"
    assert "out.jsonl.sent" not in names_in(tmp_path), "nothing is in flight"
    await batches.run(rows, out)
    assert outputs(out) == ALL
    assert "attempts" not in lines_of(out)[5]


async def test_a_server_that_is_killed_and_started_again_loses_no_row(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan |= {text: ["hold"] for text in ("t4", "t5", "t6")}
    out = tmp_path / "out.jsonl"
    batch, output = await batches.make(rows, out, jobs=3)
    running = asyncio.ensure_future(batch.run())
    await until(lambda: len(server.joined) == 6)
    await server.stop()
    server.go_on.set()
    await until(lambda: batch.progress.notice != "")
    await server.start()
    await running
    output.close()
    assert outputs(out) == ALL
    assert [each["row"] for each in lines_of(out) if each.get("attempts")] == [4, 5, 6]


async def test_a_server_that_does_not_come_back_ends_the_batch(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan["t2"] = ["hold"]
    batch, output = await batches.make(rows, tmp_path / "out.jsonl", limit=0.1)
    running = asyncio.ensure_future(batch.run())
    await until(lambda: len(server.joined) == 2)
    await server.stop()
    server.go_on.set()
    await running
    output.close()
    assert batch.stopped_by is not None and batch.stopped_by.kind == "unreachable"
    assert outputs(tmp_path / "out.jsonl") == ["T1"]


async def test_a_cancel_ends_calls_cleanly_and_their_rows_are_called_by_the_next_run(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan |= {text: ["hold"] for text in ("t3", "t4")}
    out = tmp_path / "out.jsonl"
    batch, output = await batches.make(rows, out, jobs=2)
    running = asyncio.ensure_future(batch.run())
    await until(lambda: {"t3", "t4"} <= {*server.joined})
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    output.close()
    assert server.cancelled == 2 and outputs(out) == ["T1", "T2"]
    server.go_on.set()
    await batches.run(rows, out, jobs=2)
    assert outputs(out) == ALL
    assert [each.get("attempts") for each in lines_of(out)][2:4] == [2, 2]


async def test_two_shards_together_give_what_one_run_gives(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    outs = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    for index, out in enumerate(outs, 1):
        await batches.run(rows, out, shard=Shard(index, 2))
    assert [each["row"] for each in lines_of(outs[1])] == [2, 4, 6, 8, 10, 12]
    whole = join(tmp_path / "whole.jsonl", *outs)
    assert outputs(whole) == ALL and len(server.joined) == 12
    await batches.run(rows, whole)
    assert len(server.joined) == 12, "the lines of all shards are those of the whole file"


async def test_no_more_calls_run_at_once_than_wanted(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    server.plan |= {f"t{number}": ["hold"] for number in range(1, 13)}
    batch, output = await batches.make(rows, tmp_path / "out.jsonl", jobs=3)
    running = asyncio.ensure_future(batch.run())
    await until(lambda: server.most_at_once == 3)
    server.go_on.set()
    await running
    output.close()
    assert server.most_at_once == 3


async def test_rows_that_change_while_they_are_called_fail(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    batch, output = await batches.make(rows, tmp_path / "out.jsonl")
    write_rows(rows, [*(f"t{number}" for number in range(1, 7)), "x7"])
    await batch.run()
    output.close()
    assert [each["row"] for each in lines_of(tmp_path / "out.jsonl") if "error" in each] == [7]
    assert server.joined[-1] == "t6"
    assert batch.stopped_by is not None and "shorter" in batch.stopped_by.message


async def test_an_app_that_comes_back_as_another_one_is_not_called(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    batch, output = await batches.make(rows, tmp_path / "out.jsonl")
    server.plan["t2"] = ["cut"]
    del server.info["named_endpoints"]["/echo"]["parameters"][1]["parameter_default"]
    await batch.run()
    output.close()
    assert batch.stopped_by is not None
    assert "another version of this endpoint" in batch.stopped_by.message
    assert server.joined == ["t1", "t2"]


async def test_two_batches_do_not_write_one_output(
    batches: Batches, rows: Path, tmp_path: Path
) -> None:
    _, output = await batches.make(rows, tmp_path / "out.jsonl")
    with pytest.raises(UsageError, match="another spacetui is writing it"):
        await batches.make(rows, tmp_path / "out.jsonl")
    output.close()
    (await batches.make(rows, tmp_path / "out.jsonl"))[1].close()


async def test_a_value_for_all_rows_wins_over_a_column_and_changes_the_rows(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    await batches.run(rows, out)
    await batches.run(rows, out, "text=all")
    assert outputs(out) == ["ALL"] * 12
    assert len(lines_of(tmp_path / "out.jsonl.old")) == 12, "results of other inputs are kept"


async def test_what_a_killed_run_had_sent_is_not_sent_again_where_that_is_not_wanted(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    _, output = await batches.make(rows, out)
    output.note_sent(2, 1)  # and killed before its line
    output.close()
    await batches.run(rows, out, may_resend=False)
    await batches.run(rows, out, may_resend=False)
    assert lines_of(out)[1]["error"]["kind"] == "lost" and "t2" not in server.joined
    await batches.run(rows, out)
    assert outputs(out) == ALL
