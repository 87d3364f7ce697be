"""An agent skill: the command line, and what an app says as data in a table."""

import json
import re
import shlex

import pytest
import yaml

from spacetui.arguments.call_arguments import make_call
from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.snippets import render
from spacetui.snippets.plan import make_plan
from spacetui.snippets.run_command import run_command
from tests.unit.snippets.samples import HOSTILE, INFER, LOCAL, SPACE, endpoint, image, text

CALL = Call(INFER, {"image": FileInput("light house.png"), "prompt": "it's dusk"})


def command(call: Call) -> str:
    plan = make_plan(script_of_call(call, SPACE), ())
    return run_command(plan, plan.steps[-1])


def test_a_skill_has_the_command_and_the_parameters() -> None:
    text = render(script_of_call(CALL, SPACE._replace(needs_token=True)), "skill")
    _, head, body = text.split("---\n", 2)
    assert yaml.safe_load(head) == {
        "name": "qwen-image-edit-infer",
        "description": "Call /infer of Qwen/Qwen-Image-Edit, a Gradio app, with the command"
        " spacetui.",
    }
    (shown,) = re.findall(r"```sh\n(.*?)\n```", body, re.DOTALL)
    assert (
        shown
        == r"""spacetui run Qwen/Qwen-Image-Edit /infer \
  'image=@light house.png' \
  'prompt=it'"'"'s dusk' \
  --token "${HF_TOKEN:?}" \
  --json"""
    )
    assert "| `num_inference_steps` | `any JSON` | `28` |  |" in body
    assert "| `prompt` | `text` | `required` |  |" in body
    assert "`data` has: `image` (`Image`), `seed` (`Number`)." in body


@pytest.mark.parametrize("word", HOSTILE)
def test_what_an_app_says_stays_in_its_cell(word: str) -> None:
    parameter = Parameter(word, label=word, component=word, default=word)
    call = Call(endpoint("/say", parameter), {})
    lines = render(script_of_call(call, LOCAL._replace(title=word)), "skill").splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("|---"))
    assert re.fullmatch(r"\| [^|]* \| [^|]* \| [^|]* \| [^|]* \|", lines[at + 1])
    assert lines[at + 2] == ""


FILES = [FileInput("a.png"), FileInput("it's.png")]
VALUES: list[tuple[Parameter, Json]] = [
    # Half a character is refused by the command itself.
    *((text("t"), word.replace("\ud800", "")) for word in HOSTILE),
    (text("t"), "-x"),
    (text("t"), "@home"),
    (Parameter("n"), 2**53 + 1),
    (Parameter("n"), -0.0),
    (Parameter("n"), None),
    (Parameter("n"), {"a": [True, "it's\n"]}),
    (image("i"), FileInput("it's.png")),
    (Parameter("i", file_shape=FileShape.MANY), FILES),
    (Parameter("i", file_shape=FileShape.GALLERY), [{"image": FILES[0], "caption": "a"}]),
    (Parameter("odd name=", schema={"type": "string"}), "x"),
]


@pytest.mark.parametrize(("parameter", "value"), VALUES)
def test_the_command_means_the_value(parameter: Parameter, value: Json) -> None:
    call = Call(endpoint("/x", parameter), {parameter.name: value})
    words = shlex.split(command(call).replace("\\\n", ""))
    assert words[:4] == ["spacetui", "run", SPACE.src, "/x"] and words[-1] == "--json"
    args, data = words[4:-1], None
    if "--data" in args:
        data = json.loads(args[args.index("--data") + 1])
        args = args[: args.index("--data")]
    read = make_call(call.endpoint, args, data, files_must_exist=False)
    assert repr(read.value_of(parameter)) == repr(value)


def test_a_value_that_is_the_default_is_left_out() -> None:
    call = Call(endpoint("/x", Parameter("n", default=4.0)), {"n": 4.0})
    assert command(call) == "spacetui run Qwen/Qwen-Image-Edit /x --json"


def test_several_steps_are_refused() -> None:
    say = endpoint("/say", text("text"))
    steps = (Step(0, say, {"text": "a"}), Step(0, say, {}, (Link("text", 0, 0),)))
    with pytest.raises(CannotWrite, match="a skill has one command"):
        render(Script((SPACE,), steps), "skill")
