"""Running the Python family of snippets, and what their programs say of each named step."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.snippets import render
from spacetui.snippets.plan import make_plan
from spacetui.verify.fastapi_request import POST, write_request
from tests.compat.environments import QUIET, python_of

SECONDS = 120
Ran = subprocess.CompletedProcess[str]
# What is said under each name: all updates of a stream, and the result.
Said = dict[str, list[Any]]


def run_python(
    arguments: list[str],
    folder: Path,
    version: str = "",
    variables: Mapping[str, str] | None = None,
) -> Ran:
    """Run Python with the client of a version of Gradio; by default with that of the tests."""
    # The environment of Gradio 3.50.2 has the client that code for it asks for: 0.6.1.
    python = python_of(version) if version.startswith("3.") else Path(sys.executable)
    done = subprocess.run(
        [str(python), *arguments],
        capture_output=True,
        timeout=SECONDS,
        cwd=folder,
        env={**os.environ, **QUIET, "PYTHONIOENCODING": "utf-8", **(variables or {})},
    )
    # Decoded here, since subprocess would change the line breaks in texts.
    out, err = (each.decode() for each in (done.stdout, done.stderr))
    return Ran(done.args, done.returncode, out, err)


def said_by(
    language: str,
    script: Script,
    wanted: Mapping[str, Json],
    version: str,
    folder: Path,
    variables: Mapping[str, str] | None = None,
) -> Said:
    """Run `script` in a language and return what it says, by the name of each step.

    wanted: what each of them must say. What is printed is read as a text where a text is wanted.
    """
    file = folder / f"program_{language.replace('-', '_')}.py"
    file.write_text(_python_of(render(script, language)), "utf-8")
    arguments = [str(file)]
    if language == "fastapi":
        write_request(script, file)
        arguments = ["-c", POST, str(file)]
    done = run_python(arguments, folder, version, variables)
    assert done.returncode == 0, done.stderr[-3000:]
    if language == "uv":
        return _written_by_uv(script, wanted, done, folder)
    if language == "fastapi":
        return _answered(done.stdout)
    return _printed(done.stdout, wanted)


def _python_of(code: str) -> str:
    """Return the code of a program; of a notebook, that of its cells."""
    if not code.startswith("{"):
        return code
    cells = ["".join(each["source"]) for each in json.loads(code)["cells"]]
    assert cells[0].splitlines()[-1].startswith("%pip install --quiet gradio_client")
    return "\n\n".join(cells[1:])


def _printed(out: str, wanted: Mapping[str, Json]) -> Said:
    """Read names and values: texts, Python values, or JSON."""
    said: Said = {}
    names = "|".join(wanted)
    pieces = re.split(rf"^({names}): ", out.removesuffix("\n"), flags=re.MULTILINE)[1:]
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        said.setdefault(name, []).append(_read(text.removesuffix("\n"), wanted[name]))
    return said


def _read(text: str, wanted: Json) -> Any:
    if isinstance(wanted, str):
        return text
    value = ast.literal_eval(text)
    return list(value) if isinstance(value, tuple) else value


def _written_by_uv(script: Script, wanted: Mapping[str, Json], done: Ran, folder: Path) -> Said:
    """Read the line of the results; updates are told on stderr."""
    (line,) = (folder / "out" / "results.jsonl").read_text("utf-8").splitlines()
    assert json.loads(done.stdout) == json.loads(line)
    names = [each.result for each in make_plan(script, ()).steps if each.is_printed]
    results = dict(zip(names, json.loads(line)["data"], strict=True))
    told = _printed(done.stderr, wanted)
    return {name: [*told.get(name, [])[:-1], value] for name, value in results.items()}


def _answered(answer: str) -> Said:
    """Read the answer of a route: lines of JSON, each an object with a value by its name."""
    said: Said = {}
    for line in answer.split("\n"):
        values: dict[str, Json] = json.loads(line) if line else {}
        for name, value in values.items():
            said.setdefault(name, []).append(value)
    return said
