"""The start with SRC: the form of an app that was opened before stands there before it answers."""

from typing import Any, cast

from textual.pilot import Pilot

from spacetui.errors import Unreachable
from spacetui.model.events import Completed
from spacetui.model.schema import App
from spacetui.session.opened_app import OpenedApp
from spacetui.session.previous_run import PreviousRun
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.page import FindPage
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    wait_for_form,
    wait_longer_until,
    wait_until,
)
from tests.tui.fake_session import HOSTILE, SAY, FakeSession, SlowSession, an_app, opened_app
from tests.tui.screen_text import screen_text, unsafe_rows

SIZE, WIDE = (120, 40), (200, 60)


def known_app(session: FakeSession, app: App) -> OpenedApp:
    """Return an app as it was the last time."""
    return opened_app("demo/text", app, session.source, None)


def start(session: FakeSession, before: App) -> SpacetuiApp:
    """Return the app over an app that was `before` when it was opened the last time."""
    return make_app(
        session,
        src="demo/text",
        previous_run=PreviousRun(cast(Any, known_app(session, before)), {}),
    )


async def wait_for_answer(pilot: Pilot[Any], page: UsePage) -> None:
    await wait_until(pilot, lambda: page.space is not None and page.space.is_open)
    await pilot.pause()


async def test_a_known_form_takes_keys_and_runs_what_was_asked_for_once_the_app_answers() -> None:
    session = SlowSession(an_app())
    session.scripts = [[Completed(("hi!",), 0.1)]]
    app = start(session, an_app())
    async with app.run_test(size=SIZE) as pilot:
        page = await wait_for_form(pilot, app)
        assert "1 · refr" in screen_text(app)
        assert "refreshing it" in status_bar_text(app)
        await pilot.press(*"hi", "ctrl+r")
        await wait_until(pilot, lambda: "it is sent when" in status_bar_text(app))
        assert session.calls == []
        await pilot.press("!")
        session.answers.set()
        await wait_until(pilot, lambda: len(session.calls) == 1)
        assert session.calls[0].values["text"] == "hi!"
        assert page.view.form.has_focus_within
        await wait_until(pilot, lambda: "refr" not in screen_text(app))


async def test_what_has_changed_since_the_last_time_is_marked_and_not_sent_unseen() -> None:
    slider = SAY.parameters[1]._replace(name="count")
    changed = SAY._replace(parameters=(SAY.parameters[0], slider))
    new = SAY._replace(api_name=f"/new{HOSTILE}", fn_index=1)
    session = SlowSession(an_app(changed, new))
    app = start(session, an_app())
    async with app.run_test(size=WIDE) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press(*"hi", "ctrl+r")
        session.answers.set()
        await wait_for_answer(pilot, page)
        await wait_until(pilot, lambda: "2 · 1 new, 1 changed" in screen_text(app))
        assert "+ /new" in screen_text(app)
        assert "changed since" in status_bar_text(app)
        assert session.calls == []
        assert page.view.form.fields.values() == {"text": "hi", "count": 2}
        assert unsafe_rows(app) == []


async def test_a_known_form_stays_when_its_app_does_not_answer_and_ctrl_r_asks_again() -> None:
    session = FakeSession(an_app())
    session.open_error = Unreachable("no route to demo/text")
    app = start(session, an_app())
    async with app.run_test(size=SIZE) as pilot:
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: "no route to demo/text" in status_bar_text(app))
        assert "1 · not" in screen_text(app)
        await pilot.press(*"hi")
        session.open_error = None
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 1)
        assert session.calls[0].values["text"] == "hi"
        assert page.space is not None and page.space.is_open


async def test_an_app_never_seen_is_opened_without_the_find_page_and_esc_goes_there() -> None:
    session = SlowSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "opening demo/text" in status_bar_text(app))
        await pilot.press(*"hi")
        session.answers.set()
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.view.form.fields.values().get("text") == "hi")
        assert not app.query(FindPage)
        assert "find" not in app._screen_stacks
    session.answers.clear()
    app = make_app(session, src="demo/text")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "opening demo/text" in status_bar_text(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, FindPage))
        await wait_until(pilot, lambda: "stopped demo/text" in status_bar_text(app))
        assert app.app_state.spaces == []


async def test_why_an_app_does_not_open_is_shown_on_the_find_page() -> None:
    session = FakeSession(an_app())
    session.open_error = Unreachable("no route to demo/text")
    app = make_app(session, src="demo/text")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, FindPage))
        await wait_until(pilot, lambda: "no route to demo/text" in status_bar_text(app))
        session.open_error = None
        await pilot.press("ctrl+r")
        await wait_for_form(pilot, app)


async def test_the_command_hears_when_all_is_imported_that_the_first_pages_need() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    heard: list[bool] = []
    app.on_prepared = lambda: heard.append(True)
    async with app.run_test(size=SIZE) as pilot:
        await wait_longer_until(pilot, lambda: heard == [True])
