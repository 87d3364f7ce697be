"""The order of the rows of a table: sorted by a column of any values, and those with a text."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.schema import Json
from spacetui.model.table import make_table
from spacetui.model.table_order import PIECE, Order, ordered_rows

MIXED: list[Json] = [[3], ["b"], [None], [1.5], ["A"], [True], [[1]], [], [math.nan], [10**400]]


def values(order: Order, rows: list[Json] = MIXED) -> list[Json]:
    table = make_table(["a"], rows)
    return [next(iter(table.row(at))) for at in ordered_rows(table, order, ())]


def test_numbers_come_before_texts_and_nulls_come_last_both_ways() -> None:
    up = values(Order(column=0))
    assert up[:7] == [True, 1.5, 3, 10**400, [1], "A", "b"] and len(up) == len(MIXED)
    down = values(Order(column=0, is_descending=True))
    assert down[:7] == ["b", "A", [1], 10**400, 3, 1.5, True]
    assert up[7:9] == down[7:9] == [None, None] and math.isnan(up[9])


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=30))
def test_rows_that_are_equal_stay_in_their_order(cells: list[Json]) -> None:
    table = make_table(["a"], [[each] for each in cells])
    for is_descending in (False, True):
        found = list(ordered_rows(table, Order("", 0, is_descending), ()))
        assert sorted(found) == list(range(len(cells)))
        pairs = pairwise(found)
        assert all(one < other for one, other in pairs if cells[one] == cells[other])


def test_more_rows_than_are_sorted_at_once_are_sorted() -> None:
    count = 3 * PIECE + 7
    rows: list[Json] = [[number * 7_919 % count] for number in range(count)]
    assert values(Order(column=0), rows) == list(range(count))


@pytest.mark.parametrize(
    ("words", "found"),
    [("B", [1]), ("1.5", [3]), ("tru", [5]), ("[1", [6]), ("$", [0]), ("zzz", [])],
)
def test_rows_are_found_by_what_they_hold_and_by_what_is_displayed(
    words: str, found: list[int]
) -> None:
    table = make_table(["a"], MIXED)
    assert list(ordered_rows(table, Order(words), [["$3.00"]])) == found


def test_a_search_ends_when_its_rows_are_not_wanted_any_more() -> None:
    table = make_table(["a"], [["x"]] * (3 * PIECE))
    asked: list[int] = []

    def is_wanted() -> bool:
        asked.append(1)
        return len(asked) < 2

    assert len(ordered_rows(table, Order("x"), (), is_wanted)) == PIECE


def test_a_column_is_sorted_up_then_down_then_not_at_all() -> None:
    order = Order("x")
    orders = [order := order.by(1) for _ in range(3)]
    assert orders == [Order("x", 1), Order("x", 1, is_descending=True), Order("x")]
    assert Order("", 1, is_descending=True).by(0) == Order("", 0)
    assert list(ordered_rows(make_table(["a"], [[2], [1]]), Order("", 7), ())) == [0, 1]
