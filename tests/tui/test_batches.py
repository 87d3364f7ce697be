"""A batch in the app: asked for by the palette, shown in a dialog and in the status bar."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.app import SystemCommand
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.errors import Failure
from spacetui.model.events import Completed, Failed, Started
from spacetui.model.run import Status
from spacetui.session.previous_run import PreviousRun
from spacetui.store.store import Store
from spacetui.tui.use.batch_dialog import BatchDialog
from spacetui.tui.use.page import UsePage
from spacetui.tui.use.rows_dialog import RowsDialog
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    toast_texts,
    wait_for_form,
    wait_until,
)
from tests.tui.fake_session import HOSTILE, FakeSession, an_app
from tests.tui.screen_text import screen_text, unsafe_rows


def write_rows(folder: Path, content: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(content, encoding="utf-8", newline="")
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(tmp_path, f"text\na\n{HOSTILE}\nc\n")


def done(text: str) -> list[Any]:
    return [Started(), Completed((text,), 0.1)]


def lines_of(rows: Path) -> list[dict[str, Any]]:
    out = rows.with_name("rows.results.jsonl")
    return [json.loads(line) for line in out.read_text().splitlines()]


def is_written(rows: Path, count: int) -> bool:
    out = rows.with_name("rows.results.jsonl")
    return out.exists() and len(lines_of(rows)) == count


async def ask(pilot: Pilot[Any], page: UsePage, path: Path, jobs: str = "1") -> None:
    """Give the path to the dialog that the palette opens."""
    commands(page)["run for every row of a file"].callback()
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, RowsDialog))
    pilot.app.screen.query(Input).first().value = f"'{path}'"
    pilot.app.screen.query_one("#jobs", Input).value = jobs
    await pilot.press("enter")


def commands(page: UsePage) -> dict[str, SystemCommand]:
    """Return the entries of the palette that have no key, by title."""
    return {each.title: each for each in page.extra_commands()}


def is_on_show(pilot: Pilot[Any], text: str) -> bool:
    """Return whether the dialog of the batch is open and shows a text."""
    return isinstance(pilot.app.screen, BatchDialog) and text in screen_text(pilot.app)


async def test_rows_are_called_with_the_values_of_the_form(rows: Path, tmp_path: Path) -> None:
    scripts: Sequence[Any] = [done("A"), done(HOSTILE), [Failed(Failure("app", "c is bad"), 0.1)]]
    async with Store(tmp_path / "x.sqlite3") as store:
        session = FakeSession(an_app(), store=store)
        session.scripts = list(scripts)
        app = make_app(session, src="demo/text")
        async with app.run_test(size=(120, 40)) as pilot:
            page = await wait_for_form(pilot, app)
            await ask(pilot, page, rows)
            await wait_until(pilot, lambda: is_on_show(pilot, "row 3: c is bad"))
            assert "3 of 3, 1 failed" in screen_text(app) and not unsafe_rows(app)
            await pilot.press("escape")
            assert "row 3: c is bad" in status_bar_text(app), "the status bar says how it ended"
            assert [each.values["text"] for each in session.calls] == ["a", HOSTILE, "c"]
            assert all("times" in each.values for each in session.calls)
            assert [each["row"] for each in lines_of(rows)] == [1, 2, 3]
            assert page.space is not None and not page.space.calls
            session.scripts = [done("C")]
            await ask(pilot, page, rows)
            await wait_until(pilot, lambda: is_on_show(pilot, "batch done"))
            assert len(session.calls) == 4 and lines_of(rows)[2]["data"] == ["C"]
            [entry] = await store.history()
            assert entry.inputs.startswith("rows of rows.csv")
            loaded = await store.load_call(entry.id)
            assert loaded is not None and loaded.state.batch is not None
            assert loaded.state.batch.out == str(rows.with_name("rows.results.jsonl"))


async def test_the_dialog_is_hidden_and_stops_the_batch_and_goes_on_with_it(rows: Path) -> None:
    session = FakeSession(an_app())
    session.scripts = [done("A"), [Started()]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await ask(pilot, page, rows)
        await wait_until(pilot, lambda: len(session.calls) == 2)
        await wait_until(pilot, lambda: is_on_show(pilot, "1 of 3"))
        assert is_on_show(pilot, "row 1  ● “A”") and is_on_show(pilot, "rows.results.jsonl")
        await pilot.press("escape")
        await wait_until(pilot, lambda: "batch 1 of 3" in status_bar_text(app))
        commands(page)["show the batch"].callback()
        await wait_until(pilot, lambda: is_on_show(pilot, "1 of 3"))
        await pilot.press("s")
        await wait_until(pilot, lambda: is_on_show(pilot, "ctrl+r go on"))
        assert is_on_show(pilot, "stopped") and [each["row"] for each in lines_of(rows)] == [1]
        session.scripts = [done("B"), done("C")]
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: is_on_show(pilot, "3 of 3"))
        await wait_until(pilot, lambda: is_on_show(pilot, "batch done"))
        assert [each["row"] for each in lines_of(rows)] == [1, 2, 3]
        assert "go on" not in screen_text(app)


async def test_esc_on_the_page_stops_a_batch_and_what_is_done_stays(rows: Path) -> None:
    session = FakeSession(an_app())
    session.scripts = [done("A"), [Started()], [Started()]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await ask(pilot, page, rows, jobs="2")
        await wait_until(pilot, lambda: len(session.calls) == 3 and is_written(rows, 1))
        await pilot.press("escape", "escape", "escape")  # the dialog, the text, then the batch
        wanted = "stopped 1 of 3 · rows.results.jsonl"
        await wait_until(pilot, lambda: wanted in status_bar_text(app))
        assert [each["row"] for each in lines_of(rows)] == [1]


async def test_what_the_dialog_cannot_take_is_said_in_it(rows: Path) -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await wait_for_form(pilot, app)
        await ask(pilot, page, rows, jobs="33")
        await wait_until(pilot, lambda: "write a number from 1 to 32" in screen_text(app))
        app.screen.query(Input).first().value = ""
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "name a file" in screen_text(app))
        await pilot.press("escape")
        assert app.screen is page and page.view.controllers.batches.run is None


async def test_a_batch_of_the_history_goes_on_and_one_that_was_cut_off_is_told(
    rows: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.sqlite3"
    async with Store(path) as store:
        session = FakeSession(an_app(), store=store)
        session.scripts = [done("A"), [Started()]]
        app = make_app(session, src="demo/text")
        async with app.run_test(size=(120, 40)) as pilot:
            await ask(pilot, await wait_for_form(pilot, app), rows)
            await wait_until(pilot, lambda: len(session.calls) == 2)
    async with Store(path) as store:
        session = FakeSession(an_app(), store=store)
        session.scripts = [done("B"), done("C")]
        app = make_app(session, src="demo/text", previous_run=PreviousRun())
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            page = await wait_for_form(pilot, app)
            page.view.form.fields.fill({"times": 9})  # the entry has its own
            told = "the batch of rows.csv was cut off: 1 of 3 rows done; r on it in the history"
            await wait_until(pilot, lambda: any(told in each for each in toast_texts(app)))
            app.switch_mode("history")
            await wait_until(pilot, lambda: "1 of 3 rows done" in screen_text(app))
            await pilot.press("r")
            await wait_until(pilot, lambda: is_on_show(pilot, "batch done"))
            assert [each["row"] for each in lines_of(rows)] == [1, 2, 3]
            assert [each.values["times"] for each in session.calls] == [2, 2]
            [entry] = await store.history()
            assert entry.status is Status.COMPLETE


async def test_rows_that_cannot_be_called_are_refused_in_a_line(tmp_path: Path) -> None:
    rows = write_rows(tmp_path, "nope\n1\n")
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await ask(pilot, page, rows)
        await wait_until(pilot, lambda: is_on_show(pilot, "no parameter 'nope'"))
        assert session.calls == []
