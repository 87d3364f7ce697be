"""The menu of what has focus: what works there, each with its key, and why the rest does not."""

from pathlib import Path
from typing import Any

import pytest
from textual.actions import parse
from textual.pilot import Pilot

from spacetui.errors import Busy
from spacetui.session.options import Login
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.page import FindPage
from spacetui.tui.keys import KEYS, NAVIGATION
from spacetui.tui.use.example_list import ExampleList
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.help_dialog import HelpDialog
from spacetui.tui.widgets.help_keys import sections_of
from spacetui.tui.widgets.help_topic import topics_of
from spacetui.tui.widgets.item_actions import offers_command
from spacetui.tui.widgets.item_menu import ItemMenu, MenuRows
from spacetui.tui.widgets.login_dialog import LoginDialog
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.search_line import SearchLine
from tests.tui.app_driver import go_to_actions, make_app, wait_for_form, wait_until
from tests.tui.every_key.driven_app import driven, shown_keys
from tests.tui.every_key.places import PLACES, go_to
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

# Of the app, not of what has focus.
OF_THE_APP = {"interrupt", "quit", "palette", "menu"}
# What help explains first, where that is no pane alone.
ABOUT_PLACES = {"a slider": "steps", "the path of a file": "picture", "an output": "said"}
# A second key of an action, which the menu has once.
SECOND_KEYS = {"field.pick_letter"}


async def open_menu(pilot: Pilot[Any], app: SpacetuiApp) -> MenuRows:
    """Open the menu by its key or, where that is a letter of a text, as the palette does."""
    await app.run_action("over_page('menu')")
    await wait_until(pilot, lambda: bool(app.screen.query(MenuRows)))
    return app.screen.query_one(MenuRows)


def line_of(rows: MenuRows, id: str) -> int:
    """Return the first line of an action in the menu."""
    indices = [rows.line_at(y)[0] for y in range(rows.line_count)]
    return indices.index([each.id for each in rows.rows].index(id))


def working_ids(page: Page) -> set[str]:
    """Return the keys that do something to what has focus, letters of a text among them."""
    nodes = page.focused.ancestors_with_self if page.focused is not None else [page]
    found: set[str] = set()
    for node in nodes:
        for binding in (each for _, each in node._bindings):
            _, name, parameters = parse(binding.action)
            if binding.id in KEYS and node.check_action(name, parameters):
                found.add(binding.id)
    found -= NAVIGATION | OF_THE_APP | SECOND_KEYS
    return {id for id in found if offers_command(page.app_state, id)}


async def test_the_menu_of_every_place_has_the_keys_that_work_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven("use") as now:
        for place in PLACES:
            await go_to(now, place, None)
            working = working_ids(now.page)
            topics = topics_of(now.page)
            assert ABOUT_PLACES.get(place, topics[0].name) == topics[0].name, place
            assert topics[-1].kind == "pane" and topics[-1].words, place
            assert all(each.rows for each in sections_of(now.page)), place
            rows = (await open_menu(now.pilot, now.app)).rows
            offered = {each.id for each in rows if not each.why_not}
            assert "list.choose" not in working - offered or "choice.choose" in offered, place
            assert offered == working - ({"list.choose"} - offered), place
            # Enter in an Input is Textual's own.
            in_footer = set(shown_keys(now)) - NAVIGATION - OF_THE_APP - {"list.choose"}
            assert in_footer <= offered, place
            for each in rows:
                assert each.label and each.keys, place
                assert each.why_not in ("", KEYS[each.id].reason), place


async def test_a_greyed_row_says_why_and_its_key_does_nothing() -> None:
    async with driven("use") as now:
        await go_to(now, "an output", None)
        await now.pilot.press("x")
        await wait_until(now.pilot, lambda: isinstance(now.app.screen, ItemMenu))
        text = screen_text(now.app)
        assert "there is no newer call" in text and "there is nothing to open" in text
        assert "there is no older call" not in text
        space = now.app.app_state.space
        assert space is not None and space.position == "2 of 2"
        await now.pilot.press("right_square_bracket", "enter")
        assert isinstance(now.app.screen, ItemMenu), "it stays, and its row has the cursor"
        row = now.app.screen.query_one(MenuRows).current_row
        assert row is not None and row.id == "newer"
        await now.pilot.press("left_square_bracket")
        await wait_until(now.pilot, lambda: space.position == "1 of 2")
        assert len(now.app.screen_stack) == 1


async def test_enter_a_click_and_the_key_do_the_action_and_any_other_key_closes_it() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        form = page.view.form
        await pilot.press("a", "escape")

        async def menu() -> MenuRows:
            await pilot.press("x")
            await wait_until(pilot, lambda: bool(app.screen.query(MenuRows)))
            return app.screen.query_one(MenuRows)

        rows = await menu()
        assert "text" in screen_text(app).split("\n")[1], "the field is named"
        ids = [each.id for each in rows.rows]
        assert ids[0] == "field.type"
        await pilot.press("j", "down", "k", *["down"] * (ids.index("null") - 1), "enter")
        await wait_until(pilot, lambda: form.fields.values()["text"] is None)
        rows = await menu()
        await pilot.click(MenuRows, offset=(14, line_of(rows, "default")))
        await wait_until(pilot, lambda: "text" not in form.fields.values())
        await menu()
        await pilot.press("n")
        await wait_until(pilot, lambda: form.fields.values()["text"] is None)
        for key in ("x", "q", "f6", "escape", "tab", "1"):
            await menu()
            focused = page.focused
            await pilot.press(key)
            await wait_until(pilot, lambda: app.screen is page)
            assert page.focused is focused, "the key was the menu's"


async def test_while_typing_the_palette_has_the_menu() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x")
        assert page.view.form.fields.values()["text"] == "x", "it is a letter"
        await pilot.press("ctrl+p", *"menu of")
        await wait_until(pilot, lambda: "the menu of what has focus" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ItemMenu))
        await pilot.press("n")
        await wait_until(pilot, lambda: page.view.form.fields.values()["text"] is None)
        assert page.is_typing


async def test_the_menu_of_an_action_takes_it_by_its_key() -> None:
    session = FakeSession(an_app())
    session.open_error = Busy("no room")
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to_actions(pilot, app)
        assert isinstance(app.focused, ActionList)
        rows = await open_menu(pilot, app)
        ids = [each.id for each in rows.rows if not each.why_not]
        assert ids[0] == "wait" and "list.choose" in ids and "log_in" not in ids
        session.open_error = None
        await pilot.press("w")
        await wait_until(pilot, lambda: isinstance(app.screen, UsePage))


async def test_the_palette_lists_over_help_and_menu_what_it_lists_on_the_page() -> None:
    app = make_app(FakeSession(an_app()))
    async with app.run_test(size=(120, 40)) as pilot:
        page = app.screen
        for key in ("help", "menu"):
            await app.run_action(f"over_page('{key}')")
            await wait_until(pilot, lambda: app.screen is not page)
            await pilot.press("ctrl+p", *"zoom")
            await wait_until(pilot, lambda: "zoom this pane" in screen_text(app))
            await pilot.press("escape")
            await wait_until(pilot, lambda: app.screen is page)
            assert isinstance(page, FindPage) and page.focused is page.search_pane.box


async def test_the_palette_lists_over_a_dialog_what_applies_there() -> None:
    app = make_app(FakeSession(an_app()))
    async with app.run_test(size=(120, 40)) as pilot:
        tried: list[str] = []

        async def attempt(login: Login) -> Any:
            tried.append(login.token)
            return None

        app.push_screen(LoginDialog("demo/text", attempt, wants_token=True))
        await wait_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        await pilot.press("f1")
        await wait_until(pilot, lambda: "A login to this app or the Hub" in screen_text(app))
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        await pilot.press(*"abc", "ctrl+p", *"log in")
        await wait_until(pilot, lambda: "ctrl+r" in screen_text(app))
        assert "search the Hub" not in screen_text(app), "of the page below"
        await pilot.press("enter")
        await wait_until(pilot, lambda: tried == ["abc"])


async def test_an_example_is_chosen_by_keys_and_has_a_menu() -> None:
    endpoint = SAY._replace(examples=({"text": "one"}, {"text": "two"}))
    app = make_app(FakeSession(an_app(endpoint)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        form = page.view.form
        await pilot.press("tab", "tab", "tab")
        assert isinstance(app.focused, ExampleList) and not page.is_typing
        await pilot.press("j", "x")
        await wait_until(pilot, lambda: bool(app.screen.query(MenuRows)))
        assert "example 2" in screen_text(app) and "enter     fill" in screen_text(app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: form.fields.values()["text"] == "two")
        await pilot.press("k", "enter")
        await wait_until(pilot, lambda: form.fields.values()["text"] == "one")
        await pilot.press("k")
        assert form.field_focus.focused is form.fields[2], "above the examples is the last field"


async def test_help_is_searched_in_place() -> None:
    app = make_app(FakeSession(an_app()))
    async with app.run_test(size=(120, 30)) as pilot:
        page = app.screen
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
        dialog = app.screen
        grounds = {each.background_colors[1] for each in dialog.query("HelpPane, VerticalScroll")}
        assert len(grounds) == 1, "the text stands on the ground of its pane"
        await pilot.press("slash", *"QUOTA")
        await wait_until(pilot, lambda: "1 of " in screen_text(app))
        assert dialog.get_selected_text() == "quota"
        await wait_until(pilot, lambda: "without quota" in screen_text(app))
        assert not dialog.max_scroll_y, "help is as high as the window at most"
        await pilot.press("enter", "n")
        await wait_until(pilot, lambda: "2 of " in screen_text(app))
        await pilot.press("N")
        await wait_until(pilot, lambda: "1 of " in screen_text(app))
        await pilot.press("slash", "q", "question_mark")
        await wait_until(pilot, lambda: "nothing" in screen_text(app))
        assert app.screen is dialog, "its letters are text"
        await pilot.press("escape")
        await wait_until(pilot, lambda: not dialog.query(SearchLine))
        assert app.screen is dialog and dialog.get_selected_text() is None
        await pilot.press("q")
        await wait_until(pilot, lambda: app.screen is page)
