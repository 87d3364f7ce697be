"""The footer: it names only keys that do something now, and a click on a key presses it."""

import re
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.css.query import DOMQuery
from textual.pilot import Pilot
from textual.screen import ModalScreen

from spacetui.errors import Failure
from spacetui.model.events import Completed, Failed, Started
from spacetui.model.run import Status
from spacetui.model.schema import Endpoint, Parameter, Return
from spacetui.model.space import SpaceCard
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.page import FindPage
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.footer import PageFooter, textual_key
from tests.soak_after import soak_after
from tests.tui.app_driver import (
    call_status,
    make_app,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

PICTURE = Endpoint(
    "/draw",
    0,
    parameters=(Parameter("what", "what", "Textbox", {"type": "string"}, "str", default="a lamp"),),
    returns=(Return("picture", "File"),),
    output_slots=(True,),
)
FILE = {"path": "/tmp/lamp.csv", "url": "http://127.0.0.1:9/lamp.csv", "orig_name": "lamp.csv"}


def footer_text(app: App[Any]) -> str:
    return app.screen.query_one(PageFooter).render().plain


async def find_nothing(query: str, **filters: Any) -> Any:
    return ()


async def click_key(pilot: Pilot[Any], words: str) -> None:
    """Click on the first letter of `words` in the footer."""
    at = footer_text(pilot.app).index(words)
    await pilot.click(PageFooter, offset=(at, 0))
    await pilot.pause()


def shown_keys(app: SpacetuiApp) -> list[str]:
    """Return the ids of the keys in the footer."""
    footers = app.screen.query(PageFooter)  # none in the first frame
    return [id for each in footers for group in each.groups for hint in group for id in hint.ids]


async def test_a_text_result_is_saved_and_not_opened_and_a_file_is_both() -> None:
    for endpoint, value, expected in ((None, "hi", False), (PICTURE, FILE, True)):
        session = FakeSession(an_app(endpoint) if endpoint else an_app())
        session.scripts = [[Completed((value,), 1.0)]]
        app = make_app(session, src="demo/text")
        async with app.run_test(size=(120, 40)) as pilot:
            page = await wait_for_form(pilot, app)
            await pilot.press("x", "ctrl+r")
            await wait_for_recordings(pilot, app, 1)
            page.view.result.focus_first()
            await pilot.pause()
            assert "save" in shown_keys(app)
            assert ("open" in shown_keys(app)) is expected
            assert "copy_value" in shown_keys(app)


async def test_older_and_newer_are_named_only_where_there_is_such_a_call() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)], [Completed(("two",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        page.view.result.focus_first()
        await pilot.pause()
        assert {"older", "newer"} & set(shown_keys(app)) == set()
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 2)
        await wait_until(pilot, lambda: "older" in shown_keys(app))
        assert "newer" not in shown_keys(app)
        assert "[ older call" in footer_text(app)
        await click_key(pilot, "[ older call")
        await wait_until(pilot, lambda: page.space is not None and page.space.position == "1 of 2")
        await wait_until(pilot, lambda: "newer" in shown_keys(app))
        assert "older" not in shown_keys(app)


async def test_in_the_recorder_a_call_can_be_moved_only_where_there_is_another() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)], [Completed(("two",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await wait_until(pilot, lambda: "drop" in shown_keys(app))
        assert {"move_down", "move_up"} & set(shown_keys(app)) == set()
        await pilot.press("d")
        await wait_until(pilot, lambda: "drop" not in shown_keys(app))
        without_script = {"copy", "export", "language"} & set(shown_keys(app))
        assert without_script == set(), "there is no script"


async def test_the_search_box_offers_enter_and_down_only_where_they_lead_somewhere() -> None:
    session = FakeSession(an_app())
    app = make_app(session, start_ids=("demo/text",))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "list.down" in shown_keys(app))
        assert "field_after" not in shown_keys(app), "there are no filters without a query"
        session.hub.search = find_nothing  # type: ignore[method-assign]
        await pilot.press(*"words")
        pane = app.screen.query_one(SearchPane)
        await wait_until(pilot, lambda: pane.found.answered == "words")
        await wait_until(pilot, lambda: "list.choose" not in shown_keys(app))
        assert "list.down" not in shown_keys(app)
        assert "tab filters" in footer_text(app)


async def test_no_letter_is_named_as_a_key_while_letters_become_text() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(200, 60)) as pilot:
        page = await wait_for_form(pilot, app)
        assert "f1 help" in footer_text(app)
        names = re.findall(r"(?:^|  +)(\S+) ", footer_text(app))
        assert names and not [name for name in names if len(name) == 1]
        page.view.form.take_focus()
        await pilot.pause()
        assert "? help" in footer_text(app)


async def test_a_click_on_a_key_of_the_footer_presses_it() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started()]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x")
        focused = app.focused
        await click_key(pilot, "run")
        await wait_until(pilot, lambda: call_status(page) is Status.STARTED)
        assert app.focused is focused, "a click on the footer leaves focus where it is"
        await wait_until(pilot, lambda: "esc leave the text" in footer_text(app))
        await click_key(pilot, "esc")
        await wait_until(pilot, lambda: "esc cancel the call" in footer_text(app))
        await click_key(pilot, "esc")
        await wait_until(pilot, lambda: call_status(page) is Status.CANCELLED)
        await click_key(pilot, "? help")
        await wait_until(pilot, lambda: type(app.screen).__name__ == "HelpDialog")
        at = footer_text(app).index("close")
        await pilot.click(PageFooter, offset=(at, 0))
        await wait_until(pilot, lambda: app.screen is page)


async def test_a_click_between_two_keys_presses_none() -> None:
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("x")
        at = footer_text(app).index("ctrl+y")
        await pilot.click(PageFooter, offset=(at - 1, 0))
        await pilot.pause()
        assert not session.calls
        assert isinstance(app.screen, UsePage)


@pytest.mark.parametrize("arrow", ["↑", "↓"])
async def test_each_of_two_keys_with_one_label_can_be_clicked(arrow: str) -> None:
    cards = [SpaceCard(f"demo/app{n}", title=f"App {n}", stage="RUNNING") for n in range(3)]
    app = make_app(FakeSession(an_app(), cards), start_ids=tuple(each.id for each in cards))
    async with app.run_test(size=(120, 40)) as pilot:
        page = app.screen
        assert isinstance(page, FindPage)
        await wait_until(pilot, lambda: len(page.search_pane.found.rows.rows) == 3)
        await pilot.press("down")
        await wait_until(pilot, lambda: "↑↓ choose" in footer_text(app))
        await click_key(pilot, arrow)
        has_focus = page.search_pane.found.rows.has_focus
        assert has_focus is (arrow == "↓"), "up leads from the first row to the search box"


async def test_after_a_failure_the_footer_offers_what_can_be_done_with_it() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Failed(Failure("app", "no such colour"))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        page.view.result.focus_first()
        await wait_until(pilot, lambda: "copy error" in footer_text(app))
        assert {"save", "open"} & set(shown_keys(app)) == set()


PLACES = ("typing", "form", "result", "code", "endpoints", "spaces", "recorder")


def fingerprint(app: SpacetuiApp, session: FakeSession) -> tuple[object, ...]:
    """Return all that a key may change."""
    screen = app.screen
    return (screen, app.focused, app.clipboard, len(session.calls), screen_text(app))


async def go_to(place: str, app: SpacetuiApp, use: UsePage, pilot: Pilot[Any]) -> None:
    """Focus a place, whatever the last key has opened, zoomed or focused."""
    while isinstance(app.screen, ModalScreen):
        app.pop_screen()
    await app.switch_mode("recorder" if place == "recorder" else "use")
    await pilot.pause()
    if use.has_class("-has-zoom"):
        use.action_zoom()
    view = use.view
    panes = {
        "result": view.result,
        "code": view.code,
        "endpoints": view.side.endpoints,
        "spaces": view.side.spaces,
    }
    if place in panes:
        panes[place].focus_first()
    elif place in ("typing", "form"):
        view.form.focus_first()
    await pilot.pause()
    if place in ("typing", "form") and use.is_typing is not (place == "typing"):
        await pilot.press("enter" if place == "typing" else "escape")
    await pilot.pause()


async def press_and_see(id: str, app: SpacetuiApp, session: FakeSession, pilot: Pilot[Any]) -> None:
    """Press a key of the footer, and wait for what it changes."""
    before = fingerprint(app, session)
    await pilot.press(textual_key(id, app.screen.active_bindings.values()))
    await wait_until(pilot, lambda: fingerprint(app, session) != before)


@pytest.mark.parametrize("place", soak_after(0, PLACES))
async def test_every_key_in_the_footer_does_something(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    session = FakeSession(an_app(SAY, PICTURE))
    session.scripts = [[Completed((str(n),), 1.0)] for n in range(9)]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        use = await wait_for_form(pilot, app)
        for count in (1, 2):
            await pilot.press("x", "ctrl+r")
            await wait_for_recordings(pilot, app, count)
        await go_to(place, app, use, pilot)
        ids = shown_keys(app)
        assert ids, "a footer without keys says nothing"
        for id in sorted(ids, key=lambda id: id == "drop"):  # the last, as it takes others away
            await go_to(place, app, use, pilot)
            assert id in shown_keys(app), id
            await press_and_see(id, app, session, pilot)


async def test_no_widget_of_the_form_is_looked_at_for_the_keys_of_a_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are asked for in each frame, and a form may have hundreds of widgets."""
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape")  # else letters are the text's
        queries: list[DOMQuery[Any]] = []
        monkeypatch.setattr(DOMQuery, "nodes", property(queries.append))
        assert page.active_bindings
        monkeypatch.undo()
        assert queries == []
