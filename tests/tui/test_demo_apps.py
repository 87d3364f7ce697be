"""The app on the real apps of the demo, driven by keys: streams, queues, pictures and errors."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.model.run import Status
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.app_driver import call_status, wait_for_live_form, wait_longer_until
from tests.tui.screen_text import screen_text

pytestmark = pytest.mark.live


async def go_to(pilot: Pilot[Any], page: UsePage, api_name: str) -> None:
    """Choose an endpoint by the keys of its list."""
    assert page.space is not None
    names = [each.api_name for each in page.space.endpoints]
    steps = names.index(api_name) - names.index(page.space.api_name)
    await pilot.press("escape", "2", *["down" if steps > 0 else "up"] * abs(steps), "enter")
    await wait_longer_until(
        pilot,
        lambda: (
            page.view.shown_form.on_show == (page.space, api_name)
            and page.view.form.field_focus.focused is not None
        ),
    )


async def wait_for_complete(pilot: Pilot[Any], app: SpacetuiApp, page: UsePage, count: int) -> None:
    """Wait until so many calls were recorded and the last one is complete."""
    await wait_longer_until(
        pilot,
        lambda: (
            app.app_state.calls.recorded_count == count and call_status(page) is Status.COMPLETE
        ),
    )


async def test_a_search_by_meaning_opens_the_app_that_does_it(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"make music", "enter")
        page = await wait_for_live_form(pilot, app)
        assert page.space is not None
        assert page.space.opened.src == "demo/audio"


async def test_streamed_text_grows_on_the_screen_and_ends_whole(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on(src="demo/chat")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        prompt, pace = (
            next(field for field in page.view.form.fields if field.parameter.name == name)
            for name in ("prompt", "pace")
        )
        # Slow and long, and stopped once seen: a busy machine draws the screen once or twice a
        # second.
        pace.set_value(2)
        prompt.set_value("one two three" + " and more" * 12)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.STREAMING)
        assert page.query_one(StatusBar).line.head == "streaming"
        await wait_longer_until(pilot, lambda: "4 tokens at 2 a second" in screen_text(app))
        await pilot.press("escape", "escape")  # out of the text, then the call
        await wait_longer_until(pilot, lambda: call_status(page) is Status.CANCELLED)
        pace.set_value(50)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.COMPLETE)
        run = page.space.shown_call if page.space else None
        assert run is not None
        assert run.state.partials >= 27
        await wait_longer_until(
            pilot,
            lambda: " and more" * 3 in " ".join(screen_text(app).partition("4 result")[2].split()),
        )


async def test_a_second_slow_job_waits_in_line_shows_progress_and_stops_on_esc(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on(src="demo/slow")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.STARTED)
        await pilot.press("ctrl+r")
        await wait_longer_until(
            pilot, lambda: call_status(page) is Status.QUEUED and "in line" in screen_text(app)
        )
        await wait_longer_until(
            pilot, lambda: call_status(page) is Status.STARTED and " of 12" in screen_text(app)
        )
        await pilot.press("escape", "escape")  # out of the text, then the call
        await wait_longer_until(pilot, lambda: call_status(page) is Status.CANCELLED)
        await wait_longer_until(pilot, lambda: "you stopped this" in screen_text(app))
        first = page.space.calls[0] if page.space else None
        assert first is not None
        await wait_longer_until(pilot, lambda: first.state.status is Status.COMPLETE)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_picture_is_drawn_as_high_as_the_pane(
    an_app_on: Callable[..., SpacetuiApp], size: tuple[int, int]
) -> None:
    app = an_app_on(src="demo/image")
    async with app.run_test(size=size) as pilot:
        page = await wait_for_live_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.COMPLETE)
        await wait_longer_until(pilot, lambda: "▀▀▀" in screen_text(app))
        seen = page.view.result.query_one("#scroll").size.height
        await wait_longer_until(
            pilot,
            lambda: 0 < page.view.result.query_one(ImageWidget).size.height <= max(6, seen - 1),
        )


async def test_a_raised_error_is_quoted_and_the_form_can_be_mended_and_run(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on(src="demo/slow")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        fields = {field.parameter.name: field for field in page.view.form.fields}
        fields["mishap"].set_value("an error")
        fields["pace"].set_value(200)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.FAILED)
        await wait_longer_until(pilot, lambda: "The app failed." in screen_text(app))
        assert page.view.form.fields.values()["mishap"] == "an error"
        fields["mishap"].set_value("none")
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: call_status(page) is Status.COMPLETE)
        assert app.app_state.calls.recorded_count == 2


async def test_a_chat_remembers_between_calls_and_the_form_keeps_each_endpoint(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on(src="demo/chat")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await go_to(pilot, page, "/chat")
        for count in (1, 2):
            await pilot.press("h", "i", "ctrl+r")
            await wait_for_complete(pilot, app, page, count)
        counts = [each.outputs[1] for each in app.app_state.calls.recorded.in_script]
        assert counts[1] > counts[0], "gr.State is kept across the calls of one open Space"


async def test_all_six_apps_start_and_the_status_bar_counts_them(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.screen.query_one(SearchPane)
        await wait_longer_until(pilot, lambda: len(pane.found.rows.rows) == 6)
        await wait_longer_until(pilot, lambda: "6 of 6 up" in screen_text(app))
