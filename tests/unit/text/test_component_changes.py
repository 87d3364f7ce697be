"""What an app changes of a component, in words."""

from typing import Any

import pytest

from spacetui.text.component_changes import MAX_CHOICES, MAX_PROPERTY, changes_lines, short_json


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({"choices": [["One", 1], ["Two", 2]]}, ["choices: One | Two"]),
        ({"choices": ["a", 2]}, ["choices: a | 2"]),
        ({"choices": []}, ["choices: none"]),
        ({"choices": None}, ["choices: null"]),
        ({"choices": [[1, 2, 3], {}]}, ["choices: [1, 2, 3] | {}"]),
        ({"minimum": 0, "maximum": 10, "step": 0.5}, ["limits: 0 to 10, step 0.5"]),
        ({"maximum": 10**400}, [f"limits: at most {10**400}"]),
        ({"minimum": None}, ["minimum: null"]),
        ({"minimum": "x", "step": 1}, ["minimum: x", "step: 1"]),
        ({"label": "New"}, ["label: New"]),
        ({"visible": False}, ["hidden"]),
        ({"visible": True}, ["visible"]),
        ({"visible": "hidden"}, ["hidden"]),
        ({"visible": [1]}, ["visible: [1]"]),
        ({"interactive": False}, ["cannot be edited"]),
        ({"mode": "dynamic"}, ["can be edited"]),
        ({"lines": 3, "choices": ["a"]}, ["choices: a", "lines: 3"]),
        ({"custom": {"a": [1]}}, ['custom: {"a": [1]}']),
    ],
)
def test_a_change_is_one_line(changes: dict[str, Any], lines: list[str]) -> None:
    assert changes_lines(changes, short_json) == lines


def test_many_choices_are_counted() -> None:
    (line,) = changes_lines({"choices": [str(each) for each in range(MAX_CHOICES + 5)]}, short_json)
    assert line.endswith("| 11 | … 5 more")


def test_a_long_property_is_cut() -> None:
    (line,) = changes_lines({"label": "x" * 10_000}, short_json)
    assert line == f"label: {'x' * (MAX_PROPERTY - 1)}…"


def test_a_property_that_json_cannot_hold_is_shown_too() -> None:
    ring: list[Any] = []
    ring.append(ring)
    assert changes_lines({"p": ring}, short_json) == ["p: <class 'list'>"]
