"""A journey over two apps, recorded by keys, and run as a program in each language.

A language is tried by its row of LANGUAGES and its row of PROGRAMS, which says how it is run.
"""

import asyncio
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import chdir, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.model.recorded_script import RecordedScript
from spacetui.model.schema import Json
from spacetui.snippets import LANGUAGES
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.pick_dialog import PickDialog
from spacetui.verify.processes import COMMANDS, replay_environment, run_to_end
from spacetui.verify.programs import PROGRAMS
from spacetui.verify.tools import put_spacetui
from tests.live.snippets.conftest import Served, run_page
from tests.tui.app_driver import wait_for_live_form, wait_longer_until
from tests.tui.test_demo_apps import go_to, wait_for_complete

pytestmark = pytest.mark.live

# Seconds that a command may take on a busy machine: some start Python three times.
RUN_TIMEOUT = 300.0
WORDS, OTHER_WORDS = "a lamp and a ring of glass", "other words"
# Programs that make calls one after another.
STEPPING = [name for name, row in LANGUAGES.items() if row.is_program and "steps" not in row.cannot]


@dataclass(frozen=True)
class Journey:
    """Three recorded steps, the file that they were exported to, and what its replay gives last.

    result: what the last step is called. told: the last value by the words that are given first.
    """

    script: RecordedScript
    file: Path
    result: str
    told: dict[str, Json]


def app_on(url: str) -> SpacetuiApp:
    from spacetui.hub.client import Hub
    from spacetui.session.options import Options
    from spacetui.session.session import Session

    async def connect() -> Session:
        return Session(
            Hub("http://127.0.0.1:9", use_saved_token=False), Options(use_saved_token=False)
        )

    return SpacetuiApp(connect, src=url)


async def send(pilot: Pilot[Any], app: SpacetuiApp, name: str) -> UsePage:
    """Send the first output to an input of the endpoint `name` of another app."""
    assert isinstance(app.screen, UsePage)
    leave_text = ["escape"] if app.screen.is_typing else []
    await pilot.press(*leave_text, "4", "greater_than_sign")
    await wait_longer_until(pilot, lambda: isinstance(app.screen, PickDialog))
    dialog = app.screen
    assert isinstance(dialog, PickDialog)
    here = app.app_state.space
    # Of inputs that fit as well, those of the other app come last.
    at = max(at for at, each in enumerate(dialog.list.rows) if each.name == name)
    await pilot.press(*["j"] * at, "enter")
    await wait_longer_until(pilot, lambda: isinstance(app.screen, UsePage))
    page = app.screen
    assert isinstance(page, UsePage)
    await wait_longer_until(
        pilot,
        lambda: app.app_state.space is not here and page.view.shown_form.on_show is not None,
    )
    await app.workers.wait_for_complete()
    return page


async def record(one: Served, two: Served) -> SpacetuiApp:
    """Record three steps by keys: a file, its text in the other app, and that told by the first."""
    app = app_on(one.source.url)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await pilot.press("escape", "escape")
        app.switch_mode("find")
        await pilot.pause()
        await pilot.press(*two.source.url, "enter")
        await wait_longer_until(pilot, lambda: len(app.app_state.spaces) == 2)
        page = await wait_for_live_form(pilot, app)
        await go_to(pilot, page, "/write")
        await pilot.press(*WORDS, "ctrl+r")
        await wait_for_complete(pilot, app, page, 1)
        page = await send(pilot, app, "/read")
        await pilot.press("ctrl+r")
        await wait_for_complete(pilot, app, page, 2)
        page = await send(pilot, app, "/tell")
        await pilot.press("ctrl+r")
        await wait_for_complete(pilot, app, page, 3)
        await pilot.press("6")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        recorder = app.screen
        assert isinstance(recorder, RecorderPage)
        await pilot.press("E")
        await app.workers.wait_for_complete()
    return app


def replayed(file: Path, *options: str) -> Json:
    """Return the only output of the last call that `spacetui replay` makes."""
    command = [sys.executable, "-m", "spacetui", "replay", str(file), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    events = map(json.loads, done.stdout.splitlines())
    value: Json
    (value,) = [each["data"] for each in events if each["event"] == "done"][-1]
    return value


@pytest.fixture(scope="module")
def journey(one: Served, two: Served, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    folder = tmp_path_factory.mktemp("journey")
    with chdir(folder):
        app = asyncio.run(record(one, two))
    script, file = app.app_state.calls.recorded, folder / "recording.toml"
    first, *_, last = (script.names[each.id] for each in script.steps)
    told = {WORDS: replayed(file)}
    told[OTHER_WORDS] = replayed(file, "--set", f"{first}.text={OTHER_WORDS}")
    return Journey(script, file, last, told)


def test_the_journey_has_three_linked_steps_over_two_apps(journey: Journey) -> None:
    steps = journey.script.steps
    assert [each.endpoint.api_name for each in steps] == ["/write", "/read", "/tell"]
    assert [len(each.links) for each in steps] == [0, 1, 1]
    assert len({each.recording.source.url for each in steps}) == 2
    written = tomllib.loads(journey.file.read_text())["step"]
    links = [next(iter(each["inputs"].values())) for each in written[1:]]
    assert [each["output"] for each in links] == [0, 0]
    assert journey.told == {each: json.dumps(each) for each in (WORDS, OTHER_WORDS)}


Execute = Callable[[str, str], str]


@pytest.fixture
def execute(
    journey: Journey,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Execute:
    """Return a function that runs code of a language, and returns what it prints."""
    monkeypatch.setattr("spacetui.verify.processes.TIMEOUT", RUN_TIMEOUT)

    def in_page(code: str) -> str:
        page = run_page(request.getfixturevalue("browser"), code, journey.result)
        assert page.code == 0, page.err
        return page.out

    def execute_it(language: str, code: str) -> str:
        if language == "html":
            return in_page(code)
        if LANGUAGES[language].lexer in ("javascript", "typescript"):
            monkeypatch.setenv("NODE_PATH", str(request.getfixturevalue("node_modules")))
        return asyncio.run(run_program(journey, language, code, tmp_path))

    return execute_it


async def run_program(journey: Journey, language: str, code: str, folder: Path) -> str:
    """Run the commands of a program that `verify` runs, against the apps themselves."""
    program = PROGRAMS[language]
    assert program.runner is not None
    file = folder / f"program{LANGUAGES[language].suffix}"
    await asyncio.to_thread(file.write_text, code, "utf-8")
    if program.prepare:
        program.prepare(journey.script.script(), file)
    if program.is_of_spacetui:
        put_spacetui(folder / COMMANDS)
    for command in await program.runner(file):
        ended = await run_to_end(command, folder, replay_environment((), folder))
        assert ended.problem == ""
    return await asyncio.to_thread((folder / "stdout").read_text, "utf-8")


def last_readings(out: str, result: str) -> tuple[Json, Json]:
    """Return what a program printed last, behind its name: as it is, and the text in it as JSON.

    The text is alone in a list, in an object, or in the `data` of one.
    """
    text = out.rpartition(f"{result}: ")[2].removesuffix("\n")
    value = _read_json(text)
    while isinstance(value, (list, dict)):
        held = value.get("data", [*value.values()]) if isinstance(value, dict) else value
        (value,) = held
    return text, value


def _read_json(text: str) -> Any:
    """Return the JSON in all of a text, else in its last line, else the text."""
    for each in (text, text.rpartition("\n")[2]):
        with suppress(ValueError):
            return json.loads(each)
    return text


@pytest.mark.parametrize("language", STEPPING)
def test_a_program_gives_what_the_replay_gives_also_for_other_words(
    language: str, journey: Journey, execute: Execute
) -> None:
    code = LANGUAGES[language].render(journey.script.script())
    assert code.count(WORDS) == 1  # the other steps take what came of it
    for words, told in journey.told.items():
        out = execute(language, code.replace(WORDS, words))
        assert told in last_readings(out, journey.result)
