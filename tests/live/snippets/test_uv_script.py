"""The uv script: flags, files, rows that are resumed, and parts for several machines."""

import ast
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from huggingface_hub.cli.hf import app
from PIL import Image

from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.snippets import render
from tests.unit.snippets.samples import SPACE, endpoint, text

pytestmark = [pytest.mark.live, pytest.mark.soak]
CALL = Call(endpoint("/go", text("say")), {"say": "hi"})
Ran = subprocess.CompletedProcess[str]
NASTY = 'it\'s "x" \'"\'"\' \\ %s $HOME $(id) !! </script> \n\t\x1b\u2028 漢 😀 {"a": 1}'


@pytest.fixture
def execute(tmp_path: Path) -> Callable[..., Ran]:
    """Return a function that runs a script with options; `program` is what runs it."""

    def execute_it(script: Script, *options: str, program: tuple[str, ...] = ()) -> Ran:
        file = tmp_path / "script.py"
        file.write_text(render(script, "uv"), "utf-8")
        return subprocess.run(
            [*(program or (sys.executable,)), str(file), *options],
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    return execute_it


def results(folder: Path) -> list[dict[str, Json]]:
    """Return the lines of all results in a folder, in the order of their rows."""
    texts = [each.read_text("utf-8") for each in folder.glob("results*.jsonl")]
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    return sorted(lines, key=lambda line: line["row"])


def test_flags_take_the_place_of_the_values(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    words = {"text": NASTY, "number": 0.25, "flag": True, "choice": '"b"'}
    script = script_of_call(Call(one.endpoint("/words"), words), one.source)
    as_exported = execute(script)
    assert as_exported.returncode == 0, as_exported.stderr
    [line] = results(tmp_path / "out")
    assert line["data"] == list(words.values())
    assert json.loads(as_exported.stdout) == line
    changed = execute(script, f"--text=-{NASTY}", "--number=-7", "--flag", "false")
    assert changed.returncode == 0, changed.stderr
    assert json.loads(changed.stdout)["data"] == [f"-{NASTY}", -7, False, '"b"']


def test_uv_runs_the_script_by_what_it_says_of_itself(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert uv is not None, "uv is a package of the development environment"
    script = script_of_call(Call(one.endpoint("/tell"), {"value": {"a": [None]}}), one.source)
    ran = execute(script, "--out", "results", program=(uv, "run", "--quiet"))
    assert ran.returncode == 0, ran.stderr
    [line] = results(tmp_path / "results")
    assert json.loads(line["data"][0]) == {"a": [None]}


def test_the_command_line_in_it_is_one_of_hf_and_hands_the_secret_on() -> None:
    source = SPACE._replace(needs_token=True)
    documented = ast.get_docstring(ast.parse(render(script_of_call(CALL, source), "uv")))
    assert documented is not None
    [line] = [part for part in documented.replace("\\\n", "").split("\n") if part.startswith("hf ")]
    _, *names = line.split()[:4]
    command: click.Command = app
    for name in names:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    given = command.make_context("hf", shlex.split(line)[4:]).params
    assert (given["secrets"], given["script"]) == (["HF_TOKEN"], "script.py")
    assert [*given["script_args"]] == [
        "--rows",
        "/data/rows.csv",
        "--shard",
        "1/4",
        "--out",
        "/out",
    ]


def test_files_go_up_and_come_into_the_folder(
    one: Any, two: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "-a \"note's.txt").write_text("it's 漢", "utf-8")
    steps = (
        Step(0, one.endpoint("/write"), {"text": "by a step"}),
        Step(1, two.endpoint("/read"), {}, (Link("file", 0, 0),)),
        Step(0, one.endpoint("/write"), {"text": "kept"}),
        Step(0, one.endpoint("/read"), {"file": FileInput("-a \"note's.txt")}),
    )
    ran = execute(Script((one.source, two.source), steps), "--out", "kept")
    assert ran.returncode == 0, ran.stderr
    [line] = results(tmp_path / "kept")
    linked, path, read = line["data"]
    assert (linked, read) == ("by a step", "it's 漢")
    assert Path(path).is_relative_to(tmp_path / "kept")
    assert Path(path).read_text("utf-8") == "kept"


def test_each_row_is_a_call_and_those_that_are_done_are_not_made_again(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    endpoint = one.endpoint("/words")
    script = script_of_call(Call(endpoint, {"text": "x", "number": 1, "flag": False}), one.source)
    rows = tmp_path / "rows.csv"
    rows.write_text(
        f'text,number,flag\n"{NASTY.replace(chr(34), chr(34) * 2)}",1,true\nb,2,false\n'
    )
    first = execute(script, "--rows", "rows.csv", "--jobs", "2")
    assert first.returncode == 0, first.stderr
    lines = results(tmp_path / "out")
    assert [line["data"][:3] for line in lines] == [[NASTY, 1, True], ["b", 2, False]]
    # The last line was not written to its end, and a row has come.
    file = tmp_path / "out" / "results.jsonl"
    kept = json.dumps(lines[0])
    file.write_text(f"{kept}\n{json.dumps(lines[1])[:20]}")
    rows.write_text(f"{rows.read_text()}c,3,true\n")
    again = execute(script, "--rows", "rows.csv")
    assert [json.loads(line)["row"] for line in again.stdout.splitlines()] == [2, 3]
    assert [line["row"] for line in results(tmp_path / "out")] == [1, 2, 3]
    assert file.read_text().startswith(f"{kept}\n")


def test_the_parts_of_two_machines_are_all_rows(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    script = script_of_call(Call(one.endpoint("/tell"), {"value": None}), one.source)
    values: list[Json] = [NASTY, 2**53 + 1, -0.0, None, {"a": [True, None]}]
    text = "".join(f"{json.dumps({'value': each}, ensure_ascii=False)}\n" for each in values)
    (tmp_path / "rows.jsonl").write_text(text, "utf-8")
    for part in ("1/2", "2/2"):
        ran = execute(script, "--rows", "rows.jsonl", "--shard", part)
        assert ran.returncode == 0, ran.stderr
    lines = results(tmp_path / "out")
    assert [line["row"] for line in lines] == [1, 2, 3, 4, 5]
    assert repr([json.loads(line["data"][0]) for line in lines]) == repr(values)


def test_a_row_that_fails_is_told_and_sent_again_by_the_next_run(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    script = script_of_call(Call(one.endpoint("/fail"), {"text": "rain"}), one.source)
    (tmp_path / "rows.tsv").write_text("text\nrain\n")
    for _ in range(2):
        ran = execute(script, "--rows", "rows.tsv")
        assert ran.returncode == 1
        [line] = results(tmp_path / "out")
        assert "no use for rain" in str(line["error"])
        assert line["attempts"] == 1


def test_a_picture_of_a_row_lies_beside_the_rows(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    Image.new("RGB", (10, 4)).save(folder / "it's.png")
    (folder / "rows.jsonl").write_text('{"one": "@it\'s.png", "two": null}\n')
    script = script_of_call(Call(one.endpoint("/sizes"), {}), one.source)
    lacking = execute(script)
    assert lacking.returncode == 1
    assert "row 1 lacks one, two" in lacking.stderr
    ran = execute(script, "--rows", "rows/rows.jsonl")
    assert ran.returncode == 0, ran.stderr
    [line] = results(tmp_path / "out")
    assert line["data"] == ["[[10, 4], null]"]


def test_an_empty_cell_leaves_the_value_and_an_unknown_column_is_named(
    one: Any, execute: Callable[..., Ran], tmp_path: Path
) -> None:
    words = {"text": "a", "number": 0.25, "flag": True, "choice": '"b"'}
    script = script_of_call(Call(one.endpoint("/words"), words), one.source)
    rows = tmp_path / "rows.csv"
    rows.write_text("text,number,flag\nx,,\n,7\n", "utf-8")
    ran = execute(script, "--rows", str(rows))
    assert ran.returncode == 0, ran.stderr
    found = [line["data"] for line in results(tmp_path / "out")]
    assert found == [["x", 0.25, True, '"b"'], ["", 7, True, '"b"']]
    rows.write_text("text,nope\nx,y\n", "utf-8")
    unknown = execute(script, "--rows", str(rows))
    assert (unknown.returncode, unknown.stderr) == (1, "no flag is called nope\n")
