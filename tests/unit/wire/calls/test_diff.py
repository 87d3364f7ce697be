"""Edits as servers send them, before and after 5.29.1, give back what the server has."""

import contextlib
import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacetui.wire.calls.diff import BadDiff, apply_diff
from tests.unit.wire.calls.server_diff import Edits, server_diff

# Few distinct leaves: values that are alike are where edits go deep. No bool, which equals an int.
leaves = st.none() | st.integers(0, 3) | st.text("ab", max_size=3)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from("xyz"), inner),
    max_leaves=25,
)
tables = st.lists(st.lists(st.lists(st.integers(0, 2), max_size=4), max_size=4), max_size=4)


@pytest.mark.parametrize("shifted", [True, False], ids=["since 5.29.1", "before 5.29.1"])
@settings(max_examples=600, deadline=None)
@given(pair=st.tuples(values, values) | st.tuples(tables, tables))
def test_the_edits_of_a_server_give_its_value_and_leave_ours_alone(
    pair: tuple[Any, Any], shifted: bool
) -> None:
    old, new = pair
    edits = json.loads(json.dumps(server_diff(old, new, shifted=shifted)))
    before = copy.deepcopy((old, edits))
    assert apply_diff(old, edits, shifted_deletes=shifted) == new
    assert (old, edits) == before


def test_a_column_dropped_from_a_table_is_repaired() -> None:
    edits = [
        ["delete", ["data", 0, 1], None],
        ["delete", ["data", 1, 0], None],
        ["delete", ["data", 2, -1], None],
    ]
    table = {"data": [[0, 1], [10, 11], [20, 21]]}
    assert apply_diff(table, edits, shifted_deletes=True) == {"data": [[0], [10], [20]]}


def test_each_partial_is_a_snapshot_that_later_edits_do_not_change() -> None:
    value: Any = []
    snapshots = []
    for number in range(20):
        value = apply_diff(value, [["add", [number], {"content": ""}]], shifted_deletes=True)
        value = apply_diff(value, [["append", [number, "content"], "word"]], shifted_deletes=True)
        snapshots.append((value, copy.deepcopy(value)))
    assert all(now == then for now, then in snapshots)


def test_what_is_not_on_the_path_is_not_copied() -> None:
    old: Any = {"chat": [{"text": "a"}, {"text": "b"}], "other": [1, 2, 3]}
    new = apply_diff(old, [["append", ["chat", 1, "text"], "c"]], shifted_deletes=True)
    assert new["other"] is old["other"]
    assert new["chat"][0] is old["chat"][0]
    assert new["chat"][1] == {"text": "bc"}


def test_a_value_of_an_edit_is_not_changed_by_the_next_edit() -> None:
    edits: Edits = [["add", [0], {"text": "a"}], ["append", [0, "text"], "b"]]
    assert apply_diff([], edits, shifted_deletes=True) == [{"text": "ab"}]
    assert edits[0][2] == {"text": "a"}


@pytest.mark.parametrize(
    "edit",
    [
        ["delete", [5], None],
        ["delete", [-1], None],
        ["add", [9], 1],
        ["replace", [7], 1],
        ["append", [0], 1],
        ["append", [], "x"],
        ["delete", [], None],
        ["add", [], 1],
        ["explode", [0], 1],
        ["replace", ["key"], 1],
        ["replace", [True], 1],
        ["replace", [0, 0, 0], 1],
        ["replace", [None], 1],
        ["replace", [[1]], 1],
        ["replace", "path", 1],
        ["replace", [0]],
        "edit",
        None,
    ],
    ids=str,
)
def test_an_edit_that_does_not_fit_is_refused_and_changes_nothing(edit: Any) -> None:
    old = [1, {"a": "b"}]
    with pytest.raises(BadDiff):
        apply_diff(old, [["replace", [1, "a"], "c"], edit], shifted_deletes=True)
    assert old == [1, {"a": "b"}]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
)


@given(
    old=json_values,
    edits=st.lists(
        json_values
        | st.tuples(
            st.sampled_from(["add", "delete", "replace", "append"]),
            st.lists(json_values),
            json_values,
        ).map(list)
    ),
)
def test_no_edit_a_stranger_can_write_raises_anything_but_bad_diff(
    old: Any, edits: list[Any]
) -> None:
    before = copy.deepcopy(old)
    with contextlib.suppress(BadDiff):
        apply_diff(old, edits, shifted_deletes=True)
    assert old == before
