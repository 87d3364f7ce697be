"""security.md P17: validating by an untrusted schema fetches nothing and takes no time.

Values are validated while the user types and before a call. The validation itself:
tests/unit/model/test_validation.py.
"""

import time
from typing import Any

import pytest

from spacetui.model.schema import Choice, Json, Parameter
from spacetui.model.validation import problem_with
from tests.live.fault_server import FaultServer

# Seconds of CPU that one validation may take; without a bound each of these took 5 to 176.
MOMENT = 0.5
# Seconds of CPU in which four letters are typed and drawn on a slow machine.
SOON = 6.0
_MANY = [{"type": "string"}] * 1000
FREEZING: dict[str, tuple[Json, Json]] = {
    "items_by_choices": ({"type": "array", "items": {"anyOf": _MANY}}, [1] * 500),
    "contains": ({"contains": {"anyOf": _MANY}}, [1] * 1000),
    "unique": ({"uniqueItems": True}, [{"a": number, "b": [{}]} for number in range(1500)]),
    "anchors": (
        {
            "$defs": {str(each): {"$anchor": f"a{each}"} for each in range(1500)},
            "allOf": [{"$ref": f"#a{each}"} for each in range(1500)],
        },
        1,
    ),
    "ids": (
        {
            "$defs": {str(each): {"$id": f"http://x/{each}"} for each in range(1500)},
            "allOf": [{"$ref": f"http://x/{each}"} for each in range(1500)],
        },
        1,
    ),
    "required": ({"required": [str(each) for each in range(500_000)]}, {}),
    "doubling": (
        {
            "$defs": {
                str(n): {"allOf": [{"$ref": f"#/$defs/{max(0, n - 1)}"}] * 2} for n in range(30)
            },
            "$ref": "#/$defs/29",
        },
        1,
    ),
    "pattern": ({"type": "string", "pattern": "^(a+)+$"}, "a" * 40 + "!"),
}


@pytest.mark.parametrize("name", list(FREEZING))
def test_no_schema_delays_a_key_press(name: str) -> None:
    schema, value = FREEZING[name]
    problem_with("", Parameter("warm", component="JSON", schema={"type": "string"}))  # the import
    began = time.process_time()
    problem_with(value, Parameter("x", component="JSON", schema=schema))
    assert time.process_time() - began < MOMENT


def test_many_choices_and_many_values_delay_no_key_press() -> None:
    choices = tuple(Choice(str(each), each) for each in range(100_000))
    parameter = Parameter("x", component="Dropdown", choices=choices, multiselect=True)
    began = time.process_time()
    assert problem_with(list(range(100_000)), parameter) is None
    assert problem_with([*range(1000), -1], parameter) is not None
    assert time.process_time() - began < MOMENT


def test_the_command_line_fetches_nothing_for_a_schema(
    cli: Any, hostile: FaultServer, elsewhere: FaultServer
) -> None:
    done = cli("run", hostile.url("schema_remote"), "text=x", "--json")
    assert done.code == 0, "what cannot be validated here is left to the server"
    assert elsewhere.requests == []


async def test_the_app_keeps_up_with_typing_while_it_validates(
    hostile: FaultServer, elsewhere: FaultServer, window: Any
) -> None:
    for fault in ("schema_remote", "schema_slow"):
        async with window(hostile.url(fault)) as shown:
            await shown.opened()
            began = time.process_time()
            await shown.pilot.press(*"aaaa")
            assert time.process_time() - began < SOON
            run = await shown.ended()
            assert run.state.data == ("done",)
    assert elsewhere.requests == []
