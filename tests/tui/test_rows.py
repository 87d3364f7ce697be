"""Lists of rows: as high as what is in them, from the first moment."""

from textual.content import Content
from textual.geometry import Size

from spacetui.tui.chrome.rows import Rows
from spacetui.tui.chrome.steps import Steps
from spacetui.tui.trouble import Step
from tests.tui.hosts import Host, screen_text

WINDOW = Size(80, 24)


def test_a_list_knows_its_height_before_it_has_a_size() -> None:
    rows = Rows(lambda row, width, is_current: [Content(row), Content("")])
    rows.set_reactive(Rows.current, 0)
    rows._rows = ["a", "b", "c"]
    assert rows.get_content_height(WINDOW, WINDOW, 40) == 6


async def test_steps_come_and_go_and_are_seen_each_time() -> None:
    steps = Steps()
    host = Host(lambda: [steps])
    async with host.run_test(size=(60, 16)) as pilot:
        for _ in range(8):
            steps.show_steps((Step("w", "wait"), Step("a", "log in")))
            await pilot.pause()
            await pilot.pause()
            assert "w  wait" in screen_text(host) and "a  log in" in screen_text(host)
            steps.show_steps(())
            await pilot.pause()
            assert "wait" not in screen_text(host)
