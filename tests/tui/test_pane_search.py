"""Searching in place: / filters a list and finds text in a result, in code and in a form."""

from typing import Any

from textual.containers import VerticalScroll
from textual.pilot import Pilot

from spacetui.model.events import Completed
from spacetui.model.schema import Parameter
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.row_list import RowList
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

LONG = "\n".join(f"line {number}" + " needle" * (number in (40, 70)) for number in range(90))


async def ran(pilot: Pilot[Any], app: SpacetuiApp) -> UsePage:
    page = await wait_for_form(pilot, app)
    await pilot.press("x", "ctrl+r")
    await wait_for_recordings(pilot, app, 1)
    await pilot.press("escape")
    await pilot.pause()
    return page


def a_long_result() -> SpacetuiApp:
    session = FakeSession(an_app(SAY, SAY._replace(api_name="/other")))
    session.scripts = [[Completed((LONG,), 1.0)]]
    return make_app(session, src="demo/text")


async def test_a_text_in_a_result_is_found_shown_and_walked_through() -> None:
    app = a_long_result()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await ran(pilot, app)
        await pilot.press("4", "slash", *"NEEDLE")
        await wait_until(pilot, lambda: "line 40 needle" in screen_text(app))
        assert "1 of 2" in screen_text(app)
        assert page.get_selected_text() == "needle"
        await pilot.press("enter", "n")
        await wait_until(pilot, lambda: "line 70 needle" in screen_text(app))
        assert "2 of 2" in screen_text(app)
        await pilot.press("n")
        await wait_until(pilot, lambda: "1 of 2" in screen_text(app))
        await pilot.press("N")
        await wait_until(pilot, lambda: "2 of 2" in screen_text(app))
        await wait_until(pilot, lambda: "esc close the search" in screen_text(app))
        await pilot.press("escape")
        await pilot.pause()
        assert page.get_selected_text() is None
        assert page.panes.focused is page.view.result
        await pilot.press("n")
        assert page.get_selected_text() is None


async def test_what_is_not_there_is_said() -> None:
    app = a_long_result()
    async with app.run_test(size=(120, 40)) as pilot:
        await ran(pilot, app)
        await pilot.press("4", "slash", *"haystack")
        await wait_until(pilot, lambda: "nothing" in screen_text(app))


async def test_the_code_can_be_searched() -> None:
    app = a_long_result()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await ran(pilot, app)
        await pilot.press("5", "slash", *"submit")
        await wait_until(pilot, lambda: page.get_selected_text() == "submit")


async def test_a_list_shows_only_what_fits_until_esc() -> None:
    app = a_long_result()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await ran(pilot, app)
        rows = page.view.side.endpoints.query_one(RowList)
        await pilot.press("2", "slash", *"OTH")
        await wait_until(pilot, lambda: [each.api_name for each in rows.rows] == ["/other"])
        assert "1 of 2" in screen_text(app)
        await pilot.press("enter")
        assert page.focused is rows
        await pilot.press("enter")
        await wait_until(pilot, lambda: page.space is not None and page.space.api_name == "/other")
        await wait_until(pilot, lambda: page.panes.focused is page.view.form)
        await pilot.press("escape", "2", "escape")
        await wait_until(pilot, lambda: len(rows.rows) == 2)


async def test_a_field_is_found_by_its_label_and_chosen() -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str") for n in range(30)
    )
    app = make_app(FakeSession(an_app(SAY._replace(parameters=many))), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape", "slash", *"label 23", "enter")
        await pilot.pause()
        field = page.view.form.fields[23]
        assert page.focused is field
        await wait_until(pilot, lambda: "label 23" in screen_text(app))


async def test_j_k_g_and_G_move_in_result_code_and_help() -> None:
    app = a_long_result()
    async with app.run_test(size=(120, 24)) as pilot:
        page = await ran(pilot, app)
        for pane, key in ((page.view.result, "4"), (page.view.code, "5")):
            await pilot.press(key)
            scroll = pane.query_one(VerticalScroll)
            await wait_until(pilot, lambda scroll=scroll: scroll.max_scroll_y > 2)  # type: ignore[misc]
            await pilot.press("g", "j", "j", "k")
            await pilot.pause()
            assert scroll.scroll_offset.y == 1
            await pilot.press("G")
            await pilot.pause()
            assert scroll.scroll_offset.y == scroll.max_scroll_y
            await pilot.press("g")
            await pilot.pause()
            assert scroll.scroll_offset.y == 0
        await pilot.press("question_mark")
        await pilot.pause()
        scroll = app.screen.query_one(VerticalScroll)
        await pilot.press("j", "j", "k")
        await pilot.pause()
        assert scroll.scroll_offset.y == 1
        await pilot.press("G")
        await pilot.pause()
        assert scroll.scroll_offset.y == scroll.max_scroll_y > 1
