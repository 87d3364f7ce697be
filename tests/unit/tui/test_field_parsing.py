"""How fields read typed text, without a screen: paths, tables, slider grids, choices."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spacetui.errors import BadValue
from spacetui.model.schema import Choice, Json, Parameter
from spacetui.model.table_columns import TableColumns
from spacetui.tui.inputs.choice_field import ChoiceIndex
from spacetui.tui.inputs.choice_search import MAX_FOUND, ChoiceSearch
from spacetui.tui.inputs.path_parsing import split_paths
from spacetui.tui.inputs.slider import Scale
from spacetui.tui.inputs.table_text import read_table


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("", []),
        ("/a/b.png", ["/a/b.png"]),
        ("'/a b.png'", ["/a b.png"]),
        ('"/a b.png"', ["/a b.png"]),
        (r"/a\ b.png", ["/a b.png"]),
        ("file:///a%20b.png", ["/a b.png"]),
        ("HTTPS://x.org/a b.png", ["HTTPS://x.org/a b.png"]),
        ("/a b.png", ["/a b.png"]),  # one file is wanted: a blank does not end it
        ("'/still typing", ["'/still typing"]),
    ],
)
def test_one_path_is_read_as_typed_dropped_or_pasted(text: str, paths: list[str]) -> None:
    assert split_paths(text, several=False) == paths


def test_several_paths_are_words_or_lines() -> None:
    assert split_paths("/a.png '/b c.png'\nhttps://x.org/d.png\n", several=True) == [
        "/a.png",
        "/b c.png",
        "https://x.org/d.png",
    ]


def test_a_tilde_is_the_home_folder_and_an_unknown_user_is_left_alone() -> None:
    assert split_paths("~/a.png", several=False) == [str(Path.home() / "a.png")]
    assert split_paths("~no-such-user/a", several=False) == ["~no-such-user/a"]


def test_a_path_with_blanks_that_exists_is_one_path(tmp_path: Path) -> None:
    path = tmp_path / "a b'.png"
    path.write_text("")

    assert split_paths(str(path), several=True) == [str(path)]
    assert split_paths(str(path), several=False) == [str(path)]


@given(st.text(max_size=40))
@example("~\x00")
@example("file://[")
def test_no_text_makes_the_path_parser_raise(text: str) -> None:
    for several in (True, False):
        assert all(isinstance(each, str) for each in split_paths(text, several=several))


ANY = TableColumns()


def test_csv_and_tsv_are_tables_and_numbers_are_numbers() -> None:
    table = {"headers": ["name", "n"], "data": [["a, b", 1], ["c", None]], "metadata": None}

    assert read_table('name,n\n"a, b",1\nc,\n', ANY).to_json() == table
    assert read_table("name\tn\na, b\t1\nc\t\n", ANY).to_json() == table
    assert read_table("n\n1", TableColumns(datatype=("str",))).row(0) == ["1"]
    assert read_table("n\ntrue", TableColumns(datatype="bool")).row(0) == [True]


CELLS = (
    st.none()
    | st.integers(-999, 999)
    | st.text("abc ,\"'\n", min_size=1, max_size=6).filter(str.strip)
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), max_size=5))
def test_a_table_written_as_csv_reads_back(rows: list[list[Json]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b"], *rows])
    back = read_table(out.getvalue(), ANY)

    kept = [[c.strip(" ") if isinstance(c, str) else c for c in row] for row in rows]
    assert [[c.strip(" ") if isinstance(c, str) else c for c in row] for row in back.rows] == kept


def test_a_row_longer_than_the_headers_is_an_error_with_its_number() -> None:
    with pytest.raises(BadValue, match="row 3 has 2 cells"):
        read_table("a\n1\n1,2", ANY)


NUMBERS = (
    st.none()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.integers(-(10**6), 10**6).map(float)
)


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(-1e6, 1e6), st.integers(-20, 20))
@example(-5e-324, 0.0, None, 0.0, 0)
@example(-1.795e308, None, None, 0.0, 0)
@example(0.0, 100.0, 1e-320, 50.0, 1)
@example(-1.7e308, 1.7e308, 1e308, 0.0, 20)
def test_a_slider_stays_on_its_scale_whatever_the_app_states(
    low: float | None, high: float | None, step: float | None, at: float, steps: int
) -> None:
    scale = Scale(Parameter("s", minimum=low, maximum=high, step=step))

    moved = scale.move(at, steps)

    assert scale.low <= moved <= scale.high
    assert 0 <= scale.fraction(at) <= 1
    assert scale.text(moved)


def test_a_slider_steps_without_rounding_errors() -> None:
    scale = Scale(Parameter("s", minimum=1, maximum=10, step=0.1))

    assert [scale.move(4.0, n) for n in (1, 2, 3)] == [4.1, 4.2, 4.3]
    assert scale.text(4.0) == "4.0"
    assert isinstance(Scale(Parameter("s", minimum=1, maximum=9, step=1)).move(2, 1), int)
    assert Scale(Parameter("s", minimum=0, maximum=1)).step == pytest.approx(0.01)


def test_a_search_gives_each_choice_once_and_stops() -> None:
    choices = [Choice(f"Ab {i} ab", i) for i in range(1000)]

    assert ChoiceSearch(choices).find("AB 99 ") == [99]
    assert len(ChoiceSearch(choices).find("ab")) == MAX_FOUND
    assert ChoiceSearch(choices).find("ab 1 ab\nab") == []
    assert ChoiceSearch([]).find("a") == []


@given(st.lists(st.text("aAb\n", max_size=4), max_size=12), st.text("ab", min_size=1, max_size=2))
def test_a_search_finds_what_a_scan_finds(labels: list[str], part: str) -> None:
    found = ChoiceSearch([Choice(each, each) for each in labels]).find(part)

    assert found == [
        i for i, each in enumerate(labels) if part in each.casefold().replace("\n", " ")
    ]


def test_the_first_of_many_choices_is_found_without_the_others() -> None:
    read: list[int] = []

    class Choices(list[Choice]):
        def __iter__(self) -> Iterator[Choice]:
            for choice in super().__iter__():
                read.append(choice.value)
                yield choice

    index = ChoiceIndex(Choices(Choice(str(n), n) for n in range(1_000)))
    assert (index.find(1), index.find(0)) == (1, 0)
    assert read == [0, 1]


def test_a_choice_of_1_is_found_by_1_0_and_not_by_true() -> None:
    index = ChoiceIndex(
        [Choice("yes", True), Choice("one", 1), Choice("list", [1]), Choice("none", None)]
    )

    values: tuple[Json, ...] = (1, 1.0, True, [1], None, "x", {})
    assert [index.find(each) for each in values] == [
        1,
        1,
        0,
        2,
        3,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "datatype", "words"),
    [
        ("n,who\n1,Ann\nx,Tim", ("number", "str"), "row 3, n: not a number"),
        ("ok\nmaybe", "bool", "row 2, ok: not true or false"),
        ("n\ntrue", "number", "row 2, n: not a number"),
    ],
)
def test_a_cell_that_its_column_does_not_take_is_named(
    text: str, datatype: str | tuple[str, ...], words: str
) -> None:
    with pytest.raises(BadValue, match=words):
        read_table(text, TableColumns(datatype=datatype))


def test_a_column_takes_empty_cells_and_its_own_values() -> None:
    columns = TableColumns(datatype=("number", "bool", "str"))
    table = read_table("n,ok,who\n1.5,TRUE,2\n,,", columns)
    assert list(table.rows) == [[1.5, True, "2"], [None, None, ""]]
