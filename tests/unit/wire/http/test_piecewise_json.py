"""Long JSON in parts: the values are those of json.loads, wherever the text is cut."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spacetui.wire.http import piecewise_json, response
from spacetui.wire.http.piecewise_json import MAX_ENTERED, parse_parts

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**70), max_value=2**70)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(['a","b', "},{", "\\", "\ud83d\ude00", "\ud83d", "\ude00", 'x"]', ",\n"])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=4), inner, max_size=8)
    ),
    max_leaves=30,
)
BIG = 123456789012345678901234567890
ODD = [2**53 + 1, -0.0, 1e300, BIG, 0.1, float("inf"), "\ud83d\ud83d\ude00"]


def cut(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def exact(value: object) -> str:
    """Return a value with what `==` does not tell apart: types, -0.0, NaN, the order of keys."""
    return repr(value)


@given(VALUES, st.integers(1, 40), st.integers(1, 60), st.sampled_from([None, 1]), st.booleans())
@example(ODD, 1, 1, None, True)
@example([{"a": 1, "b": {"a": [1, 2]}}] * 9, 7, 40, None, True)
@example({"a": {"b": "},"}, "c": '},"', "d": 1}, 3, 30, None, False)
def test_the_value_is_that_of_json_loads(
    value: object, cut_at: int, size: int, indent: int | None, is_ascii: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    if indent is None:
        text = text.replace(", ", ",") if size % 2 else text
    assert exact(parse_parts(cut(text, cut_at), size)) == exact(json.loads(text))


@given(VALUES, st.data(), st.integers(1, 40))
def test_what_is_no_json_is_refused_where_json_loads_refuses_it(
    value: object, data: st.DataObject, size: int
) -> None:
    text = json.dumps(value)
    at = data.draw(st.integers(0, len(text) - 1))
    text = (
        text[:at]
        + data.draw(st.sampled_from(["", "]", "}", ",", '"', "1", "\\", "\n"]))
        + text[at + 1 :]
    )
    try:
        expected = exact(json.loads(text))
    except ValueError:
        with pytest.raises(ValueError):
            parse_parts(cut(text, 7), size)
    else:
        assert exact(parse_parts(cut(text, 7), size)) == expected


def test_the_same_key_twice_has_its_last_value() -> None:
    text = "{" + ",".join(f'"k{number % 7}":{number}' for number in range(200)) + "}"
    assert exact(parse_parts(cut(text, 5), 30)) == exact(json.loads(text))


@pytest.mark.parametrize("depth", [MAX_ENTERED - 1, MAX_ENTERED + 200])
def test_nested_values_are_read_and_those_too_deep_refused(depth: int) -> None:
    text = '[1,{"a":' * depth + "2" + "}]" * depth
    assert exact(parse_parts(cut(text, 100), 50)) == exact(json.loads(text))
    text = "[" * 10_000 + "]" * 10_000
    with pytest.raises(RecursionError):
        parse_parts(cut(text, 100), 50)


def test_a_whole_number_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="digits"):
        parse_parts(cut(f"[1, {'9' * 5000}]", 64), 50)


def test_the_items_of_a_long_list_are_not_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    scan = piecewise_json._scan

    def counted(text: str, at: int) -> object:
        read.append(at)
        return scan(text, at)

    monkeypatch.setattr(piecewise_json, "_scan", counted)
    props = {"choices": [[f"choice {n}", n] for n in range(4_000)], "names": ["a name"] * 4_000}
    value = [{"id": 1}, {"id": 2, "props": props}, {"id": 3}]
    assert parse_parts(cut(json.dumps(value), 500), 5_000) == value
    assert len(read) < 40


async def test_a_long_text_of_few_values_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "_parse_pieces", None)
    value = {"choices": [f"choice {n}" for n in range(100_000)]}
    assert await response.parse_json(json.dumps(value).encode(), where="x") == value
