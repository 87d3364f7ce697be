"""The main screens at 80x24 and 120x40, compared with snapshots.

After a change of the look, renew them and look at them before you commit them:

    .venv/bin/python -m pytest tests/tui/test_snapshots.py --snapshot-update
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import (
    Completed,
    Event,
    Failed,
    Log,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
)
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.source import Source
from spacetui.model.space import SpaceCard
from spacetui.store.row_types import Favourite, RecentApp, StoreSize
from spacetui.store.store import Store
from spacetui.tui import past_call
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find import search, start_spaces
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.history.page import HistoryPage
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.widgets import header
from spacetui.tui.widgets.header import PageHeader
from spacetui.tui.widgets.pick_dialog import PickDialog
from spacetui.tui.wording import call_days
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, ScriptedEvents, an_app
from tests.tui.screen_text import screen_text
from tests.tui.test_recorder import THREE, endpoint, recorded
from tests.tui.test_sending import PAINT, RANK, SCORES, WRITE
from tests.unit.store.samples import write

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

# Seconds.
DAY = 86_400.0

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
    monkeypatch.setattr(header, "LIT_SECONDS", 0.01)

    def compare(session: FakeSession, drive: Drive, **options: Any) -> bool:
        app = make_app(session, **options)

        async def run_before(pilot: Pilot[Any]) -> None:
            await drive(pilot, app, session)
            for box in app.screen.query(Input):
                box.cursor_blink = False
            top = app.screen_stack[0].query_one(PageHeader)
            await wait_until(pilot, lambda: not top.is_lit)
            for worker in [each for each in app.workers if each.group == "colours"]:
                await worker.wait()
            await pilot.pause()

        return snap_compare(app, terminal_size=size, run_before=run_before)

    return compare


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> float:
    """Let every day be the same one, and return its noon in seconds since the epoch."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    for module in (call_days, past_call, start_spaces):
        monkeypatch.setattr(module, "today", lambda: date(2026, 11, 26))
    return datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp()


def test_history_with_calls_of_two_days(matches: Compare, noon: float, tmp_path: Path) -> None:
    store = Store(tmp_path / "spacetui.sqlite")
    failure = Failed(Failure("app", "no such colour"))
    source = Source("http://127.0.0.1:9", "http://127.0.0.1:9", "Text lab")

    async def no_more(*args: object) -> StoreSize:
        return StoreSize(214, 31_000_000, 500_000_000)

    store.count_and_size = no_more  # type: ignore[method-assign]

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        ends: tuple[Event, ...] = (
            Completed(("a lighthouse",), 1.0),
            failure,
            Completed(("a ship\nat sea",), 2.0),
        )
        for hours, end in zip((20, 2, 1), ends, strict=True):
            state = RunState().after(end, 4.1)
            call = Call(SAY, {"text": f"what was seen {hours} h ago", "times": hours})
            await write(store, Recording(call, source, state, noon - hours * 3600))
        await pilot.press("escape", "7")
        await wait_until(pilot, lambda: isinstance(app.screen, HistoryPage))
        await wait_until(pilot, lambda: "214 calls" in screen_text(app))
        assert isinstance(app.screen, HistoryPage)
        shown = app.screen.view
        await wait_until(pilot, lambda: shown.past is not None and shown.past.is_loaded)

    assert matches(FakeSession(an_app(), store=store), drive)


def test_history_with_two_calls_compared(matches: Compare, noon: float, tmp_path: Path) -> None:
    store = Store(tmp_path / "spacetui.sqlite")
    source = Source("http://127.0.0.1:9", "http://127.0.0.1:9", "Text lab")
    texts = ("a lighthouse\nby the sea\nat night", "a lighthouse\nby the lake\nat night")

    async def fill() -> None:
        for hours, text in enumerate(texts, 1):
            state = RunState().after(Completed((text,), 1.0), 4.1)
            call = Call(SAY, {"text": f"what stands {'here' * hours}", "times": 2})
            await write(store, Recording(call, source, state, noon - hours * 3600))

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await pilot.press("escape", "7")
        await wait_until(pilot, lambda: isinstance(app.screen, HistoryPage))
        await wait_until(pilot, lambda: "2 calls" in screen_text(app))
        await pilot.press("D", "j", "D")
        await wait_until(pilot, lambda: "by the lake" in screen_text(app))
        page = app.screen
        await wait_until(pilot, lambda: isinstance(page, HistoryPage) and page.diff.display)

    asyncio.run(fill())
    assert matches(FakeSession(an_app(), store=store), drive)


def test_find_with_favourites(matches: Compare, noon: float, tmp_path: Path) -> None:
    store = Store(tmp_path / "spacetui.sqlite")
    kept, opened = Favourite("demo/slow", "Slow job", noon), ("demo/text", "Text lab")

    async def favourites() -> tuple[Favourite, ...]:
        return (kept,)

    async def recent(limit: int) -> tuple[RecentApp, ...]:
        apps = (opened, ("demo/slow", "Slow job"), ("http://127.0.0.1:7860", "Own app"))
        return tuple(RecentApp(*each, noon - DAY * at, 1) for at, each in enumerate(apps))

    store.favourites = favourites  # type: ignore[method-assign]
    store.load_recent_apps = recent  # type: ignore[assignment, method-assign]

    async def fill() -> None:
        for text in ("one", "two"):
            state = RunState().after(Completed((text,), 1.0), 1.0)
            call, source = Call(SAY, {"text": text}), Source("demo/text", "http://127.0.0.1:9")
            await write(store, Recording(call, source, state, noon))

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        await wait_until(pilot, lambda: "1 kept" in screen_text(app))
        await wait_until(pilot, lambda: "no token found" in screen_text(app))
        await wait_until(pilot, lambda: "asleep" in screen_text(app))

    asyncio.run(fill())  # before the app starts, which counts the calls
    assert matches(FakeSession(an_app(), CARDS, store), drive)


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


def test_send_a_cell_of_a_table(matches: Compare) -> None:
    session = FakeSession(an_app(RANK, WRITE, PAINT))
    session.scripts = [[Completed((SCORES,), 1.0)]]

    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.pause()
        page.view.result.focus_first()
        await pilot.press("down", "right", "greater_than_sign")
        await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))

    assert matches(session, drive, src="demo/text")


def test_name_and_note_of_a_step(matches: Compare) -> None:
    async def drive(pilot: Pilot[Any], app: SpacetuiApp, session: FakeSession) -> None:
        for each in THREE:
            app.app_state.calls.add_recording(each)
        app.switch_mode("recorder")
        await wait_until(pilot, lambda: "3 steps" in screen_text(app))
        await pilot.press("a", *"lamp", "tab", *"for the cover")
        await wait_until(pilot, lambda: "for the cover" in screen_text(app))

    assert matches(FakeSession(an_app()), drive)
