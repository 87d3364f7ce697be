"""Outputs that stream in while somebody reads them: the place is kept, or the end is followed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.pilot import Pilot
from textual.screen import Screen

from spacetui.model.events import Completed, Partial, Started
from spacetui.model.schema import Return
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import note_drawn_lines, screen_text

TEXT = {"type": "string"}
TWO_TEXTS = SAY._replace(
    returns=(Return("first", "Textbox", TEXT, "str"), Return("second", "Textbox", TEXT, "str")),
    output_slots=(True, True),
)


def lines(count: int, name: str = "line") -> str:
    return "\n".join(f"{name} {number}" for number in range(count))


class Reading:
    """A call that streams, and the pane that shows it."""

    def __init__(self, page: UsePage, session: FakeSession, pilot: Pilot[Any]) -> None:
        self.page, self._session, self._pilot = page, session, pilot
        self.result = page.view.result

    async def give(self, *outputs: str) -> None:
        """Let more outputs come, and wait until they are drawn."""
        self._session.lives[0].give(Partial(outputs))
        await wait_until(self._pilot, lambda: self._is_drawn(outputs))
        await self._pilot.pause()

    def _is_drawn(self, outputs: Sequence[str]) -> bool:
        return [view.value for view in self.result.outputs.views] == list(outputs)

    async def end(self, *outputs: str) -> None:
        """Let the call end."""
        self._session.lives[0].give(Completed(outputs, 1.0))
        await wait_until(self._pilot, lambda: self.result.outputs.views[0].is_final)
        await self._pilot.pause()

    async def scroll_to(self, y: int) -> None:
        self.result._body.scroll_to(y=y, animate=False, immediate=True)
        await self._pilot.pause()

    def rows(self) -> list[str]:
        """Return the rows of the pane that can be seen."""
        region = self.result._body.content_region
        rows = screen_text(self._pilot.app).split("\n")[region.y : region.bottom]
        return [row[region.x : region.right].strip(" ▁▂▃▄▅▆▇█▌▍") for row in rows]


@asynccontextmanager
async def reading(*outputs: str) -> AsyncIterator[Reading]:
    """Open an app of one or two texts, run it, and let these outputs come."""
    endpoint = SAY if len(outputs) == 1 else TWO_TEXTS
    session = FakeSession(an_app(endpoint))
    session.scripts = [[Started()]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x")
        await wait_until(pilot, lambda: '"x"' in page.view.code.source)  # it is laid out too
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: bool(session.lives))
        one = Reading(page, session, pilot)
        await one.give(*outputs)
        yield one


async def test_the_end_is_followed_until_the_reader_scrolls_up_and_then_his_place_is_kept() -> None:
    async with reading(lines(60)) as one:
        assert "line 59" in one.rows()
        await one.give(lines(90))
        assert "line 89" in one.rows()
        await one.scroll_to(20)
        before = one.rows()
        for count in (100, 150, 4_900):
            await one.give(lines(count))
            assert one.rows() == before
        await one.scroll_to(3_000)
        before = one.rows()
        for count in (5_100, 6_100):  # of more than 5,000 lines the first 1,000 go
            await one.give(lines(count))
            assert one.rows() == before
        await one.scroll_to(one.result._body.max_scroll_y)
        await one.give(lines(6_150))
        assert "line 6149" in one.rows(), "at the end it follows again"
        await one.end(lines(6_160))
        assert "line 6159" in one.rows()


async def test_a_text_that_grows_above_moves_nothing_that_is_read() -> None:
    async with reading(lines(30), lines(80, "other")) as one:
        await one.scroll_to(60)
        before = one.rows()
        assert any(row.startswith("other") for row in before)
        for count in (31, 40, 70):
            await one.give(lines(count), lines(80 + count, "other"))
            assert one.rows() == before


async def test_a_new_line_at_the_end_is_laid_out_and_scrolled_to_in_one_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading(lines(60)) as one:
        frames: list[bool] = []
        refresh = Screen._refresh_layout

        def counted(screen: Any, size: Any = None, scroll: bool = False) -> None:
            frames.append(scroll)
            refresh(screen, size, scroll)

        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        arranged: list[bool] = []
        arrange = Compositor._arrange_root

        def arranging(compositor: Any, root: Any, size: Any, visible_only: bool = True) -> Any:
            arranged.append(visible_only)
            return arrange(compositor, root, size, visible_only)

        monkeypatch.setattr(Compositor, "_arrange_root", arranging)
        drawn = note_drawn_lines(monkeypatch)
        for count in (61, 62, 63, 64):
            await one.give(lines(count))
            assert f"line {count - 1}" in one.rows()
        assert sorted(drawn) == [59, 60, 60, 61, 61, 62, 62, 63], "the caret's row, and the new one"
        assert len(frames) == len(arranged) == 4, "the label is out of sight, and costs nothing"
