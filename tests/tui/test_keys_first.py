"""What is done between a key and its frame, by counts: the rest waits until the keys pause."""

from typing import Any

import pytest
from textual._compositor import ChopsUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.content import Content
from textual.geometry import Region, Size
from textual.widgets import Input

from spacetui.model.schema import Choice, Parameter
from spacetui.tui import key_priority
from spacetui.tui.app_state import AppState
from spacetui.tui.inputs.dropdown import Dropdown
from spacetui.tui.textual_private.page_screen import HeldBackScreen
from spacetui.tui.widgets.code_actions import CodeActions
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.query_input import QueryInput
from spacetui.tui.widgets.row_list import RowList
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost


async def test_changes_in_quick_succession_make_the_code_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pane = CodePane()
    made: list[int] = []
    actions = CodeActions(AppState(FakeSession(an_app()).connect), pane, lambda: None)
    monkeypatch.setattr(actions, "show", lambda: made.append(1))
    async with WidgetHost(lambda: [pane]).run_test() as pilot:
        for _ in range(5):
            actions.show_soon()
        assert not made, "letters are shown first"
        await wait_until(pilot, lambda: bool(made))
        assert len(made) == 1


async def test_a_letter_in_the_form_makes_no_code_before_the_form_rests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 36)) as pilot:
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.view.is_whole and bool(page.view.code.source))
        soon: list[int] = []
        monkeypatch.setattr(page.view.controllers.code_actions, "show_soon", lambda: soon.append(1))
        await pilot.press("q", "q", "q")
        await wait_until(pilot, lambda: bool(soon))
        assert "qqq" not in page.view.code.source


async def test_a_letter_is_drawn_before_the_frame_of_all_that_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 36)) as pilot:
        page = await wait_for_form(pilot, app)
        box = page.view.form.fields[0].query_one(Input)
        box.cursor_blink = False
        await pilot.pause()
        updates: list[set[int]] = []

        def noting(screen: Any, update: Any) -> None:
            assert isinstance(update, ChopsUpdate)
            updates.append({y for y, _, _ in update.spans})

        monkeypatch.setattr(app, "_display", noting)
        monkeypatch.setattr(key_priority, "ANSWER_SECONDS", 60.0)  # also on a busy machine
        # That frame never comes.
        monkeypatch.setattr(HeldBackScreen, "_compositor_refresh", lambda screen: None)
        await pilot.press("b")
        await wait_until(pilot, lambda: bool(updates))
        assert (updates, box.value) == ([{box.region.y}], "b"), "the row of the letter alone"


async def test_keys_in_an_open_dropdown_are_answered_by_its_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(key_priority, "ANSWER_SECONDS", 60.0)  # also on a busy machine
    colours = tuple(Choice(name, name) for name in ("red", "green", "blue"))
    colour = Parameter("colour", "colour", "Dropdown", {}, "str", default="red", choices=colours)
    app = make_app(FakeSession(an_app(SAY._replace(parameters=(colour,)))), src="demo/text")
    async with app.run_test(size=(120, 36)) as pilot:
        page = await wait_for_form(pilot, app)
        page.query_one(Dropdown).focus()
        await pilot.press("enter")
        answers: list[int] = []
        keys = app.app_state.key_priority
        monkeypatch.setattr(keys, "note_answer", lambda: answers.append(1))
        for key in ("down", "e"):
            answers.clear()
            await pilot.press(key)
            assert answers, f"{key} waits for the next frame"


async def test_no_frame_is_drawn_while_a_key_is_on_its_way_to_what_takes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys, frames = key_priority.KeyPriority(), []
    comes_meanwhile: list[str] = []

    class Page(HeldBackScreen[None]):
        def _compositor_refresh(self) -> None:
            if not self._answers.must_wait:
                frames.append(self)
            super()._compositor_refresh()

        def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
            if comes_meanwhile:
                keys.note_key()
            super()._refresh_layout(size, scroll)

    class Host(App[None]):
        def get_default_screen(self) -> Page:
            return Page(keys)

    app = Host()
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: bool(frames))
        await pilot.pause()
        frames.clear()
        monkeypatch.setattr(key_priority, "HANDLING_SECONDS", 60.0)
        keys.note_key()
        app.screen.refresh(layout=True)
        await pilot.pause(0.1)
        assert not frames
        keys.note_handled()
        await wait_until(pilot, lambda: bool(frames))
        frames.clear()
        comes_meanwhile.append("key")
        app.screen.refresh(layout=True)
        await wait_until(pilot, lambda: keys.is_under_way)
        await pilot.pause(0.1)
        assert not frames, "what was laid out before the key came is drawn after it"
        comes_meanwhile.clear()
        keys.note_handled()
        await wait_until(pilot, lambda: bool(frames))
        keys.note_key()
        monkeypatch.setattr(key_priority, "HANDLING_SECONDS", 0.0)
        frames.clear()
        app.screen.refresh()
        await wait_until(pilot, lambda: bool(frames))  # a key that nothing takes holds up little


async def test_a_key_has_been_handled_where_a_widget_or_nobody_takes_it() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 36)) as pilot:
        await wait_for_form(pilot, app)
        keys = app.app_state.key_priority
        for key in ("b", "escape", "f12"):
            await pilot.press(key)
            assert not keys.is_under_way


async def test_a_move_in_a_list_of_lines_draws_the_two_rows_that_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = RowList(lambda row, width, is_current: [Content(str(row))], one_line_rows=True)
    drawn: list[Region] = []
    host = WidgetHost(lambda: [rows])
    async with host.run_test(size=(40, 12)) as pilot:
        rows.set_rows(range(100))
        await wait_until(pilot, lambda: "9" in screen_text(host))

        def note_regions(*regions: Region, **options: Any) -> None:
            assert regions, "the list is not drawn as a whole"
            drawn.extend(regions)

        looked: list[int] = []
        with monkeypatch.context() as patched:
            patched.setattr(rows, "refresh", note_regions)
            patched.setattr(rows, "refresh_bindings", lambda: looked.append(rows.current))
            rows.current = 3
            assert sorted((each.y, each.height) for each in drawn) == [(0, 1), (3, 1)]
            for at in (4, 98, 99, 50):
                rows.current = at
        assert looked == [3, 99, 50], "which keys work changes in the first row and in the last"


async def test_a_list_puts_no_edge_of_no_cells_around_each_of_its_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = RowList(lambda row, width, is_current: [Content(str(row))], one_line_rows=True)
    host, edged = WidgetHost(lambda: [rows]), []
    render = StylesCache.render_widget

    def noting(cache: StylesCache, widget: Any, crop: Region) -> Any:
        edged.append(widget)
        return render(cache, widget, crop)

    monkeypatch.setattr(StylesCache, "render_widget", noting)
    async with host.run_test(size=(40, 12)) as pilot:
        rows.set_rows(range(100))
        await wait_until(pilot, lambda: "9" in screen_text(host))
        assert edged and rows not in edged
        # Textual's own lines, which it cuts, pads and dims, look the same.
        crop = Region(3, 1, 20, 5)
        own = render(rows._styles_cache, rows, crop)
        assert [each.text for each in rows.render_lines(crop)] == [each.text for each in own]
        rows.styles.border = ("round", "red")
        await wait_until(pilot, lambda: rows in edged)


async def test_a_letter_in_a_search_box_lays_nothing_out() -> None:
    box = QueryInput("words")
    laid_out: list[int] = []
    host = WidgetHost(lambda: [box])
    async with host.run_test() as pilot:
        box.focus()
        await pilot.pause()
        signal = host.screen.screen_layout_refresh_signal
        signal.subscribe(box, lambda _: laid_out.append(1), immediate=True)
        await pilot.press("a", "b", "c")
        await wait_until(pilot, lambda: "abc" in screen_text(host))
        assert not laid_out
        box.styles.height = 3
        await wait_until(pilot, lambda: bool(laid_out))
