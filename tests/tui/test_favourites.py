"""Favourites and earlier searches, kept in a real store from one start to the next."""

from pathlib import Path
from typing import Any

from spacetui.model.space import SpaceCard
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.use.side_panes import SpacesPane
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_list import RowList
from tests.tui.app_driver import make_app, status_bar_text, wait_for_form, wait_until
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

CARDS = [SpaceCard(f"demo/{name}", title=f"The {name}", stage="RUNNING") for name in ("a", "b")]
IDS = tuple(card.id for card in CARDS)


def listed(app: SpacetuiApp) -> list[str]:
    """Return the ids of the Spaces on the first page, in order."""
    return [card.id for card in app.screen.query_one(SearchPane).found.cards]


def make(store: Store, **options: Any) -> SpacetuiApp:
    return make_app(FakeSession(an_app(), CARDS, store), **options)


async def test_f_in_the_demo_puts_a_space_first_and_loses_none(tmp_path: Path) -> None:
    async with Store(tmp_path / "spacetui.sqlite") as store:
        app = make(store, start_ids=IDS, is_demo=True)
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until(pilot, lambda: "2 apps" in screen_text(app))
            await pilot.press("down", "down", "f")
            await wait_until(pilot, lambda: listed(app) == ["demo/b", "demo/a"])
            assert "1 kept" in screen_text(app) and "★ kept" in screen_text(app)
            await wait_until(pilot, lambda: "The b is kept" in status_bar_text(app))
            row = app.screen.query_one(SearchPane).found.card
            assert row is not None and row.id == "demo/b", "the cursor stays on it"
        # It is there at the next start, and not on the page of the real Hub.
        again = make(store, start_ids=IDS, is_demo=True)
        async with again.run_test(size=(120, 40)) as pilot:
            await wait_until(pilot, lambda: listed(again) == ["demo/b", "demo/a"])
            await pilot.press("down", "f")
            await wait_until(pilot, lambda: "1 kept" not in screen_text(again))
            assert sorted(listed(again)) == ["demo/a", "demo/b"]
        assert await store.favourites() == ()


async def test_the_first_page_has_kept_ones_then_recent_ones(tmp_path: Path) -> None:
    async with Store(tmp_path / "spacetui.sqlite") as store:
        await store.add_favourite("demo/b", "Kept one")
        await store.add_favourite("demo:demo/a", "Of the demo")
        await store.add_opened_app("demo/b", "Kept one")
        await store.add_opened_app("demo/a", "Seen one")
        app = make_app(FakeSession(an_app(), store=store))  # its Hub knows neither
        async with app.run_test(size=(120, 40)) as pilot:
            order = ["★ kept", "Kept one", "recent  ", "Seen one", "today", "try"]
            await wait_until(pilot, lambda: all(each in screen_text(app) for each in order))
            text = screen_text(app)
            assert "1 kept · 2 recent" in text
            assert listed(app) == ["demo/b", "demo/a"]
            places = [text.rindex(each) for each in order]
            assert places == sorted(places)
            # What is taken away stays on the page, until the next start.
            await pilot.press("down", "f")
            await wait_until(pilot, lambda: "1 kept" not in screen_text(app))
            assert set(listed(app)) == {"demo/b", "demo/a"}


async def test_kept_and_recent_rows_show_the_stage_that_the_hub_knows(tmp_path: Path) -> None:
    cards = [
        CARDS[0]._replace(stage="SLEEPING", hardware="zero-a10g", description="Does much."),
        CARDS[1]._replace(stage="PAUSED"),
    ]
    async with Store(tmp_path / "spacetui.sqlite") as store:
        await store.add_favourite("demo/b", "Kept one")
        for src in ("http://127.0.0.1:7860", "demo/gone", "demo/a"):
            await store.add_opened_app(src, src.title())
        session = FakeSession(an_app(), cards, store)
        asked = ask_and_note(session)
        app = make_app(session)
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until(pilot, lambda: "asleep" in screen_text(app))
            lines = [line[:70] for line in screen_text(app).splitlines()]
            (kept,) = (line for line in lines if "demo/b" in line)
            (recent,) = (line for line in lines if "demo/a" in line)
            assert "The b" in kept and "paused" in kept
            assert "The a" in recent and "today" in recent and "ZeroGPU" in recent
            assert not any("Does much" in line for line in lines), "a row takes one line"
            assert [card.stage for card in app.screen.query_one(SearchPane).found.cards] == [
                "PAUSED", "SLEEPING", "", "",
            ]  # fmt: skip
            assert sorted(asked) == ["demo/a", "demo/b", "demo/gone"], "each once, no address"


def ask_and_note(session: FakeSession) -> list[str]:
    """Return the list of the Spaces that the Hub will have been asked for."""
    asked: list[str] = []
    ask = session.hub.space

    async def note(space_id: str) -> SpaceCard:
        asked.append(space_id)
        return await ask(space_id)

    session.hub.space = note  # type: ignore[method-assign]
    return asked


async def test_f_keeps_the_open_space_and_marks_it_in_the_list(tmp_path: Path) -> None:
    async with Store(tmp_path / "spacetui.sqlite") as store:
        app = make(store, src="demo/a")
        async with app.run_test(size=(120, 40)) as pilot:
            page = await wait_for_form(pilot, app)
            await pilot.press("escape", "f")
            await wait_until(pilot, lambda: "is kept" in status_bar_text(app))
            rows = page.query_one(SpacesPane).query_one(RowList)
            assert glyphs().kept in rows.line_at(0)[1].plain
        assert [each.src for each in await store.favourites()] == ["demo/a"]


async def test_up_in_the_empty_box_offers_earlier_searches(tmp_path: Path) -> None:
    async with Store(tmp_path / "spacetui.sqlite") as store:
        await store.add_search("the one before")
        app = make(store)
        async with app.run_test(size=(120, 40)) as pilot:
            box = app.screen.query_one(SearchPane).box
            await pilot.press(*"words", "enter")
            await wait_for_form(pilot, app)
            assert (await store.searches())[0] == "words"
            await app.switch_mode("find")
            await pilot.pause()
            await pilot.press("backspace")
            await wait_until(pilot, lambda: box.value == "")
            await pilot.press("up")
            await wait_until(pilot, lambda: box.value == "words")
            await pilot.press("up")
            await wait_until(pilot, lambda: box.value == "the one before")
            await pilot.press("x")
            await wait_until(pilot, lambda: box.value == "the one beforex")
            await pilot.press("up")
            assert box.value == "the one beforex", "what was typed is not replaced"
