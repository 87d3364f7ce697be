"""Which OpenAPI documents of a server are correct; shapes of Gradio 5.50, 6.12 and 6.31."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.schema import App, Endpoint
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.openapi.server_document import server_document
from tests.odd_json import places, with_odd
from tests.openapi_check import problems

ADD = Endpoint("/add", 0)
APP = App("http://host/sub", "6.31.0", "sse_v3", "/gradio_api", endpoints=(ADD,))
ANSWER = {
    "200": {"description": "Successful response", "content": {"application/json": {"schema": {}}}}
}


def own(**properties: Any) -> dict[str, Any]:
    """Return a server's document whose one endpoint takes these properties."""
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


CORRECT = {
    "a": {"type": "number"},
    "op": {"enum": ["add", "sub"], "title": "Radio", "type": "string"},
}


def completed(document: Any, credentials: Credentials = Credentials()) -> Any:  # noqa: B008
    return server_document(document, APP, [ADD], credentials)


@pytest.mark.parametrize("has_token", [True, False])
def test_a_correct_one_is_passed_on_with_the_address_it_lacks(has_token: bool) -> None:
    token = "secret-of-the-app" if has_token else ""
    made = completed(own(**CORRECT), Credentials(token))
    assert made["servers"] == [{"url": "http://host/sub"}]
    assert made["info"]["title"] == "Gradio app"
    assert "login_check" not in json.dumps(made)
    assert ("security" in made) is has_token
    before, after = (
        document["paths"]["/gradio_api/call/v2/add"]["post"] for document in (own(**CORRECT), made)
    )
    assert after["requestBody"] == before["requestBody"]
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
def test_one_with_a_value_that_is_invalid_or_untrue_is_refused(schema: Any) -> None:
    assert completed(own(**CORRECT, x=schema)) is None


def test_one_that_names_routes_that_do_not_exist_is_refused() -> None:
    document = own(**CORRECT)
    document["paths"] = {"/run/add": document["paths"]["/gradio_api/call/v2/add"]}
    assert completed(document) is None


def test_one_that_is_untrue_of_another_endpoint_is_refused() -> None:
    document = own(**CORRECT)
    document["paths"]["/gradio_api/call/v2/x"] = own(x={"type": "file"})["paths"][
        "/gradio_api/call/v2/add"
    ]
    assert completed(document) is None


def test_one_that_leaves_an_endpoint_out_is_refused() -> None:
    endpoints = [ADD, Endpoint("/hidden", 1)]
    assert server_document(own(**CORRECT), APP, endpoints, Credentials()) is None


@given(
    path=st.sampled_from(places(own(**CORRECT))),
    odd=st.sampled_from([None, 3, "x", [], {}, [3], {"post": []}]),
)
def test_one_of_any_shape_is_completed_or_refused(path: tuple[Any, ...], odd: Any) -> None:
    made = completed(with_odd(own(**CORRECT), path, odd))
    assert made is None or made["servers"] == [{"url": "http://host/sub"}]


def test_a_schema_without_end_is_refused() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(3000):
        deep = {"anyOf": [deep]}
    assert completed(own(x=deep)) is None
