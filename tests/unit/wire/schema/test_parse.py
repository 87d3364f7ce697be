"""/config and /info of real servers -> App; and shapes no server should send."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.errors import NotGradio
from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, App, Choice, Endpoint, FileShape, Parameter
from spacetui.model.validation import problem_with
from spacetui.wire.schema.parse import api_prefix_of, parse_app

VERSIONS = ["4.44.1", "5.50.0", "6.31.0"]


def load(version: str) -> dict[str, Any]:
    """Give config and info as a real server of this version sent them (tests/unit/wire/schemas)."""
    text = (Path(__file__).parents[1] / "schemas" / f"{version}.json").read_text()
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def parsed(version: str) -> App:
    said = load(version)
    return parse_app("http://host", said["config"], said["info"])


def endpoint(app: App, name: str) -> Endpoint:
    found = app.endpoint(name)
    assert found is not None
    return found


def parameter(app: App, name: str, place: int) -> Parameter:
    return endpoint(app, name).parameters[place]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_real_app_is_read_without_a_note(version: str) -> None:
    app = parsed(version)
    assert (app.title, app.version, app.protocol, app.notes) == ("Small", version, "sse_v3", ())
    assert app.api_prefix == ("" if version.startswith("4") else "/gradio_api")


@pytest.mark.parametrize("version", VERSIONS)
def test_public_endpoints_are_the_documented_ones(version: str) -> None:
    app = parsed(version)
    assert [each.api_name for each in app.public_endpoints] == ["/first", "/stream", "/gallery"]
    assert [
        (each.api_name, each.visibility) for each in app.endpoints if each.visibility != "public"
    ] == [("/hidden", "undocumented")]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_undocumented_endpoint_is_joined_from_config_alone(version: str) -> None:
    hidden = endpoint(parsed(version), "/hidden")
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
def test_limits_choices_and_help_come_from_config(version: str) -> None:
    app = parsed(version)
    number, text, pick, many = endpoint(app, "/first").parameters
    assert (number.minimum, number.maximum, number.step, number.is_integer, number.default) == (
        -1,
        10,
        2,
        True,
        3,
    )
    assert (text.lines, text.placeholder, text.info, text.default, text.required) == (
        4,
        "type",
        "help",
        MISSING,
        True,
    )
    assert pick.choices == (Choice("plus", 1), Choice("minus", 2))
    assert (many.multiselect, many.max_choices, many.allow_custom_value) == (True, 2, True)
    assert many.choices == (Choice("X", "x"), Choice("Y", "y"))
    assert [each.name for each in (number, text, pick, many)] == ["a", "text", "pick", "many"]


@pytest.mark.parametrize("version", VERSIONS)
def test_state_is_a_hidden_slot_in_and_out(version: str) -> None:
    first = endpoint(parsed(version), "/first")
    assert first.input_slots == (True, True, True, True, False)
    assert first.output_slots == (True, False)
    assert first.has_state
    assert [each.component for each in first.returns] == ["Textbox"]


@pytest.mark.parametrize("version", VERSIONS)
def test_file_shapes_are_read_from_the_schema(version: str) -> None:
    app = parsed(version)
    one, many, video = endpoint(app, "/stream").parameters
    assert (one.file_shape, one.file_types) == (FileShape.ONE, (".csv", "image"))
    assert (many.file_shape, many.file_types) == (FileShape.MANY, ())
    assert video.file_shape is (FileShape.ONE if version.startswith("6") else FileShape.VIDEO)
    assert video.file_types == ("video",)
    assert parameter(app, "/gallery", 0).file_shape is FileShape.GALLERY
    assert endpoint(app, "/stream").streams
    assert not endpoint(app, "/first").streams


def test_a_docstring_is_the_description() -> None:
    assert endpoint(parsed("6.31.0"), "/first").description == "Do something with five values."


@pytest.mark.parametrize("version", VERSIONS)
def test_without_info_the_app_is_read_from_config_with_a_note(version: str) -> None:
    app = parse_app("http://host", load(version)["config"], None)
    assert len(app.notes) == 1
    first = endpoint(app, "/first")
    assert [each.component for each in first.parameters] == [
        "Number",
        "Textbox",
        "Radio",
        "Dropdown",
    ]
    assert [each.name for each in first.parameters] == ["param_0", "param_1", "param_2", "param_3"]
    assert first.input_slots == (True, True, True, True, False)


def test_info_that_disagrees_with_config_is_not_used() -> None:
    said = load("6.31.0")
    said["info"]["named_endpoints"]["/first"]["parameters"].pop()
    app = parse_app("http://host", said["config"], said["info"])
    assert endpoint(app, "/first").parameters[0].name == "param_0"
    assert any("/first" in note for note in app.notes)


def test_a_default_of_null_is_not_no_default() -> None:
    said = load("6.31.0")
    entry = said["info"]["named_endpoints"]["/first"]["parameters"][0]
    entry["parameter_default"] = None
    found = parse_app("http://host", said["config"], said["info"])
    assert parameter(found, "/first", 0).default is None
    assert not parameter(found, "/first", 0).required
    entry["parameter_has_default"] = False
    assert (
        parameter(parse_app("http://host", said["config"], said["info"]), "/first", 0).default
        is MISSING
    )


def test_two_parameters_of_one_name_are_told_apart() -> None:
    said = load("6.31.0")
    for entry in said["info"]["named_endpoints"]["/first"]["parameters"]:
        entry["parameter_name"] = "same"
    names = [
        each.name
        for each in endpoint(parse_app("u", said["config"], said["info"]), "/first").parameters
    ]
    assert len(set(names)) == 4


def test_a_custom_component_is_kept_with_its_schema_and_props() -> None:
    config = {
        "version": "6.31.0",
        "protocol": "sse_v3",
        "components": [
            {"id": 1, "type": "hologram", "props": {"depth": 3}, "api_info": {"type": "object"}}
        ],
        "dependencies": [
            {"id": 0, "inputs": [1], "outputs": [1], "api_name": "beam", "backend_fn": True}
        ],
    }
    beam = endpoint(parse_app("u", config, {}), "/beam")
    assert beam.parameters[0].component == "Hologram"
    assert beam.parameters[0].schema == {"type": "object"}
    assert beam.parameters[0].props == {"depth": 3}


def test_the_number_of_a_component_is_no_label() -> None:
    config = {
        "version": "6.31.0",
        "components": [
            {"id": 7, "type": "number", "props": {}},
            {"id": 8, "type": "number", "props": {"label": "x"}},
        ],
        "dependencies": [{"id": 0, "inputs": [7, 8], "outputs": [7], "api_name": "go"}],
    }
    entry = {
        "parameters": [
            {"label": "parameter_7", "parameter_name": "n"},
            {"label": "x", "parameter_name": "m"},
        ],
        "returns": [{"label": "value_7"}],
    }
    go = endpoint(parse_app("u", config, {"named_endpoints": {"/go": entry}}), "/go")
    assert [each.label for each in (*go.parameters, *go.returns)] == ["", "x", ""]


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
    # What only stops others is nothing to call, and known to what it stops.
    assert [each.canceller for each in app.endpoints] == [3, None]


def test_what_hears_a_microphone_or_a_visitor_leave_is_known() -> None:
    plain: dict[str, Any] = {"inputs": [], "outputs": []}
    mic = {**plain, "id": 0, "api_name": "mic", "targets": [[1, "stream"]], "connection": "stream"}
    left = {
        **plain,
        "id": 1,
        "api_name": "left",
        "targets": [[None, "unload"]],
        "connection": "sse",
    }
    odd = {**plain, "id": 2, "api_name": "odd", "targets": [7, [], "unload", [3]]}
    app = parse_app("u", {"dependencies": [mic, left, odd]}, None)
    assert [each.takes_chunks for each in app.endpoints] == [True, False, False]
    assert app.has_unload
    assert not parse_app("u", {"dependencies": [mic, odd]}, None).has_unload


def test_a_file_of_gradio_3_is_a_file_whatever_its_schema_says() -> None:
    schemas = {
        "image": {"type": "string", "description": "base64 representation of an image"},
        "file": {
            "oneOf": [
                {"type": "string"},
                {"type": "object", "properties": {"name": {}, "data": {}}},
            ]
        },
        "audio": {"oneOf": [{"type": "string"}]},
        "video": {"type": "string"},
    }
    components = [
        {"id": number, "type": kind, "props": {"file_count": "single"}, "serializer": "X"}
        for number, kind in enumerate(schemas)
    ]
    components.append(
        {"id": 9, "type": "file", "props": {"file_count": "multiple"}, "serializer": "X"}
    )
    entries = [
        {"label": "", "type": said, "component": kind.capitalize()}
        for kind, said in schemas.items()
    ]
    entries.append({"label": "", "type": {"type": "array"}, "component": "File"})
    config = {
        "version": "3.50.2",
        "components": components,
        "dependencies": [{"inputs": [0, 1, 2, 3, 9], "outputs": [], "api_name": "go"}],
    }
    info = {
        "named_endpoints": {"/go": {"parameters": entries, "returns": []}},
        "unnamed_endpoints": {},
    }
    parameters = parse_app("u", config, info).endpoints[0].parameters
    assert [each.file_shape for each in parameters] == [FileShape.ONE] * 4 + [FileShape.MANY]
    # What the server says of them is for its own Python client; a value is not judged by it.
    assert all(each.schema == {} for each in parameters)
    assert all(problem_with(FileInput("/x.png"), each) is None for each in parameters[:4])


@pytest.mark.parametrize("version", ["3.50.2", "6.31.0"])
def test_what_takes_any_json_takes_any_json(version: str) -> None:
    config = {
        "version": version,
        "components": [
            {"id": 1, "type": "dataframe", "props": {}, "serializer": "JSONSerializable"}
        ],
        "dependencies": [{"inputs": [1], "outputs": [], "api_name": "go"}],
    }
    entry = {
        "label": "",
        "type": {"type": {}, "description": "any valid json"},
        "component": "Dataframe",
    }
    info = {
        "named_endpoints": {"/go": {"parameters": [entry], "returns": []}},
        "unnamed_endpoints": {},
    }
    (parameter,) = parse_app("u", config, info).endpoints[0].parameters
    assert problem_with({"headers": ["a"], "data": [[1]]}, parameter) is None


def test_a_file_of_early_gradio_4_has_no_mark_in_its_schema() -> None:
    properties = {name: {} for name in ("path", "url", "size", "orig_name", "mime_type")}
    config = {
        "version": "4.8.0",
        "protocol": "sse",
        "components": [{"id": 1, "type": "image", "props": {}, "skip_api": False}],
        "dependencies": [{"inputs": [1], "outputs": [], "api_name": "go"}],
    }
    entry = {
        "label": "",
        "type": {"type": "object", "properties": properties},
        "component": "Image",
    }
    info = {
        "named_endpoints": {"/go": {"parameters": [entry], "returns": []}},
        "unnamed_endpoints": {},
    }
    assert parse_app("u", config, info).endpoints[0].parameters[0].file_shape is FileShape.ONE


def test_a_future_protocol_is_kept_by_its_name() -> None:
    said = load("6.31.0")
    said["config"]["protocol"] = "sse_v9"
    app = parse_app("u", said["config"], said["info"])
    assert app.protocol == "sse_v9"


@pytest.mark.parametrize(
    "prefix", ["@evil.example", "//evil.example/x", "/../x", 7, {"a": 1}, "http://evil.example"]
)
def test_a_prefix_that_could_change_the_host_is_ignored_with_a_note(prefix: Any) -> None:
    said = load("6.31.0")
    said["config"]["api_prefix"] = prefix
    app = parse_app("u", said["config"], said["info"])
    assert app.api_prefix == ""
    assert any("api_prefix" in note for note in app.notes)
    assert api_prefix_of(said["config"]) == ""


@pytest.mark.parametrize(
    "config", [None, [], "html", {}, {"dependencies": None}, {"dependencies": {"0": {}}}, 3]
)
def test_what_has_no_list_of_dependencies_is_not_gradio(config: Any) -> None:
    with pytest.raises(NotGradio):
        parse_app("http://host", config, {})


def test_gradio_2_is_named() -> None:
    with pytest.raises(NotGradio, match="too old"):
        parse_app("http://host", {"version": "2.9.4", "allow_flagging": "never"}, None)


ODD = [
    None,
    True,
    -1,
    1e999,
    float("nan"),
    "",
    "x",
    [],
    [[]],
    [1],
    {},
    {"id": 1},
    {"$ref": "#"},
    {"type": 3},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, child in children:
        found += places(child, (*path, key))
    return found


PLACES = {
    version: places({key: load(version)[key] for key in ("config", "info")}) for version in VERSIONS
}
DEEP = {version: [each for each in PLACES[version] if len(each) <= 6] for version in VERSIONS}


@given(data=st.data(), version=st.sampled_from(VERSIONS))
def test_any_part_of_a_schema_may_be_odd(data: st.DataObject, version: str) -> None:
    said = copy.deepcopy(load(version))
    for path in data.draw(st.lists(st.sampled_from(DEEP[version]), min_size=1, max_size=4)):
        node: Any = said
        try:
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = data.draw(st.sampled_from(ODD))
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    try:
        app = parse_app("http://host", said["config"], said["info"])
    except NotGradio as error:
        assert "host" in str(error)
    else:
        for each in app.endpoints:
            assert sum(each.input_slots) == len(each.parameters)
            assert len({p.name for p in each.parameters}) == len(each.parameters)
