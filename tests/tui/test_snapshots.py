"""The six main screens at 80x24 and 120x40, compared with snapshots.

After a change of the look, renew them and look at them before you commit them:

    .venv/bin/python -m pytest tests/tui/test_snapshots.py --snapshot-update
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

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
from spacetui.model.space import SpaceCard
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find import search
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.recorder.page import RecorderPage
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import FakeSession, ScriptedEvents, an_app
from tests.tui.screen_text import screen_text
from tests.tui.test_recorder import THREE, endpoint, recorded

CARDS = [
    SpaceCard(
        "demo/text",
        title="Text lab",
        emoji="📝",
        stage="RUNNING",
        description="counts words and lines",
        likes=41,
    ),
    SpaceCard(
        "demo/slow",
        title="Slow job",
        emoji="🐢",
        stage="SLEEPING",
        description="reports its progress",
        likes=3200,
    ),
]

Drive = Callable[[Pilot[Any], SpacetuiApp, FakeSession], Awaitable[None]]
Compare = Callable[..., bool]


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return the size of the window, in cells."""
    size: tuple[int, int] = request.param
    return size


@pytest.fixture
def matches(
    snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> Compare:
    """Return what drives an app to a screen and compares the screen with its snapshot."""
    # All figures of a call are those of a call that runs for 1.2 s.
    monkeypatch.setattr(ScriptedEvents, "elapsed", 1.2)

    def compare(session: FakeSession, drive: Drive, **options: Any) -> bool:
        app = make_app(session, **options)

        async def run_before(pilot: Pilot[Any]) -> None:
            await drive(pilot, app, session)
            for box in app.screen.query(Input):
                box.cursor_blink = False
            await pilot.pause()

        return snap_compare(app, terminal_size=size, run_before=run_before)

    return compare


def test_find_at_the_start(matches: Compare) -> None:
    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await wait_until(pilot, lambda: "no token found" in screen_text(app))

    assert matches(FakeSession(an_app(), CARDS), drive)


def test_find_with_results(matches: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    # The search takes no time, also on a busy machine.
    monkeypatch.setattr(search, "monotonic", lambda: 0.0)

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await pilot.press(*"words")
        pane = app.screen.query_one(SearchPane)
        await wait_until(pilot, lambda: pane.found.answered == "words")
        await wait_until(pilot, lambda: "2 returned" in screen_text(app))

    assert matches(FakeSession(an_app(), CARDS), drive)


def test_use_with_a_form(matches: Compare) -> None:
    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        page = await wait_for_form(pilot, app)
        await pilot.press(*"good morning".replace(" ", "_"))
        await wait_until(pilot, lambda: "good_morning" in page.view.code.source)

    assert matches(FakeSession(an_app()), drive, src="demo/text")


def test_use_while_a_call_streams(matches: Compare) -> None:
    session = FakeSession(an_app())
    session.scripts = [
        [
            Queued(0, 1, None),
            Started(2.0),
            Log("info", "the model is loaded"),
            Progress((ProgressUnit(14, 28, "tokens", None, "writing"),)),
            Partial(("half a sentence",)),
        ]
    ]

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "half a sentence" in screen_text(app))

    assert matches(session, drive, src="demo/text")


def test_use_after_a_failed_call(matches: Compare) -> None:
    session = FakeSession(an_app())
    failure = Failure("app", "no such colour", hint="Change the input.", title="Colour")
    session.scripts = [[Started(2.0), Failed(failure)]]

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: "The app failed." in screen_text(app))
        await wait_for_recordings(pilot, app, 1)

    assert matches(session, drive, src="demo/text")


def test_recorder_with_two_calls(matches: Compare) -> None:
    session = FakeSession(an_app())
    session.scripts = [[Completed(("one",), 1.0)], [Completed(("two",), 2.0)]]

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await wait_for_form(pilot, app)
        for count in (1, 2):
            await pilot.press("x", "ctrl+r")
            await wait_for_recordings(pilot, app, count)
        await pilot.press("escape", "6")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await wait_until(pilot, lambda: "2 steps" in screen_text(app))

    assert matches(session, drive, src="demo/text")


def test_recorder_with_links(matches: Compare) -> None:
    failed = recorded(endpoint("/paint"), "x", "", failed=True)

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        for each in (*THREE, failed):
            app.app_state.calls.add_recording(each)
        app.switch_mode("recorder")
        await wait_until(pilot, lambda: "1 left out" in screen_text(app))
        await pilot.press("j")

    assert matches(FakeSession(an_app()), drive)
