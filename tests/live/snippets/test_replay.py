"""`spacetui replay` on two real apps: links, State, settings, drift, failures."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from spacetui.hub.client import Hub
from spacetui.recording_files.write import document_of, write_document
from spacetui.session.session import Session
from tests.cli_result import CliResult
from tests.live.snippets.test_recorded import record_journey

pytestmark = pytest.mark.live

Replay = Callable[..., CliResult]


@pytest.fixture
def replay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Replay:
    """Return a function that writes a recording and replays it."""
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")

    def play(text: str, *options: str) -> CliResult:
        file = tmp_path / "journey.toml"
        file.write_text(text, "utf-8")
        capsys.readouterr()
        code = run(["replay", str(file), *options])
        out, err = capsys.readouterr()
        return CliResult(code, out, err)

    return play


def done(result: CliResult) -> dict[str, Any]:
    """Return the final values of each step by its name."""
    return {each["step"]: each["data"] for each in result.lines if each["event"] == "done"}


def step(base_url: str, app: str, name: str, api_name: str, inputs: str, more: str = "") -> str:
    return (
        f'[[step]]\nname = "{name}"\nsrc = "{base_url}/{app}"\napi_name = "{api_name}"\n{more}\n'
        f"[step.inputs]\n{inputs}\n"
    )


def test_a_recorded_journey_over_two_apps_is_replayed_also_on_other_inputs(
    base_url: str, replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(downloads))

    async def record() -> str:
        async with Session(Hub()) as session:
            script = await record_journey(session, base_url, tmp_path)
            return write_document(document_of(script.rename(1, "leaf").rename(3, "told"), tmp_path))

    text = asyncio.run(record())
    assert text.count("the tide comes in") == 1
    first = replay(text, "--json")
    assert first.code == 0, first.err
    assert json.loads(done(first)["told"][0]) == "the tide comes in"
    assert f"journey.toml calls {base_url}/one: /write, /tell" in first.err
    assert "step 2 of 3: text, " in first.err
    other = replay(text, "--json", "--set", "leaf.text=it's out 漢")
    assert json.loads(done(other)["told"][0]) == "it's out 漢"
    own = tmp_path / "own.txt"
    own.write_text("of my own", "utf-8")
    given = replay(text, "--json", "--set", f"text.file=@{own}")
    assert json.loads(done(given)["told"][0]) == "of my own"
    plain = replay(text)
    assert plain.out.endswith('told:\n"the tide comes in"\n')
    assert list(downloads.iterdir()) == []


def test_steps_of_one_state_share_it_and_others_do_not(base_url: str, replay: Replay) -> None:
    counts = [("a", 1), ("b", 1), ("c", 2), ("d", 0), ("e", 1)]
    text = "".join(
        step(base_url, "one", name, "/count", "step = 3", f"state = {state}")
        for name, state in counts
    )
    totals = done(replay(text, "--json"))
    assert totals == {"a": [3], "b": [6], "c": [3], "d": [3], "e": [9]}


def test_a_step_that_fails_ends_the_replay_and_is_named(base_url: str, replay: Replay) -> None:
    text = step(base_url, "one", "first", "/tell", 'value = "x"')
    text += step(base_url, "one", "broken", "/fail", 'text = "rain"')
    text += step(base_url, "one", "last", "/tell", 'value = "y"')
    result = replay(text, "--json")
    assert result.code == 1
    assert [(each["event"], each["step"]) for each in result.lines if each["event"] != "started"][
        -1
    ] == ("error", "broken")
    assert f"step broken, {base_url}/one /fail: no use for rain" in result.err
    assert "last" not in done(result)


def test_what_cannot_be_whole_makes_no_call(base_url: str, replay: Replay) -> None:
    first = step(base_url, "one", "first", "/tell", 'value = "x"')
    for more, problem in (
        (step(base_url, "one", "lost", "/gone", ""), "no endpoint /gone"),
        (step(base_url, "one", "lost", "/read", 'file = { path = "no" }'), "does not exist"),
        (step(base_url, "one", "lost", "/tell", 'valu = "x"'), "has no parameter 'valu'"),
        (step(base_url, "one", "lost", "/fail", ""), "a value is wanted for text"),
    ):
        result = replay(first + more, "--json")
        assert (result.code, done(result)) == (2, {})
        assert problem in result.err
        assert "step lost" in result.err


def test_what_has_changed_is_named_before_a_call(base_url: str, replay: Replay) -> None:
    schema = (
        f'[[schema]]\nsrc = "{base_url}/one"\napi_name = "/write"\n'
        'parameters = [{ name = "text", component = "Textbox", type = "number",'
        " required = true }]\n"
        'returns = [{ label = "leaf", component = "File" }]\n'
    )
    text = step(base_url, "one", "leaf", "/write", 'text = "x"') + schema
    checked = replay(text, "--check", "--json")
    assert (checked.code, done(checked)) == (2, {})
    assert "step leaf: changed, and the call may fail: /write: text: its type was number" in (
        checked.err
    )
    [drift] = checked.lines
    assert (drift["event"], drift["step"]) == ("drift", "leaf")
    played = replay(text)
    assert played.code == 0
    assert "its type was number and is string now" in played.err


def test_the_changes_of_every_step_are_named_when_the_file_is_opened(
    base_url: str, replay: Replay
) -> None:
    schemas = "".join(
        f'[[schema]]\nsrc = "{base_url}/one"\napi_name = "{name}"\nparameters = [\n'
        f'{{ name = "{parameter}", component = "Textbox", type = "string", required = true }}]\n'
        'returns = [{ label = "leaf", component = "File" }]\n'
        for name, parameter in (("/lost", "x"), ("/write", "page"))
    )
    text = step(base_url, "one", "first", "/lost", 'x = "x"')
    text += step(base_url, "one", "second", "/write", 'page = "x"') + schemas
    for options in ((), ("--check",)):
        opened = replay(text, "--json", *options)
        assert opened.code == 2
        notes = [line for line in opened.err.splitlines() if ": changed" in line]
        assert notes == [
            "step first: changed, and the call may fail: /lost: the endpoint is gone",
            "step second: changed, and the call may fail: /write: the parameter page is gone",
            "step second: changed, and the call may fail: /write: the parameter text is new,"
            " and it must be given",
        ]
        drift = [
            (line["step"], len(line["changes"]))
            for line in opened.lines
            if line["event"] == "drift"
        ]
        assert drift == [("first", 1), ("second", 2)]


def test_a_link_that_gives_nothing_any_more_says_so(base_url: str, replay: Replay) -> None:
    text = step(base_url, "one", "first", "/tell", 'value = "x"')
    text += step(base_url, "one", "next", "/tell", 'value = { from = "first", output = 4 }')
    result = replay(text)
    assert result.code == 2
    assert "step next: step first gave no output 4" in result.err.replace(" value", "")
