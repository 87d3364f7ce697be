"""Typed text becomes values."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.errors import BadValue
from spacetui.model.schema import Choice, Parameter
from spacetui.model.typed_text import coerce, parse_json


def typed(kind: str, **more: Any) -> Parameter:
    return Parameter("x", schema={"type": kind}, **more)


@given(st.text())
def test_text_stays_text(text: str) -> None:
    assert coerce(text, typed("string")) == text


@given(st.integers(-(10**30), 10**30))
def test_whole_numbers_are_exact(number: int) -> None:
    assert coerce(str(number), typed("number")) == number
    assert coerce(f" {number} ", typed("integer")) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back(number: float) -> None:
    assert coerce(repr(number), typed("number")) == number


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(_json)
def test_json_comes_back(value: Any) -> None:
    text = json.dumps(value)
    assert parse_json(text) == value
    for kind in ("array", "object"):
        assert coerce(text, typed(kind)) == value


@pytest.mark.parametrize("text", ["", "one", "NaN", "inf", "1e999", "1_0x", "١٢x"])
def test_what_is_no_number_is_refused_with_the_parameters_name(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        coerce(text, typed("number"))
    assert caught.value.failure.parameter == "x"


def test_a_fraction_is_no_whole_number() -> None:
    assert coerce("3.0", typed("integer")) == 3
    with pytest.raises(BadValue, match="whole number"):
        coerce("3.5", typed("integer"))


def test_booleans_are_words() -> None:
    assert [coerce(word, typed("boolean")) for word in ("true", "Yes", "on", "1")] == [True] * 4
    assert [coerce(word, typed("boolean")) for word in ("false", "NO", "off", "0")] == [False] * 4
    with pytest.raises(BadValue):
        coerce("maybe", typed("boolean"))


@pytest.mark.parametrize("text", ["{", "[NaN]", "Infinity", "[" * 100_000, "9" * 5000])
def test_json_that_is_not_strict_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)


def test_a_choice_is_given_by_name_or_by_value_and_keeps_its_type() -> None:
    choices = (Choice("one", 1), Choice("yes", True), Choice("two", "2"), Choice("three", 3.5))
    radio = Parameter("x", choices=choices)
    assert coerce("one", radio) == 1
    assert coerce("1", radio) == 1
    assert coerce("yes", radio) is True
    assert coerce("2", radio) == "2"
    assert coerce("3.5", radio) == 3.5
    with pytest.raises(BadValue, match="not a choice") as caught:
        coerce("four", radio)
    assert "one, yes, two, three" in str(caught.value)
    assert coerce("four", Parameter("x", choices=choices, allow_custom_value=True)) == "four"


def test_of_an_unknown_type_json_is_read_and_all_else_is_text() -> None:
    unknown = Parameter("x", component="Hologram")
    assert coerce("[1, 2]", unknown) == [1, 2]
    assert coerce("plain", unknown) == "plain"
    assert (
        coerce("null", Parameter("x", schema={"anyOf": [{"type": "string"}, {"type": "null"}]}))
        == "null"
    )


def test_not_a_number_is_never_made() -> None:
    with pytest.raises(BadValue):
        coerce(str(math.nan), typed("number"))
