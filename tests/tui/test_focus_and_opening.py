"""Opening and closing Spaces: where the focus goes, and what becomes of keys pressed meanwhile."""

import asyncio
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from spacetui.errors import Failure, Unreachable
from spacetui.model.events import Failed, Started
from spacetui.model.schema import Parameter
from spacetui.model.space import SpaceCard
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.page import FindPage
from spacetui.tui.use import side_column
from spacetui.tui.widgets.action_list import ActionList
from tests.soak_after import soak_after
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

CARDS = [SpaceCard(f"demo/{name}", title=name, stage="RUNNING") for name in ("one", "two")]
TWO_TEXTS = SAY._replace(
    parameters=tuple(
        Parameter(name, name, "Textbox", {"type": "string"}, "str") for name in ("first", "second")
    ),
)


class GatedSession(FakeSession):
    """Opens an app when the gate opens; each Space is an app at an address of its own."""

    def __init__(self) -> None:
        super().__init__(an_app(TWO_TEXTS), CARDS)
        self.gate = asyncio.Event()
        self.gate.set()

    async def open(self, src: str, *, on_stage: Any = None) -> Any:
        await self.gate.wait()
        opened = await super().open(src)
        app = opened.app._replace(url=f"http://127.0.0.1:9/{src}")
        return opened.with_app(app, opened.notes)


def gated_app(**options: Any) -> tuple[GatedSession, SpacetuiApp]:
    session = GatedSession()
    return session, make_app(session, start_ids=("demo/one", "demo/two"), **options)


async def find_nothing(query: str, **filters: Any) -> Any:
    return ()


def press_at_once(app: SpacetuiApp, *keys: str) -> None:
    """Put keys into the app's queue, as a terminal delivers what is typed ahead."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_the_second_space_gets_the_focus_into_its_form_too() -> None:
    _, app = gated_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        await pilot.press("enter")
        page = await wait_for_form(pilot, app)
        await pilot.press("a", "escape", "1", "down", "enter")  # + find another
        await wait_until(pilot, lambda: app.current_mode == "find")
        await pilot.press("down", "down", "enter")
        await wait_until(pilot, lambda: len(app.app_state.spaces) == 2)
        await wait_until(pilot, lambda: isinstance(page.focused, Input))
        await pilot.press("b")
        await wait_until(pilot, lambda: page.view.form.fields.values() == {"first": "b"})


@pytest.mark.parametrize("key", soak_after(2, ["4", "question_mark", "6", "q", "slash", "1"]))
async def test_keys_pressed_while_a_space_opens_are_typed_into_its_first_field(key: str) -> None:
    session, app = gated_app()
    session.gate.clear()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        await pilot.press("down", "enter", key, "x", "tab", "y")
        assert isinstance(app.screen, FindPage), "no key of the page acted"
        session.gate.set()
        page = await wait_for_form(pilot, app)
        typed = {"question_mark": "?", "slash": "/"}.get(key, key)
        await wait_until(
            pilot, lambda: page.view.form.fields.values() == {"first": f"{typed}x", "second": "y"}
        )


async def test_all_that_is_typed_ahead_is_in_order_and_ctrl_r_runs_it() -> None:
    session, app = gated_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        press_at_once(app, "enter", *"hello", "enter", *"you", "ctrl+r", *"!!")
        await wait_until(pilot, lambda: bool(session.calls))
        assert session.calls[0].values == {"first": "hello", "second": "you"}
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.view.form.fields.values()["second"] == "you!!")


async def test_keys_pressed_before_a_space_that_does_not_open_do_nothing() -> None:
    session, app = gated_app()
    session.gate.clear()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        session.open_error = Unreachable("nothing listens there")
        await pilot.press("enter", "o", "s", "6")
        session.gate.set()
        await wait_until(pilot, lambda: "nothing listens there" in screen_text(app))
        await pilot.pause()
        assert isinstance(app.screen, FindPage)
        assert session.hub.asked == [], "s would look for similar Spaces"
        await pilot.press("s")
        assert app.screen.search_pane.box.value == "s", "and keys act again"


async def test_esc_stops_an_opening_and_forgets_what_was_typed() -> None:
    session, app = gated_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        session.gate.clear()
        await pilot.press("enter", "a", "b")
        await wait_until(pilot, lambda: "esc stop opening" in screen_text(app))
        await pilot.press("escape", "c")
        assert isinstance(app.screen, FindPage)
        assert app.screen.search_pane.box.value == "c"


async def test_ctrl_r_before_the_form_of_an_endpoint_is_there_runs_it_when_it_is() -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x")
        for n in range(40)
    )
    session = FakeSession(an_app(SAY, SAY._replace(api_name="/long", parameters=many)))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape", "2", "down")
        await wait_until(pilot, lambda: page.view.shown_form.on_show is None)
        press_at_once(app, "ctrl+r")
        await wait_until(pilot, lambda: bool(session.calls))
        assert session.calls[0].endpoint.api_name == "/long"
        assert len(session.calls[0].values) == 40


async def test_ctrl_r_runs_the_endpoint_under_the_cursor_before_the_cursor_has_rested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(side_column, "RESTING", 60.0)
    names = ("/say", "/second", "/third")
    endpoints = [SAY._replace(api_name=name, parameters=()) for name in names]
    session = FakeSession(an_app(*endpoints))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("2")
        press_at_once(app, "down", "ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 1)
        press_at_once(app, "down", "down", "up", "down", "ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 2)
        await pilot.press("up", "tab", "ctrl+r")
        await wait_until(pilot, lambda: len(session.calls) == 3)
        called = [each.endpoint.api_name for each in session.calls]
        assert called == ["/second", "/third", "/second"]
        assert page.space is not None and page.space.api_name == "/second"


async def test_a_failed_call_leaves_the_focus_where_it_is() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Failed(Failure("unreachable", "the connection broke"))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x")
        focused = page.focused
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.pause()
        assert page.focused is focused


@pytest.mark.parametrize("pane", soak_after(1, ["3", "1", "2", "4", "5"]))
@pytest.mark.parametrize("small", [(50, 12), (80, 24)])
async def test_a_small_window_and_back_leaves_the_focus_where_it_is(
    pane: str, small: tuple[int, int]
) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape", pane)
        await pilot.pause()
        focused = page.focused
        assert focused is not None
        await pilot.resize_terminal(*small)
        await pilot.pause()
        assert page.focused is focused
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert page.focused is focused


@pytest.mark.parametrize("small", [(80, 24), (120, 40)])
async def test_the_recent_calls_keep_the_focus_in_a_window_that_does_not_show_them(
    small: tuple[int, int],
) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(200, 60)) as pilot:
        page = await wait_for_form(pilot, app)
        page.view.side.recent.focus_first()
        await pilot.pause()
        focused = page.focused
        assert focused is not None and page.panes.focused is page.view.side.recent
        await pilot.resize_terminal(*small)
        await pilot.pause()
        assert page.focused is focused and focused.region.area
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        assert page.focused is focused
        await pilot.resize_terminal(*small)
        await pilot.press("f6")
        await wait_until(pilot, lambda: page.focused is not focused)
        await wait_until(pilot, lambda: not page.view.side.recent.display)


async def test_a_space_that_does_not_open_leaves_the_focus_where_it_is() -> None:
    session, app = gated_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        page = app.screen
        assert isinstance(page, FindPage)
        session.open_error = Unreachable("nothing listens there")
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "f6 what to do" in screen_text(app))
        assert page.search_pane.found.rows.has_focus
        await pilot.press("f6")
        assert page.space_pane.actions.has_focus
        session.gate.clear()
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "esc stop opening" in screen_text(app))
        assert page.panes.focused is page.space_pane
        session.gate.set()
        await wait_until(pilot, lambda: page.space_pane.actions.has_focus)
        assert "nothing listens there" in screen_text(app)


async def test_a_narrow_window_says_why_a_space_does_not_open_and_where_to_go() -> None:
    session, app = gated_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        session.open_error = Unreachable("nothing listens there")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "f6 what to do" in screen_text(app))
        assert isinstance(app.focused, Input)
        assert "unreachable" in status_bar_text(app)
        await pilot.press("f6")
        await wait_until(pilot, lambda: "nothing listens there" in screen_text(app))
        assert isinstance(app.focused, ActionList)


async def test_coming_back_to_find_selects_the_query_so_that_typing_replaces_it() -> None:
    _, app = gated_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words", "enter")
        await wait_for_form(pilot, app)
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: isinstance(app.screen, FindPage))
        box = app.screen.query_one("#query", Input)
        await wait_until(pilot, lambda: box.selected_text == "words")
        await pilot.press("f1", "escape")
        assert box.selected_text == "words", "help moves nothing"
        await pilot.press("n")
        assert box.value == "n"


async def test_a_space_is_closed_by_its_key_with_its_calls_and_the_last_leads_to_find() -> None:
    session, app = gated_app()
    session.scripts = [[Started()]]
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 apps" in screen_text(app))
        await pilot.press("enter")
        await wait_for_form(pilot, app)
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: isinstance(app.screen, FindPage))
        await pilot.press("down", "down", "enter")
        await wait_until(pilot, lambda: len(app.app_state.spaces) == 2)
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.view.shown_form.on_show[0] is page.space)  # type: ignore[index]
        await pilot.press("a", "tab", "b", "ctrl+r")
        await wait_until(pilot, lambda: bool(app.app_state.calls.running))
        await pilot.press("escape", "1", "c")
        await wait_until(pilot, lambda: len(app.app_state.spaces) == 1)
        await wait_until(pilot, lambda: not app.app_state.calls.running)
        await wait_until(pilot, lambda: "1 open" in screen_text(app))
        assert page.space is not None and page.space.opened.src == "demo/one"
        await pilot.press("c")
        await wait_until(pilot, lambda: isinstance(app.screen, FindPage))
        assert app.app_state.spaces == []


async def test_no_result_leaves_no_old_line_in_the_status_bar() -> None:
    session, app = gated_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words")
        await wait_until(pilot, lambda: "demo/one" in status_bar_text(app))
        session.hub.search = find_nothing  # type: ignore[method-assign]
        await pilot.press("x")
        await wait_until(pilot, lambda: "nothing fits" in status_bar_text(app))
        assert "demo/one" not in status_bar_text(app)
        app.screen.query_one("#query", Input).value = "http://127.0.0.1:1"
        await wait_until(pilot, lambda: "an address" in status_bar_text(app))
