"""The lines of a batch's output: their keys, and which inputs a row had."""

import json

import pytest

from spacetui.batch.output_line import LineHead, done_line, failed_line, hash_of, read_head
from spacetui.errors import Failure


def test_a_line_of_a_done_row_has_its_outputs() -> None:
    line = done_line(3, "ab" * 8, ["\u2028\x7f", None, float("nan")], duration=0.12345)
    assert line.endswith("\n") and line.isascii() and "\x7f" not in line
    assert json.loads(line) == {
        "row": 3,
        "hash": "ab" * 8,
        "data": ["\u2028\x7f", None, None],
        "duration": 0.123,
    }
    assert read_head(line) == LineHead(3, "ab" * 8, is_done=True)


def test_a_line_says_how_often_a_call_was_sent_and_which_files_were_saved() -> None:
    line = done_line(1, "0" * 16, [1], duration=1, attempts=2, files=["out/a.png"])
    assert json.loads(line)["attempts"] == 2
    assert json.loads(line)["files"] == ["out/a.png"]


def test_a_line_of_a_failed_row_has_the_error_as_run_prints_it() -> None:
    failure = Failure("app", "boom", where="/predict", retry_after=2.0)
    line = failed_line(7, "0" * 16, failure, duration=1)
    assert json.loads(line)["error"] == {
        "kind": "app",
        "message": "boom",
        "where": "/predict",
        "retry_after": 2.0,
    }
    assert read_head(line) == LineHead(7, "0" * 16, is_done=False)


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"1", b'{"row": 1, "hash": "a"}', b'{"row": "1", "hash": "a", "data": []}',
     b'{"row": 1, "hash": "a", "data": {}}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_line_of_a_batch_is_known(line: bytes) -> None:
    assert read_head(line) is None


def test_a_hash_tells_endpoint_names_and_values_and_no_order() -> None:
    known = hash_of("/predict", {"a": "1", "b": "é"})
    # To the letter: other programs that make the same output rely on it.
    assert known == "3c0c0890fbd5bce8"
    assert known == hash_of("/predict", {"b": "é", "a": "1"})
    others = [
        hash_of("/other", {"a": "1", "b": "é"}),
        hash_of("/predict", {"a": 1, "b": "é"}),
        hash_of("/predict", {"a": "1"}),
        hash_of("/predict", {"a": "1", "c": "é"}),
    ]
    assert len({known, *others}) == 5
