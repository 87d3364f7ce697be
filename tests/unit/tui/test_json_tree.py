"""The rows of a JSON value: what is open has rows, and what is closed is found."""

from typing import Any

import pytest

from spacetui.model.schema import Json
from spacetui.tui.outputs.json_rows import JsonRows
from spacetui.tui.outputs.json_search import find_nodes
from spacetui.tui.outputs.json_tree import FIRST_ROWS, JsonTree, Kind, Place

SMALL = {"name": "Ann", "tags": ["a", {}, None], "n": 2**53 + 1, "z": -0.0, "deep": {"x": [True]}}


def rows_of(value: Json, width: int = 60) -> list[str]:
    rows = JsonRows(value)
    rows.fit(width)
    return [rows.content(rows.tree.row_at(y)).plain for y in range(rows.tree.count)]


def never() -> bool:
    return False


def test_a_small_value_is_all_open_and_as_json() -> None:
    assert rows_of(SMALL) == [
        "{",
        '  "name": "Ann",',
        '  "tags": [',
        '    "a",',
        "    {},",
        "    null",
        "  ],",
        '  "n": 9007199254740993,',
        '  "z": -0.0,',
        '  "deep": {',
        '    "x": [',
        "      true",
        "    ]",
        "  }",
        "}",
    ]


def test_what_is_large_is_closed_and_opens_where_it_is_looked_at() -> None:
    rows = JsonRows({"rows": [{"id": number, "in": [number]} for number in range(100_000)]})
    rows.fit(60)
    tree = rows.tree
    assert rows.content(tree.row_at(1)).plain == '  "rows": […] 100 000 items'
    node = tree.open(Place(tree.root, 0))
    rows.lay_out()
    assert tree.count == 100_004
    far = Place(node, 99_000)
    assert rows.content(tree.row_at(tree.row_of(far))).plain == "    {…} 2 keys,"
    tree.open(far)
    rows.lay_out()
    assert tree.count == 100_007
    row = tree.row_of(far)
    shown = [rows.content(tree.row_at(row + number)).plain for number in range(5)]
    assert shown == [
        "    {",
        '      "id": 99000,',
        '      "in": […] 1 item',
        "    },",
        "    {…} 2 keys,",
    ]
    assert tree.path_to(tree.row_at(row + 1).place) == ("rows", 99_000, "id")
    assert tree.value_at(far) == {"id": 99_000, "in": [99_000]}
    tree.close(far)
    rows.lay_out()
    assert tree.count == 100_004


def test_every_row_leads_back_to_itself() -> None:
    tree = JsonTree({"a": [1, {"b": [2, {"c": 3}]}, 4], "d": {"e": {}}}, lambda node: 2)
    for y in range(tree.count):
        row = tree.row_at(y)
        if row.kind in (Kind.WHOLE, Kind.HEAD):
            assert tree.row_of(row.place) == y


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("ANN", [("name",)]),
        ("deep", [("deep",)]),
        ("9007199254740993", [("n",)]),
        ("null", [("tags", 2)]),
        ("true", [("deep", "x", 0)]),
        ("a", [("name",), ("tags",), ("tags", 0)]),
        ("nothing like it", []),
    ],
)
def test_keys_and_values_are_found_in_order(query: str, paths: list[Any]) -> None:
    tree = JsonTree(SMALL, lambda node: 0)
    found = [tree.path_to(tree.open_way(each)) for each in find_nodes(SMALL, query, never)]
    assert found == paths


def test_the_way_to_a_hit_is_opened_in_what_is_closed() -> None:
    value = [{"rows": [{"id": number}]} for number in range(600)]
    rows = JsonRows(value)
    rows.fit(40)
    (indices,) = find_nodes(value, "432", never)
    place = rows.tree.open_way(indices)
    rows.lay_out()
    row = rows.tree.row_at(rows.tree.row_of(place))
    assert rows.content(row).plain.strip() == '"id": 432'


def test_a_search_ends_when_it_is_told_to() -> None:
    asked: list[int] = []

    def is_over() -> bool:
        asked.append(1)
        return len(asked) > 10

    assert list(find_nodes(list(range(100_000)), "nothing", is_over)) == []
    assert len(asked) == 11


def test_nothing_that_json_can_be_is_too_much() -> None:
    deep: Json = []
    for _ in range(10_000):
        deep = [deep]
    assert len(rows_of(deep)) < FIRST_ROWS
    assert list(find_nodes(deep, "x", never)) == []
    tree = JsonTree(deep, lambda node: 0)
    tree.path_to(tree.open_way([0] * 9_000))
    tree.lay_out()
    assert tree.count > 18_000

    wide = JsonRows({f"key{number}": number for number in range(100_000)})
    wide.fit(30)
    assert wide.content(wide.tree.row_at(90_000)).plain == '  "key89999": 89999,'

    odd = [10**5000, float("nan"), "\x1b]0;x\x07\x9b\u202e\ud800[/x]", "", {"[@click=x]": [{}]}]
    text = "\n".join(rows_of(odd))
    assert "bits" in text and "NaN" in text and r"\u001b]0;x\u0007\x9b\u202e\ud800[/x]" in text


@pytest.mark.parametrize("letter", ["x", "é", "字", "\x1b"])
def test_a_long_string_is_cut_with_what_it_has_and_opens_in_rows(letter: str) -> None:
    rows = JsonRows({"text": letter * 1_000_000})
    rows.fit(50)
    line = rows.content(rows.tree.row_at(1))
    assert line.plain.endswith("… 1 000 000 characters") and line.cell_length <= 50
    place = Place(rows.tree.root, 0)
    rows.tree.open(place)
    rows.lay_out()
    assert rows.tree.count > 1_000_000 // 50
    below = [rows.content(rows.tree.row_at(y)) for y in (2, 3, 9_000, rows.tree.count - 2)]
    assert all(each.plain.startswith("  ↳ ") for each in below)
    assert rows.tree.row_at(3).line == 2


def test_the_rows_of_a_long_string_have_all_of_it() -> None:
    rows = JsonRows({"text": "".join(map(str, range(2_000)))})
    rows.fit(50)
    rows.tree.open(Place(rows.tree.root, 0))
    rows.lay_out()
    below = [rows.content(rows.tree.row_at(y)).plain for y in range(2, rows.tree.count - 1)]
    assert "".join(each.removeprefix("  ↳ ") for each in below) == rows.tree.root.value["text"]


def test_a_string_of_some_lines_is_wrapped_as_it_was_before_it_was_a_tree() -> None:
    shown = rows_of({"text": "some words " * 8}, 40)
    assert shown[1].startswith('  "text": "some words')
    assert all(each.startswith("  ↳ ") for each in shown[2:-1]) and len(shown) > 4
