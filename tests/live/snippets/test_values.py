"""Every value arrives unchanged from each of the four programs that run snippets."""

from collections.abc import Callable
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.schema import Endpoint, Json
from spacetui.model.script import script_of_call
from tests.live.snippets.programs import PROGRAMS, SHELLS_FIRST

pytestmark = pytest.mark.live

DIFFICULT_VALUES = [
    "it's \"x\" $(id) `id` \\ %s %d !! ~ {a} ${HOME} '\"'\"' \\n \r\n\t",
    "",
    "\x00 \x1b]0;x\x07 \x7f \x9b31m \x85",
    "\u2028 \u2029 \u202e \u2066 \ufeff \u200b \U000e0041\U000e007f",
    "é 漢字 😀 👩‍👩‍👧 \u00a0 ﬁ",
    "event: complete\ndata: []",
    '","is_generating":true}',
    "*/ // # --> </script> '''" + '"""',
    None,
    True,
    False,
    0.1,
    1e-300,
    -7,
    2**53 - 1,
    [[1, [2, [[]]]], {"a": {"__proto__": 1, "": [None, {}]}}],
    {"constructor": 1, "hasOwnProperty": 2, "it's": '"', "\u2028": "\n", "class": 3},
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_difficult_values_arrive_exactly(program: str, one: Any, run: Callable[..., Any]) -> None:
    endpoint = one.endpoint("/tell")
    ran = run(script_of_call(Call(endpoint, {"value": DIFFICULT_VALUES}), one.source), program)
    assert ran.json_output(endpoint) == DIFFICULT_VALUES


@pytest.mark.parametrize("program", ("python", "bash", "dash"))
def test_whole_numbers_of_any_size_arrive_exactly(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint, value = one.endpoint("/tell"), [2**53 + 1, -(2**63), 10**60]
    ran = run(script_of_call(Call(endpoint, {"value": value}), one.source), program)
    assert ran.json_output(endpoint) == value


@pytest.mark.parametrize("program", ("bash", "node"))
def test_lone_surrogates_arrive_exactly(program: str, one: Any, run: Callable[..., Any]) -> None:
    endpoint, value = one.endpoint("/tell"), ["\ud800", "a\udfffb"]
    ran = run(script_of_call(Call(endpoint, {"value": value}), one.source), program)
    assert ran.json_output(endpoint) == value


@pytest.mark.parametrize("program", PROGRAMS)
def test_outputs_are_printed_as_the_app_gave_them(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint("/words")
    values = {"text": 'it\'s "x"\n\\ \u2028 漢 😀', "number": 0.25, "flag": True, "choice": '"b"'}
    ran = run(script_of_call(Call(endpoint, values), one.source), program)
    assert ran.outputs(endpoint) == tuple(values.values())


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_value_that_is_not_given_takes_its_default(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint("/words")
    ran = run(script_of_call(Call(endpoint, {"text": "", "number": None}), one.source), program)
    assert ran.outputs(endpoint) == ("", None, False, "it's")


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_code_with_missing_values_runs(program: str, one: Any, run: Callable[..., Any]) -> None:
    endpoint = one.endpoint("/words")
    ran = run(script_of_call(Call(endpoint, {}), one.source), program)
    assert ran.outputs(endpoint) == ("", 0, False, "it's")


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_text_of_200_kilobytes_arrives(program: str, one: Any, run: Callable[..., Any]) -> None:
    endpoint, text = one.endpoint("/tell"), "it's 漢\n" * 20_000
    ran = run(script_of_call(Call(endpoint, {"value": [text]}), one.source), program)
    assert ran.json_output(endpoint) == [text]


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_value_nested_200_deep_arrives(program: str, one: Any, run: Callable[..., Any]) -> None:
    value: Json = "it's"
    for _ in range(200):
        value = [value]
    endpoint = one.endpoint("/tell")
    ran = run(script_of_call(Call(endpoint, {"value": value}), one.source), program)
    assert ran.json_output(endpoint) == value


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_numbers_that_json_lacks_arrive_as_null(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint("/tell")
    value = [float("nan"), [float("inf")], -float("inf"), 1.5]
    ran = run(script_of_call(Call(endpoint, {"value": value}), one.source), program)
    assert ran.json_output(endpoint) == [None, [None], None, 1.5]


@pytest.mark.parametrize("program", SHELLS_FIRST)
@pytest.mark.parametrize("name", ("/quiet", "/at_once"))
def test_undocumented_and_unqueued_endpoints_answer(
    program: str, name: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint(name)
    ran = run(script_of_call(Call(endpoint, {"value": {"a": [1]}}), one.source), program)
    assert ran.json_output(endpoint) == {"a": [1]}


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_endpoint_without_a_name_is_called_by_its_id(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    named = one.endpoint("/tell")
    endpoint = Endpoint(
        f"#{named.fn_index}", named.fn_index, "", named.parameters, named.returns, (True,), (True,)
    )
    ran = run(script_of_call(Call(endpoint, {"value": DIFFICULT_VALUES}), one.source), program)
    assert ran.json_output(endpoint) == DIFFICULT_VALUES


@pytest.mark.parametrize("program", PROGRAMS)
def test_parameters_named_like_the_clients_own_arrive(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint("/owned")
    values = dict(zip((p.name for p in endpoint.parameters), "abcd", strict=True))
    ran = run(script_of_call(Call(endpoint, values), one.source), program)
    assert ran.json_output(endpoint) == list("abcd")
