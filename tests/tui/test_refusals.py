"""The use page on real apps that refuse: by a validator, a login, a full queue; forgotten State."""

import asyncio
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.errors import AuthError
from spacetui.hub.client import Hub
from spacetui.model.run import Status
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.use import retry as again
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.login_dialog import LoginDialog
from tests.live.app_server import url_fixture
from tests.live.apps.login import PASSWORD, USER
from tests.tui.app_driver import (
    call_status,
    go_to_actions,
    status_bar_text,
    wait_for_live_form,
    wait_longer_until,
)
from tests.tui.screen_text import screen_text

pytestmark = pytest.mark.live


refusals_url = url_fixture("refusals")


@pytest.fixture
def an_app_on(refusals_url: str) -> Callable[[str], SpacetuiApp]:
    def make(path: str) -> SpacetuiApp:
        async def connect() -> Session:
            hub = Hub("http://127.0.0.1:9", use_saved_token=False)
            return Session(hub, Options(use_saved_token=False))

        return SpacetuiApp(connect, src=f"{refusals_url}{path}")

    return make


def post(url: str) -> None:
    urllib.request.urlopen(url, data=b"").close()


@pytest.fixture
def held_calls(refusals_url: str) -> Iterator[Callable[[], None]]:
    """Let the calls of the small app last until what this gives is called, or the test ends."""
    post(f"{refusals_url}/hold")
    yield partial(post, f"{refusals_url}/release")
    post(f"{refusals_url}/release")


async def ended(pilot: Pilot[Any], app: SpacetuiApp, page: UsePage, count: int) -> None:
    """Wait until `count` calls have been recorded and none runs."""
    await wait_longer_until(
        pilot,
        lambda: app.app_state.calls.recorded_count == count and not app.app_state.calls.running,
    )
    await pilot.pause()


async def wait_for_call(pilot: Pilot[Any], page: UsePage, count: int) -> None:
    """Wait until `count` calls were made."""
    await wait_longer_until(
        pilot, lambda: page.space is not None and len(page.space.calls) == count
    )


async def test_rejected_values_are_marked_at_their_fields_and_the_form_is_kept(
    an_app_on: Callable[[str], SpacetuiApp],
) -> None:
    app = an_app_on("")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        page.view.form.fields[1].set_value(3)
        await pilot.press("a", "b", "ctrl+r")
        await ended(pilot, app, page, 1)
        name, age = page.view.form.fields
        assert (name.error, age.error) == ("longer, please \x1b[31m[/x]", "at least 18")
        shown = screen_text(app)
        assert shown.index("✕ longer, please \\x1b[31m[/x]") < shown.index("✕ at least 18")
        assert "✕ 2 of 2 to mend" in shown and "\x1b" not in shown
        assert page.view.form.fields.values() == {"name": "ab", "age": 3}
        await pilot.press("c")
        age.set_value(30)
        await pilot.press("ctrl+r")
        await ended(pilot, app, page, 2)
        assert call_status(page) is Status.COMPLETE
        await wait_longer_until(pilot, lambda: "abc is 30, number 1" in screen_text(app))
        assert "to mend" not in screen_text(app)


async def test_r_forgets_the_state_that_calls_share(
    an_app_on: Callable[[str], SpacetuiApp],
) -> None:
    app = an_app_on("")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await pilot.press(*"abc", "ctrl+r")
        await ended(pilot, app, page, 1)
        await pilot.press("ctrl+r")
        await ended(pilot, app, page, 2)
        await wait_longer_until(pilot, lambda: "number 2" in screen_text(app))
        await pilot.press("escape", "R")
        await wait_longer_until(
            pilot,
            lambda: status_bar_text(app).startswith("state forgotten the next call starts anew"),
        )
        assert page.view.form.fields.values()["name"] == "abc", (
            "R is a letter in a text field, and a key outside"
        )
        await pilot.press("ctrl+r")
        await ended(pilot, app, page, 3)
        await wait_longer_until(pilot, lambda: "number 1" in screen_text(app))
        names = [each.title for each in app.get_system_commands(app.screen)]
        assert "forget the app's state" in names


async def test_an_app_without_state_has_nothing_to_forget(
    an_app_on: Callable[[str], SpacetuiApp],
) -> None:
    app = an_app_on("/small")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for_live_form(pilot, app)
        await pilot.press("escape", "R")
        await wait_longer_until(pilot, lambda: status_bar_text(app).startswith("nothing to forget"))
        names = [each.title for each in app.get_system_commands(app.screen)]
        assert "forget the app's state" not in names


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_locked_app_opens_after_a_login_on_the_screen(
    an_app_on: Callable[[str], SpacetuiApp], size: tuple[int, int]
) -> None:
    app = an_app_on("/locked")
    async with app.run_test(size=size) as pilot:
        await go_to_actions(pilot, app)
        await wait_longer_until(pilot, lambda: "A login is wanted." in screen_text(app))
        await pilot.press("a")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        await pilot.press(*USER, "enter", *"guessed", "enter")
        await wait_longer_until(
            pilot, lambda: "✕ the user or the password is wrong" in screen_text(app)
        )
        assert "guessed" not in screen_text(app) and USER in screen_text(app)
        for character in PASSWORD:
            await pilot.press("space" if character == " " else character)
        await pilot.press("enter")
        page = await wait_for_live_form(pilot, app)
        await pilot.press(*"hey", "ctrl+r")
        await ended(pilot, app, page, 1)
        await wait_longer_until(pilot, lambda: "HEY" in screen_text(app))
        for text in (
            screen_text(app),
            page.view.controllers.code_actions.code(),
            repr(app.app_state.calls.recorded),
            repr(app.app_state.spaces),
        ):
            assert PASSWORD not in text
        await pilot.press("escape", "escape")
        await wait_longer_until(
            pilot, lambda: app.current_mode == "find" and app.focused is not None
        )
        assert isinstance(app.focused, Input), (
            "the focus is in the search box again, whatever the card showed before"
        )


async def test_an_open_app_can_be_logged_in_to_from_the_palette(
    an_app_on: Callable[[str], SpacetuiApp],
) -> None:
    app = an_app_on("")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_live_form(pilot, app)
        commands = app.get_system_commands(app.screen)
        command = next(each for each in commands if each.title == "log in to this app")
        command.callback()
        await wait_longer_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        await pilot.press(*"ada", "tab", *"any", "ctrl+r")
        await wait_longer_until(
            pilot, lambda: status_bar_text(app).startswith("logged in ctrl+r runs the form")
        )


async def test_esc_closes_the_login_and_keeps_nothing(
    an_app_on: Callable[[str], SpacetuiApp], refusals_url: str
) -> None:
    app = an_app_on("/locked")
    async with app.run_test(size=(80, 24)) as pilot:
        await go_to_actions(pilot, app)
        await pilot.press("a")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        await pilot.press("enter", "tab", "enter")
        await wait_longer_until(pilot, lambda: "nothing is given yet" in screen_text(app))
        await pilot.press("escape")
        await wait_longer_until(pilot, lambda: isinstance(app.focused, ActionList))
        session = await app.app_state.session()
        with pytest.raises(AuthError):
            await session.open(f"{refusals_url}/locked")


async def test_a_call_that_a_full_queue_refused_is_retried_until_it_runs(
    an_app_on: Callable[[str], SpacetuiApp],
    held_calls: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(again, "FIRST_PAUSE", 0.2)
    app = an_app_on("/small")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        page.view.form.fields[0].set_value(600)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.STARTED)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.QUEUED)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.FAILED)
        await wait_longer_until(
            pilot,
            lambda: (
                "The queue is full." in screen_text(app) and "wait, then run" in screen_text(app)
            ),
        )
        await pilot.press("f6", "w")
        await wait_longer_until(pilot, lambda: "waiting for room" in status_bar_text(app))
        await asyncio.to_thread(held_calls)
        await wait_longer_until(
            pilot, lambda: call_status(page) is Status.COMPLETE and not app.app_state.calls.running
        )
        assert page.space is not None
        statuses = [run.state.status for run in page.space.calls]
        assert statuses == [Status.COMPLETE, Status.COMPLETE, Status.FAILED, Status.COMPLETE]


@pytest.mark.usefixtures("held_calls")
async def test_esc_stops_the_retries_and_keeps_the_form(
    an_app_on: Callable[[str], SpacetuiApp],
) -> None:
    app = an_app_on("/small")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        for count in (1, 2, 3):
            page.view.form.fields[0].set_value(600)
            await pilot.press("ctrl+r")
            await wait_for_call(pilot, page, count)
            await wait_longer_until(pilot, lambda: call_status(page) is not Status.SENDING)
        await wait_longer_until(
            pilot,
            lambda: call_status(page) is Status.FAILED and bool(page.view.result.actions.rows),
        )
        await pilot.press("f6", "w")
        await wait_longer_until(pilot, lambda: "waiting for room" in status_bar_text(app))
        await wait_longer_until(pilot, lambda: "esc stop the wait" in screen_text(app))
        await pilot.press("escape")
        assert status_bar_text(app).startswith("stopped Small · your form is kept")
        assert page.view.form.fields.values() == {"seconds": 600}
        for live in app.app_state.calls.running:
            live.cancel()
        await wait_longer_until(pilot, lambda: not app.app_state.calls.running)
