"""/config and /info of real servers -> App; and shapes no server should send."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.errors import NotGradio
from spacetui.wire.schema.parse import api_prefix_of, parse_app
from tests.odd_json import ODD_VALUES, places, with_odd
from tests.unit.wire.server_schemas import VERSIONS, endpoint, load, parsed


@pytest.mark.parametrize("version", VERSIONS)
def test_a_real_app_is_read_without_a_note(version: str) -> None:
    app = parsed(load(version))
    assert (app.title, app.version, app.protocol, app.notes) == ("Small", version, "sse_v3", ())
    assert app.api_prefix == ("" if version.startswith("4") else "/gradio_api")


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


def test_functions_for_a_microphone_or_for_the_end_of_a_session_are_known() -> None:
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


def test_a_future_protocol_is_kept_by_its_name() -> None:
    sent = load("6.31.0")
    sent["config"]["protocol"] = "sse_v9"
    app = parsed(sent)
    assert app.protocol == "sse_v9"


@pytest.mark.parametrize(
    "prefix", ["@evil.example", "//evil.example/x", "/../x", 7, {"a": 1}, "http://evil.example"]
)
def test_a_prefix_that_could_change_the_host_is_ignored_with_a_note(prefix: Any) -> None:
    sent = load("6.31.0")
    sent["config"]["api_prefix"] = prefix
    app = parsed(sent)
    assert app.api_prefix == ""
    assert any("api_prefix" in note for note in app.notes)
    assert api_prefix_of(sent["config"]) == ""


@pytest.mark.parametrize(
    "config", [None, [], "html", {}, {"dependencies": None}, {"dependencies": {"0": {}}}, 3]
)
def test_what_has_no_list_of_dependencies_is_not_gradio(config: Any) -> None:
    with pytest.raises(NotGradio):
        parse_app("http://host", config, {})


def test_gradio_2_is_named() -> None:
    with pytest.raises(NotGradio, match="too old"):
        parse_app("http://host", {"version": "2.9.4", "allow_flagging": "never"}, None)


SENT = {version: load(version) for version in VERSIONS}
PLACES = {
    version: [path for path in places(sent) if 0 < len(path) <= 6] for version, sent in SENT.items()
}


@given(data=st.data(), version=st.sampled_from(VERSIONS))
def test_any_part_of_a_schema_may_be_odd(data: st.DataObject, version: str) -> None:
    sent = SENT[version]
    for path in data.draw(st.lists(st.sampled_from(PLACES[version]), min_size=1, max_size=4)):
        sent = with_odd(sent, path, data.draw(st.sampled_from(ODD_VALUES)))
    try:
        app = parsed(sent)
    except NotGradio as error:
        assert "host" in str(error)
        return
    for each in app.endpoints:
        assert sum(each.input_slots) == len(each.parameters)
        assert len({p.name for p in each.parameters}) == len(each.parameters)
