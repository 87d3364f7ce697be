"""What the app says about what happened outside of its window, and what it says in its place."""

import os
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.geometry import Region
from textual.widgets._toast import Toast

from spacetui.model.events import Completed
from spacetui.model.schema import Endpoint, Return
from spacetui.system.clipboard import MAX_OSC52
from spacetui.text.format import size_text
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.header import PageHeader
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    toast_texts,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import HOSTILE, FakeSession, an_app
from tests.tui.screen_text import screen_text, unsafe_rows

GIVE = Endpoint("/give", 0, parameters=(), returns=(Return("file", "File"),), output_slots=(True,))


def give_session(name: str) -> FakeSession:
    """Return a session with an endpoint that gives a file, which can be downloaded."""
    session = FakeSession(an_app(GIVE))
    file = {"path": f"/tmp/{name}", "orig_name": name, "meta": {"_type": "gradio.FileData"}}
    session.scripts = [[Completed((file,), 1.0)]]

    async def fetch(file: Any, folder: Path, on_progress: Any) -> Path:
        return folder / name

    session.fetch = fetch
    return session


async def run_and_press(app: SpacetuiApp, pilot: Any, *keys: str) -> None:
    await wait_for_form(pilot, app)
    await pilot.press("ctrl+r")
    await wait_for_recordings(pilot, app, 1)
    await pilot.press("4", *keys)


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program that opens files before all others; it is there, and succeeds."""
    program = tmp_path / "xdg-open"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("DISPLAY", ":0")
    return program


@pytest.fixture
def no_clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))


def fail(program: Path) -> None:
    program.write_text("#!/bin/sh\nexit 3\n")


def places(app: App[Any]) -> dict[str, Region]:
    """Return where the things are that one reads."""
    widgets = [app.screen.query_one(StatusBar), app.screen.query_one(PageFooter)]
    return {
        **{type(each).__name__: each.region for each in (*widgets, *app.screen.query(Pane))},
        "header": app.screen.query_one(PageHeader).region,
    }


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_toast_is_one_line_above_all_that_is_read(size: tuple[int, int]) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=size, notifications=True) as pilot:
        await wait_for_form(pilot, app)
        app.notify("the first")
        app.notify(f"two\nlines {HOSTILE} " + "and very many words " * 30, timeout=99)
        await wait_until(pilot, lambda: "two" in screen_text(app))
        assert not unsafe_rows(app)
        toast = list(app.screen.query(Toast))[-1]
        assert toast._timeout <= 3.0
        assert toast.region.height == 1
        rows = [y for y, row in enumerate(screen_text(app).split("\n")) if "two" in row]
        assert len(rows) == 1
        shown = Region(0, rows[0], *size).grow((0, 0, 1 - size[1], 0))
        covered = {name for name, region in places(app).items() if region.overlaps(shown)}
        assert covered <= ({"header"} if size[1] < 32 else set())


async def test_o_says_that_a_file_was_handed_to_a_viewer_only_when_it_was(opener: Path) -> None:
    app = make_app(give_session("lamp.png"), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await run_and_press(app, pilot, "o")
        handed = "handed lamp.png to this machine's viewer"
        await wait_until(pilot, lambda: toast_texts(app) == [handed])
        fail(opener)
        await pilot.press("o")
        await wait_until(pilot, lambda: "not opened" in status_bar_text(app))
        assert "no program here opens it; it is /" in status_bar_text(app)
        assert len(toast_texts(app)) <= 1


async def test_o_says_where_the_file_is_on_a_machine_without_a_display(
    opener: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    app = make_app(give_session("lamp.png"), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await run_and_press(app, pilot, "o")
        await wait_until(pilot, lambda: "there is no display here" in status_bar_text(app))
        assert "lamp.png" in status_bar_text(app)
        assert toast_texts(app) == []


async def test_a_program_of_a_stranger_is_not_opened(opener: Path) -> None:
    app = make_app(give_session("lamp.sh"), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await run_and_press(app, pilot, "o")
        await wait_until(pilot, lambda: "it may be a program" in status_bar_text(app))
        assert toast_texts(app) == []


@pytest.mark.usefixtures("no_clipboard")
async def test_a_copy_through_the_terminal_says_that_and_how_it_was_copied(tmp_path: Path) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+y")
        words = "✓ copied by your terminal"
        await wait_until(pilot, lambda: words in screen_text(app))
        await wait_until(
            pilot, lambda: toast_texts(app) == [f"also as snippet.py in {tmp_path}/copied"]
        )
        assert app.clipboard == page.view.code.source


@pytest.mark.usefixtures("no_clipboard")
async def test_code_too_long_for_the_terminal_says_why_it_was_not_copied_and_where_it_is(
    tmp_path: Path,
) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        page = await wait_for_form(pilot, app)
        page.view.form.fields[0].set_value("x" * MAX_OSC52)
        await pilot.press("ctrl+y")
        size = size_text(len(page.view.code.source))
        await wait_until(pilot, lambda: f"✕ {size} is too long for your" in screen_text(app))
        await wait_until(
            pilot, lambda: toast_texts(app) == [f"it is snippet.py in {tmp_path}/copied"]
        )
        assert app.clipboard == ""
        await wait_until(pilot, lambda: "x" * 100 in (tmp_path / "copied/snippet.py").read_text())


@pytest.mark.usefixtures("no_clipboard")
async def test_a_copied_value_is_confirmed_in_the_heading_of_the_result() -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("said so",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        page.view.result.focus_first()
        await pilot.press("y")
        await wait_until(pilot, lambda: "copied" in page.view.result.heading.render().plain)
        assert app.clipboard == "said so"


async def test_what_happens_in_the_recorder_is_said_in_its_status_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)], [Completed(("two",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.press("e")
        wrote = f"wrote script.py in {tmp_path}"
        await wait_until(pilot, lambda: toast_texts(app) == [wrote])
        monkeypatch.chdir("/proc")  # where nobody can write
        await pilot.press("e")
        await wait_until(pilot, lambda: "not written" in status_bar_text(app))
        await pilot.press("d")
        await wait_until(pilot, lambda: "/say is no longer in the script" in status_bar_text(app))
        assert len(toast_texts(app)) <= 1


async def test_an_editor_that_fails_is_said_in_the_status_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    monkeypatch.delenv("VISUAL", raising=False)
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("f4")
        await wait_until(pilot, lambda: "not edited" in status_bar_text(app))
        assert toast_texts(app) == []
        await pilot.press("x")
        await wait_until(pilot, lambda: "not edited" not in status_bar_text(app))
