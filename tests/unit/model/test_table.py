"""Tables: what is read as one, what a cell takes, and that no change touches the table before."""

from copy import deepcopy

import pytest

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Parameter
from spacetui.model.table import TableValue, table_of
from spacetui.model.table_columns import TableColumns, columns_of, read_cell

TABLE = TableValue(("a", "b"), ([1, 2], [3, 4]))


@pytest.mark.parametrize(
    ("value", "table"),
    [
        ({"headers": ["a"], "data": [[1]]}, TableValue(("a",), ([1],))),
        ({"columns": ["a"], "data": [[1]]}, TableValue(("a",), ([1],))),
        (
            {"headers": ["a", "b"], "data": [[1], []]},
            TableValue(("a", "b"), ([1, None], [None, None])),
        ),
        ({"headers": ["a"], "data": [[1, 2]]}, TableValue(("a", "2"), ([1, 2],))),
        ([[1, 2], [3]], TableValue(("1", "2"), ([1, 2], [3, None]))),
        ([{"a": 1}, {"b": 2}], TableValue(("a", "b"), ([1, None], [None, 2]))),
        ({"data": None}, None),
        ("text", None),
        ([], None),
        (None, None),
    ],
)
def test_a_value_of_any_version_is_read(value: Json, table: TableValue | None) -> None:
    assert table_of(value) == table


@pytest.mark.parametrize(
    ("after", "headers", "rows"),
    [
        (TABLE.with_cell(1, 0, 9), ("a", "b"), [[1, 2], [9, 4]]),
        (TABLE.with_cell(-1, 1, "c"), ("a", "c"), [[1, 2], [3, 4]]),
        (TABLE.with_row(1), ("a", "b"), [[1, 2], [None, None], [3, 4]]),
        (TABLE.without_row(0), ("a", "b"), [[3, 4]]),
        (TABLE.with_column(1, "c"), ("a", "c", "b"), [[1, None, 2], [3, None, 4]]),
        (TABLE.without_column(0), ("b",), [[2], [4]]),
        (TABLE.with_headers(1, ["c"]), ("a", "c"), [[1, 2], [3, 4]]),
        (TABLE.with_block(1, 1, [[7], [8]]), ("a", "b"), [[1, 2], [3, 7], [None, 8]]),
    ],
)
def test_a_change_makes_a_new_table_and_leaves_the_one_before(
    after: TableValue, headers: tuple[str, ...], rows: list[list[Json]]
) -> None:
    assert (after.headers, list(after.rows)) == (headers, rows)
    assert TableValue(("a", "b"), ([1, 2], [3, 4])) == TABLE


def test_rows_that_stay_the_same_are_shared_and_not_copied() -> None:
    before = deepcopy(TABLE)
    after = before.with_cell(0, 0, 9)
    assert after.rows[1] is before.rows[1] and before == TABLE


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("1", "number", 1),
        ("1.5", "", 1.5),
        ("1", "str", "1"),
        ("", "number", None),
        ("", "str", ""),
        ("Yes", "bool", True),
        ("false", "bool", False),
        ("2026-11-27", "date", "2026-11-27"),
        ("2026-11-27 10:00", "date", "2026-11-27 10:00"),
        ("true", "", "true"),
        ("1e400", "", "1e400"),
        ("[1]", "", "[1]"),
    ],
)
def test_a_cell_is_read_by_the_type_of_its_column(text: str, datatype: str, value: Json) -> None:
    read = read_cell(text, datatype)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "datatype", "words"),
    [
        ("x", "number", "not a number"),
        ("1e400", "number", "not a number"),
        ("maybe", "bool", "not true or false"),
        ("27.11.2026", "date", "not a date; write YYYY-MM-DD"),
    ],
)
def test_a_cell_of_another_type_is_refused(text: str, datatype: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        read_cell(text, datatype)


def test_what_the_config_says_of_the_columns_is_read() -> None:
    props = {
        "headers": ["a", "b"],
        "datatype": ["str", "number"],
        "row_count": [2, "fixed"],
        "col_count": [2, "dynamic"],
        "static_columns": [1],
    }
    columns = columns_of(Parameter("t", component="Dataframe", props=props))
    assert columns == TableColumns(
        ("a", "b"), ("str", "number"), rows_grow=False, columns_grow=False, static=frozenset({1})
    )
    assert [columns.type_text(at) for at in range(3)] == ["text", "number", ""]


@pytest.mark.parametrize("props", [{}, {"headers": 3, "datatype": {}, "row_count": "fixed"}])
def test_a_config_that_says_nothing_allows_all(props: dict[str, Json]) -> None:
    assert columns_of(Parameter("t", component="Dataframe", props=props)) == TableColumns()
