"""Scripts of more than one plain call: streams, failures, state, links and several apps."""

import ast
import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.snippets import render
from tests.live.snippets.programs import PROGRAMS, READ_FILES, SHELLS_FIRST

pytestmark = pytest.mark.live

NASTY = 'it\'s "x" $(id) \\ %s \n \x1b \u2028 漢'


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_stream_is_printed_as_it_arrives(program: str, one: Any, run: Callable[..., Any]) -> None:
    ran = run(
        script_of_call(Call(one.endpoint("/drip"), {"text": "it's", "times": 3}), one.source),
        program,
    )
    assert ran.code == 0, ran.err
    lines = [line for line in ran.out.splitlines() if not line.startswith("Loaded")]
    drops = [line if program == "python" else json.loads(line)[0] for line in lines]
    assert drops == ["it's", "it's it's", "it's it's it's"]


@pytest.mark.parametrize("program", SHELLS_FIRST)
@pytest.mark.parametrize("name", ("/fail", "/odd näme, 100%"))
def test_an_app_that_fails_fails_the_program(
    program: str, name: str, one: Any, run: Callable[..., Any]
) -> None:
    ran = run(script_of_call(Call(one.endpoint(name), {"text": "rain"}), one.source), program)
    assert ran.code != 0
    assert "no use for rain" in ran.err


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_stream_that_fails_prints_its_partials_and_fails(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    ran = run(
        script_of_call(Call(one.endpoint("/drip_and_fail"), {"text": "drop"}), one.source), program
    )
    assert ran.code != 0
    assert "drop" in ran.out
    assert "the tap broke" in ran.err


@pytest.mark.soak
@pytest.mark.parametrize("name", ("/fail", "/drip_and_fail"))
def test_node_prints_the_message_of_an_error_unquoted(
    name: str, one: Any, run: Callable[..., Any]
) -> None:
    ran = run(script_of_call(Call(one.endpoint(name), {"text": "rain"}), one.source), "node")
    assert ran.code == 1
    messages = [line for line in ran.err.splitlines() if line.startswith("Error: ")]
    assert messages == ["Error: no use for rain" if name == "/fail" else "Error: the tap broke"]


@pytest.mark.soak
def test_node_prints_each_update_of_a_step_among_several(one: Any, run: Callable[..., Any]) -> None:
    tell, drip = one.endpoint("/tell"), one.endpoint("/drip")
    steps = (
        Step(0, tell, {"value": "it's"}),
        Step(0, drip, {"times": 3}, (Link("text", 0, 0),)),
        Step(0, tell, {"value": 1}, name="last"),
    )
    ran = run(Script((one.source,), steps), "node")
    assert ran.code == 0, ran.err
    drops = [line.removeprefix("drops: ") for line in ran.out.splitlines() if "drops: " in line]
    told = json.dumps("it's")
    assert [json.loads(each)[0].count(told) for each in drops] == [1, 2, 3]
    assert ran.json_output(tell) == 1


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_an_app_that_is_not_there_fails_the_program(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    gone = one.source._replace(src="http://127.0.0.1:9/none", url="http://127.0.0.1:9/none")
    ran = run(script_of_call(Call(one.endpoint("/tell"), {"value": 1}), gone), program)
    assert ran.code != 0
    assert ran.err


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_call_with_state_starts_from_none(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint("/count")
    ran = run(script_of_call(Call(endpoint, {"step": 2}), one.source), program)
    assert [float(each) for each in ran.outputs(endpoint)] == [2]


@pytest.mark.parametrize("program", PROGRAMS)
def test_state_lasts_from_step_to_step(program: str, one: Any, run: Callable[..., Any]) -> None:
    endpoint = one.endpoint("/count")
    script = Script((one.source,), tuple(Step(0, endpoint, {"step": n}) for n in (2, 3, 4)))
    ran = run(script, program)
    assert [float(each) for each in ran.outputs(endpoint)] == [9]
    again = run(script, program)
    assert again.out == ran.out


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_failing_step_stops_the_script(program: str, one: Any, run: Callable[..., Any]) -> None:
    steps = (
        Step(0, one.endpoint("/fail"), {"text": "rain"}),
        Step(0, one.endpoint("/tell"), {"value": "shine"}),
    )
    ran = run(Script((one.source,), steps), program)
    assert ran.code != 0
    assert "shine" not in ran.out


@pytest.mark.parametrize("program", PROGRAMS)
def test_any_output_reaches_another_app(
    program: str, one: Any, two: Any, run: Callable[..., Any]
) -> None:
    words, tell = one.endpoint("/words"), two.endpoint("/tell")
    values = {"text": NASTY, "number": 7.5, "flag": True, "choice": '"b"'}
    steps = (
        Step(0, words, values),
        Step(
            0, words, {"flag": False, "choice": "it's"}, (Link("text", 0, 0), Link("number", 0, 1))
        ),
        Step(1, tell, {}, (Link("value", 1, 0),)),
    )
    assert run(Script((one.source, two.source), steps), program).json_output(tell) == NASTY
    for output, name in ((1, "number"), (2, "flag"), (3, "choice")):
        link = Step(1, tell, {}, (Link("value", 0, output),))
        ran = run(Script((one.source, two.source), (steps[0], link)), program)
        assert ran.json_output(tell) == values[name]


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_long_output_reaches_the_next_step(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    text, tell = "it's 漢\n" * 20_000, one.endpoint("/tell")
    steps = (Step(0, tell, {"value": text}), Step(0, tell, {}, (Link("value", 0, 0),)))
    assert json.loads(run(Script((one.source,), steps), program).json_output(tell)) == text


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_the_last_value_of_a_stream_reaches_the_next_step(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    drip, tell = one.endpoint("/drip"), one.endpoint("/tell")
    steps = (Step(0, drip, {"text": "a", "times": 3}), Step(0, tell, {}, (Link("value", 0, 0),)))
    assert run(Script((one.source,), steps), program).json_output(tell) == "a a a"


def test_each_request_carries_the_token_of_the_environment(
    one: Any, run: Callable[..., Any]
) -> None:
    source = one.source._replace(needs_token=True)
    script = script_of_call(Call(one.endpoint("/tell"), {"value": 1}), source)
    for program in READ_FILES[:-1]:
        ran = run(script, program, HF_TOKEN="hf_not_a_real_one")
        assert ran.json_output(one.endpoint("/tell")) == 1
        assert "hf_not_a_real_one" not in render(script, "curl")
    assert run(script, "python").code != 0
    assert "HF_TOKEN" in run(script, "dash").err


def test_a_pasted_shell_script_does_not_end_the_shell(one: Any) -> None:
    text = render(script_of_call(Call(one.endpoint("/fail"), {"text": "rain"}), one.source), "curl")
    done = subprocess.run(
        ["bash", "--norc", "-i"],
        input=f"{text}\necho still here\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert "still here" in done.stdout


def test_python_prints_a_tuple_for_several_outputs(one: Any, run: Callable[..., Any]) -> None:
    values = {"text": NASTY, "number": 1, "flag": False, "choice": '"b"'}
    ran = run(script_of_call(Call(one.endpoint("/words"), values), one.source), "python")
    assert ast.literal_eval(ran.out.splitlines()[-1]) == tuple(values.values())


@pytest.mark.soak
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_of_an_app_with_credentials_reaches_another_app(
    program: str, one: Any, two: Any, run: Callable[..., Any]
) -> None:
    guarded = one.source._replace(headers=("X-Key",))
    steps = (
        Step(0, one.endpoint("/write"), {"text": "it's 漢"}),
        Step(1, two.endpoint("/weigh"), {}, (Link("files", 0, 0),)),
    )
    ran = run(Script((guarded, two.source), steps), program, APP_X_KEY="open")
    assert ran.json_output(steps[-1].endpoint) == [8]
