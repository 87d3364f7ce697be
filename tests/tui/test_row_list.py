"""Lists of rows: as high as what is in them, from the first moment."""

from dataclasses import replace

import pytest
from textual.content import Content
from textual.geometry import Size

from spacetui.tui.use.side_panes import EndpointsPane
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.wording.recovery import Action
from tests.tui.fakes import SAY, FakeSession, an_app
from tests.tui.hosts import Host, screen_text
from tests.tui.test_find_page import an_explorer, drawn, until
from tests.tui.test_use_page import opened

WINDOW = Size(80, 24)


def test_a_list_knows_its_height_before_it_has_a_size() -> None:
    rows = RowList(lambda row, width, is_current: [Content(row), Content("")])
    rows.set_rows(["a", "b", "c"])
    assert rows.get_content_height(WINDOW, WINDOW, 40) == 6


async def test_steps_come_and_go_and_are_seen_each_time() -> None:
    steps = ActionList()
    host = Host(lambda: [steps])
    async with host.run_test(size=(60, 16)) as pilot:
        for _ in range(8):
            steps.show_actions((Action("w", "wait"), Action("a", "log in")))
            await pilot.pause()
            await pilot.pause()
            assert "w  wait" in screen_text(host) and "a  log in" in screen_text(host)
            steps.show_actions(())
            await pilot.pause()
            assert "wait" not in screen_text(host)


@pytest.mark.parametrize("size", [(120, 40), (200, 60), (200, 24)])
async def test_a_list_longer_than_its_pane_scrolls_and_keeps_its_cursor_in_sight(
    size: tuple[int, int],
) -> None:
    many = tuple(replace(SAY, api_name=f"/{n:03}-{'long' * 20}", fn_index=n) for n in range(129))
    app = an_explorer(FakeSession(an_app(*many)), src="demo/text")
    async with app.run_test(size=size) as pilot:
        page = await opened(pilot, app)
        rows = page.query_one(EndpointsPane).query_one(RowList)
        assert rows.show_vertical_scrollbar and not rows.show_horizontal_scrollbar
        assert all(
            rows.line_at(y)[1].cell_length <= rows.scrollable_content_region.width - 2
            for y in range(rows.line_count)
        )
        rows.focus()
        await pilot.press("G")
        await until(
            pilot, lambda: page.space is not None and page.space.api_name.startswith("/128")
        )
        assert "/128-long" in drawn(app)
