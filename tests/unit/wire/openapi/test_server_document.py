"""When a server's own OpenAPI document is of use; its shape is that of Gradio 6.31, 6.12 and 5.50."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.schema import App, Endpoint
from spacetui.wire.openapi.server_document import server_document
from tests.openapi_check import problems

ADD = Endpoint("/add", 0)
APP = App("http://host/sub", "6.31.0", "sse_v3", "/gradio_api", endpoints=(ADD,))
ANSWER = {
    "200": {"description": "Successful response", "content": {"application/json": {"schema": {}}}}
}


def own(**properties: Any) -> dict[str, Any]:
    """Give a server's document whose one endpoint takes these."""
    body = {"application/json": {"schema": {"type": "object", "properties": properties}}}
    operation = {
        "summary": "Add.",
        "operationId": "add",
        "requestBody": {"required": True, "content": body},
        "responses": ANSWER,
        "security": [{"login_check": []}],
    }
    return {
        "openapi": "3.0.2",
        "info": {"title": None, "description": "", "version": "6.31.0"},
        "paths": {"/gradio_api/call/v2/add": {"post": operation}},
        "components": {"schemas": {}},
    }


SOUND = {
    "a": {"type": "number"},
    "op": {"enum": ["add", "sub"], "title": "Radio", "type": "string"},
}


def given_for(document: Any, *, has_token: bool = False) -> Any:
    return server_document(document, APP, [ADD], has_token=has_token)


@pytest.mark.parametrize("has_token", [True, False])
def test_a_sound_one_is_passed_on_with_the_address_it_lacks(has_token: bool) -> None:
    made = given_for(own(**SOUND), has_token=has_token)
    assert made["servers"] == [{"url": "http://host/sub"}]
    assert made["info"]["title"] == "Gradio app"
    assert "login_check" not in json.dumps(made)
    assert ("security" in made) is has_token
    operation = made["paths"]["/gradio_api/call/v2/add"]["post"]
    assert (
        operation["requestBody"]
        == own(**SOUND)["paths"]["/gradio_api/call/v2/add"]["post"]["requestBody"]
    )
    assert problems(made) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "filepath"},
        {"type": "array", "items": {"type": "filepath"}},
        {"type": {}, "description": "any valid json"},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"type": "string", "default": None},
        {"type": "array", "prefixItems": [{"type": "string"}]},
        {"type": "array"},
        {"type": "object", "properties": {"x": {"$ref": "#/$defs/X"}}, "$defs": {"X": {}}},
        {"enum": [1, 2], "type": "string"},
        {"const": "x"},
        "string",
        None,
    ],
    ids=lambda schema: json.dumps(schema)[:40],
)
def test_one_with_a_value_that_is_invalid_or_untrue_is_of_no_use(schema: Any) -> None:
    assert given_for(own(**SOUND, x=schema)) is None


def test_one_that_names_routes_that_do_not_exist_is_of_no_use() -> None:
    document = own(**SOUND)
    document["paths"] = {"/run/add": document["paths"]["/gradio_api/call/v2/add"]}
    assert given_for(document) is None


def test_one_that_is_untrue_of_an_endpoint_nobody_asked_about_is_of_no_use() -> None:
    document = own(**SOUND)
    document["paths"]["/gradio_api/call/v2/x"] = own(x={"type": "file"})["paths"][
        "/gradio_api/call/v2/add"
    ]
    assert given_for(document) is None


def test_one_that_leaves_an_endpoint_out_is_of_no_use() -> None:
    assert (
        server_document(own(**SOUND), APP, [ADD, Endpoint("/hidden", 1)], has_token=False) is None
    )


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(found for key, child in children for found in places(child, (*path, key)))]


@given(
    path=st.sampled_from(places(own(**SOUND))),
    odd=st.sampled_from([None, 3, "x", [], {}, [3], {"post": []}]),
)
def test_any_shape_of_one_is_judged(path: tuple[Any, ...], odd: Any) -> None:
    document: Any = copy.deepcopy(own(**SOUND))
    node = document
    for step in path[:-1]:
        node = node[step]
    if path:
        node[path[-1]] = odd
    else:
        document = odd
    made = given_for(document)
    assert made is None or made["servers"] == [{"url": "http://host/sub"}]


def test_a_schema_without_end_is_of_no_use() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(3000):
        deep = {"anyOf": [deep]}
    assert given_for(own(x=deep)) is None
