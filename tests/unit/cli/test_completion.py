"""A shell completes the endpoints and the parameters of an app that was opened before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from spacetui.cli.commands import root, run
from spacetui.model.schema import App, Endpoint, Parameter
from spacetui.model.source import Source
from spacetui.store.store import Store

URL = "http://127.0.0.1:9/text"
SHOUT = Endpoint("/shout", 0, parameters=(Parameter("text"), Parameter("volume")))
APP = App(
    url=URL,
    version="6.31.0",
    protocol="sse_v3",
    api_prefix="/gradio_api",
    endpoints=(SHOUT, Endpoint("/rhyme", 1)),
)


@pytest.fixture
async def visited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a store that knows APP."""
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    async with Store(tmp_path / "spacetui.sqlite3") as store:
        await store.save_schema(URL, APP, Source(URL, URL))
    return tmp_path


@pytest.mark.parametrize("command", ["run", "snippet", "batch"])
async def test_endpoints_come_first_then_parameters_without_a_value(
    visited: Path, command: str
) -> None:
    def words(*args: str, typed: str = "") -> list[str]:
        completion = ShellComplete(root, {}, "spacetui", "_SPACETUI_COMPLETE")
        return [each.value for each in completion.get_completions([command, *args], typed)]

    assert words(URL) == ["/shout", "/rhyme"]
    assert words(URL, typed="/s") == ["/shout"]
    assert words(URL, "/shout") == ["text=", "volume="]
    assert words(URL, "/shout", "text=hi") == ["volume="]
    assert words(URL, "/shout", typed="v") == ["volume="]
    assert words(URL, "/gone") == words("http://127.0.0.1:9/other") == []


@pytest.mark.soak
def test_bash_completes_a_parameter_without_a_space_after_it(
    visited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["completion", "bash"])
    script = capsys.readouterr().out
    typed = f"COMP_WORDS=(spacetui run {URL} /shout v); COMP_CWORD=4"
    tell = 'compopt() { echo "$@"; }; _spacetui_completion spacetui; echo "${COMPREPLY[*]}"'
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{typed}\n{tell}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert done.stdout == "-o nospace\nvolume=\n", done.stderr
