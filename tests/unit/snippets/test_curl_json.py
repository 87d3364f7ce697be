"""The function of the shell that takes a part out of a JSON text."""

import json
import shlex
import shutil
import subprocess
from typing import Any

import pytest

from spacetui.snippets.curl_functions import JSON_FUNCTION

TEXT = {
    "headers": ["a", 'it\'s "x"', "\\", '\\"', ""],
    "data": [["q", 'a, [b] \\ "c"'], ["r", {"k": [None, -0.0, 2**60, "é\u2028"]}, []]],
    "": {"data": "not this", "}": {"]": "deep"}},
    '"': {"k": 1},
}


def part_of(value: Any, path: tuple[int | str, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


PATHS: tuple[tuple[int | str, ...], ...] = (
    ("headers", 1),
    ("headers", 3),
    ("headers", 4),
    ("data",),
    ("data", 0, 1),
    ("data", 1, 1, "k", 3),
    ("data", 1, 1, "k", 2),
    ("data", 1, 2),
    ("", "}", "]"),
    ('"', "k"),
)


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_a_part_is_found_below_lists_and_objects_that_come_before(
    separators: tuple[str, str],
) -> None:
    if shutil.which("awk") is None:
        pytest.skip("awk is required")
    text = json.dumps(TEXT, ensure_ascii=False, separators=separators)
    lines = [JSON_FUNCTION]
    for path in (*PATHS, ("data", 2), ("k",), ("headers", 0, 0), ("data", 1, 2, 0)):
        keys = [str(each) if isinstance(each, int) else json.dumps(each) for each in path]
        lines.append(f"json {shlex.join([text, *keys])} || echo none")
    done = subprocess.run(
        ["sh", "-c", "\n".join(lines)], capture_output=True, encoding="utf-8", check=True
    )
    printed = [each for each in done.stdout.split("\n") if each]
    assert printed[-4:] == ["none"] * 4
    assert [json.loads(each) for each in printed[:-4]] == [part_of(TEXT, each) for each in PATHS]
