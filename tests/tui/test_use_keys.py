"""The keys of the use page: pressed at once, while typing, or twice."""

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.command import CommandList
from textual.widgets import Input

from spacetui.model.events import Started
from spacetui.model.run import Status
from spacetui.model.schema import Parameter
from spacetui.settings.table import TABLE
from spacetui.system.clipboard import CopyResult
from spacetui.tui import settings_dialog
from spacetui.tui.keys import KEYS
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.item_actions import bound_actions, offers_command
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_heading import PaneHeading
from tests.tui.app_driver import make_app, toast_texts, wait_for_form, wait_until
from tests.tui.fake_session import HOSTILE, SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text


async def test_ctrl_c_copies_a_selection_then_cancels_then_asks_and_quits() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started()]]
    app = make_app(session, src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        page = await wait_for_form(pilot, app)
        app.copy_text = lambda text, *rest: copied.append(text)  # type: ignore[method-assign]
        await pilot.press(*"pick me", "ctrl+r")
        await wait_until(pilot, lambda: bool(session.lives))
        field = page.view.form.fields[0].query_one(Input)
        field.focus()
        field.select_all()
        await pilot.press("ctrl+c")
        assert copied == ["pick me"]
        assert field.selection.is_empty, "so that the same key goes on to the call"
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: page.space is not None and page.space.shown_call is not None
                    and page.space.shown_call.state.status is Status.CANCELLED)  # fmt: skip
        assert app.is_running
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: toast_texts(app) == ["ctrl+c again quits"])
        await pilot.press("ctrl+c")
        await pilot.pause()
    assert app.return_code == 0


async def test_the_copy_key_copies_the_snippet_on_show_and_says_so() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)

        def copy(text: str, suffix: str, say: Any) -> None:
            copied.append(text)
            say(CopyResult("copied", in_clipboard=True))

        app.copy_text = copy  # type: ignore[method-assign,assignment]
        await pilot.press(*"hi", "ctrl+y")
        await wait_until(pilot, lambda: bool(copied))
        assert copied == [page.view.code.source]
        assert "✓ copied" in screen_text(app)


async def test_ctrl_r_right_after_typing_sends_all_that_was_typed() -> None:
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        # As a terminal delivers them: all in the app's queue before the field has seen the first.
        for character in "all of it":
            app.post_message(events.Key("space" if character == " " else character, character))
        app.post_message(events.Key("ctrl+r", None))
        await wait_until(pilot, lambda: bool(session.calls))
        assert session.calls[0].values["text"] == "all of it"


async def test_letters_typed_right_after_a_tab_go_to_the_next_field() -> None:
    two = tuple(
        Parameter(name, name, "Textbox", {"type": "string"}, "str") for name in ("one", "two")
    )
    app = make_app(FakeSession(an_app(SAY._replace(parameters=two))), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        for key in ("a", "b", "tab", "c", "d", "shift+tab", "e"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_until(
            pilot, lambda: page.view.form.fields.values() == {"one": "abe", "two": "cd"}
        )


async def test_ctrl_r_pressed_again_sends_an_empty_text() -> None:
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r", "ctrl+r")
        await wait_until(pilot, lambda: bool(session.calls))
        assert session.calls[0].values["text"] == ""


async def test_the_palette_has_no_ornaments_and_enter_runs_its_command() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+p", *"next", "space", *"lang")
        await wait_until(
            pilot, lambda: "next language" in screen_text(app) and "ctrl+l" in screen_text(app)
        )
        assert not set("🔎▔▁") & set(screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.app_state.languages.current == "curl")


async def test_the_palette_holds_everything_once_and_the_likeliest_first() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape")
        groups = page.keys()
        likely = [KEYS[id].title for group in groups for each in group for id in each.ids]
        for mode in ("use", "find", "recorder", "history"):
            await app.switch_mode(mode)
            await wait_until(pilot, lambda: app.screen.query_one(PageFooter).is_attached)
            commands = list(app.get_system_commands(app.screen))
            titles = [each.title for each in commands]
            assert sorted(titles) == sorted(set(titles)), "each once"
            bound = bound_actions([app, app.screen, *app.screen.query(Pane)])
            offered = {KEYS[id].title for id in bound if offers_command(app.app_state, id)} - {""}
            assert offered <= set(titles), "every key of the page"
            assert {"theme…", "settings…", "find a Space", "open a recording…"} <= set(titles)
            assert "cancel the call" not in titles, "there is none"
        await app.switch_mode("use")
        await pilot.press("ctrl+p")
        shown = app.screen.query_one(CommandList)
        await wait_until(pilot, lambda: shown.option_count > len(likely))
        names = [str(shown.get_option_at_index(at).prompt).splitlines()[0] for at in range(5)]
        assert names == [each for each in likely if each][:5]


async def test_the_palette_has_the_settings_and_opens_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("SPACETUI_THEME", "dawn")
    opened: list[Path] = []
    monkeypatch.setattr(
        settings_dialog, "run_editor", lambda app, editor, path: opened.append(path)
    )
    monkeypatch.setenv("EDITOR", "nano")
    app = make_app(FakeSession(an_app()))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p", *"settings", "enter")
        await wait_until(pilot, lambda: "SPACETUI_THEME" in screen_text(app))
        assert all(row.name in screen_text(app) for row in TABLE[:8])
        await pilot.press("enter")
        await wait_until(pilot, lambda: opened == [tmp_path / "config.toml"])
        assert opened[0].exists()


async def test_two_keys_at_once_close_the_jump_dialog_once() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+o")
        jump = app.screen
        for key in "xf":
            jump.post_message(events.Key(key, key))
        await wait_until(pilot, lambda: app.screen is page)


async def test_exactly_one_pane_heading_is_highlighted_wherever_focus_is() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        for _ in range(6):
            await pilot.press("f6")
            await pilot.pause()
            assert sum(heading.lit for heading in page.query(PaneHeading)) == 1


async def test_f3_fills_the_form_from_each_example_in_turn() -> None:
    endpoint = SAY._replace(examples=({"text": "good morning", "times": 3}, {"text": HOSTILE}))
    app = make_app(FakeSession(an_app(endpoint)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert "good morning · 3" in screen_text(app), "the rows stand under the form"
        await pilot.press("f3")
        assert page.view.form.fields.values() == {
            "text": "good morning",
            "times": 3,
            "style": "plain",
        }
        await pilot.press("f3")
        await pilot.pause()
        assert page.view.form.fields.values() == {"text": HOSTILE, "times": 3, "style": "plain"}
        assert not set("\x1b\x07\u202e") & set(screen_text(app))
