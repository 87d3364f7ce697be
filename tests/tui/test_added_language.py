"""A language is one row: what is added to the table is offered everywhere."""

import re
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from spacetui.cli import commands
from spacetui.model.events import Completed
from spacetui.model.script import Script
from spacetui.snippets import FIRST_LANGUAGES, LANGUAGES, Language
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.pick_dialog import PickDialog
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

ROOT = Path(__file__).parents[2]


def render(script: Script) -> str:
    """Render a script in the made-up language."""
    return "".join(f"CALL {step.endpoint.api_name}\n" for step in script.steps)


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a language by nothing but its row."""
    renderer = f"{__name__}:render"
    row = Language("intercal", ("ick",), "ical", "text", ".i", renderer, "a language of a joke")
    monkeypatch.setitem(LANGUAGES, row.name, row)


async def test_the_app_offers_it() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert "more" in screen_text(app)
        await pilot.press("escape", "L")
        await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))
        await wait_until(pilot, lambda: "a language of a joke" in screen_text(app))
        await pilot.press("end", "enter")
        await wait_until(pilot, lambda: page.view.code.source == "CALL /say\n")
        await wait_until(pilot, lambda: "CALL /say" in screen_text(app))
        assert re.search(r"\bjs +ical\b", screen_text(app)), "its title stands in the heading"
        seen = set()
        for _ in range(5):
            await pilot.press("ctrl+l")
            seen.add(page.view.code.language)
        assert seen == {*FIRST_LANGUAGES, "intercal"}, "ctrl+l goes through those at hand"


async def test_the_app_offers_a_template_of_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_CONFIG_DIR", str(tmp_path))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "ruby.rb").write_text("call ${api_name:json}, ${values:json}\n")
    (tmp_path / "templates" / "bad.rb").write_text("${nothing}\n")
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        page = await wait_for_form(pilot, app)
        assert "ruby" not in LANGUAGES, "templates are read when they are asked for"
        try:
            await pilot.press("escape", "L")
            await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))
            assert ["bad.rb, line 1: " in each.message for each in app._notifications] == [True]
            await pilot.press("end", "enter")
            await wait_until(pilot, lambda: page.view.code.source.startswith('call "/say", {"'))
        finally:
            LANGUAGES.pop("ruby", None)


async def test_the_list_says_which_language_cannot_make_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unable = {"streaming": "a joke has one line"}
    monkeypatch.setitem(LANGUAGES, "intercal", LANGUAGES["intercal"]._replace(cannot=unable))
    streaming = an_app()._replace(endpoints=(an_app().endpoints[0]._replace(streams=True),))
    app = make_app(FakeSession(streaming), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape", "L")
        await wait_until(pilot, lambda: "not for this" in screen_text(app))
        await pilot.press("end", "enter")
        await wait_until(pilot, lambda: "intercal cannot make this call" in screen_text(app))
        assert page.view.code.source == "", "the reason is no program, and is not copied"


async def test_the_recorder_exports_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = FakeSession(an_app())
    session.scripts.append([Completed(("so",), 1.0)])
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("h", "ctrl+r")
        await wait_until(pilot, lambda: bool(app.app_state.calls.recorded_count))
        app.app_state.languages.choose("intercal")
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await wait_until(pilot, lambda: app.screen.query_one(CodePane).source == "CALL /say\n")
        await pilot.press("e")
        await wait_until(pilot, (tmp_path / "script.i").exists)
        assert (tmp_path / "script.i").read_text("utf-8") == "CALL /say\n"


def test_the_command_line_offers_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["snippet", "--lang"]) == 0
    assert capsys.readouterr().out.split() == list(LANGUAGES)
    assert "intercal" in LANGUAGES
    assert commands.run(["snippet", "--help"]) == 0
    assert f"{', '.join(LANGUAGES)}." in " ".join(capsys.readouterr().out.split())
    assert commands.run(["snippet", "a/b", "--lang", "cobol"]) == 2
    assert ", ".join(LANGUAGES) in capsys.readouterr().err


def test_the_shell_completes_it() -> None:
    completion = ShellComplete(commands.root, {}, "spacetui", "_SPACETUI_COMPLETE")
    found = completion.get_completions(["snippet", "a/b", "--lang"], "int")
    assert [each.value for each in found] == ["intercal"]
