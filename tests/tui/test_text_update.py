"""Texts that change often: the page is laid out only where their height changes."""

from typing import Any

from textual.content import Content
from textual.widgets import Static

from spacetui.tui.inputs.text_editors import LineInput
from spacetui.tui.widgets.text_update import update_text
from tests.tui.widget_host import WidgetHost


class CountedText(Static):
    layouts = 0

    def refresh(self, *regions: Any, layout: bool = False, **more: Any) -> Any:
        self.layouts += layout
        return super().refresh(*regions, layout=layout, **more)


class CountedLine(LineInput):
    layouts = 0

    def refresh(self, *regions: Any, layout: bool = False, **more: Any) -> Any:
        self.layouts += layout
        return super().refresh(*regions, layout=layout, **more)


def host() -> WidgetHost:
    return WidgetHost(lambda: (CountedText(Content("one")), CountedLine()))


async def test_a_text_is_laid_out_again_only_where_its_height_changes() -> None:
    async with host().run_test(size=(20, 10)) as pilot:
        text = pilot.app.query_one(CountedText)
        await pilot.pause()
        long = "a line " * 9
        for content, is_laid_out in (("one", 0), ("two", 0), ("two\nlines", 1), (long, 1)):
            text.layouts = 0
            update_text(text, Content(content))
            await pilot.pause()
            assert bool(text.layouts) == is_laid_out
            assert str(text.content) == content
        assert text.size.height == 3, "the long one is shown whole"


async def test_a_letter_in_a_line_lays_nothing_out_and_a_long_line_scrolls() -> None:
    async with host().run_test(size=(20, 10)) as pilot:
        line = pilot.app.query_one(CountedLine)
        line.focus()
        await pilot.pause()
        line.layouts = 0
        await pilot.press(*"abcdefgh")
        assert (line.value, line.layouts) == ("abcdefgh", 0)
        await pilot.press(*"abcdefgh" * 4)
        await pilot.pause()
        assert line.layouts == 0 and line.scroll_offset.x > 0
        await pilot.press("home")
        await pilot.pause()
        assert line.scroll_offset.x == 0
