"""A journey over two apps, recorded by keys, and run as a program in each language."""

import asyncio
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.snippets import render
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.pick_dialog import PickDialog
from tests.live.snippets.conftest import Ran, Served, language_of
from tests.soak_after import soak_after
from tests.tui.app_driver import wait_for_live_form, wait_longer_until
from tests.tui.test_demo_apps import go_to, wait_for_complete

WORDS = "a lamp and a ring of glass"


def app_on(url: str) -> SpacetuiApp:
    from spacetui.hub.client import Hub
    from spacetui.session.options import Options
    from spacetui.session.session import Session

    async def connect() -> Session:
        return Session(
            Hub("http://127.0.0.1:9", use_saved_token=False), Options(use_saved_token=False)
        )

    return SpacetuiApp(connect, src=url)


async def send(pilot: Pilot[Any], app: SpacetuiApp, name: str) -> UsePage:
    """Send the first output to an input of the endpoint `name` of another app."""
    assert isinstance(app.screen, UsePage)
    leave_text = ["escape"] if app.screen.is_typing else []
    await pilot.press(*leave_text, "4", "greater_than_sign")
    await wait_longer_until(pilot, lambda: isinstance(app.screen, PickDialog))
    dialog = app.screen
    assert isinstance(dialog, PickDialog)
    here = app.app_state.space
    # Of inputs that fit as well, those of the other app come last.
    at = max(at for at, each in enumerate(dialog.list.rows) if each.name == name)
    await pilot.press(*["j"] * at, "enter")
    await wait_longer_until(pilot, lambda: isinstance(app.screen, UsePage))
    page = app.screen
    assert isinstance(page, UsePage)
    await wait_longer_until(
        pilot,
        lambda: app.app_state.space is not here and page.view.shown_form.on_show is not None,
    )
    await app.workers.wait_for_complete()
    return page


async def record(one: Served, two: Served) -> SpacetuiApp:
    """Record three steps by keys: a file, its text in the other app, and that told by the first."""
    app = app_on(one.source.url)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_live_form(pilot, app)
        await pilot.press("escape", "escape")
        app.switch_mode("find")
        await pilot.pause()
        await pilot.press(*two.source.url, "enter")
        await wait_longer_until(pilot, lambda: len(app.app_state.spaces) == 2)
        page = await wait_for_live_form(pilot, app)
        await go_to(pilot, page, "/write")
        await pilot.press(*WORDS, "ctrl+r")
        await wait_for_complete(pilot, app, page, 1)
        page = await send(pilot, app, "/read")
        await pilot.press("ctrl+r")
        await wait_for_complete(pilot, app, page, 2)
        page = await send(pilot, app, "/tell")
        await pilot.press("ctrl+r")
        await wait_for_complete(pilot, app, page, 3)
        await pilot.press("6")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        recorder = app.screen
        assert isinstance(recorder, RecorderPage)
        await pilot.press("E")
        await app.workers.wait_for_complete()
    return app


@pytest.mark.parametrize(
    "program", soak_after(1, ("bash", "python", "node", "command", "gradio-predict"))
)
async def test_three_steps_over_two_apps_give_the_same_as_a_program(
    program: str,
    one: Served,
    two: Served,
    run_code: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    app = await record(one, two)
    script = app.app_state.calls.recorded
    assert [each.endpoint.api_name for each in script.steps] == ["/write", "/read", "/tell"]
    assert [len(each.links) for each in script.steps] == [0, 1, 1]
    assert len({each.recording.source.url for each in script.steps}) == 2
    toml = await asyncio.to_thread((tmp_path / "recording.toml").read_text)
    links = [next(iter(each["inputs"].values())) for each in tomllib.loads(toml)["step"][1:]]
    assert [each["output"] for each in links] == [0, 0]
    code = render(script.script(), language_of(program).name)
    names = script.names
    ran = run_code(code, program, names[script.steps[-1].id])
    endpoint = script.steps[-1].endpoint
    assert ran.json_output(endpoint) == WORDS
    # With other inputs, what follows from them.
    other = run_code(code.replace(WORDS, "other words"), program, names[script.steps[-1].id])
    assert other.json_output(endpoint) == "other words"
