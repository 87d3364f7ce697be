"""A table of a result: what is in sight of 100,000 rows, sorted, filtered, copied and saved."""

from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from spacetui.model.events import Completed
from spacetui.model.schema import Json, Return
from spacetui.tui.outputs import table_layout
from spacetui.tui.outputs.table import TableView
from spacetui.tui.outputs.table_filter import AT_ONCE
from tests.tui.app_driver import wait_until
from tests.tui.outputs.view_on_screen import on_screen, shown
from tests.tui.screen_text import screen_text
from tests.tui.test_sending import RANK, opened

TOWNS: Json = {
    "headers": ["town", "people"],
    "data": [["Bern", 134_591], ["Aarau", 21_726], ["Basel", 173_863], ["Chur", None]],
    "metadata": None,
}


def first_column(app: Any) -> list[str]:
    """Return the first word of each row of the table on the screen."""
    lines = [line.split() for line in screen_text(app).split("\n")]
    rule = next(at for at, line in enumerate(lines) if line and line[0].startswith("──"))
    return [line[0] for line in lines[rule + 1 :] if line]


async def test_a_table_is_sorted_filtered_copied_and_saved_by_keys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(RANK, scripts=[[Completed((TOWNS,), 1.0)]]) as now:
        copied: list[str] = []
        monkeypatch.setattr(now.app, "copy_text", lambda text, *more: copied.append(text))
        await now.run(1)
        now.page.view.result.focus_first()
        await now.pilot.pause()
        view = now.app.focused
        assert isinstance(view, TableView)
        await now.pilot.press("l", "O")
        assert view.text_to_copy().split()[2::2] == ["Aarau", "Bern", "Basel", "Chur"]
        assert "O sort" in screen_text(now.app) and "/ filter" in screen_text(now.app)
        await now.pilot.press("O", "j", "y", "c")
        await wait_until(now.pilot, lambda: len(copied) == 2)
        assert copied == ["134591", "Bern\t134591"]
        await now.pilot.press("/", "a", "enter", "Y")
        await wait_until(now.pilot, lambda: len(copied) == 3)
        assert copied[2] == "town\tpeople\nBasel\t173863\nAarau\t21726"
        saved = view.to_save()
        assert (
            saved is not None and saved.content == b"town,people\r\nBasel,173863\r\nAarau,21726\r\n"
        )
        assert "2 of 4 rows" in screen_text(now.app)
        await now.pilot.press("escape")
        assert isinstance(now.app.focused, TableView) and not view.query(Input)
        assert view.text_to_copy().split()[2::2] == ["Basel", "Bern", "Aarau", "Chur"]


async def test_only_the_rows_in_sight_of_20_000_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Json] = []
    draw = table_layout.drawn_cell

    def counted(value: Json) -> Any:
        drawn.append(value)
        return draw(value)

    monkeypatch.setattr(table_layout, "drawn_cell", counted)
    rows: Json = [[f"r{number}", number] for number in range(20_000)]
    async with on_screen(Return("out", "Dataframe")) as (app, view, pilot):
        view.show({"headers": ["name", "n"], "data": rows}, True)
        view.fit(30)
        view.focus()
        await pilot.pause()
        assert "1" not in first_column(app) and first_column(app)[:2] == ["r0", "r1"]
        assert "23 of 20 000 rows; Y copies all" in screen_text(app)
        drawn.clear()
        await pilot.press("G", "pageup", "k")
        await pilot.pause()
        assert first_column(app)[0] == f"r{20_000 - 23 - 1}"
        assert 0 < len(drawn) < 400, "a screen for each key"
        await pilot.press("l", "O")
        await shown(app, pilot)
        await pilot.press("O")
        await shown(app, pilot)
        await pilot.press("g")
        assert first_column(app)[0] == "r19999"
        assert len(rows) > AT_ONCE, "in a thread"


async def test_the_wheel_scrolls_the_rows_and_a_click_on_a_header_sorts() -> None:
    rows: Json = [[number, "x"] for number in range(100)]
    async with on_screen(Return("out", "Dataframe")) as (app, view, pilot):
        view.show({"headers": ["number", "more"], "data": rows}, True)
        view.fit(20)
        await pilot.pause()
        await pilot._post_mouse_events([events.MouseScrollDown], view)
        await pilot.pause()
        assert first_column(app)[0] == "3"
        for _ in range(2):
            await pilot.click(view.body, offset=(3, 0))
        await pilot.pause()
        view.cursor.go(-200)
        await pilot.pause()
        assert first_column(app)[0] == "99"
