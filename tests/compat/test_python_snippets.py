"""The Python family of snippets as programs, against four versions of Gradio."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import CannotWrite
from spacetui.snippets import render
from tests.compat.environments import QUIET, python_of
from tests.compat.snippet_script import STREAMED, script_of

pytestmark = pytest.mark.compat
SECONDS = 120


def run_program(version: str, code: str, folder: Path) -> str:
    """Run code with the Python that has the client which it names, and return what it printed."""
    program = folder / "program.py"
    program.write_text(code, "utf-8")
    # The environment of Gradio 3.50.2 has the client that the code asks for: gradio_client 0.6.1.
    python = python_of(version) if version.startswith("3.") else Path(sys.executable)
    done = subprocess.run(
        [python, program],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=folder,
        env={**os.environ, **QUIET, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def printed_values(out: str) -> dict[str, list[Any]]:
    """Return what was printed under each name: Python values, JSON, or plain text."""
    values: dict[str, list[Any]] = {}
    for line in out.splitlines():
        name, _, text = line.partition(": ")
        values.setdefault(name, []).append(_read(text))
    return values


def _read(text: str) -> Any:
    for read in (ast.literal_eval, json.loads):
        try:
            value = read(text)
        except (ValueError, SyntaxError):
            continue
        return list(value) if isinstance(value, tuple) else value
    return text


def values_of(name: str, served: tuple[str, str], folder: Path) -> dict[str, list[Any]]:
    """Run the script in a language, compare what it prints, and return all of it."""
    version, url = served
    script, wanted = script_of(url, folder)
    printed = printed_values(run_program(version, render(script, name), folder))
    assert {name: printed[name][-1] for name in wanted} == wanted
    assert repr(printed["value"][0]["zero"]) == "-0.0"
    assert printed["streamed"] == STREAMED
    return printed


def test_python_prints_what_run_gives(served: tuple[str, str], tmp_path: Path) -> None:
    values_of("python", served, tmp_path)


def test_an_async_program_prints_what_run_gives(served: tuple[str, str], tmp_path: Path) -> None:
    if served[0] != "3.50.2":
        values_of("python-async", served, tmp_path)
        return
    script, _ = script_of(served[1], tmp_path)
    with pytest.raises(CannotWrite, match="WebSocket"):
        render(script, "python-async")
