"""OpenAPI documents made from the schemas of real servers; a validator reads each."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spacetui.errors import NotGradio
from spacetui.model.schema import App, Choice, Endpoint, FileShape, Parameter, Return
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.openapi.generate import generate_document
from tests.odd_json import ODD_VALUES, places, with_odd
from tests.openapi_check import problems
from tests.unit.wire.server_schemas import VERSIONS, load
from tests.unit.wire.server_schemas import parsed as parsed_schema


def parsed(version: str) -> App:
    return parsed_schema(load(version), "http://host/sub")


def document(app: App, credentials: Credentials | None = None) -> Any:
    made = generate_document(app, app.endpoints, credentials)
    return json.loads(json.dumps(made, allow_nan=False))


def inputs(made: Any, path: str) -> Any:
    body = made["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return body["properties"]["data"]["prefixItems"]


def an_app(
    *parameters: Parameter, version: str = "6.31.0", name: str = "/go", returns: Any = ()
) -> App:
    slots = (True,) * len(parameters)
    endpoint = Endpoint(
        name,
        3,
        parameters=parameters,
        input_slots=slots,
        returns=returns,
        output_slots=(True,) * len(returns),
    )
    return App("http://host", version, "sse_v3", "/gradio_api", endpoints=(endpoint,))


CREDENTIALS = (
    Credentials(),
    Credentials("app-secret"),
    Credentials(auth=("ada", "login-secret")),
    Credentials("app-secret", hub_token="hub-secret"),
)


@pytest.mark.parametrize("credentials", CREDENTIALS)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_validator_finds_no_mistake(version: str, credentials: Credentials) -> None:
    assert problems(document(parsed(version), credentials)) == []


def test_the_validator_finds_mistakes() -> None:
    made = document(parsed("6.31.0"))
    inputs(made, "/gradio_api/call/first")[0]["type"] = "float"
    assert problems(made)
    made = document(parsed("6.31.0"))
    inputs(made, "/gradio_api/call/first")[0]["$ref"] = "#/components/schemas/nobody"
    assert problems(made)
    made = document(parsed("6.31.0"))
    made["paths"]["/gradio_api/call/first"]["post"]["operationId"] = "stream"
    assert problems(made)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_endpoint_has_the_two_routes_of_a_call(version: str) -> None:
    app = parsed(version)
    made = document(app)
    assert made["servers"] == [{"url": "http://host/sub"}]
    for each in app.endpoints:
        path = f"{app.api_prefix}/call{each.api_name}"
        assert set(made["paths"][path]) == {"post"}
        assert set(made["paths"][f"{path}/{{event_id}}"]) == {"get"}
    assert f"{app.api_prefix}/upload" in made["paths"]
    assert "security" not in made


@pytest.mark.parametrize("version", VERSIONS)
def test_a_parameter_has_its_name_type_limits_choices_and_default(version: str) -> None:
    app = parsed(version)
    number, text, pick, many, state = inputs(document(app), f"{app.api_prefix}/call/first")
    assert (number["title"], number["type"], number["minimum"], number["maximum"]) == (
        "a",
        "integer",
        -1,
        10,
    )
    assert number["default"] == 3
    assert (text["title"], text["type"], "default" in text) == ("text", "string", False)
    assert "help" in text["description"]
    assert (pick["title"], pick["enum"], pick["x-labels"]) == ("pick", [1, 2], ["plus", "minus"])
    assert "type" not in pick, "its values are numbers, and Gradio calls them text"
    assert many["title"] == "many"
    assert state["type"] == "null"


def test_a_null_default_lets_null_in() -> None:
    made = document(an_app(Parameter("x", schema={"type": "string"}, default=None)))
    assert inputs(made, "/gradio_api/call/go") == [
        {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "x", "default": None}
    ]
    assert problems(made) == []


def test_a_default_that_does_not_fit_its_schema_is_left_out() -> None:
    choices = (Choice("a", "a"),)
    made = document(
        an_app(
            Parameter("x", schema={"type": "string"}, default=3, component="Textbox"),
            Parameter("y", choices=choices, default="b", component="Radio"),
            Parameter("z", schema={"type": "number"}, default=99, maximum=9, component="Slider"),
        )
    )
    assert not any("default" in each for each in inputs(made, "/gradio_api/call/go"))
    assert problems(made) == []


def test_keywords_of_a_wrong_shape_are_left_out() -> None:
    odd = {
        "type": ["string", "string"],
        "required": ["a", "a"],
        "minimum": float("inf"),
        "enum": "x",
        "items": 3,
    }
    made = document(
        an_app(Parameter("x", schema=odd), Parameter("y", schema={"type": "file", "title": "t"}))
    )
    assert inputs(made, "/gradio_api/call/go") == [{"title": "x"}, {"title": "y"}]
    assert problems(made) == []


def test_files_are_one_schema_and_definitions_move_to_the_components() -> None:
    file = {"type": "object", "properties": {"path": {}, "meta": {}}}
    mine = {
        "$defs": {"My Row": {"type": "object", "properties": {"next": {"$ref": "#/$defs/My Row"}}}}
    }
    made = document(
        an_app(
            Parameter("file", schema=file, file_shape=FileShape.ONE),
            Parameter(
                "rows", schema={"type": "array", "items": {"$ref": "#/$defs/My Row"}, **mine}
            ),
            Parameter("same", schema={"$ref": "#/$defs/My Row", **mine}),
            Parameter(
                "other", schema={"$ref": "#/$defs/My Row", "$defs": {"My Row": {"type": "string"}}}
            ),
            Parameter("remote", schema={"$ref": "http://evil.example/x"}),
            Parameter("dangling", schema={"$ref": "#/$defs/nobody"}),
        )
    )
    found = [each.get("$ref", each.get("items")) for each in inputs(made, "/gradio_api/call/go")]
    row = {"$ref": "#/components/schemas/My_Row"}
    assert found == [
        "#/components/schemas/FileData",
        row,
        row["$ref"],
        f"{row['$ref']}_2",
        None,
        None,
    ]
    assert made["components"]["schemas"]["My_Row"]["properties"] == {"next": row}
    assert problems(made) == []


def test_before_4_20_the_one_route_is_run() -> None:
    made = document(an_app(Parameter("x"), version="4.19.2"))
    assert set(made["paths"]) == {"/gradio_api/run/go"}
    assert problems(made) == []


def test_gradio_3_names_an_endpoint_by_number_and_takes_a_picture_by_its_bytes() -> None:
    picture = Parameter("param_0", component="Image", file_shape=FileShape.ONE)
    files = Parameter("param_1", component="File", file_shape=FileShape.MANY)
    made = document(an_app(picture, files, version="3.50.2", name="#3"))
    body = made["paths"]["/gradio_api/run/fn_3"]["post"]["requestBody"]["content"][
        "application/json"
    ]["schema"]
    assert body["properties"]["fn_index"] == {"const": 3}
    assert body["required"] == ["data", "fn_index"]
    one, several = inputs(made, "/gradio_api/run/fn_3")
    assert one["type"] == "string"
    assert several["items"] == {"$ref": "#/components/schemas/FileData"}
    assert "name" in made["components"]["schemas"]["FileData"]["properties"]
    assert problems(made) == []


def test_a_token_and_a_login_are_described_without_their_value() -> None:
    made = document(parsed("6.31.0"), Credentials("app-secret", auth=("ada", "login-secret")))
    assert made["security"] == [{"token": []}]
    assert made["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert made["paths"]["/login"]["post"]["security"] == []
    assert "secret" not in json.dumps(made).replace("securitySchemes", "")


def test_a_token_of_the_hub_is_described_as_the_header_that_the_app_does_not_see() -> None:
    made = document(parsed("6.31.0"), Credentials(hub_token="hub-secret"))
    scheme = made["components"]["securitySchemes"]["hub_token"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == (
        "apiKey",
        "header",
        "X-HF-Authorization",
    )
    assert made["security"] == [{"hub_token": []}]


def test_names_that_look_alike_stay_apart() -> None:
    names = ["/é", "/è", "/e b", "/e_b", "/e_b_events", "/{x}", "/a/b"]
    endpoints = tuple(Endpoint(name, at) for at, name in enumerate(names))
    made = document(App("http://host", "6.31.0", "sse_v3", endpoints=endpoints))
    ids = [each["operationId"] for item in made["paths"].values() for each in item.values()]
    assert len(set(ids)) == len(ids) == 2 * len(names)
    assert "/call/%7Bx%7D" in made["paths"]
    assert problems(made) == []


def test_the_outputs_of_a_call_are_described_beside_its_events() -> None:
    made = document(an_app(returns=(Return("Said", "Textbox", {"type": "string"}),)))
    answer = made["paths"]["/gradio_api/call/go/{event_id}"]["get"]["responses"]["200"]
    stream = answer["content"]["text/event-stream"]
    assert stream["x-event-data"]["prefixItems"] == [{"type": "string", "title": "Said"}]


SENT = {version: load(version) for version in VERSIONS}
PLACES = {
    version: [("info", *path) for path in places(sent["info"]) if path]
    for version, sent in SENT.items()
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), version=st.sampled_from(VERSIONS))
def test_whatever_a_schema_holds_the_document_is_valid(data: st.DataObject, version: str) -> None:
    sent = SENT[version]
    for path in data.draw(st.lists(st.sampled_from(PLACES[version]), min_size=1, max_size=6)):
        sent = with_odd(sent, path, data.draw(st.sampled_from([*ODD_VALUES, {"type": "file"}])))
    try:
        app = parsed_schema(sent)
    except NotGradio:
        return
    from spacetui.text.strict_json import to_json

    made = generate_document(app, app.endpoints)
    assert problems(json.loads(to_json(made))) == []
