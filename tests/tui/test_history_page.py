"""The history page, on a real store: the list by day, searching, opening, comparing, forgetting."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Completed, Event, Failed
from spacetui.model.file_input import FileInput
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Parameter, Return
from spacetui.model.source import Source
from spacetui.store.saved_files import read_facts
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.history import call_view, calls_pane, history_rows
from spacetui.tui.history.call_list import PART
from spacetui.tui.history.page import HistoryPage
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.row_list import RowList
from tests.tui.app_driver import make_app, status_bar_text, wait_for_form, wait_until
from tests.tui.fake_session import HOSTILE, SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text, unsafe_rows
from tests.unit.store.samples import write

SRC = "http://127.0.0.1:9"  # of FakeSession's app
DAY = 86_400.0


def made(text: str, *events: Event, days_ago: float = 0.0, **values: Any) -> Recording:
    """Return a call of the scripted app as the store keeps it."""
    state = RunState()
    for event in events or (Completed((f"you said {text}",), 1.0),):
        state = state.after(event, 1.2)
    call = Call(SAY, {"text": text, **values})
    source = Source(SRC, SRC, "Text lab")
    return Recording(call, source, state, time.time() - days_ago * DAY)


async def keep(folder: Path, *recordings: Recording) -> Store:
    """Return a store with these calls, the last one the newest."""
    store = Store(folder / "spacetui.sqlite")
    for each in recordings:
        await write(store, each)
    return store


@asynccontextmanager
async def on_history(
    store: Store, size: tuple[int, int] = (120, 40), **options: Any
) -> AsyncIterator[tuple[Pilot[Any], SpacetuiApp, HistoryPage, FakeSession]]:
    """Give the app with the history page on show, and its calls listed."""
    session = FakeSession(an_app(), store=store)
    app = make_app(session, **options)
    async with app.run_test(size=size) as pilot:
        await pilot.press("escape", "7")
        await wait_until(pilot, lambda: isinstance(app.screen, HistoryPage))
        page = app.screen
        assert isinstance(page, HistoryPage)
        await wait_until(pilot, lambda: bool(str(page.calls.heading.detail)))
        yield pilot, app, page, session
    await store.aclose()


async def test_calls_stand_by_day_with_their_outcome_and_the_newest_first(tmp_path: Path) -> None:
    failed = made("two", Failed(Failure("app", "no such colour")), days_ago=1)
    store = await keep(tmp_path, failed, made("three"))
    async with on_history(store) as (pilot, app, _page, _):
        await wait_until(pilot, lambda: "you said three" in screen_text(app))
        text = "\n".join(line[:70] for line in screen_text(app).split("\n"))
        assert "2 calls · " in text
        order = ["today", "three, 2", "1.2 s", "yesterday", "two, 2", "failed"]
        places = [text.index(each) for each in order]
        assert places == sorted(places)
        await pilot.press("down")
        await wait_until(pilot, lambda: "no such colour" in screen_text(app))
        assert "“two”" in screen_text(app), "the inputs stand above the result"


async def test_the_views_stay_while_the_cursor_moves_between_calls_of_like_outputs(
    tmp_path: Path,
) -> None:
    one = made("one")
    other = replace(one, call=replace(one.call, endpoint=SAY._replace(api_name="/other")))
    store = await keep(tmp_path, other, made("two"))
    async with on_history(store) as (pilot, app, page, _):
        await wait_until(pilot, lambda: "you said two" in screen_text(app))
        views = page.view.pane.outputs.views
        await pilot.press("down")
        await wait_until(pilot, lambda: "you said one" in screen_text(app))
        assert page.view.pane.outputs.views == views


async def test_letters_of_a_search_change_the_rows_and_not_the_layout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await keep(tmp_path, *map(made, ("moon", "lamp", "lighthouse", "light")))
    async with on_history(store) as (pilot, app, page, _):
        await wait_until(pilot, lambda: "you said light" in screen_text(app))
        layouts: list[Any] = []
        refresh = Screen._refresh_layout

        def counted(screen: Any, *arguments: Any) -> None:
            layouts.append(screen)
            refresh(screen, *arguments)

        has_rested = asyncio.Event()

        async def rest(_seconds: float) -> None:
            await has_rested.wait()

        monkeypatch.setattr(call_view, "pause", rest)
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        await pilot.press("slash", *"li")
        await wait_until(pilot, lambda: len(page.calls.rows.rows) == 2)
        await pilot.press(*"ghth")
        await wait_until(pilot, lambda: len(page.calls.rows.rows) == 1)
        assert "you said light" in screen_text(app), "the call is not loaded yet"
        assert not layouts
        has_rested.set()
        await wait_until(pilot, lambda: "you said lighthouse" in screen_text(app))


async def test_a_query_typed_fast_shows_the_rows_of_the_last_one(tmp_path: Path) -> None:
    store = await keep(tmp_path, *map(made, ("lighthouse", "light", "moon")))
    ask, asked = store.history, []

    async def slow_at_first(query: str = "", **more: Any) -> Any:
        asked.append(query)
        rows = await ask(query, **more)
        if query == "l":
            await asyncio.sleep(0.2)  # its answer comes after that of the whole word
        return rows

    store.history = slow_at_first  # type: ignore[method-assign]
    async with on_history(store) as (pilot, _, page, __):
        await pilot.press("slash", *"lightho")
        assert page.calls.box.value == "lightho", "no letter waits for an answer"
        await wait_until(pilot, lambda: [each.inputs for each in page.listed.rows] != [])
        await wait_until(pilot, lambda: len(page.calls.rows.rows) == 1)
        await pilot.pause(0.3)
        assert [each.inputs.split(",")[0] for each in page.calls.rows.rows] == ["lighthouse"]
        assert "l" in asked and asked[-1] == "lightho"


async def test_what_nothing_fits_and_an_empty_history_say_so(tmp_path: Path) -> None:
    store = await keep(tmp_path)
    async with on_history(store) as (pilot, app, _page, _):
        assert "every call lands here. ctrl+r in a form makes the first." in screen_text(app)
        await pilot.press("slash", "x")
        await wait_until(pilot, lambda: "nothing fits “x”. esc twice" in screen_text(app))
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: "every call lands here" in screen_text(app))


async def test_of_5000_calls_only_what_is_on_show_is_loaded_and_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = history_rows.draw_call

    def draw_and_count(row: Any, *args: Any, **more: Any) -> Any:
        drawn.append(row.id)
        return draw(row, *args, **more)

    monkeypatch.setattr(calls_pane, "draw_call", draw_and_count)
    store = await keep(tmp_path, made("one"))
    assert store.path is not None
    await store.history()
    await store._thread.write(_copy_5000_times, None)
    async with on_history(store) as (pilot, app, page, _):
        await wait_until(pilot, lambda: "5 000 calls" in screen_text(app))
        assert len(page.calls.rows.rows) == PART
        assert len(set(drawn)) <= 40, "a row that is not on the screen is not drawn"
        await pilot.press("end")
        await wait_until(pilot, lambda: len(page.calls.rows.rows) == 2 * PART)
        assert page.calls.rows.current == PART - 1, "the cursor stays where it was"
        assert len(set(drawn)) <= 80
        assert len(page.query("*")) < 60, "a row is no widget"


def _copy_5000_times(connection: Any) -> None:
    """Fill the table with the same call; the page needs no index of words for it."""
    columns = [row[1] for row in connection.execute("pragma table_info(calls)")]
    names = ", ".join(each for each in columns if each != "id")
    connection.execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 4999)"
        f" insert into calls({names}) select {names} from calls, n"
    )


async def test_enter_opens_the_call_in_its_form_with_its_result(tmp_path: Path) -> None:
    store = await keep(tmp_path, made("yesterday's words", times=7, days_ago=1))
    async with on_history(store) as (pilot, app, _page, session):
        await pilot.press("enter")  # the Space is not open: it is opened
        use = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: "you said yesterday's words" in screen_text(app))
        assert use.view.form.fields.values()["text"] == "yesterday's words"
        assert use.view.form.fields.values()["times"] == 7
        assert "yesterday " in str(use.view.result.heading.detail)
        assert not session.calls, "nothing was sent"
        # And once more, now that it is open.
        await pilot.press("escape", "7")
        await wait_until(pilot, lambda: app.current_mode == "history")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, UsePage))
        assert len(app.app_state.spaces) == 1


async def test_a_call_opened_names_what_has_changed_in_its_endpoint_since(tmp_path: Path) -> None:
    old = SAY._replace(parameters=(*SAY.parameters, Parameter("\x1bseed")))
    gone = SAY._replace(api_name="/gone")
    calls = [made("first"), made("second"), made("third")]
    endpoints = (gone, old, SAY)
    calls = [
        replace(each, call=replace(each.call, endpoint=endpoint))
        for each, endpoint in zip(calls, endpoints, strict=True)
    ]
    store = await keep(tmp_path, *calls)
    async with on_history(store) as (pilot, app, _page, _):
        await pilot.press("enter")
        await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: "you said third" in screen_text(app))
        assert "changed since" not in status_bar_text(app)
        await pilot.press("escape", "[")
        await wait_until(pilot, lambda: "you said second" in screen_text(app))
        line = "the app has changed since: the parameter \\x1bseed is gone"
        await wait_until(pilot, lambda: line in status_bar_text(app))
    async with on_history(await keep(tmp_path)) as (pilot, app, _page, _):
        await pilot.press("end", "enter")
        await wait_for_form(pilot, app)
        words = "ready /gone is gone since that call was made"
        await wait_until(pilot, lambda: words in status_bar_text(app))


async def test_r_runs_the_call_again(tmp_path: Path) -> None:
    store = await keep(tmp_path, made("again and again"))
    async with on_history(store) as (pilot, app, _page, session):
        session.scripts = [[Completed(("done anew",), 1.0)]]
        await pilot.press("r")
        await wait_until(pilot, lambda: "done anew" in screen_text(app))
        assert [call.values["text"] for call in session.calls] == ["again and again"]


async def test_a_puts_the_call_into_the_recorder(tmp_path: Path) -> None:
    store = await keep(tmp_path, made("to be repeated"))
    async with on_history(store) as (pilot, app, *_):
        await pilot.press("a")
        await wait_until(pilot, lambda: "in the recorder" in status_bar_text(app))
        await wait_until(pilot, lambda: "rec 1" in screen_text(app))
        await pilot.press("6")
        await wait_until(pilot, lambda: 'text="to be repeated"' in screen_text(app))


async def test_a_second_D_compares_inputs_outputs_and_schema(tmp_path: Path) -> None:
    store = await keep(tmp_path, made("before"), made("after"))
    async with on_history(store) as (pilot, app, page, _):
        await pilot.press("D")
        assert "on another call compares" in status_bar_text(app)
        classes = page.classes
        await pilot.press("down", "D")
        await wait_until(pilot, lambda: "- text: before" in screen_text(app))
        text = screen_text(app)
        assert "+ text: after" in text and "+ said: you said after" in text
        assert "schema" in text and "the same" in text
        assert page.classes == classes, "the styles of all widgets would be applied again"
        await pilot.press("escape")
        await wait_until(pilot, lambda: not page.diff.display)


async def test_a_forgotten_call_is_deleted_by_d_again_or_on_leaving_and_not_before(
    tmp_path: Path,
) -> None:
    store = await keep(tmp_path, *map(made, ("one", "two", "three")))

    async def kept() -> list[str]:
        return [each.inputs.split(",")[0] for each in await store.history()]

    async with on_history(store) as (pilot, app, page, _):
        await pilot.press("d")
        assert "1 call to forget" in status_bar_text(app)
        assert await kept() == ["three", "two", "one"]
        await pilot.press("ctrl+z", "d", "d")
        await wait_until(pilot, lambda: len(page.calls.rows.rows) == 2)
        assert await kept() == ["two", "one"]
        await pilot.press("down", "d", "ctrl+z", "up", "d", "escape")
        await wait_until(pilot, lambda: app.current_mode == "find")
        await app.workers.wait_for_complete()
        assert await kept() == ["one"]


async def test_in_a_narrow_window_the_call_lies_over_the_list(tmp_path: Path) -> None:
    store = await keep(tmp_path, made("one"))
    async with on_history(store, (80, 24)) as (pilot, app, page, _):
        assert not page.view.pane.region.area
        await pilot.press("f6")
        await wait_until(pilot, lambda: "you said one" in screen_text(app))
        assert not page.calls.region.area
        await pilot.press("escape")
        await wait_until(pilot, lambda: bool(page.calls.region.area))


async def test_a_call_that_was_interrupted_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "spacetui.sqlite")
    number = await store.writer.begin(
        Recording(Call(SAY, {"text": "cut off"}), Source(SRC, SRC), RunState(Status.SENDING))
    )
    await store.writer.interrupt(number)
    async with on_history(store) as (pilot, app, *_):
        await wait_until(pilot, lambda: "interrupted: spacetui ended" in screen_text(app))


async def test_on_the_use_page_older_goes_beyond_this_session_and_loses_nothing(
    tmp_path: Path,
) -> None:
    store = await keep(tmp_path, made("the oldest", days_ago=2), made("an old one", days_ago=1))
    session = FakeSession(an_app(), store=store)
    session.scripts = [[Completed(("of this session",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(170, 40)) as pilot:
        page = await wait_for_form(pilot, app)

        def text() -> Any:
            return page.view.form.fields.values()["text"]

        await wait_until(pilot, lambda: "yesterday" in screen_text(app))
        await pilot.press("n", "e", "w", "ctrl+r")
        await wait_until(pilot, lambda: "of this session" in screen_text(app))
        await pilot.press("e", "r", "escape", "left_square_bracket")
        await wait_until(pilot, lambda: "you said an old one" in screen_text(app))
        assert text() == "an old one"
        assert "yesterday" in str(page.view.result.heading.detail)
        page.view.form.fields.fill({"text": "an old one, changed"})
        await pilot.press("left_square_bracket")
        await wait_until(pilot, lambda: "you said the oldest" in screen_text(app))
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: text() == "an old one, changed")
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: text() == "new")
        await pilot.press("right_square_bracket")
        await wait_until(pilot, lambda: text() == "newer")
        # The list of calls has them under those of this session, by day.
        rows = page.view.side.recent.query_one(RowList)
        assert [each.call.endpoint.api_name for each in rows.rows] == ["/say"] * 3
        rows.focus()
        await pilot.press("end", "enter")
        await wait_until(pilot, lambda: text() == "the oldest")
        assert len(session.calls) == 1, "looking sends nothing"
    await store.aclose()


async def test_the_code_beside_an_earlier_result_of_state_has_the_calls_before_it(
    tmp_path: Path,
) -> None:
    counting = SAY._replace(input_slots=(True, True, True, False), output_slots=(True, False))
    kept = []
    for at, (text, visit) in enumerate((("one", 5), ("other", 6), ("two", 5))):
        call = Call(counting, {"text": text})
        kept.append(replace(made(text), call=call, visit=visit, made_at=float(at)))
    store = Store(tmp_path / "spacetui.sqlite")
    for each in kept:
        number = await store.writer.begin(replace(each, state=RunState(Status.SENDING)))
        await store.writer.end(number, each)
    session = FakeSession(an_app(counting), store=store)
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.space is not None and page.space.can_step(-1))
        await pilot.press("escape", "left_square_bracket")
        await wait_until(pilot, lambda: 'text="two"' in page.view.code.source)
        code = page.view.code.source
        assert code.index('text="one"') < code.index('text="two"') and "other" not in code
    await store.aclose()


FILES = SAY._replace(
    api_name="/draw",
    parameters=(Parameter("image", "", "Image", {"type": "object"}, "filepath"),),
    returns=(Return("drawn", "File", {"type": "object"}, "filepath"),) * 2,
)


async def test_files_are_shown_from_their_copies_and_those_gone_or_changed_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, saved = tmp_path / "given.png", tmp_path / "kept.txt"
    given.write_bytes(b"before")
    saved.write_text("the content")
    outputs = tuple(
        {"path": f"/srv/{name}", "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        for name in ("kept.txt", "lost.txt")
    )
    state = RunState().after(Completed(outputs, 1.0), 1.0)
    call = Call(FILES, {"image": FileInput(str(given))})
    store = await keep(tmp_path, Recording(call, Source(SRC, SRC), state, time.time()))
    facts = read_facts(given)
    assert facts is not None
    await store.writer.add_input_file(1, facts)
    await store.keep_file(1, saved, outputs[0])
    given.write_bytes(b"another one")
    saved.unlink()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    async with on_history(store) as (pilot, app, *_):
        await wait_until(pilot, lambda: "has changed since" in screen_text(app))
        assert "given.png input, 6 B, has changed since" in screen_text(app)
        assert "lost.txt output is gone" in screen_text(app)
        await pilot.press("f6", "s")
        copy = tmp_path / "here" / "kept.txt"
        await wait_until(pilot, lambda: copy.exists() and copy.read_text() == "the content")


async def test_a_stored_text_reaches_the_terminal_as_text(tmp_path: Path) -> None:
    hostile = replace(made(HOSTILE), source=Source(SRC, SRC, HOSTILE))
    store = await keep(tmp_path, hostile, made(f"{HOSTILE} more", Completed((HOSTILE,), 1.0)))
    async with on_history(store) as (pilot, app, page, _):
        await wait_until(pilot, lambda: page.view.past is not None and page.view.past.is_loaded)
        await pilot.press("D", "down", "D")
        await wait_until(pilot, lambda: page.diff.display)
        await pilot.pause()
        assert unsafe_rows(app) == [] and "[/x] [@click=app.quit]y[/]" in screen_text(app)


async def test_quitting_deletes_what_was_forgotten(tmp_path: Path) -> None:
    async with Store(tmp_path / "spacetui.sqlite") as store:
        for each in map(made, ("one", "two")):
            await write(store, each)
        app = make_app(FakeSession(an_app(), store=store))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("escape", "7")
            await wait_until(pilot, lambda: "two, 2" in screen_text(app))
            await pilot.press("d", "ctrl+q")
        assert [each.inputs for each in await store.history()] == ["one, 2, plain"]


async def test_a_call_that_the_cursor_passes_by_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[asyncio.Event] = []

    async def rest(_seconds: float) -> None:
        pauses.append(asyncio.Event())
        await pauses[-1].wait()

    store = await keep(tmp_path, made("one"), made("two"), made("three"))
    async with on_history(store) as (pilot, app, page, _):
        await wait_until(pilot, lambda: "you said three" in screen_text(app))
        loaded: list[int] = []
        load = page.view.stored.load

        async def note_load(past: Any) -> None:
            loaded.append(past.row.id)
            await load(past)

        monkeypatch.setattr(page.view.stored, "load", note_load)
        monkeypatch.setattr(call_view, "pause", rest)
        await pilot.press("down")
        await wait_until(pilot, lambda: len(pauses) == 1)
        await pilot.press("down")
        pauses[0].set()
        await wait_until(pilot, lambda: len(pauses) == 2)
        assert not loaded
        pauses[1].set()
        await wait_until(pilot, lambda: "you said one" in screen_text(app))
        assert loaded == [page.calls.rows.rows[2].id]
