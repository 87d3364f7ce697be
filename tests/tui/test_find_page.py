"""The find page: its start, searching, looking at a Space and opening it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from spacetui.errors import StageError, Unreachable
from spacetui.model.space import SpaceCard
from spacetui.store.store import Store
from spacetui.tui.find.page import FindPage
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.find.space_pane import SpacePane
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.app_driver import make_app, wait_until
from tests.tui.fake_session import HOSTILE, FakeSession, an_app
from tests.tui.screen_text import screen_text

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


async def test_the_first_letter_typed_is_in_the_search_box() -> None:
    app = make_app(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        assert app.screen.query_one("#query", Input).value == "a"


async def test_a_search_shows_the_rows_and_their_count() -> None:
    session = FakeSession(an_app(), CARDS)
    app = make_app(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words")
        pane = app.screen.query_one(SearchPane)
        await wait_until(pilot, lambda: pane.found.answered == "words")
        assert session.hub.asked[-1] == "words"
        assert len(session.hub.asked) < len("words"), "typing does not ask for each letter"
        assert [card.id for card in pane.found.rows.rows] == ["demo/text", "demo/slow"]
        await wait_until(
            pilot, lambda: "2 returned" in screen_text(app) and "asleep" in screen_text(app)
        )


async def test_enter_pressed_before_the_results_opens_the_first_of_them() -> None:
    app = make_app(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, UsePage))
        assert app.app_state.space is not None
        assert app.app_state.space.opened.src == "demo/text"


async def test_enter_waits_for_the_results_of_its_own_query(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session, may_answer = FakeSession(an_app(), CARDS), asyncio.Event()

    async def search(query: str, **options: object) -> tuple[SpaceCard, ...]:
        await may_answer.wait()
        return (CARDS[1],)

    monkeypatch.setattr(session.hub, "search", search)
    app = make_app(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"words", "enter")
        pane = app.screen.query_one(SearchPane)
        pane.found.show_start(CARDS[:1])  # what comes late is no answer
        await pilot.pause()
        may_answer.set()
        await wait_until(pilot, lambda: isinstance(app.screen, UsePage))
        assert app.app_state.space is not None
        assert app.app_state.space.opened.src == "demo/slow"


async def test_down_and_enter_open_the_second_row() -> None:
    app = make_app(FakeSession(an_app(), CARDS), start_ids=("demo/text", "demo/slow"))
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.screen.query_one(SearchPane)
        await wait_until(pilot, lambda: len(pane.found.rows.rows) == 2)
        await pilot.press("down", "down", "enter")
        await wait_until(pilot, lambda: app.app_state.space is not None)
        assert app.app_state.space is not None
        assert app.app_state.space.opened.src == "demo/slow"


async def test_an_address_typed_and_entered_opens_that_address() -> None:
    session = FakeSession(an_app())
    app = make_app(session)
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one("#query", Input).value = "http://127.0.0.1:7860/app"
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.app_state.space is not None)
        assert app.app_state.space is not None
        assert app.app_state.space.opened.src == "http://127.0.0.1:7860/app"


async def test_nothing_of_a_typed_address_is_sent_to_the_hub() -> None:
    session = FakeSession(an_app(), CARDS)
    session.open_error = Unreachable("nothing listens there")
    session.hub.error = Unreachable("cannot reach huggingface.co")
    app = make_app(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "no token found" in screen_text(app))
        box = app.screen.query_one("#query", Input)
        box.value = "https://secret.example/?__sign=key"
        await wait_until(pilot, lambda: "enter opens this address." in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "✕ nothing listens there" in screen_text(app))
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
async def test_an_app_that_does_not_open_is_explained_in_one_line_on_the_find_page(
    error: Any, words: str
) -> None:
    session = FakeSession(an_app(), CARDS)
    session.open_error = error
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: words in screen_text(app))
        assert isinstance(app.screen, FindPage)
        assert words in app.screen.query_one(StatusBar).line.head


async def test_a_search_that_fails_says_so_and_a_later_one_works() -> None:
    session = FakeSession(an_app(), CARDS)
    session.hub.error = Unreachable("cannot reach huggingface.co")
    app = make_app(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("a")
        await wait_until(
            pilot, lambda: "cannot reach huggingface.co. ctrl+r asks again." in screen_text(app)
        )
        session.hub.error = None
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "2 returned" in screen_text(app))


async def test_untrusted_text_in_every_row_and_card_is_drawn_and_never_acts() -> None:
    card = SpaceCard(
        "demo/text",
        title=HOSTILE,
        author=HOSTILE,
        emoji=HOSTILE,
        stage="RUNNING",
        hardware=HOSTILE,
        description=HOSTILE,
        category=HOSTILE,
        error_message=HOSTILE,
        last_modified=HOSTILE,
    )
    app = make_app(FakeSession(an_app(), [card]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("a")
        pane = app.screen.query_one(SearchPane)
        await wait_until(pilot, lambda: pane.found.answered == "a")
        await wait_until(pilot, lambda: "link" in screen_text(app))
        shown = screen_text(app)
        assert "[/x]" in shown
        assert not set("\x1b\x07\u202e") & set(shown)


async def test_f6_shows_the_card_instead_of_the_list_in_a_narrow_window_and_esc_goes_back() -> None:
    app = make_app(FakeSession(an_app(), CARDS), start_ids=("demo/text",))
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.screen.query_one(SearchPane)
        await wait_until(pilot, lambda: bool(pane.found.rows.rows))
        assert not app.screen.query_one(SpacePane).display
        await pilot.press("f6")
        assert app.screen.query_one(SpacePane).display
        assert not pane.display
        await pilot.press("escape")
        assert pane.display


async def test_a_window_too_small_says_so_and_comes_back_as_it_was() -> None:
    app = make_app(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"draw")
        await wait_until(pilot, lambda: bool(app.screen.query_one(SearchPane).found.rows.rows))
        await pilot.press("down")
        focused = app.focused
        for size in ((50, 12), (59, 20)):
            await pilot.resize_terminal(*size)
            words = f"window too small: 60x16 needed, now {size[0]}x{size[1]}"
            await pilot.pause(0.1)
            assert screen_text(app).strip() == words, "and nothing else, such as a scrollbar"
            await pilot.press("slash", "z", "up")  # nobody sees what they do
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: "window too small" not in screen_text(app))
        assert app.focused is focused is app.screen.query_one(SearchPane).found.rows
        assert app.screen.query_one(SearchPane).query_text == "draw"


@pytest.mark.parametrize("key", ["question_mark", "at", "ctrl+p"])  # overlay, dialog, Textual's own
async def test_a_dialog_in_a_window_too_small_says_so_and_comes_back_as_it_was(key: str) -> None:
    app = make_app(FakeSession(an_app(), CARDS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape", key)
        await wait_until(pilot, lambda: len(app.screen_stack) == 2 and app.focused is not None)
        await pilot.press(*"ke" * (key == "ctrl+p"))
        await pilot.pause(0.3)
        dialog, focused, before = app.screen, app.focused, screen_text(app)
        await pilot.resize_terminal(50, 12)
        words = "window too small: 60x16 needed, now 50x12"
        await wait_until(pilot, lambda: screen_text(app).strip() == words)
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: screen_text(app) == before)
        assert app.screen is dialog and app.focused is focused
        await pilot.press("escape")
        await wait_until(pilot, lambda: len(app.screen_stack) == 1)


async def test_the_page_starts_with_what_was_opened_before_and_enter_opens_it_again(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "spacetui.sqlite")
    await store.add_opened_app("demo/slow", "Slow job")
    await store.add_opened_app("http://127.0.0.1:7860", HOSTILE)
    app = make_app(FakeSession(an_app(), CARDS, store))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "2 recent" in screen_text(app))
        assert "Slow job" in screen_text(app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.app_state.space is not None)
        assert app.app_state.space is not None
        assert app.app_state.space.opened.src == "http://127.0.0.1:7860"
