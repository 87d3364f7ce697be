"""`v` runs the code on show against what was recorded; the heading of the code, or the status bar,
says what came of it. The code is curl's, which starts at once.
"""

from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.model.events import Completed
from spacetui.snippets import LANGUAGES, Language
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text


def an_app_with_calls() -> SpacetuiApp:
    session = FakeSession(an_app(SAY))
    session.scripts = [[Completed(("one",), 1.0)], [Completed(("two",), 1.0)]]
    return make_app(session, src="demo/text")


async def fill(pilot: Pilot[Any], app: SpacetuiApp) -> UsePage:
    """Show a filled form in curl, with the focus outside of a text."""
    page = await wait_for_form(pilot, app)
    page.view.form.fields[0].set_value("it's $HOME")
    page.view.controllers.code_actions.show_in("curl")
    await wait_until(pilot, lambda: "$HOME" in page.view.code.source)
    page.view.code.focus_first()
    await pilot.pause()
    return page


def status(app: SpacetuiApp) -> str:
    line = app.screen.query_one(StatusBar).line
    return f"{line.head} {line.rest}"


async def test_the_code_of_a_form_is_verified_until_it_changes() -> None:
    app = an_app_with_calls()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await fill(pilot, app)
        await pilot.press("v")
        await wait_until(pilot, lambda: "✓ verified" in screen_text(app))
        assert status(app) == "verified curl makes the 1 call as recorded"
        page.view.form.fields[0].set_value("another")
        await wait_until(pilot, lambda: "✓ verified" not in screen_text(app))


async def test_the_script_of_the_recorder_is_verified() -> None:
    app = an_app_with_calls()
    async with app.run_test(size=(120, 40)) as pilot:
        await fill(pilot, app)
        for count in (1, 2):
            await pilot.press("ctrl+r")
            await wait_for_recordings(pilot, app, count)
        await pilot.press("6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.press("v")
        await wait_until(pilot, lambda: "✓ verified" in screen_text(app))
        assert status(app) == "verified curl makes the 2 calls as recorded"


async def test_code_that_makes_another_call_is_told_in_the_status_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    curl = LANGUAGES["curl"].load_renderer()
    monkeypatch.setattr(
        Language, "load_renderer", lambda row: lambda script: curl(script).replace("$HOME", "/root")
    )
    app = an_app_with_calls()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        page.view.form.fields[0].set_value("it's $HOME")
        page.view.controllers.code_actions.show_in("curl")
        await wait_until(pilot, lambda: "/root" in page.view.code.source)
        page.view.code.focus_first()
        await pilot.press("v")
        await wait_until(pilot, lambda: "not verified" in screen_text(app))
        assert "step 1 /say: " in status(app)
        assert "✓ verified" not in screen_text(app)


async def test_where_a_value_is_wanted_the_status_bar_says_so() -> None:
    app = an_app_with_calls()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        page.view.controllers.code_actions.show_in("curl")
        await pilot.pause()
        page.view.code.focus_first()
        await pilot.press("v")
        await wait_until(pilot, lambda: "a value is wanted for" in screen_text(app))
