"""A recording file is opened in the app: first what it reaches is said, then it is the script."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.errors import Unreachable
from spacetui.model.events import Completed, Event
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import LeftOut
from spacetui.model.schema import App, Parameter, Return
from spacetui.model.source import Source
from spacetui.recording_files.write import document_of, write_document
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.recorder.diff_dialog import DiffDialog
from spacetui.tui.recorder.open_recording import open_recording
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.recorder.recording_dialog import RecordingDialog
from tests.tui.app_driver import make_app, status_bar_text, wait_until
from tests.tui.fake_session import FakeSession, an_app, opened_app
from tests.tui.screen_text import screen_text
from tests.unit.model import recordings
from tests.unit.model.recordings import COUNT, endpoint

HERE = Source("http://127.0.0.1:3", "http://127.0.0.1:3")
THERE = Source("http://127.0.0.1:2", "http://127.0.0.1:2")

TEXT = {"type": "string"}
WRITE = endpoint(
    "/write",
    [Parameter("topic", "topic", "Textbox", TEXT, "str")],
    [Return("poem", "Textbox", TEXT, "str")],
)
READ = endpoint(
    "/read",
    [
        Parameter("text", "text", "Textbox", TEXT, "str"),
        Parameter("voice", "voice", "Textbox", TEXT, "str", default="calm"),
    ],
    [Return("said", "Textbox", TEXT, "str")],
)
POEM = "the tide comes in"
recorded = partial(recordings.recorded, source=HERE)
JOURNEY = (
    RecordedScript()
    .add(recorded(WRITE, {"topic": "a coast"}, POEM))
    .add(recorded(READ, {"text": POEM, "voice": "low"}, "a sound", source=THERE))
    .annotate(2, "the reading")
)


class Apps(FakeSession):
    """A session of several apps, by what opens them."""

    def __init__(self, apps: Mapping[str, App]) -> None:
        super().__init__(an_app())
        self.apps = apps
        self.opened: list[str] = []

    async def open(self, src: str, *, on_stage: Any = None) -> Any:
        self.opened.append(src)
        app = self.apps[src]
        return opened_app(src, app, Source(src, app.url, title=f"App {app.url[-1]}"), None)


APPS = {
    HERE.src: an_app(WRITE, COUNT, url=HERE.url),
    THERE.src: an_app(READ, url=THERE.url),
}


@dataclass
class Now:
    pilot: Pilot[Any]
    app: SpacetuiApp
    session: Apps

    @property
    def script(self) -> RecordedScript:
        return self.app.app_state.calls.recorded

    async def until(self, words: str) -> None:
        await wait_until(self.pilot, lambda: words in screen_text(self.app))

    async def ask(self, path: Path) -> None:
        """Ask for the recording, as the palette does, with its path in the dialog."""
        open_recording(self.app, self.app.app_state, str(path))
        await wait_until(self.pilot, lambda: isinstance(self.app.screen, RecordingDialog))

    async def take(self) -> None:
        """Open what is shown in the dialog, and wait for the steps."""
        await self.until("opens it")
        await self.pilot.press("enter")
        await wait_until(self.pilot, lambda: bool(self.script.steps))
        await self.pilot.pause()


@asynccontextmanager
async def started(
    *, apps: Mapping[str, App] = APPS, scripts: Sequence[Sequence[Event]] = (), path: str = ""
) -> AsyncIterator[Now]:
    session = Apps(apps)
    session.scripts = list(scripts)
    app = make_app(session)
    app.recording = path
    async with app.run_test(size=(120, 40)) as pilot:
        yield Now(pilot, app, session)


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    path = tmp_path / "journey.toml"
    path.write_text(write_document(document_of(JOURNEY)))
    return path


async def test_a_recording_becomes_the_steps_of_the_recorder_and_runs(journey: Path) -> None:
    scripts = [[Completed(("the fog comes in",), 1.0)], [Completed(("another sound",), 1.0)]]
    async with started(scripts=scripts) as now:
        await now.pilot.press("ctrl+p", *"openarec")
        await now.until("open a recording…")
        await now.pilot.press("down", "enter")
        await wait_until(now.pilot, lambda: isinstance(now.app.screen, RecordingDialog))
        now.app.screen.query_one(Input).value = str(journey)
        await now.pilot.press("enter")
        await now.until(f"journey.toml calls {HERE.src}: /write")
        await now.until(f"journey.toml calls {THERE.src}: /read")
        assert now.session.opened == [], "nothing was asked yet"
        await now.take()
        assert now.session.opened == [HERE.src, THERE.src]
        assert now.session.calls == [], "no call was made"
        shown = screen_text(now.app)
        assert shown.count("not run yet") == 2 and "from 1" in shown and "the reading" in shown
        assert "opened journey.toml, 2 steps" in status_bar_text(now.app)
        assert document_of(now.script) == document_of(JOURNEY)
        await now.pilot.press("ctrl+r")
        await wait_until(now.pilot, lambda: all(each.is_made for each in now.script.steps))
        assert [dict(each.values) for each in now.session.calls] == [
            {"topic": "a coast"},
            {"text": "the fog comes in", "voice": "low"},
        ]
        assert now.script.steps[1].outputs == ("another sound",)
        await wait_until(now.pilot, lambda: isinstance(now.app.screen, RecorderPage))
        await now.pilot.press("ctrl+z", "ctrl+z")
        assert now.script.steps == (), "what was there before is there again"


async def test_what_a_recording_of_a_stranger_reaches_is_said_before_it_is_asked(
    tmp_path: Path,
) -> None:
    secret = tmp_path / "id_rsa"
    secret.write_text("mine")
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "own.txt").write_text("theirs")
    path = folder / "stranger.toml"
    path.write_text(
        f'[[step]]\nname = "take"\nsrc = "{HERE.src}"\napi_name = "/write"\n[step.inputs]\n'
        'topic = [{ path = "../id_rsa" }, { path = "own.txt" }, { path = "http://10.0.0.1/x" }]\n'
        'key = { variable = "MY_KEY" }\n'
    )
    async with started() as now:
        await now.ask(path)
        await now.until("1 file from outside the folder of the recording")
        shown = " ".join(screen_text(now.app).split())
        assert "step take uploads" in shown
        assert "MY_KEY of your environment goes there" in shown
        assert "is given http://10.0.0.1/x to fetch" in shown
        assert "own.txt" not in shown
        await now.pilot.press("escape")
        await now.pilot.pause()
        assert now.session.opened == [] and now.script.steps == (), "no is no"
        await now.ask(path)
        await now.until("opens it")
        await now.pilot.press("x")
        await wait_until(now.pilot, lambda: "opens it" not in screen_text(now.app))
        assert now.session.opened == [], "another path is another file"


async def test_what_has_changed_in_the_apps_is_named_and_what_is_gone_is_left_out(
    tmp_path: Path,
) -> None:
    fewer = READ._replace(parameters=READ.parameters[:1])
    gone = endpoint("/gone", [Parameter("text", "text", "Textbox", TEXT)], [Return("x", "Textbox")])
    script = JOURNEY.add(recorded(gone, {"text": "a sound of some length"}, "x", source=THERE))
    script = script.add(recorded(WRITE, {"topic": "x"}, "y"))
    path = tmp_path / "old.toml"
    path.write_text(write_document(document_of(script)))
    apps = {**APPS, THERE.src: an_app(fewer, url=THERE.url)}
    async with started(apps=apps) as now:
        await now.ask(path)
        await now.take()
        await wait_until(now.pilot, lambda: isinstance(now.app.screen, DiffDialog))
        shown = screen_text(now.app)
        assert "changed since the recording was made" in shown
        assert "said" in shown and "voice" in shown and "the call may fail" in shown
        assert "/gone" in shown and "2 changes" not in shown.split("changed since")[0]
        await now.pilot.press("escape")
        assert [each.left_out for each in now.script.steps] == [None, None, LeftOut.FAILED, None]
        assert set(now.script.steps[1].recording.call.values) <= {"text"}
        await now.until("gone · left out")
        await now.pilot.press("enter", "6")  # its form, and back


async def test_an_app_that_does_not_open_leaves_the_script_as_it_is(journey: Path) -> None:
    async with started(path=str(journey)) as now:
        await now.take()
        await now.pilot.press("down", "r")
        await now.until("the step that gives text was not run yet")
        assert now.session.calls == []
        now.app.app_state.remove(now.app.app_state.spaces[1])

        async def refuse(src: str, *, on_stage: Any = None) -> Any:
            raise Unreachable("nothing answers", where=src)

        now.session.open = refuse  # type: ignore[method-assign]
        await now.ask(journey)
        await now.until("opens it")
        await now.pilot.press("enter")
        await now.until("journey.toml is not opened")
        assert "nothing answers" in status_bar_text(now.app)
        assert len(now.script.steps) == 2
