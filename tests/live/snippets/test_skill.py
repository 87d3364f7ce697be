"""An agent skill, used as an agent does: its command is run by a shell."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.model.script import script_of_call
from spacetui.snippets import render
from tests.live.snippets.conftest import Served
from tests.unit.snippets.samples import HOSTILE

pytestmark = pytest.mark.soak
WORDS = "".join(HOSTILE[:12]).replace("\ud800", "") + "$HOME !! %s \\ '"


def run_skill(call: Call, app: Served, folder: Path) -> list[Json]:
    """Return the outputs that the command of a skill prints."""
    skill = render(script_of_call(call, app.source), "skill")
    (command,) = re.findall(r"^```sh\n(.*?)\n```$", skill, re.DOTALL | re.MULTILINE)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        timeout=90,
        cwd=folder,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["event"] == "done"
    data: list[Json] = last["data"]
    return data


def test_the_command_of_a_skill_sends_every_value(one: Served, tmp_path: Path) -> None:
    endpoint = one.endpoint("/words")
    text, number, flag, choice = endpoint.parameters
    assert choice.choices
    given = (WORDS, 2.5, True, choice.choices[-1].value)
    names = (text.name, number.name, flag.name, choice.name)
    assert run_skill(Call(endpoint, dict(zip(names, given, strict=True))), one, tmp_path) == [
        *given
    ]


def test_the_command_of_a_skill_uploads_files(one: Served, tmp_path: Path) -> None:
    from PIL import Image

    endpoint = one.endpoint("/sizes")
    values: dict[str, Json] = {}
    for number, parameter in enumerate(endpoint.parameters, 2):
        path = tmp_path / f"it's {number} wide.png"
        Image.new("RGB", (number, 1)).save(path)
        values[parameter.name] = FileInput(path.name)
    (printed,) = run_skill(Call(endpoint, values), one, tmp_path)
    assert json.loads(printed) == [[2, 1], [3, 1]]
