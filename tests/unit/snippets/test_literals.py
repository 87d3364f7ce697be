"""The literal of a value reads back as that value and contains no unsafe character."""

import ast
import json
import math
import shlex

import pytest
from hypothesis import given

from spacetui.errors import BadValue
from spacetui.snippets.javascript_literals import write_js_literal
from spacetui.snippets.literals import (
    MAX_DEPTH,
    UNSAFE,
    WIDTH,
    comment_text,
    nesting_depth,
    quote_json,
)
from spacetui.snippets.python_literals import write_python_literal
from spacetui.snippets.shell_quoting import MAX_APOSTROPHES, quote_json_pieces, quote_shell_word
from spacetui.text.terminal_escapes import is_safe
from tests.unit.snippets.samples import HOSTILE, texts, values


def same(one: object, other: object) -> bool:
    """Compare exactly: 1 is not True, and 0.0 is not -0.0."""
    return repr(one) == repr(other)


@given(values)
def test_a_python_literal_reads_back_as_its_value(value: object) -> None:
    assert same(ast.literal_eval(write_python_literal(value)), value)


@given(texts)
def test_quoted_json_reads_back_as_json_writes_it(text: str) -> None:
    assert json.loads(quote_json(text)) == json.loads(json.dumps(text))


@given(texts)
def test_no_literal_contains_an_unsafe_character(text: str) -> None:
    for literal in (
        write_python_literal([text]),
        write_js_literal([text]),
        quote_json(text),
        comment_text(text),
    ):
        assert is_safe(literal)
        assert not UNSAFE.search(literal.replace("\n", ""))


@pytest.mark.parametrize(
    "code", [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2028, 0xFEFF, 0xD800, 0xE0041, 0x61C]
)
def test_every_unsafe_character_is_escaped(code: int) -> None:
    for literal in (write_python_literal(chr(code)), write_js_literal(chr(code))):
        assert literal.isascii()
        assert literal.isprintable()


@pytest.mark.parametrize("text", ["é", "漢字", "😀", "👩‍👩‍👧", "Ωß", "שלום", "\u00a0"])
def test_ordinary_text_stays_readable(text: str) -> None:
    assert write_python_literal(text) == write_js_literal(text) == f'"{text}"'


def test_short_values_stay_on_a_line_and_long_ones_do_not() -> None:
    assert write_python_literal({"a": [1, None], "b": {}}) == '{"a": [1, None], "b": {}}'
    assert write_js_literal({"a": [1, None], "b-c": {}}) == '{ a: [1, null], "b-c": {} }'
    long = write_python_literal(["x" * 50, "y" * 50])
    assert long == f'[\n    "{"x" * 50}",\n    "{"y" * 50}",\n]'
    assert max(map(len, write_python_literal([list(range(30))] * 9).splitlines())) <= WIDTH


def test_numbers_that_json_lacks_become_null() -> None:
    for number in (math.nan, math.inf, -math.inf):
        assert (write_python_literal([number]), write_js_literal([number])) == ("[None]", "[null]")


def test_a_key_that_sets_a_prototype_is_computed() -> None:
    assert (
        write_js_literal({"__proto__": 1, "constructor": 2})
        == '{ ["__proto__"]: 1, constructor: 2 }'
    )


def test_a_value_nested_too_deep_is_refused() -> None:
    value: object = 0
    for _ in range(MAX_DEPTH + 1):
        value = [value]
    assert nesting_depth(value) == MAX_DEPTH + 1
    with pytest.raises(BadValue):
        write_js_literal(value)


@pytest.mark.parametrize("text", [each for each in HOSTILE if not UNSAFE.search(each)])
def test_a_safe_text_is_one_shell_word(text: str) -> None:
    assert shlex.split(quote_shell_word(text)) == [text]


@pytest.mark.parametrize("number", [MAX_APOSTROPHES, MAX_APOSTROPHES + 1])
def test_many_apostrophes_are_escaped_in_json(number: int) -> None:
    text = "\\'" * number
    word = quote_json_pieces([json.dumps([text])])
    assert ("u0027" in word) is (number > MAX_APOSTROPHES)
    (read,) = shlex.split(word)
    assert json.loads(read) == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_text_is_one_short_line(text: str) -> None:
    line = comment_text(text)
    assert len(line.splitlines()) <= 1
    assert len(line) <= 60
    assert "*/" not in line
