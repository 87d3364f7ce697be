"""Each output of an app depends on all inputs, and an endpoint runs with the values it states."""

import io
import wave
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from spacetui.demo.space_catalog import SPACE_IDS

pytestmark = pytest.mark.live

TEXTS = [
    "the cat and the hat of The end, and A of in the in a to",
    "is to be or not to be in the question",
    "Oh well",
]
# Values that the schema does not contain: texts with a meaning, and values that make an app fast.
GIVEN: dict[tuple[str, str], list[Any]] = {
    ("/rhyme", "word"): ["light", "bell", "zone"],
    ("/synth", "notes"): ["C4 E4", "A4 - Bb3", "C4 E4 G4"],
    ("/group", "by"): ["category", "month", "place"],
    ("/group", "of"): ["amount"],
    ("/sort", "by"): ["amount", "place", "month"],
    ("/pick", "where"): [{"category": "food"}, {"category": ["rent", "fun"]}, {}],
    ("/stream", "pace"): [100, 90],
    ("/render", "pace"): [200, 150],
    ("/render", "lines"): [3, 4, 7],
    ("/render", "mishap"): ["none", "a warning"],
}
# A column of text cannot be summed, so other values of `of` are tried while rows are counted:
# parameter -> (another parameter, its value, the values to try).
TOGETHER = {("/group", "of"): ("how", "count", ["amount", "place"])}


OTHER_TABLE = b"month,category,place,amount\nmay,food,stall,7.125\nmay,fun,fair,3\n"


def other_picture() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).save(out, "PNG")
    return out.getvalue()


def other_sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(range(256)) * 60)
    return out.getvalue()


def text_values(caller: Any, default: Any, props: Any) -> list[Any]:
    return TEXTS if default is None else [default, "morning", "Zoë's"]


def single_choices(caller: Any, default: Any, props: Any) -> list[Any]:
    others = [value for _, value in props["choices"] if value != default]
    return [default, *others[:2]]


def multiple_choices(caller: Any, default: Any, props: Any) -> list[Any]:
    choices = [value for _, value in props["choices"]]
    return [default, choices[:1], choices[1:4]]


def dropdown_values(caller: Any, default: Any, props: Any) -> list[Any]:
    choices = multiple_choices if props.get("multiselect") else single_choices
    return choices(caller, default, props)


def dataframe_values(caller: Any, default: Any, props: Any) -> list[Any]:
    return [default, {**default, "data": default["data"][3:9]}]


def slider_values(caller: Any, default: Any, props: Any) -> list[Any]:
    return list(dict.fromkeys([default, default + props["step"], props["minimum"]]))


# Component -> function of the caller, the stated default and the props, that returns legal values.
VALUES: dict[str, Callable[[Any, Any, Any], list[Any]]] = {
    "Textbox": text_values,
    "Slider": slider_values,
    "Number": lambda caller, default, props: [default, default + 1, default + 2],
    "Checkbox": lambda caller, default, props: [default, not default],
    "Radio": single_choices,
    "Dropdown": dropdown_values,
    "Checkboxgroup": multiple_choices,
    "Colorpicker": lambda caller, default, props: [default, "#ff0000"],
    "Image": lambda caller, default, props: [default, caller.upload("x.png", other_picture())],
    "Audio": lambda caller, default, props: [default, caller.upload("x.wav", other_sound())],
    "File": lambda caller, default, props: [default, caller.upload("x.csv", OTHER_TABLE)],
    "Dataframe": dataframe_values,
}


def values_of(caller: Any, api_name: str, index: int) -> list[Any]:
    """Return two or three legal values of a parameter, first the one that the app states."""
    parameter = caller.info[api_name]["parameters"][index]
    if given := GIVEN.get((api_name, parameter["parameter_name"])):
        return given
    props = caller.props[caller.inputs[api_name][index]]
    return VALUES[parameter["component"]](caller, parameter["parameter_default"], props)


@pytest.mark.parametrize("space_id", SPACE_IDS)
def test_changing_any_parameter_changes_the_output(callers: dict[str, Any], space_id: str) -> None:
    caller = callers[space_id]
    for api_name, endpoint in caller.info.items():
        values = [
            values_of(caller, api_name, index) for index in range(len(endpoint["parameters"]))
        ]
        base = [each[0] for each in values]
        first = caller.call(api_name, base)
        assert caller.call(api_name, base) == first, f"{api_name} gives the same twice"
        for index, parameter in enumerate(endpoint["parameters"]):
            name = parameter["parameter_name"]
            fixed, tried = list(base), values[index]
            if (api_name, name) in TOGETHER:
                by, value, tried = TOGETHER[api_name, name]
                fixed[[each["parameter_name"] for each in endpoint["parameters"]].index(by)] = value
            outputs = [
                caller.call(api_name, [*fixed[:index], value, *fixed[index + 1 :]])
                for value in tried
            ]
            for one in range(len(outputs)):
                for two in range(one):
                    assert outputs[one] != outputs[two], (
                        f"{api_name} {name}: {tried[two]!r} or {tried[one]!r}"
                    )


@pytest.mark.parametrize("space_id", SPACE_IDS)
def test_the_stated_defaults_run_as_they_are_stated(callers: dict[str, Any], space_id: str) -> None:
    caller = callers[space_id]
    ready = {
        name: [each["parameter_default"] for each in endpoint["parameters"]]
        for name, endpoint in caller.info.items()
        if all(each["parameter_has_default"] for each in endpoint["parameters"])
        and name != "/render"
    }
    for api_name, data in ready.items():
        assert caller.call(api_name, data)
    files = [
        each
        for data in ready.values()
        for each in data
        if isinstance(each, dict) and "path" in each
    ]
    wanted = {"demo/image": 3, "demo/audio": 1, "demo/table": 1}
    assert len(files) == wanted.get(space_id, 0), (
        "files of the server's own, one for each file parameter"
    )


def test_the_apps_show_every_kind_of_input(callers: dict[str, Any]) -> None:
    shown = {
        parameter["component"]
        for caller in callers.values()
        for endpoint in caller.info.values()
        for parameter in endpoint["parameters"]
    }
    assert shown >= {
        "Textbox",
        "Number",
        "Slider",
        "Checkbox",
        "Checkboxgroup",
        "Radio",
        "Dropdown",
        "Colorpicker",
    }
    assert shown >= {"Image", "Audio", "File", "Dataframe", "Json"}
    props = [
        each
        for caller in callers.values()
        for each in caller.props.values()
        if "multiselect" in each
    ]
    assert any(each["multiselect"] for each in props)
    assert any(each["allow_custom_value"] for each in props)


def test_every_endpoint_has_a_description(callers: dict[str, Any]) -> None:
    for caller in callers.values():
        for api_name, endpoint in caller.info.items():
            assert endpoint["description"], api_name
            assert all(each["label"] for each in endpoint["parameters"] + endpoint["returns"]), (
                api_name
            )


def test_a_stream_grows_token_by_token(callers: dict[str, Any]) -> None:
    events = callers["demo/chat"].events("/stream", ["one two three", "word", 100, 1, False])
    said = [value[0] for event, value in events if event == "generating"]
    assert said[:3] == ["one ", "one two ", "one two three"]


def test_a_chat_remembers_only_the_messages_of_its_session(callers: dict[str, Any]) -> None:
    caller = callers["demo/chat"]
    fn_index = next(
        each["id"] for each in caller.json("/config")["dependencies"] if each["api_name"] == "chat"
    )

    def chat(message: str, session: str) -> str:
        body = {
            "data": [message, "Ann", "calm", None],
            "fn_index": fn_index,
            "session_hash": session,
        }
        caller.json("/gradio_api/queue/join", body)
        stream = caller.read(f"/gradio_api/queue/data?session_hash={session}").decode()
        lines: list[str] = stream.splitlines()
        return next(line for line in lines if "process_completed" in line)

    assert "Before that" not in chat("my cat is Tom", "session-a")
    assert "Before that you said: my cat is Tom" in chat("what is my cat", "session-a")
    assert "Before that" not in chat("what is my cat", "session-b")


def test_the_slow_job_reports_two_units_logs_and_an_error_of_its_own(
    callers: dict[str, Any],
) -> None:
    caller = callers["demo/slow"]
    fn_index = next(
        each["id"]
        for each in caller.json("/config")["dependencies"]
        if each["api_name"] == "render"
    )
    body = {
        "data": ["t", 2, 3, 60, "warm", "an error"],
        "fn_index": fn_index,
        "session_hash": "slow-one",
    }
    caller.json("/gradio_api/queue/join", body)
    stream = caller.read("/gradio_api/queue/data?session_hash=slow-one").decode()
    assert '"unit":"layers"' in stream and '"unit":"lines"' in stream
    assert '"msg":"log"' in stream and '"msg":"estimation"' in stream
    assert "The paper tore after the first layer." in stream and '"success":false' in stream
