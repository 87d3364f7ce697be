"""The mouse: what can be clicked does what it shows, a double click opens, the wheel scrolls."""

from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from spacetui.errors import Failure
from spacetui.model.events import Completed, Failed, Log, Started
from spacetui.model.schema import Parameter
from spacetui.model.space import SpaceCard
from spacetui.tui.find.filter_row import FilterRow
from spacetui.tui.find.page import FindPage
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.widgets.login_dialog import LoginDialog
from spacetui.tui.widgets.row_list import RowList
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

CARDS = [SpaceCard(f"demo/app{n}", title=f"App {n}", stage="RUNNING") for n in range(3)]


async def click_text(pilot: Pilot[Any], words: str, *, times: int = 1) -> None:
    """Click on the first letter of the first place where `words` stand on the screen."""
    rows = screen_text(pilot.app).split("\n")
    y = next(y for y, row in enumerate(rows) if words in row)
    await pilot.click(offset=(rows[y].index(words), y), times=times)
    await pilot.pause()


async def turn_wheel(pilot: Pilot[Any], x: int, y: int) -> None:
    """Turn the wheel down once at a place of the screen; Pilot has no method for it."""
    pilot.app.post_message(events.MouseScrollDown(None, x, y, 0, 0, 0, False, False, False, x, y))
    await pilot.pause()


def focused_pane(app: App[Any]) -> str:
    """Return the title of the pane that has focus."""
    pane = app.screen.panes.focused  # type: ignore[attr-defined]
    return str(pane.TITLE) if pane is not None else ""


@pytest.mark.parametrize("title", ["1 spaces", "2 endpoints", "3 form", "4 result", "5 code"])
async def test_a_click_on_the_title_of_a_pane_focuses_it(title: str) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        (page.view.code if title == "3 form" else page.view.form).focus_first()
        await click_text(pilot, title)
        assert focused_pane(app) == title[2:]


async def test_in_a_narrow_window_the_name_of_the_hidden_pane_shows_it() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await wait_for_form(pilot, app)
        await click_text(pilot, "4 result")
        assert page.view.result.region.area
        assert focused_pane(app) == "result"
        await click_text(pilot, "5 code")
        assert page.view.code.region.area
        assert focused_pane(app) == "code"
        await click_text(pilot, "2 endpoints")
        await wait_until(pilot, lambda: focused_pane(app) == "endpoints")
        assert page.view.side.region.area


async def test_a_click_on_a_language_shows_the_code_in_it() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        focused = app.focused
        await click_text(pilot, "js")
        assert page.view.code.language == "javascript"
        assert app.focused is focused
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await click_text(pilot, "curl")
        await wait_until(pilot, lambda: "stream app /say" in screen_text(app))


async def test_a_click_on_a_filter_changes_it() -> None:
    session = FakeSession(an_app(), CARDS)
    app = make_app(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"app")
        await wait_until(pilot, lambda: "running or starting" in screen_text(app))
        filters = app.screen.query_one(FilterRow)
        await click_text(pilot, "by match")
        assert filters.selection.by_likes
        assert not filters.selection.all_stages
        await click_text(pilot, "running or starting")
        assert filters.selection.all_stages


async def test_a_click_on_an_example_fills_the_form_from_it() -> None:
    examples = ({"text": "first", "times": 3}, {"text": "second", "times": 5})
    app = make_app(FakeSession(an_app(SAY._replace(examples=examples))), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await click_text(pilot, "second")
        await wait_until(pilot, lambda: page.view.form.fields.values().get("text") == "second")
        assert page.view.form.fields.values()["times"] == 5
        await pilot.press("f3")
        await wait_until(pilot, lambda: page.view.form.fields.values().get("text") == "first")


async def test_a_click_selects_a_row_and_a_double_click_opens_it() -> None:
    app = make_app(FakeSession(an_app(), CARDS), start_ids=tuple(each.id for each in CARDS))
    async with app.run_test(size=(120, 40)) as pilot:
        page = app.screen
        assert isinstance(page, FindPage)
        rows = page.search_pane.found.rows
        await wait_until(pilot, lambda: "App 2" in screen_text(app))
        for _ in range(2):
            await click_text(pilot, "App 1")
            await pilot.pause(0.6)  # longer than between the two clicks of a double click
            assert rows.current == 1
            assert app.screen is page
        await click_text(pilot, "App 2", times=2)
        use = await wait_for_form(pilot, app)
        assert use.space is not None
        assert use.space.opened.src == "demo/app2"


async def test_a_double_click_on_the_name_in_the_card_opens_the_space() -> None:
    app = make_app(FakeSession(an_app(), CARDS), start_ids=tuple(each.id for each in CARDS))
    async with app.run_test(size=(120, 40)) as pilot:
        page = app.screen
        assert isinstance(page, FindPage)
        await pilot.press("down")
        card = page.view.space_pane.query("#card Static")
        await wait_until(pilot, lambda: bool(card) and card.first().region.height > 1)
        await pilot.click(card.first(), offset=(4, 0), times=2)
        use = await wait_for_form(pilot, app)
        assert use.space is not None and use.space.opened.src == CARDS[0].id


async def test_a_click_on_an_action_takes_it() -> None:
    session = FakeSession(an_app())
    failure = Failure("quota", "no quota is left", retry_after=60.0)
    session.scripts = [[Failed(failure)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: bool(page.view.result.actions.rows))
        await pilot.pause()
        await click_text(pilot, "log in")
        await wait_until(pilot, lambda: isinstance(app.screen, LoginDialog))


@pytest.mark.parametrize("pane", ["result", "code", "form", "endpoints"])
async def test_the_wheel_scrolls_every_pane(pane: str) -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x")
        for n in range(40)
    )
    endpoints = [SAY._replace(parameters=many)]
    endpoints += [SAY._replace(api_name=f"/say_{n}", fn_index=n) for n in range(1, 60)]
    session = FakeSession(an_app(*endpoints))
    session.scripts = [[Started(), *(Log("info", f"line {n}") for n in range(90))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "line 5" in screen_text(app))
        view = page.view
        body: Widget = {
            "result": view.result.query_one("#scroll"),
            "code": view.code.query_one("VerticalScroll"),
            "form": view.form.query_one("#fields"),
            "endpoints": view.side.endpoints.query_one(RowList),
        }[pane]
        await pilot.pause()
        assert body.max_scroll_y > 0
        await turn_wheel(pilot, body.region.x + 3, body.region.y + 3)
        await wait_until(pilot, lambda: body.scroll_y > 0)
