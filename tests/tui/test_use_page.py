"""The use page: fill, run, watch, cancel, copy; every state a call can be in."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.model.events import Completed, Failed, Log, Partial, Progress, ProgressUnit, Queued, Started
from spacetui.model.run import Status
from spacetui.model.schema import MISSING, Endpoint, Parameter, Return
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.chrome.heading import Heading
from spacetui.tui.chrome.rows import Rows
from spacetui.tui.panes.code import CodePane
from spacetui.tui.panes.result import ResultPane
from spacetui.tui.panes.side import EndpointsPane
from spacetui.tui.saving import may_open
from spacetui.tui.screens.recorder import RecorderPage
from spacetui.tui.screens.use import UsePage
from tests.tui.fakes import HOSTILE, SAY, FakeSession, an_app
from tests.tui.test_find_page import an_explorer, drawn, until

LISTEN = Endpoint("/listen", 1, parameters=(), returns=(Return("heard", "Textbox"),), output_slots=(True,))


async def opened(pilot: Pilot[Any], app: SpacetuiApp) -> UsePage:
    await until(pilot, lambda: isinstance(app.screen, UsePage) and app.screen._shown is not None)
    await pilot.pause()
    assert isinstance(app.screen, UsePage)
    return app.screen


async def test_opening_puts_the_cursor_into_the_first_empty_field() -> None:
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press(*"hi")
        assert page.form.values() == {"text": "hi", "times": 2, "style": "plain"}


async def test_the_code_follows_the_form_as_it_is_typed_also_half_filled() -> None:
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        assert "text" in page.code.source, "a wanting value is a variable of its name"
        await pilot.press(*"dusk")
        await until(pilot, lambda: 'text="dusk"' in page.code.source)
        await pilot.press("ctrl+l")
        assert "curl" in page.code.source
        await pilot.press("ctrl+l")
        assert "Client.connect" in page.code.source
        await pilot.press("ctrl+l")
        assert page.code.language == "python"


async def test_a_narrow_window_never_shows_the_layout_of_a_wider_one(monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[bool] = []

    def compose_page(page: UsePage) -> ComposeResult:
        composed.append(page.has_class("-narrow") and not page.has_class("-normal") and page.has_class("-short"))
        return compose(page)

    compose = UsePage.compose_page
    monkeypatch.setattr(UsePage, "compose_page", compose_page)
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, app)
        assert composed == [True]
        assert page.form.region.width > 70


async def test_a_field_left_empty_is_named_and_nothing_is_sent() -> None:
    session = FakeSession(an_app())
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert session.calls == []
        assert page.form.fields[0].error
        assert "not sent · 1 field to mend" in drawn(app)
        assert "a value is wanted; ctrl+r again" in drawn(app)
        await pilot.press("x")
        await pilot.pause()
        assert not page.form.fields[0].error


async def test_a_run_is_watched_from_the_queue_to_the_result() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Queued(2, 7, 41.0)]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "3rd in line of 7" in drawn(app))
        assert "queued · 3rd of 7" in drawn(app)
        assert "0:41" in drawn(app) or "0:40" in drawn(app)
        run = page.space.run if page.space else None
        assert run is not None
        for event in (
            Started(12.0),
            Progress(
                (ProgressUnit(14, 28, "steps", None, "denoising"), ProgressUnit(0, 1, "steps", None, "decoding"))
            ),
            Log("warning", "image scaled to 1024 px"),
        ):
            run.take(event)
        page.show_run()
        await pilot.pause()
        shown = drawn(app)
        assert "denoising" in shown
        assert "14 of 28" in shown
        assert "! image scaled to 1024 px" in shown
        assert "running · step 14 of 28" in shown
        session.lives[0].cancel()


async def test_esc_cancels_the_running_call_and_keeps_what_came() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started(), Partial(("half a senten",))]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "half a senten" in drawn(app))
        await pilot.press("escape")
        await until(pilot, lambda: "you stopped this" in drawn(app))
        assert "half a senten" in drawn(app)
        assert "stopped · the server was told" in drawn(app)
        assert page.form.values()["text"] == "x"


async def test_a_failed_call_is_a_short_page_and_the_form_stays() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started(), Failed("app", f"boom {HOSTILE}", hint="Change the input.")]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "The app failed." in drawn(app))
        shown = drawn(app)
        assert "boom [/x]" in shown
        assert "Change the input." in shown
        assert "failed · your form is kept" in shown
        assert not set("\x1b\x07\u202e") & set(shown)
        assert page.form.values()["text"] == "x"
        assert app.desk.recordings[0].state.status is Status.FAILED


async def test_all_that_the_app_said_is_quoted_and_copied_line_by_line() -> None:
    session = FakeSession(an_app())
    whole = "<b>first</b><br>second<ul><li>third</ul>" + "\n".join(f"line {n} {HOSTILE}" for n in range(40))
    session.scripts = [[Failed("app", "<b>first</b>", title="Oh", details=whole)]]
    app = an_explorer(session, src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        app.copy_text = lambda text, *rest: copied.append(text)  # type: ignore[method-assign]
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "The app failed." in drawn(app))
        shown = [row.rpartition("▌")[2].split() for row in drawn(app).partition("the app said")[2].splitlines()]
        assert [row[0] for row in shown if row][:4] == ["Oh", "first", "second", "third"]
        await until(pilot, lambda: "✕ failed · ↓ more" in drawn(app))
        await pilot.resize_terminal(100, 40)
        await pilot.resize_terminal(200, 40)
        wide = r"line 0 [/x] [@click=app.quit]y[/] \x1b]0;z\x07 a\u202eb"
        await until(pilot, lambda: wide in drawn(app))
        assert not set("\x1b\x07\u202e") & set(drawn(app))
        await pilot.press("escape", "4", "y")
        await pilot.pause()
        assert copied == [whole]


async def test_the_heading_names_what_is_wanted_as_the_form_does() -> None:
    named = replace(SAY, parameters=(Parameter("param_0", "Your text", "Textbox", {"type": "string"}, "str"),))
    app = an_explorer(FakeSession(an_app(named)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        assert "0 of 1 set · Your text wanted" in drawn(app)


async def test_a_422_that_names_a_parameter_stands_at_its_field() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Failed("validation", "at most 5", parameter="times")]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: page.form.fields[1].error == "at most 5")


async def test_a_second_run_goes_in_line_beside_the_first_and_brackets_walk_the_calls() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started(), Completed(("first",), 1.0)], [Started(), Completed(("second",), 1.0)]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "first" in drawn(app))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "second" in drawn(app))
        await pilot.press("escape", "4", "left_square_bracket")
        await until(pilot, lambda: "first" in drawn(app) and "1 of 2" in drawn(app))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "2 of 2" in drawn(app))


async def test_an_endpoint_that_gives_nothing_says_so_in_every_window() -> None:
    quiet = Endpoint("/quiet", 0, parameters=(), returns=(), output_slots=())
    session = FakeSession(an_app(quiet))
    session.scripts = [[Completed((), 1.0)]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "this endpoint gives nothing back" in drawn(app))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await until(pilot, lambda: "this endpoint gives nothing back" in drawn(app))


async def test_changing_the_endpoint_keeps_each_form() -> None:
    app = an_explorer(FakeSession(an_app(SAY, LISTEN)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press(*"kept")
        await pilot.pause(0.1)
        await pilot.press("shift+f6", "down", "enter")
        await until(pilot, lambda: "nothing to fill" in drawn(app))
        await pilot.press("2", "up", "enter")
        await until(pilot, lambda: page.form.values().get("text") == "kept")


async def test_a_form_that_is_left_while_it_is_built_never_stands_for_another_endpoint() -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x") for n in range(40)
    )
    long = replace(SAY, api_name="/long", parameters=many)
    session = FakeSession(an_app(long, LISTEN))
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("shift+f6", "down")
        await until(pilot, lambda: page._shown is None)
        page.run_form()
        assert session.calls == [], "whose values would it send?"
        app.post_message(events.Key("enter", None))
        await until(pilot, lambda: page._shown == (page.space, "/listen"))
        await until(pilot, lambda: "nothing to fill" in drawn(app))
        assert page.form.fields == []


async def test_who_walks_down_the_endpoints_stays_in_the_list() -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x") for n in range(20)
    )
    long = [replace(SAY, api_name=f"/long{n}", fn_index=n, parameters=many) for n in range(6)]
    app = an_explorer(FakeSession(an_app(*long)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("escape", "2")
        rows = page.query_one(EndpointsPane).query_one(Rows)
        for n in range(1, 6):
            app.post_message(events.Key("down", None))
            # The next key comes while the form of this one is being built.
            for _ in range(100_000):
                if page._building.locked() and page.space and page.space.api_name == f"/long{n}":
                    break
                await asyncio.sleep(0)
            assert page._building.locked()
            assert app.focused is rows
        await until(pilot, lambda: page._shown == (page.space, "/long5"))
        await until(pilot, lambda: len(page.form.fields) == 20)
        assert app.focused is rows and all(field.value() == "x" for field in page.form.fields)


async def test_ctrl_c_copies_a_selection_then_cancels_then_quits() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started()]]
    app = an_explorer(session, src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        app.copy_text = lambda text, *rest: copied.append(text)  # type: ignore[method-assign]
        await pilot.press(*"pick me", "ctrl+r")
        await until(pilot, lambda: bool(session.lives))
        field = page.form.fields[0].query_one(Input)
        field.focus()
        field.select_all()
        await pilot.press("ctrl+c")
        assert copied == ["pick me"]
        field.selection = type(field.selection).cursor(0)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: page.space is not None and page.space.run is not None
                    and page.space.run.state.status is Status.CANCELLED)  # fmt: skip
        await pilot.press("ctrl+c")
        await pilot.pause()
    assert app.return_code == 0


async def test_the_copy_key_copies_the_snippet_on_show_and_says_so() -> None:
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)

        def copy(text: str, suffix: str, say: Any) -> None:
            copied.append(text)
            say("copied")

        app.copy_text = copy  # type: ignore[method-assign,assignment]
        await pilot.press(*"hi", "ctrl+y")
        await pilot.pause()
        assert copied == [page.code.source]
        assert "✓ copied" in drawn(app)


async def test_the_recorder_keeps_each_call_and_writes_one_script() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)], [Completed(("two",), 1.0)], [Failed("app", "no")]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        for count in (1, 2, 3):
            await pilot.press("x", "ctrl+r")
            await until(pilot, lambda count=count: len(app.desk.recordings) == count)
        await pilot.press("escape", "6")
        await until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.pause()
        source = app.screen.query_one(CodePane).source
        assert source.count("/say") == 2 or source.count('api_name="/say"') == 2
        assert "2 steps, 1 left out" in drawn(app)
        await pilot.press("d")
        await pilot.pause()
        assert len(app.desk.recordings) == 2


async def test_enter_on_a_recorded_call_fills_its_form_again() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: len(app.desk.recordings) == 1)
        await pilot.press("y", "z", "escape", "6")
        await until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is page and page.form.values().get("text") == "x")


async def test_a_run_pressed_right_after_the_letters_sends_all_of_them() -> None:
    session = FakeSession(an_app())
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        # As a terminal delivers them: all in the app's queue before the field has seen the first.
        for character in "all of it":
            app.post_message(events.Key("space" if character == " " else character, character))
        app.post_message(events.Key("ctrl+r", None))
        await until(pilot, lambda: bool(session.calls))
        assert session.calls[0].values["text"] == "all of it"


async def test_letters_typed_right_after_a_tab_go_to_the_next_field() -> None:
    two = tuple(Parameter(name, name, "Textbox", {"type": "string"}, "str") for name in ("one", "two"))
    app = an_explorer(FakeSession(an_app(replace(SAY, parameters=two))), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        for key in ("a", "b", "tab", "c", "d", "shift+tab", "e"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: page.form.values() == {"one": "abe", "two": "cd"})


async def test_ctrl_r_pressed_again_sends_an_empty_text() -> None:
    session = FakeSession(an_app())
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        await pilot.press("ctrl+r", "ctrl+r")
        await until(pilot, lambda: bool(session.calls))
        assert session.calls[0].values["text"] == ""


async def test_the_palette_is_a_calm_page_too_and_enter_does_what_it_names() -> None:
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        await pilot.press("ctrl+p", *"next", "space", *"lang")
        await until(pilot, lambda: "next language" in drawn(app) and "ctrl+l" in drawn(app))
        assert not set("🔎▔▁") & set(drawn(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.language == "curl")


async def test_two_keys_at_once_leave_the_jump_letters_once() -> None:
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("ctrl+o")
        jump = app.screen
        for key in "xf":
            jump.post_message(events.Key(key, key))
        await until(pilot, lambda: app.screen is page)


async def test_an_older_call_brings_its_form_and_past_the_newest_comes_the_draft() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("first",), 1.0)], [Failed("app", "no")]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        await pilot.press("a", "ctrl+r")
        await until(pilot, lambda: len(app.desk.recordings) == 1)
        await pilot.press("b", "ctrl+r")
        await until(pilot, lambda: len(app.desk.recordings) == 2)
        await pilot.press("c", "escape", "4", "left_square_bracket")
        await until(pilot, lambda: page.form.values()["text"] == "a" and "first" in drawn(app))
        await until(pilot, lambda: 'text="a"' in page.code.source)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: page.form.values()["text"] == "ab")
        assert page.result.in_hand is None, "a call that gave nothing has nothing to save"
        assert "failed · 2 of 2" in drawn(app)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: page.form.values()["text"] == "abc")


async def test_exactly_one_rule_is_lit_wherever_focus_goes() -> None:
    app = an_explorer(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        for _ in range(6):
            await pilot.press("f6")
            await pilot.pause()
            assert sum(heading.lit for heading in page.query(Heading)) == 1


async def test_a_narrow_window_shows_the_result_of_a_run_and_5_shows_the_code_again() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("here it is",), 1.0)]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, app)
        assert page.code.display
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "here it is" in drawn(app))
        assert not page.code.display
        await pilot.press("escape", "5")
        await pilot.pause()
        assert page.code.display
        assert not page.query_one(ResultPane).display


async def test_strangers_words_in_every_pane_are_drawn_and_never_act() -> None:
    hostile = Endpoint(
        f"/{HOSTILE}", 0, description=HOSTILE,
        parameters=(
            Parameter(HOSTILE, HOSTILE, "Textbox", {"type": "string"}, HOSTILE, HOSTILE, HOSTILE),
            Parameter("other", HOSTILE, HOSTILE, {}, HOSTILE, info=HOSTILE, placeholder=HOSTILE, default=MISSING),
        ),
        returns=(Return(HOSTILE, HOSTILE, {}, HOSTILE),), input_slots=(True, True), output_slots=(True,),
    )  # fmt: skip
    session = FakeSession(an_app(hostile))
    bars = Progress((ProgressUnit(1, 2, HOSTILE, None, HOSTILE),))
    session.scripts = [
        [Queued(0, 1, None), Started(), Log(HOSTILE, HOSTILE, HOSTILE), bars, Completed((HOSTILE,), 1.0)]
    ]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        page.form.fields[1].set_value("x")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: bool(app.desk.recordings))
        await pilot.pause()
        assert not set("\x1b\x07\u202e") & set(drawn(app))
        await pilot.press("escape", "6")
        await pilot.pause()
        assert not set("\x1b\x07\u202e") & set(drawn(app))


async def test_f3_fills_the_form_from_each_example_in_turn() -> None:
    endpoint = replace(SAY, examples=({"text": "good morning", "times": 3}, {"text": HOSTILE}))
    app = an_explorer(FakeSession(an_app(endpoint)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, app)
        assert "good morning · 3" in drawn(app), "the rows stand under the form"
        await pilot.press("f3")
        assert page.form.values() == {"text": "good morning", "times": 3, "style": "plain"}
        await pilot.press("f3")
        await pilot.pause()
        assert page.form.values() == {"text": HOSTILE, "times": 3, "style": "plain"}
        assert not set("\x1b\x07\u202e") & set(drawn(app))


async def test_a_token_that_the_server_repeats_is_not_drawn() -> None:
    session = FakeSession(an_app())
    session.secrets = {"hf_verysecret"}
    session.scripts = [[Log("info", "you sent hf_verysecret"), Failed("app", "bad token hf_verysecret")]]
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        await pilot.press("x", "ctrl+r")
        await until(pilot, lambda: "The app failed." in drawn(app))
        assert "hf_verysecret" not in drawn(app)
        assert "[hidden]" in drawn(app)


def test_only_what_a_viewer_shows_is_handed_to_the_desktop() -> None:
    shown = [name for name in ("a.png", "b.WAV", "c.pdf", "d.csv") if may_open(Path(name))]
    assert len(shown) == 4
    for name in ("a.html", "b.svg", "c.desktop", "d.sh", "e.mht", "f.xml", "g.exe", "h.js", "i", "k.png.sh"):
        assert not may_open(Path(name)), name
