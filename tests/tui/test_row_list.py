"""Lists of rows: their height, what is seen of them, and where the cursor is."""

import pytest
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style

from spacetui.model.space import SpaceCard
from spacetui.tui.find.space_row import draw_space
from spacetui.tui.use.side_panes import EndpointsPane
from spacetui.tui.widgets import line_strips
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.row_layout import line_strip
from spacetui.tui.widgets.row_lines import RowLines
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.wording.recovery import Action
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

WINDOW = Size(80, 24)


def test_a_list_knows_its_height_before_it_has_a_size() -> None:
    rows = RowList(lambda row, width, is_current: [Content(row), Content("")])
    rows.set_rows(["a", "b", "c"])
    assert rows.get_content_height(WINDOW, WINDOW, 40) == 6


async def test_of_100_000_rows_of_one_line_only_those_seen_are_drawn() -> None:
    drawn_rows: set[int] = set()

    def draw(row: int, width: int, is_current: bool) -> list[Content]:
        drawn_rows.add(row)
        return [Content(f"row {row}")]

    rows = RowList(draw, one_line_rows=True)
    host = WidgetHost(lambda: [rows])
    async with host.run_test(size=(40, 12)) as pilot:
        rows.set_rows(range(100_000))
        rows.focus()
        await pilot.press("end")
        await pilot.pause()
        assert "row 99999" in screen_text(host)
        assert rows.line_count == 100_000
        assert len(drawn_rows) <= 4 * 12


@pytest.mark.parametrize("current", [0, 3, 6])
def test_a_taller_row_at_the_cursor_is_where_a_list_that_draws_all_rows_has_it(
    current: int,
) -> None:
    def draw(row: int, width: int, is_current: bool) -> list[Content]:
        return [Content(f"row {row}"), Content("more")][: 1 + is_current]

    headings = {0: Content("today"), 3: Content("before")}
    seen = RowLines(draw, lambda at: at == current, margin=0, one_line_rows=True)
    seen.taller = lambda: (current, 1)
    whole = RowLines(draw, lambda at: at == current, one_line_rows=False, margin=0)
    for lines in (seen, whole):
        lines.set_rows(range(7), headings)
        lines.lay_out(20, has_gaps=False)
    assert seen.count == whole.count == 10
    assert [seen.line_at(y) for y in range(10)] == [whole.line_at(y) for y in range(10)]
    assert [seen.lines_of(n) for n in range(7)] == [whole.lines_of(n) for n in range(7)]
    assert [seen.row_at(y) for y in range(11)] == [whole.row_at(y) for y in range(11)]


async def test_of_many_rows_only_those_seen_are_drawn_also_where_the_cursor_has_a_taller_one() -> (
    None
):
    drawn: set[int] = set()

    def draw(row: int, width: int, is_current: bool) -> list[Content]:
        drawn.add(row)
        return [Content(f"row {row}"), Content("more")][: 1 + is_current]

    rows = RowList(draw, one_line_rows=True, more_at_cursor=1, text_of=lambda row: f"row {row}")
    host = WidgetHost(lambda: [rows])
    async with host.run_test(size=(40, 12)) as pilot:
        rows.set_rows(range(5_000))
        rows.focus()
        await pilot.press("down", "end")
        await pilot.pause()
        assert screen_text(host).split()[-4:] == ["row", "4999", "▌", "more"]
        count = sum("99" in str(number) for number in range(5_000))
        assert rows.filter_rows("99") == f"{count} of 5000"
        await pilot.pause()
        assert len(drawn) <= 5 * 12


async def test_a_line_is_made_once_until_it_or_its_colours_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def counted(content: Content, width: int, style: Style) -> Strip:
        made.append(content.plain.strip())
        return line_strip(content, width, style)

    monkeypatch.setattr(line_strips, "line_strip", counted)
    rows = RowList(lambda row, width, is_current: [Content(f"row {row}")], one_line_rows=True)
    host = WidgetHost(lambda: [rows])
    async with host.run_test(size=(40, 12)) as pilot:
        rows.set_rows(range(40))
        rows.focus()
        await pilot.press("pagedown", "pagedown", "pageup", "pageup")
        await pilot.pause()
        made.clear()
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert rows.current_text in screen_text(host)
        assert not made, "these lines were on the screen before"
        host.theme = "textual-light"
        await pilot.pause()
        assert rows.current_text in str(made) and "row 0" not in made


async def test_actions_are_seen_each_time_they_are_shown() -> None:
    actions = ActionList()
    host = WidgetHost(lambda: [actions])
    async with host.run_test(size=(60, 16)) as pilot:
        for _ in range(8):
            actions.show_actions((Action("w", "wait"), Action("a", "log in")))
            await pilot.pause()
            await pilot.pause()
            assert "w  wait" in screen_text(host) and "a  log in" in screen_text(host)
            actions.show_actions(())
            await pilot.pause()
            assert "wait" not in screen_text(host)


@pytest.mark.parametrize("size", [(120, 40), (200, 60), (200, 24)])
async def test_a_list_longer_than_its_pane_scrolls_to_its_cursor(
    size: tuple[int, int],
) -> None:
    many = tuple(SAY._replace(api_name=f"/{n:03}-{'long' * 20}", fn_index=n) for n in range(129))
    app = make_app(FakeSession(an_app(*many)), src="demo/text")
    async with app.run_test(size=size) as pilot:
        page = await wait_for_form(pilot, app)
        rows = page.query_one(EndpointsPane).query_one(RowList)
        assert rows.show_vertical_scrollbar and not rows.show_horizontal_scrollbar
        assert all(
            rows.line_at(y)[1].cell_length <= rows.scrollable_content_region.width - 2
            for y in range(rows.line_count)
        )
        rows.focus()
        await pilot.press("G")
        await wait_until(
            pilot, lambda: page.space is not None and page.space.api_name.startswith("/128")
        )
        assert "/128-long" in screen_text(app)


def test_a_row_of_the_search_has_its_words_in_the_same_cells_with_and_without_the_cursor() -> None:
    card = SpaceCard("demo/text", title="Text lab", emoji="📝", stage="RUNNING", likes=41)
    with_cursor, without = (draw_space(card, 60, is_current) for is_current in (True, False))
    assert [row.plain for row in with_cursor] == [row.plain for row in without]


async def test_rows_may_still_be_set_while_their_list_is_removed() -> None:
    rows = RowList(lambda row, width, is_current: [Content(row), Content("")], gap=True)
    app = WidgetHost(lambda: [rows])
    async with app.run_test(size=(40, 20)) as pilot:
        rows.set_rows(["a", "b"])
        await pilot.pause()
        await rows.remove()
        rows.set_rows(["c"])
        assert rows.current_row == "c"


async def test_a_heading_is_above_its_row_and_takes_no_cursor() -> None:
    rows = RowList(lambda row, width, is_current: [Content(row)], gap=True)
    app = WidgetHost(lambda: [rows])
    async with app.run_test(size=(40, 40)) as pilot:
        rows.set_rows(["a", "b", "c"], headings={0: Content("first"), 2: Content("last")})
        await pilot.pause()
        lines = [rows.line_at(y) for y in range(rows.line_count)]
        shown = [(index, content.plain) for index, content in lines]
        heads = [(None, "first"), (0, "a"), (1, "b"), (None, ""), (None, "last"), (2, "c")]
        assert shown == heads
        rows.focus()
        await pilot.press("down", "down")
        assert rows.current_row == "c"
