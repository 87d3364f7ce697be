"""`spacetui verify`: what it says of calls of a history and of a recording file, and exit codes.

It runs curl alone here; tests/live/verify runs every language.
"""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from spacetui.model.events import Completed, Event, Failed
from spacetui.model.recording import Recording
from spacetui.model.schema import App
from spacetui.snippets import LANGUAGES
from spacetui.store.store import Store
from spacetui.verify import tools
from tests.cli_result import Cli, CliResult
from tests.unit.store.samples import ENDPOINT, SOURCE, recording, write

TEXT = "paint 'it'\nand $HOME"
# Variables of what the recorded call needs.
CALL_TOML = f"""
[[step]]
name = "say"
src = "{SOURCE.src}"
api_name = "/predict"
[step.inputs]
text = "another text"
image = {{ json = "null" }}
key = {{ variable = "MY_KEY" }}
"""


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()

    def call(*args: str) -> CliResult:
        code = run(["verify", *args])
        return CliResult(code, *capsys.readouterr())

    return call


Keep = Callable[..., list[int]]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Return a function that keeps calls which ended so, and the app as it is now."""

    async def fill(events: Sequence[Event], app: App | None) -> list[int]:
        async with Store(tmp_path / "data" / "spacetui.sqlite3") as store:
            if app is not None:
                await store.save_schema(SOURCE.src, app, SOURCE)
            return [await write(store, _made(each)) for each in events]

    return lambda *events, app=None: asyncio.run(fill(events, app))


def _made(event: Event) -> Recording:
    made = recording(event, text=TEXT, image=None, key="pass-pass")
    return replace(made, made_at=time.time() - 60)


def test_the_last_call_is_verified_in_a_language(cli: Cli, keep: Keep) -> None:
    keep(Completed(("first",), 1.0), Completed(("second",), 1.0))
    result = cli("--lang", "curl")
    assert (result.code, result.out, result.err) == (0, "curl: ✓ verified\n", "")


def test_calls_by_id_are_one_program(cli: Cli, keep: Keep) -> None:
    ids = keep(Completed(("a long first text",), 1.0), Completed(("second",), 1.0))
    result = cli(*map(str, ids), "--lang", "sh", "--json")
    (line,) = result.lines
    assert line == {"language": "curl", "outcome": "verified", "reason": "", "calls": 2}


def test_every_language_has_its_line_and_none_fails_for_what_is_not_installed(
    cli: Cli, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Completed(("first",), 1.0))
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(tools, "_is_here", lambda package, wanted: False)
    result = cli("--json")
    assert result.code == 0
    found = {line["language"]: line for line in result.lines}
    assert list(found) == list(LANGUAGES)
    assert found["python"]["outcome"] == "compiled"
    assert found["python"]["reason"] == "gradio_client is not installed"
    assert found["javascript"]["outcome"] == "not_checked"
    assert found["javascript"]["reason"] == "node is not installed"
    assert not any(line["outcome"] in ("verified", "failed") for line in result.lines)


def test_a_program_of_other_calls_is_exit_code_1(
    cli: Cli, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Completed(("first",), 1.0))
    row = LANGUAGES["curl"]
    curl = row.load_renderer()
    monkeypatch.setattr(
        type(row), "load_renderer", lambda row: lambda script: curl(script).replace("paint", "draw")
    )
    result = cli("--lang", "curl")
    assert result.code == 1
    assert result.out.startswith("curl: ✗ step 1 /predict: text: ")


def test_a_language_that_cannot_make_the_call_is_exit_code_2(
    cli: Cli, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Completed(("first",), 1.0))
    lame = LANGUAGES["curl"]._replace(name="lame", cannot={"streaming": "it waits"})
    monkeypatch.setitem(LANGUAGES, "lame", lame)
    result = cli("--lang", "lame")
    assert (result.code, result.out) == (2, "")
    assert "lame cannot make this call: it waits" in result.err
    monkeypatch.setattr("spacetui.verify.check.PROGRAMS", {})
    lines = {line["language"]: line["outcome"] for line in cli("--json").lines}
    assert lines["lame"] == "cannot"


def test_a_file_is_verified_by_what_the_history_knows_of_its_app(
    cli: Cli, keep: Keep, tmp_path: Path
) -> None:
    file = tmp_path / "recording.toml"
    file.write_text(CALL_TOML, "utf-8")
    result = cli(str(file), "--lang", "curl")
    assert result.code == 2
    assert "nothing is known of owner/name /predict" in result.err
    keep(app=App(SOURCE.url, SOURCE.version, SOURCE.protocol, endpoints=(ENDPOINT,)))
    result = cli(str(file), "--lang", "curl")
    assert (result.code, result.out) == (0, "curl: ✓ verified\n")
    assert "its answer is made up of its schema" in result.err


def test_what_changed_in_the_app_since_is_named(cli: Cli, keep: Keep) -> None:
    text, *others = ENDPOINT.parameters
    changed = ENDPOINT._replace(parameters=(text._replace(component="Code"), *others))
    keep(
        Completed(("first",), 1.0),
        app=App(SOURCE.url, SOURCE.version, SOURCE.protocol, endpoints=(changed,)),
    )
    result = cli("--lang", "curl", "--json")
    drift, verdict = result.lines
    assert drift["event"] == "drift" and drift["changes"][0]["name"] == "text"
    assert verdict["outcome"] == "verified"
    assert "text" in result.err


def test_a_file_outside_the_folder_of_a_recording_is_not_read(
    cli: Cli, keep: Keep, tmp_path: Path
) -> None:
    keep(Completed(("first",), 1.0))
    file = tmp_path / "recording.toml"
    file.write_text(CALL_TOML.replace('{ json = "null" }', '{ path = "/etc/hostname" }'), "utf-8")
    result = cli(str(file), "--lang", "curl")
    assert result.code == 2
    assert "/etc/hostname" in result.err and "--allow-files" in result.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "there is no call to verify"),
        (("7",), "no call 7 in the history"),
        (("none.toml",), "'none.toml' cannot be read"),
        (("1", "none.toml"), "one FILE or several IDs are wanted"),
        (("--lang", "perl"), "'perl' is not a snippet language"),
    ],
)
def test_what_cannot_be_verified_is_one_line_and_exit_code_2(
    args: tuple[str, ...], words: str, cli: Cli
) -> None:
    result = cli(*args)
    assert result.code == 2
    assert words in result.err and result.err.count("\n") == 1


def test_a_call_that_failed_is_not_verified(cli: Cli, keep: Keep) -> None:
    from spacetui.errors import Failure

    keep(Failed(Failure("app", "no GPU left"), 1.0))
    assert "none of these calls came to a result" in cli().err


def test_the_credentials_of_the_user_stay_out(
    cli: Cli, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program gets dummy values, and nothing else of the environment that could be secret."""
    from spacetui.verify.processes import replay_environment

    monkeypatch.setenv("HF_TOKEN", "hf_own")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "own")
    environment: dict[str, Any] = replay_environment(("HF_TOKEN",), Path("/nowhere"))
    assert environment["HF_TOKEN"] == "replayed-HF_TOKEN"
    assert "own" not in json.dumps(environment)
