"""Files of any name, anywhere in a value, arrive; a file that a step returns reaches the next."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.model.script import Link, Script, Step, script_of_call
from tests.live.snippets.programs import (
    COMMANDS,
    PROGRAMS,
    READ_FILES_SHELLS_FIRST,
    SHELLS_FIRST,
)
from tests.soak_after import soak_after

pytestmark = pytest.mark.live

ODD_NAMES = (
    "a 'b' \"c\";d,e.png",
    "back\\slash $(id) `id`.png",
    "-F @é漢😀=x.png",
    "#?%20&.png",
    "\x1b[2J\u202e.png",
)


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Make a picture for each odd name; they are 10, 11, … pixels wide."""
    paths = [tmp_path / name for name in ODD_NAMES]
    for n, path in enumerate(paths):
        Image.new("RGB", (10 + n, 4), "olive").save(path, "PNG")
    return paths


@pytest.mark.parametrize("program", PROGRAMS)
def test_two_pictures_of_odd_names_arrive(
    program: str, one: Any, run: Callable[..., Any], pictures: list[Path]
) -> None:
    endpoint = one.endpoint("/sizes")
    first, second = (FileInput(str(path)) for path in pictures[:2])
    ran = run(script_of_call(Call(endpoint, {"one": first, "two": second}), one.source), program)
    assert ran.json_output(one.endpoint("/sizes")) == [[10, 4], [11, 4]]


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_list_of_files_arrives_in_order(
    program: str, one: Any, run: Callable[..., Any], pictures: list[Path]
) -> None:
    for n, path in enumerate(pictures):
        path.write_bytes(b"x" * n)
    files = [FileInput(str(path)) for path in pictures]
    ran = run(script_of_call(Call(one.endpoint("/weigh"), {"files": files}), one.source), program)
    assert ran.json_output(one.endpoint("/sizes")) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_gallery_arrives_and_reaches_the_next_step(
    program: str, one: Any, run: Callable[..., Any], pictures: list[Path]
) -> None:
    hang = one.endpoint("/hang")
    wall = [
        {"image": FileInput(str(pictures[0])), "caption": "it's"},
        {"image": FileInput(str(pictures[2])), "caption": None},
    ]
    again = Step(0, hang, {}, (Link("pictures", 0, 1),))
    tell = Step(0, one.endpoint("/tell"), {}, (Link("value", 1, 0),))
    ran = run(Script((one.source,), (Step(0, hang, {"pictures": wall}), again, tell)), program)
    sizes = json.loads(ran.json_output(tell.endpoint))
    assert [size for size, _ in sizes] == [[10, 4], [12, 4]]


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_files_deep_in_a_value_arrive(
    program: str, one: Any, run: Callable[..., Any], pictures: list[Path]
) -> None:
    value = {"text": "it's", "files": [FileInput(str(path)) for path in pictures[:2]]}
    ran = run(
        script_of_call(Call(one.endpoint("/message"), {"message": value}), one.source), program
    )
    assert ran.json_output(one.endpoint("/sizes")) == [
        "it's",
        [path.stat().st_size for path in pictures[:2]],
    ]


@pytest.mark.parametrize("program", [*READ_FILES_SHELLS_FIRST, *soak_after(0, COMMANDS)])
def test_a_path_from_home_is_found(
    program: str, one: Any, run: Callable[..., Any], tmp_path: Path
) -> None:
    home = tmp_path / "a 'home'"
    home.mkdir()
    (home / "it's.txt").write_text("hello", "utf-8")
    call = Call(one.endpoint("/weigh"), {"files": [FileInput("~/it's.txt")]})
    ran = run(script_of_call(call, one.source), program, HOME=str(home))
    assert ran.json_output(one.endpoint("/sizes")) == [5]


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_the_apps_default_picture_is_used(program: str, one: Any, run: Callable[..., Any]) -> None:
    ran = run(script_of_call(Call(one.endpoint("/painted"), {"two": None}), one.source), program)
    assert ran.json_output(one.endpoint("/sizes")) == [[7, 5], None]


def test_python_uploads_no_local_file_that_the_app_names(
    one: Any, run: Callable[..., Any], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mine", "utf-8")
    named = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    ran = run(script_of_call(Call(one.endpoint("/read"), {"file": named}), one.source), "python")
    assert ran.code != 0
    assert "mine" not in ran.out


@pytest.mark.parametrize("program", SHELLS_FIRST)
@pytest.mark.parametrize("far", (False, True), ids=("same app", "other app"))
def test_a_file_that_one_step_wrote_is_read_by_the_next(
    program: str, far: bool, one: Any, two: Any, run: Callable[..., Any]
) -> None:
    text = json.dumps("it's 漢 \u2028", ensure_ascii=False)
    steps = (
        Step(0, one.endpoint("/write"), {"text": text}),
        Step(1 if far else 0, (two if far else one).endpoint("/read"), {}, (Link("file", 0, 0),)),
    )
    ran = run(Script((one.source, two.source) if far else (one.source,), steps), program)
    assert ran.outputs(steps[-1].endpoint) == (text,)


@pytest.mark.parametrize("program", SHELLS_FIRST)
def test_a_file_reaches_a_list_of_files(program: str, one: Any, run: Callable[..., Any]) -> None:
    steps = (
        Step(0, one.endpoint("/write"), {"text": "12345"}),
        Step(0, one.endpoint("/weigh"), {}, (Link("files", 0, 0),)),
    )
    ran = run(Script((one.source,), steps), program)
    assert ran.json_output(one.endpoint("/sizes")) == [5]


@pytest.mark.parametrize("program", READ_FILES_SHELLS_FIRST)
def test_a_missing_file_ends_in_an_error(
    program: str, one: Any, run: Callable[..., Any], tmp_path: Path
) -> None:
    call = Call(one.endpoint("/read"), {"file": FileInput(str(tmp_path / "none.txt"))})
    ran = run(script_of_call(call, one.source), program)
    assert ran.code != 0
    assert "none.txt" in ran.err or "Failed to open" in ran.err


def _fill_in(code: str, values: dict[str, Json]) -> str:
    """Return `code` with `values` filled in for its missing values, as a reader would."""
    for name, value in values.items():
        path = shlex.quote("".join(value))
        code = code.replace(f"\nMY_{name.upper()}=''", f"\nMY_{name.upper()}={path}")
        literal = json.dumps(value, ensure_ascii=False).replace("\\", "\\\\")
        variable = rf"""(?m)^((?:const )?{name}(?:: [^=]*)? = )(?:""|\[\])"""
        code = re.sub(variable, rf"\g<1>{literal}", code)
    return code


@pytest.mark.parametrize("program", READ_FILES_SHELLS_FIRST)
def test_missing_paths_are_used_when_they_are_filled_in(
    program: str, one: Any, run: Callable[..., Any], pictures: list[Path]
) -> None:
    sizes, weigh = one.endpoint("/sizes"), one.endpoint("/weigh")
    pair: dict[str, Json] = {"one": ODD_NAMES[0], "two": ODD_NAMES[1]}
    ran = run(
        script_of_call(Call(sizes, {}), one.source), program, lambda code: _fill_in(code, pair)
    )
    assert ran.json_output(sizes) == [[10, 4], [11, 4]]
    pictures[2].write_bytes(b"xyz")
    several: dict[str, Json] = {"files": [ODD_NAMES[2]]}
    ran = run(
        script_of_call(Call(weigh, {}), one.source), program, lambda code: _fill_in(code, several)
    )
    assert ran.json_output(weigh) == [3]
