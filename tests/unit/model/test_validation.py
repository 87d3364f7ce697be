"""security.md P17: a value is checked against a server's schema; nothing is fetched or freezes."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacetui.model.file_input import FileInput
from spacetui.model.schema import Choice, FileShape, Json, Parameter
from spacetui.model.validation import problem_with


def parameter(schema: dict[str, Any], **more: Any) -> Parameter:
    return Parameter("x", component=more.pop("component", "Json"), schema=schema, **more)


@pytest.fixture
def visitors() -> Iterator[tuple[str, list[bytes]]]:
    """Run a server; yield its address and the list of what was sent to it."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                with peer:
                    seen.append(peer.recv(1000))
                    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/schema.json", seen
        server.shutdown(socket.SHUT_RDWR)


def test_a_remote_reference_is_not_fetched(visitors: tuple[str, list[bytes]]) -> None:
    url, seen = visitors
    for schema in (
        {"$ref": url},
        {"items": {"$ref": f"{url}#/a"}},
        {"$schema": url},
        {"$id": url, "$ref": "other"},
    ):
        assert problem_with(["value"], parameter(schema)) is None
    assert seen == []


def test_a_file_reference_is_not_read(tmp_path: Any) -> None:
    secret = tmp_path / "schema.json"
    secret.write_text('{"type": "number"}')
    assert problem_with("text", parameter({"$ref": secret.as_uri()})) is None


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^(a+)+$"},
        {
            "type": "object",
            "patternProperties": {"^(a+)+$": {"type": "number"}},
            "additionalProperties": False,
        },
        {"anyOf": [{"pattern": "^(a|a)*$"}, {"not": {"pattern": "^(a|aa)+$"}}]},
        {"$defs": {"p": {"pattern": "(.*a){25}"}}, "$ref": "#/$defs/p"},
        {"propertyNames": {"pattern": "^(a+)+$"}},
    ],
)
def test_a_regular_expression_of_the_schema_is_never_run(schema: dict[str, Any]) -> None:
    bomb = "a" * 40 + "!"
    began = time.monotonic()
    for value in (bomb, {bomb: 1}):
        problem_with(value, parameter(schema))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        {"allOf": [{"$ref": "#"}, {"$ref": "#"}]},
        {"$dynamicRef": "#x", "$dynamicAnchor": "x"},
        {"$ref": "#/nowhere"},
        {"$ref": 3},
        {"type": "no such type"},
        {"properties": 3},
        {"minimum": "three"},
    ],
)
def test_a_cyclic_or_malformed_schema_accepts_every_value(schema: dict[str, Any]) -> None:
    assert problem_with({"a": [1]}, parameter(schema)) is None


def test_references_that_double_at_each_step_do_not_freeze() -> None:
    steps: dict[str, Any] = {
        f"s{n}": {"allOf": [{"$ref": f"#/$defs/s{n + 1}"}] * 2} for n in range(30)
    }
    began = time.monotonic()
    assert (
        problem_with(
            "text", parameter({"$defs": steps | {"s30": {"type": "string"}}, "$ref": "#/$defs/s0"})
        )
        is None
    )
    several = {
        "$defs": steps | {"s30": {"properties": {}}},
        "$ref": "#/$defs/s0",
        "unevaluatedProperties": False,
    }
    assert problem_with({"a": 1}, parameter(several)) is None
    assert time.monotonic() - began < 5


def test_a_property_may_be_called_like_a_keyword() -> None:
    schema = {
        "properties": {"format": {"type": "string"}, "pattern": {"type": "string"}},
        "additionalProperties": False,
    }
    assert problem_with({"format": "png", "pattern": "dots"}, parameter(schema)) is None
    assert problem_with({"format": 3}, parameter(schema)) == "['format']: 3 is not of type 'string'"


def test_depth_is_bounded() -> None:
    schema: dict[str, Any] = {"type": "number"}
    value: Any = 1
    for _ in range(5000):
        schema, value = {"items": schema}, [value]
    assert problem_with("text", parameter(schema)) is None
    assert problem_with(value, parameter({"type": "array"})) == "nested deeper than 100"


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab#/$:", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)
_keywords = st.sampled_from(
    [
        "type",
        "items",
        "properties",
        "anyOf",
        "$ref",
        "$defs",
        "enum",
        "const",
        "minimum",
        "required",
        "pattern",
        "additionalProperties",
        "format",
        "$id",
    ]
)
_schemas = st.recursive(
    _json, lambda inner: st.dictionaries(_keywords, inner, max_size=4), max_leaves=12
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_keywords, _schemas, max_size=4), _json)
def test_any_schema_and_value_give_a_short_text_or_none(schema: dict[str, Any], value: Any) -> None:
    problem = problem_with(value, parameter(schema))
    assert problem is None or 0 < len(problem) <= 200


def test_a_problem_names_the_place_and_what_is_wrong() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "number"}}}}
    assert (
        problem_with({"a": [1, "two"]}, parameter(schema))
        == "['a'][1]: 'two' is not of type 'number'"
    )
    assert problem_with({"a": [1, 2]}, parameter(schema)) is None


def test_numbers_are_checked_against_the_components_limits() -> None:
    slider = parameter({"type": "number"}, component="Slider", minimum=0, maximum=10, default=1)
    assert problem_with(11, slider) == "from 0 to 10"
    assert problem_with(10, slider) is None
    assert problem_with(None, slider) == "a value is wanted"
    whole = parameter({"type": "integer"}, component="Number", is_integer=True, minimum=1)
    assert problem_with(0, whole) == "at least 1"
    assert problem_with(1.5, whole) == "a whole number is wanted"


def test_choices_are_checked_by_value() -> None:
    choices = (Choice("one", 1), Choice("two", "2"))
    radio = parameter({}, component="Radio", choices=choices)
    assert problem_with(1, radio) is None
    assert problem_with("1", radio) == "'1' is not one of the 2 choices"
    group = parameter({}, component="CheckboxGroup", choices=choices, max_choices=1)
    assert problem_with([1, "2"], group) == "at most 1 choices"
    assert problem_with("2", group) == "a list of choices is wanted"
    own = parameter({}, component="Dropdown", choices=choices, allow_custom_value=True)
    assert problem_with("mine", own) is None


def test_a_file_of_the_users_fits_a_file_schema() -> None:
    schema = {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]}
    image = parameter(schema, component="Image", file_shape=FileShape.ONE)
    assert problem_with(FileInput("cat.png"), image) is None
    assert problem_with(None, image) is None, "the app decides whether it needs the picture"
    assert "'cat.png' is not" in str(problem_with("cat.png", image))


@pytest.mark.parametrize("schema", [{"type": "string", "maxLength": 3}, {"const": "a"}])
@pytest.mark.parametrize("value", ["hunter2", ["hunter2"], {"a": "hunter2"}])
def test_what_was_typed_into_a_masked_field_is_not_quoted(schema: Json, value: Json) -> None:
    parameter = Parameter("key", component="Textbox", is_secret=True, schema=schema)
    problem = problem_with(value, parameter)
    assert problem
    assert "hunter2" not in problem
