"""What is done between a key and its frame, by counts: the rest waits until the keys pause."""

import pytest

from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.code_actions import CodeActions
from spacetui.tui.widgets.code_pane import CodePane
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import FakeSession, an_app
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
