"""What comes back at the next start: open Spaces, forms, the language; and what does not."""

import asyncio
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.keys import _character_to_key

from spacetui.model.events import Completed, Started
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import App, Parameter
from spacetui.session.previous_run import PREFIX, PreviousRun
from spacetui.store.read_at_start import read_start_values
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.keep_state import FORM, LANGUAGE, LEFT, SPACES
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    toast_texts,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text
from tests.unit.store.samples import ENDPOINT, SOURCE, begun, recording

SIZE = (120, 40)
SRC = "demo/text"
KEY = f"{FORM}{SRC}"


def start(store: Store, app: App, *, keeps: bool = True) -> tuple[SpacetuiApp, FakeSession]:
    """Return spacetui, which opens SRC, over a store."""
    session = FakeSession(app, store=store)
    previous_run = PreviousRun() if keeps else None
    return make_app(session, src=SRC, previous_run=previous_run), session


async def test_a_form_and_the_language_come_back_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.sqlite3"
    other = SAY._replace(api_name="/other", fn_index=1)
    async with Store(path) as store:
        app, _ = start(store, an_app(SAY, other))
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            await pilot.press(*"first", "ctrl+l", "escape", "2", "down", "enter")
            await wait_until(pilot, lambda: app.app_state.spaces[0].api_name == "/other")
            page = await wait_for_form(pilot, app)
            await pilot.press(*"typed")

            def kept() -> Any:  # read by another process before this one ends
                return dict(read_start_values(path, "", PREFIX).kept)

            await wait_until(pilot, lambda: "typed" in str(kept()))
        assert kept()[KEY]["api_name"] == "/other"
        assert kept()[SPACES] == [[SRC, "Text lab"]]
        assert kept()[LANGUAGE] == "curl"
    async with Store(path) as store:
        app, _ = start(store, an_app(SAY, other))
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            assert page.space is not None and page.space.api_name == "/other"
            assert page.view.form.fields.values()["text"] == "typed"
            assert page.space.values["/say"]["text"] == "first"
            assert app.app_state.languages.current == "curl"
            # The form says only after this time that it has changed.
            monkeypatch.setattr("spacetui.tui.use.form_pane.SETTLE_SECONDS", 3_600)
            await pilot.press("!", "ctrl+q")
        assert kept()[KEY]["values"]["/other"]["text"] == "typed!"


async def test_a_space_of_the_last_time_is_listed_and_opened_only_when_it_is_chosen(
    tmp_path: Path,
) -> None:
    async with Store(tmp_path / "x.sqlite3") as store:
        app, session = start(store, an_app())
        known = an_app(url="http://127.0.0.1:8")
        await store.save_schema("demo/other", known, session.source._replace(title="Other"))
        form = {"api_name": "/say", "values": {"/say": {"text": "left here"}}}
        await store.keep(f"{FORM}demo/other", form)
        await store.keep(SPACES, [["demo/other", "Other"], ["demo/gone", "Gone"]])
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            await wait_until(pilot, lambda: "○ Other" in screen_text(app))
            assert [each.name for each in app.app_state.spaces] == ["Text lab"]
            await pilot.press("escape", "f6", "f6", "f6")
            page.view.side.spaces.focus_first()
            await pilot.press("down", "enter")
            await wait_until(pilot, lambda: len(app.app_state.spaces) == 2)
            page = await wait_for_form(pilot, app)
            assert page.view.form.fields.values()["text"] == "left here"
            assert [each.src for each in app.app_state.remembered] == ["demo/gone"]


async def test_what_is_masked_is_not_kept_and_nothing_without_history(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    masked = Parameter("key", "key", "Textbox", {"type": "string"}, "str", is_secret=True)
    endpoint = SAY._replace(parameters=(masked, *SAY.parameters), input_slots=(True,) * 4)
    async with Store(path) as store:
        app, _ = start(store, an_app(endpoint))
        async with app.run_test(size=SIZE) as pilot:
            await wait_for_form(pilot, app)
            await pilot.press(*"hunter2", "tab", *"open")
            await wait_until(pilot, lambda: "open" in str(read_start_values(path, "", KEY).kept))
        assert b"hunter2" not in path.read_bytes()
        assert b"hunter2" not in path.with_name(f"{path.name}-wal").read_bytes()
        await store.clear()
        app, _ = start(store, an_app(), keeps=False)
        async with app.run_test(size=SIZE) as pilot:
            await wait_for_form(pilot, app)
            await pilot.press(*"hi")
            await pilot.pause(0.3)
        assert await store.kept_all("") == {}


async def test_nothing_typed_is_kept_of_an_app_that_another_process_has_excluded(
    tmp_path: Path,
) -> None:
    async with Store(tmp_path / "x.sqlite3") as store, Store(tmp_path / "x.sqlite3") as second:
        app, _ = start(store, an_app())
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            assert page.space is not None
            await second.exclude(page.space.opened.source.src)
            await pilot.press(*"hush", "ctrl+l")
            while await second.kept(LANGUAGE) != "curl":  # which is written after the forms
                await pilot.pause()
            kept = await second.kept_all(PREFIX)
            assert kept[SPACES] == [] and "hush" not in str(kept)


@pytest.fixture
def lasting_toasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep notifications on the screen however slow the machine is."""
    monkeypatch.setattr("spacetui.tui.app.TOAST_SECONDS", 600)


@pytest.mark.usefixtures("lasting_toasts")
async def test_an_interrupted_call_is_told_once_and_its_form_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    made: Recording = recording(text="cut off")
    async with Store(path) as store:
        await store.writer.begin(begun(made))
    with closing(sqlite3.connect(path)) as database:  # as a kill leaves it
        status = Status.SENDING.value
        database.execute("update calls set owner = 'gone', status = ?", (status,))
        database.commit()
    async with Store(path) as store:
        app, _ = start(store, an_app())
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await wait_for_form(pilot, app)
            words = "interrupted: /predict of A title, the last time; ctrl+g opens its form"
            await wait_until(pilot, lambda: any(words in each for each in toast_texts(app)))
            form: Any = app.app_state.forms[made.source.src]
            assert form["values"][made.call.endpoint.api_name]["text"] == "cut off"
        assert await store.interrupted() == (), "it is told once"


@pytest.mark.usefixtures("lasting_toasts")
async def test_a_call_that_is_left_by_quitting_is_told_once_and_its_form_is_as_it_was(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.sqlite3"
    async with Store(path) as store:
        app, session = start(store, an_app())
        session.scripts = [[Started()]]  # it runs on
        async with app.run_test(size=SIZE) as pilot:
            await wait_for_form(pilot, app)
            await pilot.press(*"cut off", "ctrl+r")
            await wait_until(
                pilot, lambda: any(each.id > 0 for each in app.app_state.calls.running)
            )
            await pilot.press("ctrl+q")
    async with Store(path) as store:
        app, _ = start(store, an_app())
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            page = await wait_for_form(pilot, app)
            words = "interrupted: /say of Text lab, the last time"
            await wait_until(pilot, lambda: any(words in each for each in toast_texts(app)))
            assert page.view.form.fields.values()["text"] == "cut off"
        app, _ = start(store, an_app())
        async with app.run_test(size=SIZE) as pilot:
            await wait_for_form(pilot, app)
            assert await store.kept(LEFT) is None, "it is told once"


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from spacetui.model.events import Partial
from spacetui.store.store import Store
from tests.unit.store.samples import begun, recording

async def main():
    store = Store(Path(sys.argv[1]))
    for text in ("before that", "cut off"):
        made = recording(Partial((f"half of {text}",)), text=text, how=None)
        number = await store.writer.begin(begun(made))
        await store.writer.write_progress(number, made.state, 0, [])
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_after_kill_9_a_key_opens_the_form_of_the_interrupted_call_as_it_was(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.sqlite3"
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, str(path))
    assert await program.wait() == -signal.SIGKILL
    async with Store(path) as store:
        session = FakeSession(an_app(ENDPOINT), store=store)
        session.source = SOURCE
        app = make_app(session, previous_run=PreviousRun())
        async with app.run_test(size=SIZE) as pilot:
            words = "interrupted /predict of A title and 1 more call, the last time"
            await wait_until(pilot, lambda: words in status_bar_text(app))
            await wait_until(pilot, lambda: "ctrl+g interrupted call" in screen_text(app))
            await pilot.press("ctrl+g")
            page = await wait_for_form(pilot, app)
            assert text_of(page) == "cut off"
            await wait_until(pilot, lambda: "half of cut off" in screen_text(app))
            await pilot.press("ctrl+g")
            await wait_until(pilot, lambda: "half of before that" in screen_text(app))
            await wait_until(pilot, lambda: "before that" in str(page.view.form.fields.values()))
            await pilot.press("ctrl+g")
            await wait_until(pilot, lambda: "ctrl+g" not in screen_text(app))
        app = make_app(session, previous_run=PreviousRun())
        async with app.run_test(size=SIZE):
            await app.workers.wait_for_complete()
            assert app.app_state.interrupted == [], "it is told once"


async def test_the_draft_and_a_form_changed_beside_an_older_call_come_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.sqlite3"
    async with Store(path) as store:
        app, session = start(store, an_app())
        session.scripts = [[Completed(("one",), 0.1)], [Completed(("two",), 0.1)]]
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            await pilot.press(*"a", "ctrl+r")
            await wait_for_recordings(pilot, app, 1)
            await pilot.press(*"b", "ctrl+r")
            await wait_for_recordings(pilot, app, 2)
            await pilot.press(*"c", "escape", "left_square_bracket")
            await wait_until(pilot, lambda: text_of(page) == "a")
            await pilot.press("enter", "!")
            await wait_until(pilot, lambda: "a!" in str(read_start_values(path, "", KEY).kept))
    async with Store(path) as store:
        app, _ = start(store, an_app())
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            assert text_of(page) == "a!", "the form that was on the screen"
            await wait_until(pilot, lambda: "one" in screen_text(app))
            await pilot.press("escape")
            for key, text in (("]", "ab"), ("]", "abc"), ("[", "ab"), ("[", "a!")):
                await pilot.press(_character_to_key(key))
                await wait_until(pilot, lambda text=text: text_of(page) == text)  # type: ignore[misc]


async def test_a_draft_waits_while_an_older_call_is_run_again() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed((text,), 0.1)] for text in ("one", "two", "three")]
    app = make_app(session, src=SRC)
    async with app.run_test(size=SIZE) as pilot:
        page = await wait_for_form(pilot, app)
        for count, key in enumerate("ab", 1):
            await pilot.press(key, "ctrl+r")
            await wait_for_recordings(pilot, app, count)
        await pilot.press("c", "escape", "left_square_bracket")
        await wait_until(pilot, lambda: text_of(page) == "a")
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 3)
        await wait_until(pilot, lambda: "three" in screen_text(app))
        assert text_of(page) == "a"
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: text_of(page) == "abc")


def text_of(page: UsePage) -> Any:
    return page.view.form.fields.values()["text"]


async def test_a_result_tells_that_the_form_has_changed_since() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("hi",), 0.1)]]
    app = make_app(session, src=SRC)
    async with app.run_test(size=SIZE) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press(*"hi", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.pause()
        assert "changed since" not in screen_text(app)
        await pilot.press("!")
        await wait_until(pilot, lambda: "the form has changed since" in screen_text(app))
