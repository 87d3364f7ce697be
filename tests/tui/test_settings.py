"""Each setting in the app: what it changes, what is told of a mistake, and what a choice leaves."""

import asyncio
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.cli.launch_app import keep_theme
from spacetui.model.events import Completed
from spacetui.model.schema import Endpoint, Return
from spacetui.session.previous_run import PreviousRun
from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import read_text
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.app_settings import AppSettings
from spacetui.tui.key import name_languages
from spacetui.tui.theme_dialog import ThemeDialog
from spacetui.tui.widgets import glyphs
from spacetui.tui.widgets.glyphs import ASCII, UNICODE, choose_glyphs
from tests.tui.app_driver import (
    make_app,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

SIZE = (120, 40)
GIVE = Endpoint("/give", 0, parameters=(), returns=(Return("file", "File"),), output_slots=(True,))


def settings(text: str) -> AppSettings:
    return AppSettings(Settings(read_text(text, "config.toml"), {}, {}))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for the settings, which has none yet."""
    monkeypatch.setenv("SPACETUI_CONFIG_DIR", str(tmp_path))
    return tmp_path


async def test_theme_animation_and_languages_are_those_of_the_file() -> None:
    text = 'theme = "dawn"\nanimation = "full"\nlanguages = ["typescript", "curl"]\n'
    app = make_app(FakeSession(an_app()), src="demo/text", settings=settings(text))
    try:
        async with app.run_test(size=SIZE) as pilot:
            page = await wait_for_form(pilot, app)
            assert (app.theme, app.animation_level) == ("dawn", "full")
            await wait_until(pilot, lambda: "const " in page.view.code.source)
            seen = [app.app_state.languages.current]
            for _ in range(2):
                await pilot.press("ctrl+l")
                seen.append(app.app_state.languages.current)
            assert seen == ["typescript", "curl", "typescript"]
            await pilot.press("f1")
            await wait_until(pilot, lambda: "next language: typescript, curl" in screen_text(app))
    finally:
        name_languages(("python", "curl", "javascript"))


def keep_told(app: SpacetuiApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the app tells from now on: a toast may be gone before it is looked for."""
    told: list[str] = []
    monkeypatch.setattr(app, "notify", lambda line, **options: told.append(line))
    return told


async def test_mistakes_are_told_after_the_first_frame_and_the_rest_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = 'theme = "dawn"\nglyphs = "asci"\nhistory_limit = 1\n'
    found = Settings(read_text(text, "~/.config/spacetui/config.toml"), {}, {})
    app = make_app(FakeSession(an_app()), settings=AppSettings(found))
    told = keep_told(app, monkeypatch)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: bool(told))
        assert told[0].startswith("2 mistakes (spacetui config check): config.toml, line 2: glyphs")
        assert app.theme == "dawn"


async def test_a_theme_of_the_user_is_offered_and_a_broken_one_is_told(folder: Path) -> None:
    (folder / "themes").mkdir()
    dusk = Path(__file__).parents[2] / "themes/dusk.toml"
    mine = dusk.read_text("utf-8").replace('name = "dusk"', 'name = "mine"')
    (folder / "themes/mine.toml").write_text(mine.replace("#14151d", "#101010"), encoding="utf-8")
    (folder / "themes/odd.toml").write_text('name = "odd"\n', encoding="utf-8")
    app = make_app(FakeSession(an_app()), settings=settings('theme = "mine"'))
    async with app.run_test(size=SIZE):
        assert (app.theme, app.current_theme.background) == ("mine", "#101010")
        assert app.settings.mistakes == []
    app = make_app(FakeSession(an_app()), settings=settings('theme = "odd"'))
    async with app.run_test(size=SIZE):
        assert app.theme == "dusk"
        assert (
            len(app.settings.mistakes) == 1 and "odd.toml: not a theme" in app.settings.mistakes[0]
        )


async def open_themes(pilot: Pilot[Any], app: SpacetuiApp, name: str) -> None:
    """Open the list of themes by the palette, and move its cursor to one of them."""
    commands = {each.title: each for each in app.get_system_commands(app.screen)}
    commands["theme…"].callback()
    await wait_until(pilot, lambda: isinstance(app.screen, ThemeDialog))
    assert isinstance(app.screen, ThemeDialog)
    rows = app.screen.list
    await wait_until(pilot, lambda: bool(rows.rows))
    at = [row.name for row in rows.rows].index(name)
    step = "down" if at > rows.current else "up"
    await pilot.press(*[step] * abs(at - rows.current))
    await wait_until(pilot, lambda: app.theme == name)


async def test_a_theme_is_seen_before_it_is_chosen_and_esc_brings_the_old_one_back(
    folder: Path,
) -> None:
    app = make_app(FakeSession(an_app()), settings=AppSettings(keep_theme=keep_theme))
    async with app.run_test(size=SIZE) as pilot:
        await open_themes(pilot, app, "dawn")
        await pilot.press("escape")
        assert app.theme == "dusk"
    assert not (folder / "config.toml").exists()


async def test_a_theme_chosen_in_the_palette_is_written_to_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "config.toml"
    file.write_text('# mine\nglyphs = "auto" # for now\n', encoding="utf-8")
    app = make_app(FakeSession(an_app()), settings=AppSettings(keep_theme=keep_theme))
    told = keep_told(app, monkeypatch)
    async with app.run_test(size=SIZE) as pilot:
        await open_themes(pilot, app, "dawn")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.theme == "dawn" and "dawn" in file.read_text("utf-8"))
        await wait_until(pilot, lambda: bool(told))
        assert told == ["dawn is the theme now, and at the next start"]
    assert file.read_text("utf-8") == '# mine\nglyphs = "auto" # for now\ntheme = "dawn"\n'


async def test_a_theme_that_cannot_be_kept_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(FakeSession(an_app()), settings=AppSettings(keep_theme=keep_theme))
    told = keep_told(app, monkeypatch)
    async with app.run_test(size=SIZE) as pilot:
        monkeypatch.setenv("SPACETUI_THEME", "nord")
        await open_themes(pilot, app, "dawn")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "SPACETUI_THEME wins" in " ".join(told))
        (folder / "config.toml").write_text("theme = dusk", encoding="utf-8")
        await open_themes(pilot, app, "dusk")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "is not kept" in " ".join(told))
        assert app.theme == "dusk"


async def test_the_language_chosen_last_holds_until_the_setting_is_another(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"

    async def begin(text: str, key: str = "") -> str:
        async with Store(path) as store:
            session = FakeSession(an_app(), store=store)
            app = make_app(
                session, src="demo/text", previous_run=PreviousRun(), settings=settings(text)
            )
            async with app.run_test(size=SIZE) as pilot:
                await wait_for_form(pilot, app)
                language = app.app_state.languages.current
                await pilot.press(*filter(None, [key]))
        return language

    try:
        assert await begin("", "ctrl+l") == "python"
        assert await begin("") == "curl"
        assert await begin('languages = ["html", "python"]') == "html"
    finally:
        name_languages(("python", "curl", "javascript"))


def write_program(path: Path, taken: Path) -> Path:
    """Write a program that writes its arguments to `taken`."""
    code = f"import json, sys\nopen({str(taken)!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
    path.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(("name", "kind"), [("a.png", "viewer"), ("a.wav", "player")])
async def test_files_are_saved_in_the_folder_and_opened_with_the_program_of_the_settings(
    folder: Path, name: str, kind: str
) -> None:
    taken = folder / "taken.json"
    program = write_program(folder / "program", taken)
    (folder / "config.toml").write_text(
        f"downloads = '{folder}/mine/here'\n{kind} = '{program} --fit'\n", encoding="utf-8"
    )
    session = FakeSession(an_app(GIVE))
    meta = {"_type": "gradio.FileData"}
    session.scripts = [
        [Completed(({"path": f"/srv/{name}", "orig_name": name, "meta": meta},), 1.0)]
    ]

    async def fetch(file: object, target: Path, on_progress: object) -> Path:
        path = target / name
        await asyncio.to_thread(path.write_bytes, b"x")
        return path

    session.fetch = fetch
    app = make_app(session, src="demo/text")
    async with app.run_test(size=SIZE) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("4", "s")
        await wait_until(pilot, (folder / f"mine/here/{name}").exists)
        await pilot.press("o")
        await wait_until(pilot, lambda: taken.exists() and bool(taken.read_text()))
    arguments = json.loads(taken.read_text())
    assert arguments[0] == "--fit" and Path(arguments[1]).name == name


@pytest.mark.parametrize(
    ("name", "environ", "expected"),
    [
        ("ascii", {"LANG": "C.UTF-8"}, ASCII),
        ("unicode", {"TERM": "dumb"}, UNICODE),
        ("auto", {"TERM": "xterm", "LANG": "en_US.UTF-8"}, UNICODE),
        ("auto", {"TERM": "linux", "LANG": "en_US.UTF-8"}, ASCII),
        ("auto", {"TERM": "dumb"}, ASCII),
        ("auto", {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, ASCII),
        ("auto", {"LANG": "de_DE.ISO-8859-1"}, ASCII),
        ("auto", {"LANG": "de_DE.utf8"}, UNICODE),
        ("auto", {}, UNICODE),
    ],
)
def test_the_glyphs_are_those_of_the_setting_or_of_the_terminal(
    name: str, environ: dict[str, str], expected: glyphs.Glyphs
) -> None:
    try:
        choose_glyphs(name, environ)
        assert glyphs.glyphs() is expected
    finally:
        choose_glyphs("unicode")


async def test_with_ascii_glyphs_every_page_and_dialog_is_ascii() -> None:
    choose_glyphs("ascii")
    try:
        session = FakeSession(an_app())
        session.scripts = [[Completed(("a lamp",), 1.0)]]
        app = make_app(session, src="demo/text")
        async with app.run_test(size=SIZE) as pilot:
            await wait_for_form(pilot, app)
            await pilot.press(*"hello", "ctrl+r")
            await wait_for_recordings(pilot, app, 1)
            for keys in (["escape"], ["f1"], ["escape", "6"], ["7"], ["1"], ["ctrl+p"]):
                await pilot.press(*keys)
                await pilot.pause()
                odd = {each for each in screen_text(app) if not each.isascii()}
                assert odd == set(), (keys, odd, screen_text(app))
    finally:
        choose_glyphs("unicode")
