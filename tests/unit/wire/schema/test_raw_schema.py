"""What a server sends only on request: undocumented endpoints, docstrings, how calls went."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.schema import App, Endpoint, Parameter, Usage
from spacetui.store.codec import dump, load
from spacetui.wire.schema.call_statistics import with_usage
from spacetui.wire.schema.parameter_help import MAX_CHARS, with_docstrings
from spacetui.wire.schema.raw_schema import RawSchema
from tests.odd_json import places, with_odd
from tests.unit.wire.server_schemas import VERSIONS, parsed
from tests.unit.wire.server_schemas import load as load_sent

APP = App(
    "http://host",
    "6.31.0",
    "sse_v3",
    endpoints=(
        Endpoint(
            "/add",
            0,
            parameters=(Parameter("a"), Parameter("b", schema={"description": "any valid json"})),
        ),
        Endpoint("/same_1", 1, parameters=(Parameter("a"),)),
        Endpoint("#3", 3),
    ),
)
# As Gradio 6.31 sent it; `same_2` is the tool of the endpoint /same_1.
TOOL = {
    "name": "add",
    "description": "Add two numbers. Returns: the sum",
    "inputSchema": {
        "type": "object",
        "properties": {
            "a": {"type": "number", "description": "the first number", "default": 3},
            "b": {"type": {}, "description": "any valid json"},
        },
        "required": ["b"],
    },
    "meta": {"file_data_present": False, "mcp_type": "tool", "endpoint_name": "add"},
}
OTHER = {
    "name": "same_2",
    "inputSchema": {
        "type": "object",
        "properties": {"a": {"type": "string", "description": "  its word\n"}},
    },
    "meta": {"endpoint_name": "same_1"},
}
SUMMARY = {
    "functions": {
        "add": {
            "success_rate": 0.984,
            "process_time_percentiles": {"50th": 12.2, "90th": 20.0, "99th": 30.0},
            "total_requests": 250,
        },
        # One call failed, and its time is none.
        "same_1": {
            "success_rate": 0.5,
            "process_time_percentiles": {"50th": None, "90th": None, "99th": None},
            "total_requests": 2,
        },
        "3": {"success_rate": 1.0, "process_time_percentiles": {"50th": 1.0}, "total_requests": 1},
    }
}


def helps(app: App) -> dict[str, str]:
    return {
        f"{each.api_name} {one.name}": one.description
        for each in app.endpoints
        for one in each.parameters
    }


def test_a_docstring_helps_with_the_parameter_of_its_endpoint() -> None:
    found = helps(with_docstrings(APP, [TOOL, OTHER]))
    assert found == {"/add a": "the first number", "/add b": "", "/same_1 a": "its word"}


def test_long_help_is_cut() -> None:
    tool = copy.deepcopy(TOOL)
    tool["inputSchema"]["properties"]["a"]["description"] = "x" * 1_000_000  # type: ignore[index]
    assert helps(with_docstrings(APP, [tool]))["/add a"] == "x" * MAX_CHARS


def test_usage_is_kept_by_the_name_of_the_endpoint() -> None:
    app = with_usage(APP, SUMMARY)
    assert [each.usage for each in app.endpoints] == [
        Usage(250, 12.2, 0.984),
        Usage(2, None, 0.5),
        None,
    ]


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.just(10**400)
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(data=st.data())
def test_any_part_of_it_may_be_odd(data: st.DataObject) -> None:
    tools = [TOOL, OTHER]
    schema = with_odd(tools, data.draw(st.sampled_from(places(tools))), data.draw(ODD))
    summary = with_odd(SUMMARY, data.draw(st.sampled_from(places(SUMMARY))), data.draw(ODD))
    app = with_usage(with_docstrings(APP, schema), summary)
    for each in app.endpoints:
        assert all(isinstance(one.description, str) for one in each.parameters)
        rate = each.usage.success_rate if each.usage is not None else None
        assert rate is None or 0 <= rate <= 1
        assert load(dump(each), Endpoint) == each  # a recording keeps it


@pytest.mark.parametrize("version", VERSIONS)
def test_the_info_of_all_endpoints_has_what_the_other_leaves_out(version: str) -> None:
    sent = load_sent(version)
    entry = copy.deepcopy(sent["info"]["named_endpoints"]["/first"])
    entry["parameters"] = [
        {**entry["parameters"][1], "parameter_name": "secret", "parameter_has_default": False},
        {
            **entry["parameters"][0],
            "parameter_name": "times",
            "parameter_has_default": True,
            "parameter_default": 7,
        },
    ]
    entry["returns"] = entry["returns"][:1]
    all_info = {
        "named_endpoints": {"/hidden": entry, "/first": {"parameters": "odd"}},
        "unnamed_endpoints": {},
    }
    app = RawSchema(sent["config"], sent["info"], all_info=all_info).app("u")
    hidden, first = app.endpoint("/hidden"), app.endpoint("/first")
    assert hidden is not None
    assert [(each.name, each.required) for each in hidden.parameters] == [
        ("secret", True),
        ("times", False),
    ]
    assert hidden.visibility == "undocumented"
    # What both describe is as it was.
    assert first == parsed(sent).endpoint("/first")


@pytest.mark.parametrize(
    "odd", [None, [], {}, "x", {"named_endpoints": []}, {"named_endpoints": {"/hidden": 3}}]
)
def test_an_odd_info_of_all_endpoints_changes_nothing(odd: Any) -> None:
    sent = load_sent("6.31.0")
    raw = RawSchema(sent["config"], sent["info"], all_info=odd)
    assert raw.app("u") == RawSchema(sent["config"], sent["info"]).app("u")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_changed_component_counts_more_than_config_and_info(version: str) -> None:
    sent = load_sent(version)
    schema = RawSchema(sent["config"], sent["info"])
    before = schema.app("http://host").endpoint("/first")
    assert before is not None
    number, _, pick, _ = before.parameters
    assert isinstance(number.component_id, int) and isinstance(pick.component_id, int)
    schema.changes = {
        number.component_id: {"maximum": 99, "label": "Changed"},
        pick.component_id: {"choices": [["three", 3]]},
        -5: {"label": "of no component"},
    }
    after = schema.app("http://host").endpoint("/first")
    assert after is not None
    assert (after.parameters[0].maximum, after.parameters[0].label) == (99, "Changed")
    assert after.parameters[0].minimum == number.minimum
    assert [each.value for each in after.parameters[2].choices or ()] == [3]
    assert after.parameters[2].label == pick.label
    assert after.parameters[1] == before.parameters[1]
