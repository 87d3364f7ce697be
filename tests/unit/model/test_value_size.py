"""The parts of values are counted up to a limit."""

import json

import pytest

from spacetui.model.schema import Json
from spacetui.model.value_size import has_more_parts, is_longer_as_json


@pytest.mark.parametrize(
    ("values", "count"),
    [([], 0), ([1, "text"], 0), ([{"a": 1}], 1), ([[1, [2, 3]], {"a": {}}], 5)],
)
def test_all_parts_are_counted(values: list[Json], count: int) -> None:
    assert not has_more_parts(values, count)
    assert count == 0 or has_more_parts(values, count - 1)


def test_a_value_is_not_walked_further_than_the_limit() -> None:
    class Items(list[Json]):
        def __iter__(self) -> object:  # type: ignore[override]
            for number in range(100):
                assert number < 12, "walked on"
                yield number

    assert has_more_parts([Items()], 10)


def test_what_is_longer_as_json_is_so_for_sure() -> None:
    values: list[Json] = [None, 12345, "text", [1, [], "a\n"], {"key": {"a": None, "b": [2.5]}}]
    for value in values:
        size = len(json.dumps(value, separators=(",", ":")))
        assert not is_longer_as_json(value, size)
        assert is_longer_as_json([value] * 100, 100)
    assert is_longer_as_json({"a": ["x" * 1000]}, 1000)
