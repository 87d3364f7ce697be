"""The find page: start, search, looking at a Space, opening it."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.errors import StageError, Unreachable
from spacetui.model.space import SpaceCard
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.page import FindPage
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.find.space_pane import SpacePane
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.fake_session import HOSTILE, FakeSession, an_app

CARDS = [
    SpaceCard("demo/text", title="Text lab", emoji="📝", stage="RUNNING", description="counts"),
    SpaceCard(
        "demo/slow",
        title="Slow job",
        emoji="🐢",
        stage="SLEEPING",
        description="sleeps",
        likes=3200,
    ),
]


def an_explorer(session: FakeSession, **options: Any) -> SpacetuiApp:
    return SpacetuiApp(session.connect, **options)


async def until(pilot: Pilot[Any], what: Callable[[], bool]) -> None:
    for _ in range(500):
        if what():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came to be so")


def drawn(app: SpacetuiApp) -> str:
    """Give the screen as text, a line a row."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_the_first_letter_typed_stands_in_the_search_box() -> None:
    app = an_explorer(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        assert app.screen.query_one("#query", Input).value == "a"


async def test_a_search_shows_the_rows_and_their_count() -> None:
    session = FakeSession(an_app(), CARDS)
    app = an_explorer(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words")
        pane = app.screen.query_one(SearchPane)
        await until(pilot, lambda: pane.answered == "words")
        assert session.hub.asked[-1] == "words"
        assert len(session.hub.asked) < len("words"), "typing does not ask for each letter"
        assert [card.id for card in pane.rows.rows] == ["demo/text", "demo/slow"]
        await until(pilot, lambda: "2 returned" in drawn(app) and "asleep" in drawn(app))


async def test_enter_pressed_before_the_answer_opens_the_first_row_of_that_answer() -> None:
    app = an_explorer(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words", "enter")
        await until(pilot, lambda: isinstance(app.screen, UsePage))
        assert app.desk.space is not None
        assert app.desk.space.opened.src == "demo/text"


async def test_down_and_enter_open_the_second_row() -> None:
    app = an_explorer(FakeSession(an_app(), CARDS), start_ids=("demo/text", "demo/slow"))
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.screen.query_one(SearchPane)
        await until(pilot, lambda: len(pane.rows.rows) == 2)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.desk.space is not None)
        assert app.desk.space is not None
        assert app.desk.space.opened.src == "demo/slow"


async def test_an_address_typed_and_entered_opens_that_address() -> None:
    session = FakeSession(an_app())
    app = an_explorer(session)
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one("#query", Input).value = "http://127.0.0.1:7860/app"
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.space is not None)
        assert app.desk.space is not None
        assert app.desk.space.opened.src == "http://127.0.0.1:7860/app"


async def test_no_letter_of_an_address_is_asked_of_the_hub() -> None:
    session = FakeSession(an_app(), CARDS)
    session.open_error = Unreachable("nothing listens there")
    session.hub.error = Unreachable("cannot reach huggingface.co")
    app = an_explorer(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "no token found" in drawn(app))
        box = app.screen.query_one("#query", Input)
        box.value = "https://secret.example/?__sign=key"
        await until(pilot, lambda: "enter opens this address." in drawn(app))
        await pilot.press("enter")
        await until(pilot, lambda: "The app cannot be reached." in drawn(app))
        await pilot.press("ctrl+r")
        await pilot.pause(0.3)
        assert session.hub.asked == []
        assert "nothing listens there" in app.screen.query_one(StatusBar).line.head


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            Unreachable("cannot reach huggingface.co", hint="Try again."),
            "cannot reach huggingface.co",
        ),
        (StageError("this Space is paused by its owner", stage="PAUSED"), "paused by its owner"),
    ],
)
async def test_an_open_that_fails_says_why_in_one_line_and_stays(error: Any, words: str) -> None:
    session = FakeSession(an_app(), CARDS)
    session.open_error = error
    app = an_explorer(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: words in drawn(app))
        assert isinstance(app.screen, FindPage)
        assert words in app.screen.query_one(StatusBar).line.head


async def test_a_search_that_fails_says_so_and_a_later_one_works() -> None:
    session = FakeSession(an_app(), CARDS)
    session.hub.error = Unreachable("cannot reach huggingface.co")
    app = an_explorer(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: "cannot reach huggingface.co. ctrl+r asks again." in drawn(app))
        session.hub.error = None
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "2 returned" in drawn(app))


async def test_strangers_words_in_every_row_and_card_are_drawn_and_never_act() -> None:
    card = SpaceCard(
        "demo/text", title=HOSTILE, author=HOSTILE, emoji=HOSTILE, stage="RUNNING", hardware=HOSTILE,
        description=HOSTILE, category=HOSTILE, error_message=HOSTILE, last_modified=HOSTILE,
    )  # fmt: skip
    app = an_explorer(FakeSession(an_app(), [card]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("a")
        pane = app.screen.query_one(SearchPane)
        await until(pilot, lambda: pane.answered == "a")
        await until(pilot, lambda: "link" in drawn(app))
        shown = drawn(app)
        assert "[/x]" in shown
        assert not set("\x1b\x07\u202e") & set(shown)


async def test_f6_lays_the_card_over_the_list_in_a_narrow_window_and_esc_takes_it_away() -> None:
    app = an_explorer(FakeSession(an_app(), CARDS), start_ids=("demo/text",))
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.screen.query_one(SearchPane)
        await until(pilot, lambda: bool(pane.rows.rows))
        assert not app.screen.query_one(SpacePane).display
        await pilot.press("f6")
        assert app.screen.query_one(SpacePane).display
        assert not pane.display
        await pilot.press("escape")
        assert pane.display


async def test_a_window_too_small_says_what_it_needs() -> None:
    app = an_explorer(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        assert "window too small: 60x16 needed" in drawn(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "window too small" not in drawn(app)


async def test_what_was_opened_before_is_the_start_and_enter_opens_it_again() -> None:
    async def recents() -> list[tuple[str, str]]:
        return [("http://127.0.0.1:7860", HOSTILE), ("demo/slow", "Slow job")]

    app = an_explorer(FakeSession(an_app(), CARDS), recents=recents)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "opened before" in drawn(app))
        assert "Slow job" in drawn(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.space is not None)
        assert app.desk.space is not None
        assert app.desk.space.opened.src == "http://127.0.0.1:7860"
