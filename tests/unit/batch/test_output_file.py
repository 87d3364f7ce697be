"""The output on disk: what a killed process leaves is mended, and no line of others is touched."""

import json
from array import array
from pathlib import Path
from typing import Any

import pytest

from spacetui.batch.output_file import OutputFile
from spacetui.batch.output_line import done_line, failed_line
from spacetui.batch.shard import Shard
from spacetui.errors import Failure, Lost, UsageError

HASHES = array("Q", range(1, 6))


def done(row: int, hash_number: int | None = None) -> str:
    number = row if hash_number is None else hash_number
    return done_line(row, f"{number:016x}", [f"out {row}"], duration=1)


def failed(row: int) -> str:
    return failed_line(row, f"{row:016x}", Failure("app", "boom"), duration=1)


def opened(path: Path, shard: Shard | None = None) -> OutputFile:
    return OutputFile.open(path, HASHES, shard or Shard())


def rows_in(path: Path) -> list[int]:
    return [json.loads(each)["row"] for each in path.read_text().splitlines()]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_a_new_output_has_a_line_at_once_and_is_for_the_user_alone(out: Path) -> None:
    output = opened(out)
    output.note_sent(2, 1)
    output.write(2, done(2), is_done=True)
    assert rows_in(out) == [2] and out.stat().st_mode & 0o077 == 0
    assert (output.is_done(2), output.is_done(1), output.done) == (True, False, 1)
    output.close()
    assert [each.name for each in out.parent.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_torn_last_line_is_removed(cut: int, out: Path) -> None:
    out.write_text(done(1) + done(2)[:cut])
    output = opened(out)
    assert out.read_text() == done(1) and not output.is_done(2)
    output.close()


def test_a_last_line_that_lacks_only_its_end_stays(out: Path) -> None:
    out.write_text(done(1) + done(2).rstrip("\n"))
    output = opened(out)
    output.write(3, done(3), is_done=True)
    assert out.read_text() == done(1) + done(2) + done(3) and output.done == 3
    output.close()


def test_rows_that_failed_or_changed_are_called_again_and_no_result_is_lost(out: Path) -> None:
    lines = [done(1), failed(2), done(3, 99), done(4), done(4), done(77), done(5)]
    out.write_text("".join(lines))
    output = opened(out)
    assert rows_in(out) == [1, 4, 5]
    assert [output.is_done(row) for row in range(1, 6)] == [True, False, False, True, True]
    assert rows_in(out.with_name("out.jsonl.old")) == [3, 4, 77] and output.moved == 3
    output.close()


def test_lines_of_failed_rows_of_another_shard_stay(out: Path) -> None:
    out.write_text(failed(1) + failed(2) + done(3) + done(4))
    output = opened(out, Shard(2, 2))
    assert rows_in(out) == [1, 3, 4] and output.done == 1
    output.close()


@pytest.mark.parametrize(
    "content", ["hello", "hello\n", done(1) + "hello\n", '{"row": 1}\n', "\n", "text,count\n1,2\n"]
)
def test_a_file_of_something_else_is_not_touched(content: str, out: Path) -> None:
    out.write_text(content)
    with pytest.raises(UsageError, match="is no line of a batch"):
        opened(out)
    assert out.read_text() == content
    out.write_text("")
    opened(out).close()  # the lock was given back


def test_what_an_earlier_run_had_sent_is_known(out: Path) -> None:
    output = opened(out)
    for row, times in ((1, 1), (2, 1), (2, 2), (3, 1), (3, 0), (4, 1)):
        output.note_sent(row, times)
    output.write(4, done(4), is_done=True)
    output.close()
    sent = out.with_name("out.jsonl.sent")
    assert sent.exists()
    sent.write_text(sent.read_text() + "5 5")  # torn
    again = opened(out)
    assert [again.sent_before(row) for row in range(1, 6)] == [1, 2, 0, 0, 0]
    for row in (1, 2, 3, 5):
        again.write(row, done(row), is_done=True)
    again.close()
    assert not sent.exists()


def test_a_changed_row_was_not_sent_before(out: Path) -> None:
    output = opened(out)
    output.note_sent(1, 1)
    output.close()
    again = OutputFile.open(out, array("Q", [9, 2, 3, 4, 5]), Shard())
    assert again.sent_before(1) == 0
    again.close()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        opened(tmp_path / "none" / "out.jsonl")
    with pytest.raises(UsageError, match="not a plain file"):
        opened(tmp_path)


def test_a_full_disk_is_said(out: Path) -> None:
    class Full:
        def write(self, text: bytes) -> int:
            raise OSError(28, "No space left on device")

        def close(self) -> None: ...

    output = opened(out)
    output._file = Full()  # type: ignore[assignment]
    with pytest.raises(Lost, match="cannot be written: No space left on device"):
        output.write(1, done(1), is_done=True)
    assert not output.is_done(1)
    output.close()


def test_a_line_for_which_there_was_too_little_room_leaves_nothing(out: Path) -> None:
    output = opened(out)
    output.write(1, done(1), is_done=True)
    whole = out.read_bytes()

    class Nearly:
        file: Any = output._file
        tell, truncate, close = file.tell, file.truncate, file.close

        def write(self, text: bytes) -> int:
            return int(self.file.write(text[:10]))

    output._file = Nearly()  # type: ignore[assignment]
    with pytest.raises(Lost, match="no room is left"):
        output.write(2, done(2), is_done=True)
    assert out.read_bytes() == whole
    output.close()
