"""The use page on a real app whose functions change components: results, and fields of the form."""

from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.hub.client import Hub
from spacetui.model.run import Status
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import call_status, wait_for_live_form, wait_longer_until
from tests.tui.screen_text import screen_text

pytestmark = pytest.mark.live


@pytest.fixture
def app(updates_url: str) -> SpacetuiApp:
    async def connect() -> Session:
        hub = Hub("http://127.0.0.1:9", use_saved_token=False)
        return Session(hub, Options(use_saved_token=False))

    return SpacetuiApp(connect, src=updates_url)


async def show(page: UsePage, api_name: str) -> None:
    """Show the form of an endpoint."""
    assert page.space is not None
    page.space.api_name = api_name
    await page.view.show_space()


def field(page: UsePage, name: str) -> InputField:
    return next(each for each in page.view.form.fields if each.parameter.name == name)


async def call(pilot: Pilot[Any], page: UsePage, api_name: str, **values: Any) -> Status | None:
    """Fill the form of an endpoint, run it, and return how the call ended."""
    await show(page, api_name)
    for name, value in values.items():
        field(page, name).set_value(value)
    await pilot.pause()
    space = page.space
    assert space is not None
    count = len(space.calls)
    page.view.controllers.runs.run()
    await wait_longer_until(
        pilot,
        lambda: (
            len(space.calls) == count + 1
            and space.calls[-1].state.status.is_final
            and not space.log.running
        ),
    )
    await pilot.pause()
    await pilot.pause()
    return call_status(page)


def choices(page: UsePage, name: str) -> list[str]:
    return [each.value for each in field(page, name).parameter.choices or ()]


async def test_the_result_shows_the_value_and_what_else_changes(app: SpacetuiApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        assert await call(pilot, page, "/refresh", prefix="x") is Status.COMPLETE
        assert "choices: x0 | x1 | x2" in screen_text(app)
        assert "unchanged" in screen_text(app)
        assert await call(pilot, page, "/stream", text="x") is Status.COMPLETE
        shown = screen_text(app)
        for words in ("choices: a | b", "label: Last", "x 1 2"):
            assert words in shown


async def test_a_field_has_the_new_choices_and_takes_one_that_the_server_takes(
    app: SpacetuiApp,
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await show(page, "/pick")
        assert choices(page, "one") == ["first", "second"]
        await call(pilot, page, "/refresh", prefix="x")
        await show(page, "/pick")
        assert choices(page, "one") == ["x0", "x1", "x2"]
        # The value of the form is no choice any more, and none came with the new ones.
        assert field(page, "one").problem() is not None
        # The server knows the new choices in the session of the update alone.
        assert await call(pilot, page, "/pick", one="x1", size=3) is Status.COMPLETE
        assert "x1 3" in screen_text(app)
        # The same where the call has State, whose session is another one.
        await call(pilot, page, "/refresh", prefix="y")
        assert await call(pilot, page, "/remember", one="y2") is Status.COMPLETE
        assert "y2 0" in screen_text(app)
        assert await call(pilot, page, "/remember", one="y1") is Status.COMPLETE
        assert "y1 1" in screen_text(app)


async def test_a_field_on_show_has_new_limits_at_once_and_keeps_what_was_typed(
    app: SpacetuiApp,
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        space = page.space
        assert space is not None
        await call(pilot, page, "/limits", most=50)
        await show(page, "/pick")
        parameter = field(page, "size").parameter
        assert (parameter.minimum, parameter.maximum, parameter.step) == (5, 50, 5)
        field(page, "size").set_value(45)
        field(page, "size").focus_editor()
        await pilot.pause()
        # While its form is on show, from a call of another endpoint.
        endpoint = space.opened.app.endpoint("/limits")
        assert endpoint is not None
        await call_beside(pilot, page, endpoint.api_name, {"most": 90})
        await wait_longer_until(pilot, lambda: field(page, "size").parameter.maximum == 90)
        await pilot.pause()
        assert field(page, "size").value() == 45
        assert field(page, "size").is_in_focus
        assert [each.parameter.name for each in page.view.form.fields] == ["one", "size"]


async def call_beside(
    pilot: Pilot[Any], page: UsePage, api_name: str, values: dict[str, Any]
) -> None:
    """Call an endpoint while the form of another one is on show."""
    from spacetui.model.call import Call

    space = page.space
    assert space is not None
    endpoint = space.opened.app.endpoint(api_name)
    assert endpoint is not None
    await page.view.controllers.calls.make(space, Call(endpoint, values))
    await pilot.pause()


async def test_a_value_that_comes_with_the_choices_is_taken_where_the_user_gave_none(
    app: SpacetuiApp,
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await show(page, "/pick")
        assert field(page, "one").value() == "first"
        await call_beside(pilot, page, "/returned", {"prefix": "x"})
        await wait_longer_until(pilot, lambda: choices(page, "one") == ["x"])
        assert field(page, "one").value() == "x"
        assert field(page, "one").label == "New x"
        await call_beside(pilot, page, "/stream", {"text": "q"})
        await wait_longer_until(pilot, lambda: choices(page, "one") == ["a", "b"])
        assert field(page, "one").value() == "b"
        assert field(page, "one").label == "Last"
        field(page, "one").set_value("a")
        await pilot.pause()
        await call_beside(pilot, page, "/stream", {"text": "q"})
        await pilot.pause()
        assert field(page, "one").value() == "a"  # what the user chose is still a choice


async def test_the_help_that_comes_later_does_not_undo_a_change(app: SpacetuiApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        space = page.space
        assert space is not None
        await call(pilot, page, "/refresh", prefix="x")
        session = await app.app_state.session()
        space.update(await session.widen(space.opened))
        await show(page, "/pick")
        assert choices(page, "one") == ["x0", "x1", "x2"]
