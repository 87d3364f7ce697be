"""Tables: what is read as one, what a cell takes, and that no change touches the table before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Parameter
from spacetui.model.table import Place, TableValue, make_table, table_of, table_of_list
from spacetui.model.table_columns import TableColumns, columns_of, read_cell

TABLE = make_table(["a", "b"], [[1, 2], [3, 4]])


def contents(table: TableValue | None) -> tuple[list[Json], list[Json]] | None:
    """Return the headers and the rows of a table, as they are sent."""
    if table is None:
        return None
    value = table.to_json()
    assert value["metadata"] is None
    return value["headers"], value["data"]


@pytest.mark.parametrize(
    ("value", "table"),
    [
        ({"headers": ["a"], "data": [[1]]}, (["a"], [[1]])),
        ({"columns": ["a"], "data": [[1]]}, (["a"], [[1]])),
        ({"headers": ["a", "b"], "data": [[1], []]}, (["a", "b"], [[1, None], [None, None]])),
        ({"headers": ["a"], "data": [[1, 2]]}, (["a", "2"], [[1, 2]])),
        ({"headers": 3, "data": [[1], "x", None]}, (["1"], [[1], ["x"], [None]])),
        ({"headers": ["a"], "data": []}, (["a"], [])),
        ([[1, 2], [3]], (["1", "2"], [[1, 2], [3, None]])),
        ({"data": None}, None),
        ([[1], 2], None),
        ("text", None),
        ([], None),
        (None, None),
    ],
)
def test_a_value_of_any_version_is_read(
    value: Json, table: tuple[list[Json], list[Json]] | None
) -> None:
    assert contents(table_of(value)) == table


@pytest.mark.parametrize(
    ("value", "table"),
    [
        ([{"a": 1}, {"b": 2}], (["a", "b"], [[1, None], [None, 2]])),
        ([[1], 2], (["1"], [[1], [2]])),
        ({"data": [[1]]}, None),
        ([], None),
    ],
)
def test_any_list_can_be_loaded_as_a_table(
    value: Json, table: tuple[list[Json], list[Json]] | None
) -> None:
    assert contents(table_of_list(value)) == table


@pytest.mark.parametrize(
    ("after", "headers", "rows"),
    [
        (TABLE.with_cell(Place(1, 0), 9), ["a", "b"], [[1, 2], [9, 4]]),
        (TABLE.with_cell(Place(-1, 1), "c"), ["a", "c"], [[1, 2], [3, 4]]),
        (TABLE.with_row(1), ["a", "b"], [[1, 2], [None, None], [3, 4]]),
        (TABLE.with_row(2), ["a", "b"], [[1, 2], [3, 4], [None, None]]),
        (TABLE.without_row(0), ["a", "b"], [[3, 4]]),
        (TABLE.with_column(1, "c"), ["a", "c", "b"], [[1, None, 2], [3, None, 4]]),
        (TABLE.without_column(0), ["b"], [[2], [4]]),
        (TABLE.with_headers(1, ["c"]), ["a", "c"], [[1, 2], [3, 4]]),
        (TABLE.with_block(1, 1, [[7], [8]]), ["a", "b"], [[1, 2], [3, 7], [None, 8]]),
    ],
)
def test_a_change_makes_a_new_table_and_leaves_the_one_before(
    after: TableValue, headers: list[Json], rows: list[Json]
) -> None:
    assert contents(after) == (headers, rows)
    assert contents(TABLE) == (["a", "b"], [[1, 2], [3, 4]])


CHANGES = st.tuples(
    st.sampled_from(["cell", "row", "less", "column", "narrower", "block"]),
    st.integers(0, 9),
    st.integers(0, 9),
)


@given(st.lists(CHANGES, max_size=12))
def test_any_changes_give_what_the_same_changes_of_lists_give(
    changes: list[tuple[str, int, int]],
) -> None:
    table, headers = make_table(["a", "b"], [[1], [2, 3]]), ["a", "b"]
    rows: list[list[Json]] = [[1, None], [2, 3]]
    for number, (change, down, right) in enumerate(changes):
        row, column = down % (len(rows) + 1), right % (len(headers) + 1)
        is_cell = row < len(rows) and column < len(headers)
        if change == "cell" and is_cell:
            table = table.with_cell(Place(row, column), number)
            rows[row] = [*rows[row][:column], number, *rows[row][column + 1 :]]
        elif change == "block" and column < len(headers):
            table = table.with_block(row, column, [[number], [number]])
            rows += [[None] * len(headers) for _ in range(row + 2 - len(rows))]
            for each in rows[row : row + 2]:
                each[column] = number
        elif change == "row":
            table = table.with_row(row)
            rows.insert(row, [None] * len(headers))
        elif change == "less" and row < len(rows):
            table = table.without_row(row)
            rows.pop(row)
        elif change == "column":
            table = table.with_column(column, str(number))
            headers.insert(column, str(number))
            rows = [[*each[:column], None, *each[column:]] for each in rows]
        elif change == "narrower" and column < len(headers):
            table = table.without_column(column)
            headers.pop(column)
            rows = [each[:column] + each[column + 1 :] for each in rows]
    assert contents(table) == (headers, rows)
    assert [list(table.row(at)) for at in range(-1, len(rows))] == [headers, *rows]


def test_a_change_copies_few_of_many_rows() -> None:
    rows: list[Json] = [[number, None] for number in range(20_000)]
    table = make_table(["n", "on"], rows)
    table.to_json()
    assert len(list(table.with_cell(Place(7, 0), 9).prepare())) == 1
    wider = table.with_column(1, "more")
    assert len(list(wider.prepare())) == 20, "all of them, in steps"
    changed = wider.with_row(10_000).without_row(3).with_cell(Place(19_000, 1), "x")
    assert len(list(changed.prepare())) == 3
    sent = changed.to_json()["data"]
    assert sent[9_999] == [None] * 3 and sent[19_000] == [19_000, "x", None]
    assert len(sent) == 20_000 and sent[5_000] is wider.to_json()["data"][5_001]


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
