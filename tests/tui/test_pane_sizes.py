"""The sizes of panes: keys and the mouse change them, and the next start has them again."""

from pathlib import Path
from typing import Any

from textual.events import MouseMove
from textual.pilot import Pilot

from spacetui.session.previous_run import PREFIX, PreviousRun
from spacetui.store.read_at_start import read_start_values
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.keep_state import LAYOUTS
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

SIZE = (140, 40)


def widths(page: UsePage) -> list[int]:
    """Return the widths of side, form and result as they are drawn; 0 for what is hidden."""
    view = page.view
    return [each.region.width for each in (view.side, view.form, view.result)]


def start(path: Path) -> tuple[Store, SpacetuiApp]:
    """Return the app as a new process starts it: it has read what is kept before it draws."""
    store = Store(path)
    kept = dict(read_start_values(path, "", PREFIX).kept) if path.exists() else {}
    session = FakeSession(an_app(), store=store)
    return store, make_app(session, src="demo/text", previous_run=PreviousRun(kept=kept))


async def drag(pilot: Pilot[Any], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse at a place of the screen, move it to another one, and let go."""
    await pilot.mouse_down(offset=start)
    await pilot._post_mouse_events([MouseMove], offset=end, button=1)
    await pilot.mouse_up(offset=end)
    await pilot.pause()


async def change_all(pilot: Pilot[Any], page: UsePage) -> tuple[list[int], list[int], int]:
    """Change the sizes by keys and the mouse, hide side and code, and zoom the form.

    Return the widths as they were at first and at the end, and the height of the code.
    """
    first = widths(page)
    await pilot.press("escape", "}", "}")
    await pilot.pause()
    side, form, result = widths(page)
    assert [side, form, result] == [first[0], first[1] + 8, 140 - 2 - 4 - first[0] - first[1] - 8]
    await pilot.press("4", "}")  # the last column takes from the one before it
    await pilot.pause()
    assert widths(page) == [side, form - 4, result + 4]
    for _ in range(10):
        await pilot.press("{")
    assert min(widths(page)) >= 17, "no column is closed by a key"
    # The mouse takes the blank column beside a pane.
    x, y = page.view.form.region.right, page.view.form.region.y + 5
    await drag(pilot, (x, y), (x - 30, y))
    wanted = widths(page)
    assert wanted[1] < form + first[2] - 18 - 20
    # And the blank row above the code.
    height, top = page.view.code.region.height, page.view.code.region.y - 1
    await drag(pilot, (x + 10, top), (x + 10, top - 4))
    assert page.view.code.region.height == height + 4
    await pilot.press("b")
    await pilot.pause()
    assert not page.view.side.display and sum(widths(page)) > 140 - 8
    await pilot.press("1")
    await pilot.pause()
    assert widths(page) == wanted and page.panes.focused in page.view.side.panes
    await pilot.press("b", "B")
    await pilot.pause()
    assert page.panes.focused is page.view.form, "the focus is where it is seen"
    assert not (page.view.side.display or page.view.code.display)
    assert "3 form   2 endpoints" in screen_text(pilot.app), "what is hidden is named"
    assert "4 result   5 code" in screen_text(pilot.app)
    await pilot.press("3", "z")
    return first, wanted, height + 4


async def test_sizes_hidden_panes_and_zoom_come_back_in_a_window_of_another_size(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.sqlite3"
    store, app = start(path)
    async with store, app.run_test(size=SIZE) as pilot:
        page = await wait_for_form(pilot, app)
        first, wanted, height = await change_all(pilot, page)
        await wait_until(pilot, lambda: "zoom" in str(read_start_values(path, "", LAYOUTS).kept))

    store, app = start(path)
    async with store, app.run_test(size=(200, 60)) as pilot:
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.has_class("-has-zoom"))
        await pilot.press("escape", "z")
        await pilot.pause()
        assert not (page.view.side.display or page.view.code.display)
        assert "3 form   2 endpoints" in screen_text(app)
        await pilot.press("b", "5")
        await pilot.pause()
        assert "3 form   2" not in screen_text(app)
        assert "4 result   5" not in screen_text(app)
        share = page.view.form.region.width / sum(widths(page))
        assert abs(share - wanted[1] / sum(wanted)) < 0.02
        assert page.view.code.region.height == round(height / 40 * 60)
        await pilot.resize_terminal(400, 60)
        await pilot.pause(0.1)
        assert page.view.form.region.width > 105, "wider than a line that is read well"
        assert {each.region.width for each in page.query("InputField")} == {100}
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert page.view.code.display and page.view.code.region.width > 70, "narrow: as ever"
        page.page_layout.sizes.reset()
        await pilot.resize_terminal(*SIZE)
        await pilot.pause(0.1)
        assert widths(page) == first
