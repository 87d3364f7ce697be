"""Components of config and entries of /info -> parameters and returns."""

import pytest

from spacetui.model.schema import MISSING, Choice
from spacetui.model.validation import problem_with
from spacetui.wire.schema.parse import parse_app
from tests.unit.wire.server_schemas import VERSIONS, endpoint, load, parameter, parsed


@pytest.mark.parametrize("version", VERSIONS)
def test_limits_choices_and_help_come_from_config(version: str) -> None:
    app = parsed(load(version))
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


def test_a_default_of_null_is_not_no_default() -> None:
    sent = load("6.31.0")
    entry = sent["info"]["named_endpoints"]["/first"]["parameters"][0]
    entry["parameter_default"] = None
    found = parsed(sent)
    assert parameter(found, "/first", 0).default is None
    assert not parameter(found, "/first", 0).required
    entry["parameter_has_default"] = False
    assert parameter(parsed(sent), "/first", 0).default is MISSING


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
    assert [each.label for each in go.parameters] == ["", "x"]
    assert [each.label for each in go.returns] == [""]


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


def test_a_dataset_is_chosen_by_its_samples() -> None:
    picture = {"path": "/tmp/lake.png", "orig_name": "lake.png", "meta": {}}
    props = {"samples": [["cat", 3], [picture], "alone", []], "sample_labels": None}
    props |= {"headers": ["who", None, {"de": "wann"}, ""]}
    component = {"id": 1, "type": "dataset", "props": props, "skip_api": False}
    config = {
        "version": "6.31.0",
        "components": [component],
        "dependencies": [{"inputs": [1], "outputs": [], "api_name": "go"}],
    }
    (parameter,) = parse_app("u", config, {}).endpoints[0].parameters
    assert parameter.choices == (
        Choice("cat, 3", 0),
        Choice("lake.png", 1),
        Choice("alone", 2),
        Choice("", 3),
    )
    assert parameter.info == "who, wann"
    props["sample_labels"] = ["a cat"]
    (parameter,) = parse_app("u", config, {}).endpoints[0].parameters
    assert parameter.choices is not None
    assert [each.label for each in parameter.choices] == ["a cat", "lake.png", "alone", ""]
