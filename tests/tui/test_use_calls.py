"""Calls on the use page, with a scripted session: shown, cancelled, failed and recorded."""

import re
from pathlib import Path

import pytest

from spacetui.errors import Failure
from spacetui.model.events import (
    Completed,
    Failed,
    Log,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
)
from spacetui.model.run import Status
from spacetui.model.schema import Endpoint
from spacetui.system.saved_files import may_open
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.widgets import header
from spacetui.tui.widgets.code_pane import CodePane
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import HOSTILE, SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text


async def test_a_call_is_shown_from_the_queue_to_the_result() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Queued(2, 7, 41.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "3rd in line of 7" in screen_text(app))
        assert "queued · 3rd of 7" in screen_text(app)
        assert "0:41" in screen_text(app) or "0:40" in screen_text(app)
        assert page.space is not None and page.space.shown_call is not None
        session.lives[0].give(
            Started(12.0),
            Progress(
                (
                    ProgressUnit(14, 28, "steps", None, "denoising"),
                    ProgressUnit(0, 1, "steps", None, "decoding"),
                )
            ),
            Log("warning", "image scaled to 1024 px"),
        )
        await wait_until(pilot, lambda: "image scaled to 1024 px" in screen_text(app))
        shown = screen_text(app)
        assert "denoising" in shown
        assert "14 of 28" in shown
        assert "! image scaled to 1024 px" in shown
        assert "running · step 14 of 28" in shown
        session.lives[0].cancel()


async def test_esc_cancels_the_running_call_and_keeps_its_partial_output() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Started(), Partial(("half a senten",))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "half a senten" in screen_text(app))
        await pilot.press("escape", "escape")  # out of the text, then the call
        await wait_until(pilot, lambda: "you stopped this" in screen_text(app))
        assert "half a senten" in screen_text(app)
        assert "stopped · the server was told" in screen_text(app)
        assert page.view.form.fields.values()["text"] == "x"


async def test_a_failed_call_is_explained_and_the_form_stays() -> None:
    session = FakeSession(an_app())
    session.scripts = [
        [Started(), Failed(Failure("app", f"boom {HOSTILE}", hint="Change the input."))]
    ]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "The app failed." in screen_text(app))
        shown = screen_text(app)
        assert "boom [/x]" in shown
        assert "Change the input." in shown
        assert "failed · your form is kept" in shown
        assert not set("\x1b\x07\u202e") & set(shown)
        assert page.view.form.fields.values()["text"] == "x"
        assert app.app_state.calls.recorded.steps[0].recording.state.status is Status.FAILED


async def test_the_whole_error_message_is_quoted_line_by_line_and_copied() -> None:
    session = FakeSession(an_app())
    whole = "<b>first</b><br>second<ul><li>third</ul>" + "\n".join(
        f"line {n} {HOSTILE}" for n in range(40)
    )
    session.scripts = [[Failed(Failure("app", "<b>first</b>", title="Oh", details=whole))]]
    app = make_app(session, src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        app.copy_text = lambda text, *rest: copied.append(text)  # type: ignore[method-assign]
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "The app failed." in screen_text(app))
        shown = [
            row.rpartition("▌")[2].split()
            for row in screen_text(app).partition("the app said")[2].splitlines()
        ]
        assert [row[0] for row in shown if row][:4] == ["Oh", "first", "second", "third"]
        more = re.compile(r"✕ failed · ↓ (\d+) more lines")
        await wait_until(pilot, lambda: more.search(screen_text(app)) is not None)
        scroll = app.screen.query_one(ResultPane).query_one("#scroll")
        scroll.scroll_end(animate=False)
        await wait_until(pilot, lambda: more.search(screen_text(app)) is None)
        scroll.scroll_home(animate=False)
        await pilot.resize_terminal(100, 40)
        await pilot.resize_terminal(200, 40)
        wide = r"line 0 [/x] [@click=app.quit]y[/] \x1b]0;z\x07 a\u202eb"
        await wait_until(pilot, lambda: wide in screen_text(app))
        assert not set("\x1b\x07\u202e") & set(screen_text(app))
        await pilot.press("escape", "4", "y")
        await pilot.pause()
        assert copied == [whole]


async def test_a_422_that_names_a_parameter_is_shown_at_its_field() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Failed(Failure("validation", "at most 5", parameter="times"))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: page.view.form.fields[1].error == "at most 5")


async def test_a_second_call_is_kept_beside_the_first_and_brackets_walk_the_calls() -> None:
    session = FakeSession(an_app())
    session.scripts = [
        [Started(), Completed(("first",), 1.0)],
        [Started(), Completed(("second",), 1.0)],
    ]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "first" in screen_text(app))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "second" in screen_text(app))
        await pilot.press("escape", "4", "left_square_bracket")
        await wait_until(
            pilot, lambda: "first" in screen_text(app) and "1 of 2" in screen_text(app)
        )
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: "2 of 2" in screen_text(app))


async def test_an_endpoint_without_returns_says_so_at_every_size() -> None:
    quiet = Endpoint("/quiet", 0, parameters=(), returns=(), output_slots=())
    session = FakeSession(an_app(quiet))
    session.scripts = [[Completed((), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "this endpoint gives nothing back" in screen_text(app))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await wait_until(pilot, lambda: "this endpoint gives nothing back" in screen_text(app))


async def test_the_recorder_keeps_each_call_and_writes_one_script() -> None:
    session = FakeSession(an_app())
    session.scripts = [
        [Completed(("one",), 1.0)],
        [Completed(("two",), 1.0)],
        [Failed(Failure("app", "no"))],
    ]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        for count in (1, 2, 3):
            await pilot.press("x", "ctrl+r")
            await wait_for_recordings(pilot, app, count)
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.pause()
        source = app.screen.query_one(CodePane).source
        assert source.count("/say") == 2 or source.count('api_name="/say"') == 2
        assert "2 steps, 1 left out" in screen_text(app)
        await pilot.press("d")
        await pilot.pause()
        assert app.app_state.calls.recorded_count == 2


async def test_the_number_of_recorded_calls_is_lit_when_one_is_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed((text,), 1.0)] for text in ("one", "two")]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert "every call is recorded" in status_bar_text(app)
        monkeypatch.setattr(header, "LIT_SECONDS", 3600.0)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: page.frame.header.is_lit)
        assert "rec 1" in screen_text(app).splitlines()[0]
        monkeypatch.setattr(header, "LIT_SECONDS", 0.01)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 2)
        await wait_until(pilot, lambda: page.frame.header.recorded == 2)
        await wait_until(pilot, lambda: not page.frame.header.is_lit)
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: "2 steps" in screen_text(app))
        assert app.screen.query_one(header.PageHeader).recorded == 2
        assert not app.screen.query_one(header.PageHeader).is_lit, "none is new there"


async def test_the_code_beside_a_result_of_state_has_the_calls_before_it_at_once() -> None:
    session = FakeSession(an_app(SAY._replace(input_slots=(False, True, True, True))))
    session.scripts = [[Completed((text,), 1.0)] for text in ("one", "two")]
    session.visit = 7
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await wait_until(pilot, lambda: page.view.code.source.count('api_name="/say"') == 1)
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 2)
        await wait_until(pilot, lambda: page.view.code.source.count('api_name="/say"') == 2)
        assert "the call before shares its State" in page.view.code.source


async def test_enter_on_a_recorded_call_fills_its_form_again() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("y", "z", "escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.press("enter")
        await wait_until(
            pilot, lambda: app.screen is page and page.view.form.fields.values().get("text") == "x"
        )


async def test_an_older_call_shows_its_form_and_after_the_newest_comes_the_draft() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("first",), 1.0)], [Failed(Failure("app", "no"))]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("a", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("b", "ctrl+r")
        await wait_for_recordings(pilot, app, 2)
        await pilot.press("c", "escape", "4", "left_square_bracket")
        await wait_until(
            pilot,
            lambda: page.view.form.fields.values()["text"] == "a" and "first" in screen_text(app),
        )
        await wait_until(pilot, lambda: 'text="a"' in page.view.code.source)
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: page.view.form.fields.values()["text"] == "ab")
        assert page.view.result.outputs.in_hand is None, (
            "a call without outputs has nothing to save"
        )
        assert "failed · 2 of 2" in screen_text(app)
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: page.view.form.fields.values()["text"] == "abc")


async def test_a_narrow_window_shows_the_result_of_a_run_and_5_shows_the_code_again() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("here it is",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await wait_for_form(pilot, app)
        assert page.view.code.display
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "here it is" in screen_text(app))
        assert not page.view.code.display
        await pilot.press("escape", "5")
        await pilot.pause()
        assert page.view.code.display
        assert not page.query_one(ResultPane).display


async def test_a_token_that_the_server_repeats_is_not_drawn() -> None:
    session = FakeSession(an_app())
    session.redactor.add_secret("hf_verysecret")
    session.scripts = [
        [Log("info", "you sent hf_verysecret"), Failed(Failure("app", "bad token hf_verysecret"))]
    ]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "The app failed." in screen_text(app))
        assert "hf_verysecret" not in screen_text(app)
        assert "[hidden]" in screen_text(app)


def test_only_files_that_a_viewer_shows_are_opened_by_the_desktop() -> None:
    shown = [name for name in ("a.png", "b.WAV", "c.pdf", "d.csv") if may_open(Path(name))]
    assert len(shown) == 4
    for name in (
        "a.html",
        "b.svg",
        "c.desktop",
        "d.sh",
        "e.mht",
        "f.xml",
        "g.exe",
        "h.js",
        "i",
        "k.png.sh",
    ):
        assert not may_open(Path(name)), name
