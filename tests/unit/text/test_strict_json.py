"""Values as JSON: strict, one line, and exact."""

import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spacetui.text.strict_json import to_json

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner)
    | st.dictionaries(st.text(st.characters(exclude_categories=())), inner),
    max_leaves=12,
)  # fmt: skip


@given(_json)
def test_json_is_one_line_of_printable_ascii_and_reads_back_exactly(value: Any) -> None:
    text = to_json(value)
    assert text.isascii() and text.isprintable()
    assert json.loads(text) == value


def test_numbers_that_json_lacks_are_null() -> None:
    assert (
        to_json({"a": [math.nan, math.inf, -math.inf, 1.5, "NaN"]})
        == '{"a": [null, null, null, 1.5, "NaN"]}'
    )
    assert to_json("\x7f\x1b\u2028\ud800") == '"\\u007f\\u001b\\u2028\\ud800"'


def test_json_as_deep_as_it_can_be_read_can_be_written() -> None:
    deep = "[" * 900 + "]" * 900
    assert to_json(json.loads(deep)) == deep
