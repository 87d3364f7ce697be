"""Spaces that do not run: woken stage by stage, given up by esc or at a limit, or explained."""

import os
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.demo.gradio_launcher import SpaceState
from spacetui.hub.client import Hub
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.page import FindPage
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.login_dialog import LoginDialog
from tests.tui.app_driver import go_to_actions, status_bar_text, wait_longer_until
from tests.tui.hub_with_stages import HubWithStages, serve_hub_with_stages
from tests.tui.screen_text import screen_text

pytestmark = pytest.mark.live

TOKEN = "hf_" + "x" * 30
AnAppOn = Callable[..., SpacetuiApp]


@pytest.fixture
async def hub(demo: Any) -> AsyncIterator[HubWithStages]:
    card = await Hub(demo.hub_url, use_saved_token=False).space("demo/text")
    async with serve_hub_with_stages(card.host) as made:
        yield made


@pytest.fixture
def an_app_on(hub: HubWithStages) -> AnAppOn:
    def make(src: str = "", *, wake_timeout: float = 300.0) -> SpacetuiApp:
        async def connect() -> Session:
            options = Options(use_saved_token=False, wake_timeout=wake_timeout)
            return Session(Hub(hub.url, use_saved_token=False), options)

        return SpacetuiApp(connect, src=src)

    return make


async def wait_for_status(pilot: Pilot[Any], app: SpacetuiApp, word: str) -> None:
    await wait_longer_until(pilot, lambda: word in status_bar_text(app))


async def wait_for_explanation(
    pilot: Pilot[Any], app: SpacetuiApp, headline: str, words: str = ""
) -> str:
    """Go where the screen explains, by this headline and words, why an app did not open."""
    await go_to_actions(pilot, app)
    await wait_longer_until(
        pilot, lambda: headline in screen_text(app) and words in " ".join(screen_text(app).split())
    )
    await wait_longer_until(pilot, lambda: "try again" in screen_text(app))
    return screen_text(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_sleeping_space_is_shown_stage_by_stage_until_it_opens(
    hub: HubWithStages, an_app_on: AnAppOn, size: tuple[int, int]
) -> None:
    hub.states["text"] = SpaceState("SLEEPING")
    app = an_app_on("demo/text")
    async with app.run_test(size=size) as pilot:
        await wait_longer_until(
            pilot, lambda: "waking" in status_bar_text(app) and "asleep" in status_bar_text(app)
        )
        assert "5:00 at most" in status_bar_text(app) and "esc stop" in screen_text(app)
        await wait_longer_until(pilot, lambda: hub.gate.refused_requests > 0)
        for stage, word in (("BUILDING", "building"), ("APP_STARTING", "starting")):
            hub.states["text"] = SpaceState(stage)
            await wait_for_status(pilot, app, word)
        if size[0] > 100:
            row = re.compile("waking it.*asleep.*building.*starting", re.DOTALL)
            await wait_longer_until(pilot, lambda: row.search(screen_text(app)) is not None)
        hub.gate.is_open = True
        hub.states["text"] = SpaceState("RUNNING")
        await wait_longer_until(
            pilot, lambda: isinstance(app.screen, UsePage) and "/analyze" in screen_text(app)
        )
        assert app.app_state.space is not None and app.app_state.space.opened.src == "demo/text"


async def test_esc_stops_the_wait_at_once_and_ctrl_r_waits_again(
    hub: HubWithStages, an_app_on: AnAppOn
) -> None:
    hub.states["text"] = SpaceState("BUILDING")
    app = an_app_on("demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_longer_until(pilot, lambda: "building" in status_bar_text(app))
        await pilot.press("escape")
        assert status_bar_text(app).startswith("stopped demo/text")
        assert "waking it" not in screen_text(app)
        await pilot.press("ctrl+r")
        await wait_longer_until(pilot, lambda: "building" in status_bar_text(app))
        await pilot.press("ctrl+c")
        assert status_bar_text(app).startswith("stopped demo/text")


async def test_a_wait_that_reached_its_limit_says_so_and_w_waits_again(
    hub: HubWithStages, an_app_on: AnAppOn
) -> None:
    hub.states["text"] = SpaceState("APP_STARTING")
    app = an_app_on("demo/text", wake_timeout=1.0)
    async with app.run_test(size=(120, 40)) as pilot:
        headline, words = "This Space is still starting.", "It did not come up in 0:01."
        await go_to_actions(pilot, app)
        await wait_longer_until(
            pilot, lambda: headline in screen_text(app) and words in screen_text(app)
        )
        hub.gate.is_open = True
        hub.states["text"] = SpaceState("RUNNING")
        await pilot.press("w")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, UsePage))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize(
    ("state", "headline", "words"),
    [
        (SpaceState("PAUSED"), "This Space is paused.", "Only its owner can start it"),
        (
            SpaceState("BUILD_ERROR", "ERROR: No matching distribution for torch==9"),
            "This Space does not build.",
            "torch==9",
        ),
        (SpaceState("RUNTIME_ERROR", "out of memory"), "This Space does not run.", "out of memory"),
    ],
)
async def test_a_space_that_cannot_start_shows_why_and_what_can_be_done(
    *,
    hub: HubWithStages,
    an_app_on: AnAppOn,
    state: SpaceState,
    headline: str,
    words: str,
    size: tuple[int, int],
) -> None:
    hub.states["image"] = state
    app = an_app_on("demo/image")
    async with app.run_test(size=size) as pilot:
        await wait_for_explanation(pilot, app, headline, words)
        await wait_longer_until(pilot, lambda: "look for a similar Space" in screen_text(app))
        assert isinstance(app.screen, FindPage)
        await pilot.press("s")
        pane = app.screen.query_one(SearchPane)
        assert pane.query_text.startswith("Image filters") or pane.query_text == "image"
        await wait_longer_until(
            pilot, lambda: pane.found.answered == pane.query_text and bool(pane.found.rows.rows)
        )
        await wait_longer_until(pilot, lambda: headline not in screen_text(app))


def write_program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


async def test_a_space_that_is_no_gradio_app_says_what_it_is(
    hub: HubWithStages, an_app_on: AnAppOn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.sdks["table"] = "static"
    app = an_app_on("demo/table")
    opened, program = tmp_path / "opened", tmp_path / "xdg-open"
    write_program(program, f'printf %s "$1" > {opened}')
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_explanation(
            pilot, app, "This Space is no Gradio app.", "It is made with static"
        )
        await pilot.press("o")
        address = f"{hub.url}/spaces/demo/table"
        await wait_longer_until(pilot, lambda: opened.exists() and opened.read_text() == address)
        assert "not opened" not in screen_text(app)
        write_program(program, "exit 3")
        await pilot.press("o")
        await wait_longer_until(pilot, lambda: "no program here opens it" in screen_text(app))


async def test_w_waits_as_long_as_a_busy_app_asks_for(
    hub: HubWithStages, an_app_on: AnAppOn
) -> None:
    hub.gate.status, hub.gate.headers = "429 Too Many Requests", b"Retry-After: 4\r\n"
    app = an_app_on("demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_explanation(pilot, app, "There is no room now.", "429")
        await wait_longer_until(pilot, lambda: "in 4.0 s" in screen_text(app))
        await pilot.press("w")
        await wait_longer_until(pilot, lambda: "waiting for room" in status_bar_text(app))
        await pilot.press("escape")
        assert status_bar_text(app).startswith("stopped")


async def test_a_private_space_opens_with_a_token_entered_on_the_screen(
    hub: HubWithStages, an_app_on: AnAppOn
) -> None:
    hub.private.add("text")
    hub.gate.is_open = True
    app = an_app_on("demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for_explanation(pilot, app, "No such Space, or a private one.")
        await pilot.press("a")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        await pilot.press(*"nonsense", "enter")
        await wait_longer_until(
            pilot, lambda: "✕ no Space demo/text (or it is private)" in screen_text(app)
        )
        await pilot.press(*TOKEN, "enter")
        await wait_longer_until(
            pilot, lambda: isinstance(app.screen, UsePage) and "/analyze" in screen_text(app)
        )
        assert "your Hub token goes to this Space: it is private" in status_bar_text(app)
        assert TOKEN not in screen_text(app)
