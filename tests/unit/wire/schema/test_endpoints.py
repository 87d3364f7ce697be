"""Dependencies of config and their entries in /info -> endpoints."""

import pytest

from spacetui.model.schema import MISSING
from spacetui.wire.schema.parse import parse_app
from tests.unit.wire.server_schemas import VERSIONS, endpoint, load, parsed


@pytest.mark.parametrize("version", VERSIONS)
def test_public_endpoints_are_the_documented_ones(version: str) -> None:
    app = parsed(load(version))
    assert [each.api_name for each in app.public_endpoints] == ["/first", "/stream", "/gallery"]
    assert [
        (each.api_name, each.visibility) for each in app.endpoints if each.visibility != "public"
    ] == [("/hidden", "undocumented")]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_undocumented_endpoint_is_joined_from_config_alone(version: str) -> None:
    hidden = endpoint(parsed(load(version)), "/hidden")
    secret, number = hidden.parameters
    assert (secret.name, secret.component, secret.is_secret, secret.default) == (
        "param_0",
        "Textbox",
        True,
        MISSING,
    )
    assert (number.name, number.component, number.default, number.minimum) == (
        "param_1",
        "Number",
        3,
        -1,
    )
    assert secret.schema["type"] == "string"


@pytest.mark.parametrize("version", VERSIONS)
def test_state_is_a_hidden_slot_in_and_out(version: str) -> None:
    first = endpoint(parsed(load(version)), "/first")
    assert first.input_slots == (True, True, True, True, False)
    assert first.output_slots == (True, False)
    assert first.has_state
    assert [each.component for each in first.returns] == ["Textbox"]


def test_a_docstring_is_the_description() -> None:
    first = endpoint(parsed(load("6.31.0")), "/first")
    assert first.description == "Do something with five values."


def test_info_that_disagrees_with_config_is_not_used() -> None:
    sent = load("6.31.0")
    sent["info"]["named_endpoints"]["/first"]["parameters"].pop()
    app = parsed(sent)
    assert endpoint(app, "/first").parameters[0].name == "param_0"
    assert any("/first" in note for note in app.notes)


def test_two_parameters_of_one_name_are_told_apart() -> None:
    sent = load("6.31.0")
    for entry in sent["info"]["named_endpoints"]["/first"]["parameters"]:
        entry["parameter_name"] = "same"
    names = [each.name for each in endpoint(parsed(sent), "/first").parameters]
    assert len(set(names)) == 4


def test_gradio_3_is_read_by_index_and_its_unnamed_endpoints_by_number() -> None:
    config = {
        "version": "3.50.2",
        "components": [
            {"id": 1, "type": "textbox", "props": {"label": "T", "value": "v"}},
            {"id": 2, "type": "state", "props": {}},
        ],
        "dependencies": [
            {"inputs": [1, 2], "outputs": [1, 2], "api_name": "go", "types": {"generator": True}},
            {"inputs": [1], "outputs": [1], "api_name": None},
            {"inputs": [1], "outputs": [1], "api_name": False},
            {"inputs": [], "outputs": [], "api_name": None, "cancels": [0], "backend_fn": True},
        ],
    }
    entry = {
        "parameters": [{"label": "T", "type": {"type": "string"}, "component": "Textbox"}],
        "returns": [],
    }
    app = parse_app(
        "u", config, {"named_endpoints": {"/go": entry}, "unnamed_endpoints": {"1": entry}}
    )
    assert app.protocol == "ws"
    assert [(each.api_name, each.fn_index, each.visibility) for each in app.endpoints] == [
        ("/go", 0, "public"),
        ("#1", 1, "public"),
    ]
    assert app.public_endpoints == (app.endpoints[0],)
    assert app.endpoints[0].input_slots == (True, False)
    assert app.endpoints[0].parameters[0].default == "v"
    assert not any("ws" in note for note in app.notes)
    # A function that only stops another is no endpoint; the other one knows it.
    assert [each.canceller for each in app.endpoints] == [3, None]


@pytest.mark.parametrize(
    ("protocol", "enable_queue", "queue", "is_queued"),
    [
        # Gradio 3 names no protocol. Its queue runs where `enable_queue` is true.
        (None, True, None, True),
        (None, True, True, True),
        (None, True, False, False),
        (None, None, None, False),  # without .queue(), or mounted in another server
        (None, None, True, False),
        (None, False, None, False),
        (None, "absent", None, False),
        # Gradio 4 and later always have a queue.
        ("sse", "absent", None, True),
        ("sse_v3", None, None, True),
        ("sse_v3", False, None, False),
        ("sse_v3", False, True, True),
        ("sse_v3", True, False, False),
    ],
)
def test_a_function_is_queued_where_its_server_has_a_queue(
    *, protocol: str | None, enable_queue: object, queue: bool | None, is_queued: bool
) -> None:
    config: dict[str, object] = {
        "version": "3.50.2",
        "components": [],
        "dependencies": [{"inputs": [], "outputs": [], "api_name": "go", "queue": queue}],
    }
    if enable_queue != "absent":
        config["enable_queue"] = enable_queue
    if protocol is not None:
        config["protocol"] = protocol
    app = parse_app("http://x", config, {"named_endpoints": {}})
    assert app.endpoints[0].is_queued is is_queued
