"""Files of rows: what is read, and one clear line that names the row for what cannot be."""

import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.batch.rows_file import Row, RowsFile
from spacetui.errors import UsageError
from spacetui.model.schema import Endpoint, FileShape, Parameter

ENDPOINT = Endpoint(
    "/f",
    0,
    parameters=(
        Parameter("text", component="Textbox", schema={"type": "string"}),
        Parameter("count", component="Number", schema={"type": "number"}, default=3),
        Parameter("file", component="File", file_shape=FileShape.MANY, default=None),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, content: str | bytes, name: str = "rows.csv") -> list[Row]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(RowsFile(path, ENDPOINT).rows())


def inputs(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [dict(each.inputs) for each in rows]


def test_cells_may_have_quotes_newlines_and_delimiters(folder: Path) -> None:
    rows = read(folder, 'text,count\n"a ""b"", c\nd",1\n\nx,2\n')
    assert inputs(rows) == [{"text": 'a "b", c\nd', "count": "1"}, {"text": "x", "count": "2"}]
    assert [(each.number, each.line) for each in rows] == [(1, 2), (2, 5)]
    assert rows[1].where == "rows.csv, row 2 (line 5)"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_either_end_of_line_are_taken(
    start: bytes, end: bytes, folder: Path
) -> None:
    assert inputs(read(folder, start + end.join([b"text", "é\u2028".encode(), b""]))) == [
        {"text": "é\u2028"}
    ]


def test_tsv_is_split_at_tabs(folder: Path) -> None:
    assert inputs(read(folder, "text\tcount\na,b\t1\n", "rows.tsv")) == [
        {"text": "a,b", "count": "1"}
    ]


def test_json_lines_keep_their_types(folder: Path) -> None:
    rows = read(folder, '{"text": "a", "count": 9007199254740993}\n\n{"text": null}', "r.jsonl")
    assert inputs(rows) == [{"text": "a", "count": 9007199254740993}, {"text": None}]
    assert [(each.number, each.line) for each in rows] == [(1, 1), (2, 3)]
    assert rows[0].given["text"].raw == ["a"]


def test_texts_for_a_file_in_json_lines_are_files(folder: Path) -> None:
    rows = read(folder, '{"file": "@a.png"}\n{"file": ["@a", "@b"]}\n{"file": null}\n', "r.jsonl")
    assert [each.given["file"].texts for each in rows] == [["@a.png"], ["@a", "@b"], []]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.csv", b"", "r.csv: it is empty, and its first line is to name parameters"),
        ("r.csv", b"\n\n", "r.csv: it is empty, and its first line is to name parameters"),
        ("r.csv", b"text,text\n", "r.csv, line 1: two columns are called 'text'"),
        ("r.csv", b"\ntxt\na\n", "r.csv, line 2: no parameter 'txt'. Did you mean text?"),
        ("r.csv", b"text;count\na;1\n", "r.csv, line 1: its cells are separated by semicolons"),
        ("r.csv", b"text,count\na,1\nb\n", "row 2 (line 3): 1 cells, and the header has 2"),
        ("r.csv", b"text\na,b\n", "row 1 (line 2): 2 cells, and the header has 1"),
        ("r.csv", b'text\na\n"b\nc', "r.csv, line 3: not CSV: unexpected end of data"),
        ("r.csv", b'text\n"a"b\n', "r.csv, line 2: not CSV: ',' expected after '\"'"),
        ("r.csv", b"text\na\n\xff\xfe\n", "r.csv, line 3: it is not UTF-8 text"),
        ("r.csv", "text\na".encode("utf-16"), "r.csv, line 1: it is not UTF-8 text"),
        ("r.jsonl", b'{"text": "a"}\n{"text": ', "row 2 (line 2): not JSON"),
        ("r.jsonl", b'["a"]\n', "row 1 (line 1): an object of names to values is wanted"),
        ("r.jsonl", b'{"text": NaN}\n', "row 1 (line 1): NaN is not JSON"),
        ("r.jsonl", b'{"txt": 1}\n', "row 1 (line 1): no parameter 'txt'. Did you mean text?"),
        ("r.json", b'[\n{"text": "a"}\n]\n', "Each line is to be one JSON object, with no list"),
        ("r.jsonl", b"[" * 100_000, "row 1 (line 1): JSON nested too deep"),
        ("r.xlsx", b"PK", "neither CSV, TSV nor JSON lines by its name"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_line_that_says_where(
    name: str, content: bytes, message: str, folder: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        read(folder, content, name)
    line = str(caught.value)
    assert message in line
    assert "\n" not in line and len(line) < 300


def test_what_is_no_plain_file_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        list(RowsFile(folder / "none.csv", ENDPOINT).rows())
    (folder / "d.csv").mkdir()
    with pytest.raises(UsageError, match="not a plain file"):
        RowsFile(folder / "d.csv", ENDPOINT)


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
def test_json_lines_and_csv_say_the_same(pairs: list[tuple[str, str]]) -> None:
    import csv
    import io
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder, text = Path(name), io.StringIO()
        csv.writer(text).writerows([("text", "count"), *pairs])
        objects = [{"text": first, "count": second} for first, second in pairs]
        lines = "".join(f"{json.dumps(each)}\n" for each in objects)
        assert inputs(read(folder, lines, "r.jsonl")) == objects
        content = text.getvalue()
        if "\r" not in "".join(map("".join, pairs)):
            assert inputs(read(folder, content.encode("utf-8", "replace"))) == [
                {key: value.encode("utf-8", "replace").decode() for key, value in each.items()}
                for each in objects
            ]


def test_rows_are_not_held_in_memory(folder: Path) -> None:
    path = folder / "long.csv"
    path.write_text("text\n" + f"{'x' * 1000}\n" * 20_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in RowsFile(path, ENDPOINT).rows()) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
