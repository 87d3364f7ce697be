"""A JSON result as a tree: keys open, close, copy and search it; the heading says where one is."""

from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.model.events import Completed
from spacetui.model.schema import Return
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.outputs.json import JsonView
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

ROWS = [{"id": number, "in": {"odd/key": f"value {number}"}} for number in range(2_000)]
GIVES_JSON = SAY._replace(returns=(Return("rows", "JSON"),))


def app_with_rows() -> tuple[SpacetuiApp, list[str]]:
    """Give an app whose call gives ROWS, and what is copied."""
    session = FakeSession(an_app(GIVES_JSON))
    session.scripts = [[Completed(({"rows": ROWS},), 1.0)]]
    app = make_app(session, src="demo/text")
    copied: list[str] = []

    def copy_text(text: str, *args: Any, **more: Any) -> None:
        copied.append(text)

    app.copy_text = copy_text  # type: ignore[method-assign]
    return app, copied


async def shown(pilot: Pilot[Any], app: SpacetuiApp) -> JsonView:
    page: UsePage = await wait_for_form(pilot, app)
    await pilot.press("x", "ctrl+r")
    await wait_for_recordings(pilot, app, 1)
    view = page.query_one(JsonView)
    await wait_until(pilot, lambda: "2 000 items" in screen_text(app))
    view.focus()
    await wait_until(pilot, lambda: view.has_focus)
    return view


@pytest.mark.soak
async def test_nodes_are_opened_closed_copied_and_named_by_keys() -> None:
    app, copied = app_with_rows()
    async with app.run_test(size=(120, 40)) as pilot:
        view = await shown(pilot, app)
        await pilot.press("down", "right", "down", "enter", "down", "down")
        await wait_until(pilot, lambda: '"in": {…} 1 key' in screen_text(app))
        await wait_until(pilot, lambda: "/rows/0/in" in screen_text(app))
        await pilot.press("right", "right", "y", "P")
        await wait_until(pilot, lambda: len(copied) == 2)
        assert copied == ["value 0", "/rows/0/in/odd~1key"]
        await pilot.press(*["left"] * 5)
        await wait_until(pilot, lambda: view.path_in_hand == ("rows",))
        await pilot.press("left")
        await wait_until(pilot, lambda: '"rows": […] 2 000 items' in screen_text(app))
        await pilot.press("end")
        assert view.path_in_hand == ("rows",)


async def test_a_search_opens_the_way_to_what_is_closed() -> None:
    app, copied = app_with_rows()
    async with app.run_test(size=(120, 40)) as pilot:
        view = await shown(pilot, app)
        await pilot.press("slash", *"VALUE 17")
        await wait_until(pilot, lambda: "1 of 111" in screen_text(app))
        await wait_until(pilot, lambda: '"odd/key": "value 17"' in screen_text(app))
        assert app.screen.get_selected_text() == "value 17"
        await pilot.press("enter", "n")
        await wait_until(pilot, lambda: "2 of 111" in screen_text(app))
        await wait_until(pilot, lambda: '"value 170"' in screen_text(app))
        assert view.has_focus
        await pilot.press("y")
        await wait_until(pilot, lambda: copied == ["value 170"])
        await pilot.press("N", "N")
        await wait_until(pilot, lambda: "111 of 111" in screen_text(app))
        await wait_until(pilot, lambda: '"value 1799"' in screen_text(app))
        assert view.path_in_hand == ("rows", 1799, "in", "odd/key")


@pytest.mark.soak
async def test_the_chosen_node_is_sent() -> None:
    app, _ = app_with_rows()
    async with app.run_test(size=(120, 40)) as pilot:
        await shown(pilot, app)
        await pilot.press("down", "right", "down", "right", "down", "down", "right", "down", ">")
        await wait_until(pilot, lambda: "rows /rows/0/in/odd~1key" in screen_text(app))
