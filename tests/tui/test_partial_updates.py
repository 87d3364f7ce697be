"""Updates of a part of the window: the same as Textual's own, from fewer widgets."""

from typing import Any

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from spacetui.model.events import Partial, Started
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.textual_private.compositor import RegionCompositor
from spacetui.tui.widgets.row_view import RowView
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import note_drawn_lines, screen_text
from tests.tui.widget_host import WidgetHost

WIDTH, HEIGHT = 120, 40
PARTS = (
    {Region(0, 0, 9, 1)},
    {Region(0, HEIGHT - 2, WIDTH, 1), Region(30, 5, 17, 1)},
    {Region(72, 3, 40, 20), Region(3, 30, 80, 4), Region(0, 0, 1, HEIGHT)},
    {Region(0, 0, WIDTH, HEIGHT - 1)},
)


def drawn(update: ChopsUpdate | None) -> dict[tuple[int, int], Any]:
    """Return what an update draws, by row and column."""
    assert update is not None
    return {
        (y, x): strip
        for y, left, right in update.spans
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True)
        if x < right and end > left
    }


def count_renders(monkeypatch: pytest.MonkeyPatch, asked: list[Widget]) -> None:
    """Note each widget that is asked for its lines; what keeps lines may ask Textual for others."""
    asking: list[Widget] = []
    for owner in (Widget, ViewBody, RowView):

        def counted(widget: Any, crop: Region, render: Any = owner.render_lines) -> Any:
            if not asking:
                asked.append(widget)
            asking.append(widget)
            try:
                return render(widget, crop)
            finally:
                asking.pop()

        monkeypatch.setattr(owner, "render_lines", counted)


async def test_an_update_draws_what_changed_and_asks_no_other_widget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started(), Partial(("a line\n" * 60 + "the last",))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "the last" in screen_text(app))
        await pilot.pause()
        asked: list[Widget] = []
        count_renders(monkeypatch, asked)
        compositor: Any = page._compositor
        assert isinstance(compositor, RegionCompositor)
        for regions in PARTS:
            asked.clear()
            compositor._dirty_regions = set(regions)
            ours = drawn(compositor.render_partial_update())
            by_us = list(asked)
            asked.clear()
            compositor._dirty_regions = set(regions)
            # As Textual does it.
            monkeypatch.setattr(RegionCompositor, "_get_renders", Compositor._get_renders)
            theirs = drawn(compositor.render_partial_update())
            monkeypatch.undo()
            count_renders(monkeypatch, asked)
            assert ours == theirs
            seen = {
                compositor.get_widget_at(x, y)[0]
                for region in regions
                for y in region.line_range
                for x in range(*region.column_span)
            }
            assert set(by_us) == seen and len(by_us) == len(seen)
            assert len(by_us) < len(asked)


async def test_of_lines_that_are_shown_anew_those_that_differ_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = ViewBody()
    drawn = note_drawn_lines(monkeypatch)
    app = WidgetHost(lambda: [body])
    async with app.run_test(size=(40, 10)) as pilot:
        for words, rows in (("a b c", [0, 1, 2]), ("a X c", [1]), ("a X c", []), ("a", [0])):
            drawn.clear()
            lines = [Content(each) for each in words.split()]
            body.show_lines(lambda width, lines=lines: lines)  # type: ignore[misc]
            await pilot.pause()
            assert sorted(drawn) == rows
            assert screen_text(app).split() == words.split()
