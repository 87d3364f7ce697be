"""The languages of Python, read as a reviewer reads them: their form, their length, their needs."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Parameter, Return
from spacetui.model.script import Link, Script, Step
from spacetui.snippets import render
from spacetui.snippets.python_helpers import OUTPUTS_OF
from tests.unit.snippets.samples import LOCAL, SPACE, endpoint, image, text

FAMILY = ("python", "python-submit", "python-async", "uv", "fastapi")
FILE = {"type": "object", "properties": {"path": {"type": "string"}, "meta": {"type": "object"}}}
LEAF = Return("leaf", "File", FILE)
READ = endpoint("/read", image("file"), returns=(Return("text", "Textbox"),))
TELL = endpoint("/tell", Parameter("value", component="JSON"))
JOURNEY = Script(
    (LOCAL, SPACE),
    (
        Step(0, endpoint("/write", text("text"), returns=(LEAF,)), {"text": "a lamp of glass"}),
        Step(1, READ, {}, (Link("file", 0, 0),)),
        Step(
            0, endpoint("/tell", Parameter("value", component="JSON")), {}, (Link("value", 1, 0),)
        ),
    ),
)
# Rules that ruff has on by default, and the order of imports.
RULES = "E4,E7,E9,F,I"


def test_ruff_would_change_nothing_of_the_programs(tmp_path: Path) -> None:
    for name in FAMILY:
        file = tmp_path / f"{name.replace('-', '_')}_program.py"
        file.write_text(render(JOURNEY, name), "utf-8")
    for command in (("format", "--diff"), ("check", "--select", RULES, "--output-format=concise")):
        ruff = (sys.executable, "-m", "ruff", *command, "--isolated", "--line-length=100", tmp_path)
        done = subprocess.run(ruff, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout


def test_a_uv_script_defines_what_its_flags_name_before_them() -> None:
    files = Parameter("files", component="File", file_shape=FileShape.MANY)
    script = Script((SPACE,), (Step(0, endpoint("/x", files), {"files": [FileInput("a b")]}),))
    code = render(script, "uv")
    start, _, _ = code.partition("\ndef read_arguments")
    names: dict[str, Any] = {}
    exec(start.replace("from gradio_client import", "# "), names)
    assert names["FLAGS"]["files"][1] == ["a b"]
    assert names["FLAGS"]["files"][0]('["a", "b"]') == ["a", "b"]


def test_the_uv_script_of_a_journey_is_short_and_needs_gradio_client_alone() -> None:
    code = render(JOURNEY, "uv")
    assert len(code.splitlines()) < 150
    assert code.splitlines()[2] == '# dependencies = ["gradio_client>=2.7,<3"]'
    assert _imported(code) - sys.stdlib_module_names == {"gradio_client"}


def test_the_fastapi_program_of_a_journey_is_short_and_needs_what_it_says() -> None:
    code = render(JOURNEY, "fastapi")
    assert len(code.splitlines()) < 90
    # pydantic comes with fastapi.
    assert _imported(code) - sys.stdlib_module_names == {"fastapi", "gradio_client", "pydantic"}


def test_an_async_program_needs_httpx_alone() -> None:
    code = render(JOURNEY, "python-async")
    assert _imported(code) - sys.stdlib_module_names == {"httpx"}


def test_an_async_program_that_uploads_a_file_is_short() -> None:
    code = render(Script((LOCAL,), (Step(0, READ, {"file": FileInput("a.png")}),)), "python-async")
    assert 'await app.call("/read", await app.upload("a.png"))' in code
    assert len(code.splitlines()) <= 60


def _imported(code: str) -> set[str]:
    """Return the packages that a program imports."""
    tree = list(ast.walk(ast.parse(code)))
    names = [alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in tree if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def code_in(name: str, script: Script) -> str:
    """Return the Python code of a script; of a notebook, that of its cells."""
    code = render(script, name)
    if name != "notebook":
        return code
    cells = ["".join(each["source"]) for each in json.loads(code)["cells"]]
    return "\n".join(each for each in cells if not each.startswith("%pip"))


@pytest.mark.parametrize("name", ("python", "python-submit", "notebook", "uv", "fastapi"))
def test_every_client_is_quiet(name: str) -> None:
    code = code_in(name, JOURNEY)
    clients = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Client"
    ]
    assert len(clients) == 2
    options = 'CLIENT = {"download_files": options.out / "files", "verbose": False}'
    for client in clients:
        texts = [ast.unparse(each) for each in client.keywords]
        assert "verbose=False" in texts or ("**CLIENT" in texts and options in code)


@pytest.mark.parametrize("name", ("python", "python-submit", "notebook"))
def test_a_result_that_is_a_file_is_said_to_be_a_local_path(name: str) -> None:
    script = Script((LOCAL,), JOURNEY.steps[:1])
    lines = code_in(name, script).splitlines()
    assert "print(result)  # a file is a local path" in lines


class Job:
    """A job of which an output comes at each look, and that ends without saying so if it failed."""

    def __init__(self, outputs: list[str]) -> None:
        self.coming = outputs
        self.come: list[str] = []

    def done(self) -> bool:
        is_done = not self.coming
        self.come += self.coming[:1]
        del self.coming[:1]
        return is_done

    def outputs(self) -> list[str]:
        return self.come


@pytest.mark.parametrize("outputs", [[], ["a"], ["a", "b", "c"]])
def test_the_outputs_of_a_job_come_once_and_end_with_it(outputs: list[str]) -> None:
    names: dict[str, Any] = {"time": SimpleNamespace(sleep=lambda seconds: None)}
    exec(OUTPUTS_OF, names)
    assert list(names["outputs_of"](Job([*outputs]))) == outputs
