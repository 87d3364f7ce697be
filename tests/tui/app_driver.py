"""Drive the app in a test: make it, wait for what it shows, and read its state."""

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from spacetui.model.run import Status
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.fake_session import FakeSession
from tests.tui.screen_text import screen_text


def make_app(session: FakeSession, **options: Any) -> SpacetuiApp:
    """Return the app over a scripted session."""
    return SpacetuiApp(session.connect, **options)


async def wait_until(pilot: Pilot[Any], is_so: Callable[[], bool]) -> None:
    """Wait for `is_so`, at most five seconds: enough for what a scripted session causes."""
    for _ in range(500):
        if is_so():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"this did not happen; the screen:\n{screen_text(pilot.app)}")


async def wait_longer_until(pilot: Pilot[Any], is_so: Callable[[], bool]) -> None:
    """Wait for `is_so`, at most half a minute: enough for a real Gradio app on a busy machine."""
    for _ in range(6):
        try:
            return await wait_until(pilot, is_so)
        except AssertionError:
            continue
    raise AssertionError(f"this did not happen; the screen:\n{screen_text(pilot.app)}")


async def go_to_actions(pilot: Pilot[Any], app: SpacetuiApp) -> None:
    """Wait until the footer names the key that leads to what can be done, and press it."""
    await wait_longer_until(pilot, lambda: "what to do" in screen_text(app))
    assert not isinstance(app.focused, ActionList), "the focus moves by the user alone"
    await pilot.press("f6")
    await wait_until(pilot, lambda: isinstance(app.focused, ActionList))


async def wait_for_form(pilot: Pilot[Any], app: SpacetuiApp) -> UsePage:
    """Wait until the use page shows its form and the other panes, and return the page."""

    def is_there() -> bool:
        page = app.screen
        if not isinstance(page, UsePage):
            return False
        return page.view.is_whole and page.view.shown_form.on_show is not None

    await wait_until(pilot, is_there)
    await pilot.pause()
    assert isinstance(app.screen, UsePage)
    return app.screen


async def wait_for_live_form(pilot: Pilot[Any], app: SpacetuiApp) -> UsePage:
    """Wait until a real app is open and its form has fields, and return the use page."""
    await wait_longer_until(
        pilot, lambda: isinstance(app.screen, UsePage) and bool(app.screen.query("InputField"))
    )
    return await wait_for_form(pilot, app)


async def wait_for_recordings(pilot: Pilot[Any], app: SpacetuiApp, count: int) -> None:
    """Wait until so many calls have been recorded, which is when they have ended."""
    await wait_until(pilot, lambda: app.app_state.calls.recorded_count == count)


def call_status(page: UsePage) -> Status | None:
    """Return the status of the call on show, or None before the first call."""
    run = page.space.shown_call if page.space is not None else None
    return run.state.status if run is not None else None


def toast_texts(app: SpacetuiApp) -> list[str]:
    """Return the text of each notification on the screen."""
    return [str(toast.render()) for toast in app.screen.query("Toast")]


def status_bar_text(app: SpacetuiApp) -> str:
    """Return the words of the status bar as they were set, before they are cut to its width."""
    bars = app.screen.query(StatusBar)
    if not bars:
        return ""  # the page was made a moment ago
    line = bars.first().line
    return " ".join((line.head, line.rest, line.tail, line.tail_rest))
