"""curl and command lines as programs, against many versions of Gradio."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.snippets import render
from tests.compat.environments import running
from tests.compat.snippet_script import STREAMED, script_of
from tests.snippet_commands import COMMAND_ENVIRONMENT, put_commands

pytestmark = pytest.mark.compat
SECONDS = 120
# The shells take turns. Those of a version are run one after the other in tests/live/snippets.
SHELLS = ("bash", "dash", "zsh", "busybox sh")
# Versions whose queue differs from that of the four that all languages are run against.
OTHER_VERSIONS = ("4.8.0", "4.12.0", "4.19.2", "4.21.0")


def run_in_shell(
    code: str, folder: Path, shell: str = "dash", **environment: str
) -> tuple[int, str, str]:
    """Run code in a shell that has the commands in its PATH; return code, stdout and stderr."""
    if shutil.which(shell.split(maxsplit=1)[0]) is None:
        pytest.skip(f"{shell} is required")
    put_commands(folder / "bin")
    (folder / "program.sh").write_text(code, "utf-8")
    done = subprocess.run(
        [*shell.split(), "program.sh"],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=folder,
        env={
            **os.environ,
            **COMMAND_ENVIRONMENT,
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            **environment,
        },
    )
    return done.returncode, done.stdout, done.stderr


def printed_by_curl(out: str) -> dict[str, list[Json]]:
    """Return the outputs that were printed under each name; those of streams have none."""
    values: dict[str, list[Json]] = {}
    for line in out.splitlines():
        name, _, text = ("", "", line) if line.startswith("[") else line.partition(": ")
        values.setdefault(name, []).append(json.loads(text))
    return values


def wrong_ones(
    printed: dict[str, Json], script: Script, wanted: dict[str, Json]
) -> dict[str, tuple[Json, Json]]:
    """Return what was printed and what is wanted, where they differ. Of 5 MB, no more is shown."""
    outputs = outputs_of(script, wanted)
    return {
        name: (str(printed[name])[:500], str(outputs[name])[:500])
        for name in wanted
        if printed[name] != outputs[name]
    }


@pytest.fixture(scope="module", params=OTHER_VERSIONS)
def served_early(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Run the app on a version, and give the version and its URL."""
    with running(request.param, tmp_path_factory.mktemp(request.param)) as url:
        yield request.param, url


def require_curl_prints_what_run_gives(version: str, url: str, folder: Path) -> None:
    script, wanted = script_of(url, folder)
    number = tuple(map(int, version.split(".")))
    shell = SHELLS[number[1] % len(SHELLS)]
    status, out, err = run_in_shell(render(script, "curl"), folder, shell)
    assert status == 0, err[-3000:]
    printed = printed_by_curl(out)
    assert wrong_ones({name: printed[name][-1] for name in wanted}, script, wanted) == {}
    assert repr(printed["value"][0][0]["zero"]) == "-0.0"
    is_streamed = number >= (4, 44)
    assert (printed.get("", [])[:3] == [[each] for each in STREAMED]) is is_streamed


def test_curl_prints_what_run_gives(served: tuple[str, str], tmp_path: Path) -> None:
    require_curl_prints_what_run_gives(*served, tmp_path)


def test_curl_prints_what_run_gives_on_early_queues(
    served_early: tuple[str, str], tmp_path: Path
) -> None:
    require_curl_prints_what_run_gives(*served_early, tmp_path)
