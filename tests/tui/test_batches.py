"""A batch in the app: asked for by the palette, shown in the status bar, stopped by esc."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from spacetui.errors import Failure
from spacetui.model.events import Completed, Failed, Started
from spacetui.store.store import Store
from spacetui.tui.use.page import UsePage
from spacetui.tui.use.rows_dialog import RowsDialog
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import HOSTILE, FakeSession, an_app
from tests.tui.screen_text import screen_text


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


async def ask(pilot: Pilot[Any], page: UsePage, path: Path) -> None:
    """Give the path to the dialog that the palette opens."""
    titles = {each.title: each for each in page.extra_commands()}
    titles["run for every row of a file"].callback()
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, RowsDialog))
    pilot.app.screen.query_one(Input).value = f"'{path}'"
    await pilot.press("enter")


async def test_rows_are_called_with_the_values_of_the_form(rows: Path, tmp_path: Path) -> None:
    scripts: Sequence[Any] = [done("A"), done(HOSTILE), [Failed(Failure("app", "c is bad"), 0.1)]]
    async with Store(tmp_path / "x.sqlite3") as store:
        session = FakeSession(an_app(), store=store)
        session.scripts = list(scripts)
        app = make_app(session, src="demo/text")
        async with app.run_test(size=(120, 40)) as pilot:
            page = await wait_for_form(pilot, app)
            await ask(pilot, page, rows)
            await wait_until(pilot, lambda: "row 3: c is bad" in screen_text(app))
            assert "3 of 3, 1 failed" in screen_text(app)
            assert [each.values["text"] for each in session.calls] == ["a", HOSTILE, "c"]
            assert all("times" in each.values for each in session.calls)
            assert [each["row"] for each in lines_of(rows)] == [1, 2, 3]
            assert page.space is not None and not page.space.calls
            session.scripts = [done("C")]
            await ask(pilot, page, rows)
            await wait_until(pilot, lambda: "batch done" in screen_text(app))
            assert len(session.calls) == 4 and lines_of(rows)[2]["data"] == ["C"]
            [entry] = await store.history()
            assert entry.inputs.startswith("rows of rows.csv")
            loaded = await store.load_call(entry.id)
            assert loaded is not None and loaded.state.batch is not None
            assert loaded.state.batch.out == str(rows.with_name("rows.results.jsonl"))


async def test_esc_stops_a_batch_and_what_is_done_stays(rows: Path) -> None:
    session = FakeSession(an_app())
    session.scripts = [done("A"), [Started()]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await ask(pilot, page, rows)
        await wait_until(pilot, lambda: len(session.calls) == 2)
        await wait_until(pilot, lambda: "batch · 1 of 3" in screen_text(app))
        await pilot.press("escape", "escape")  # out of the text, then the batch
        await wait_until(pilot, lambda: "stopped · 1 of 3 · rows.results.jsonl" in screen_text(app))
        assert [each["row"] for each in lines_of(rows)] == [1]


async def test_rows_that_cannot_be_called_are_refused_in_a_line(tmp_path: Path) -> None:
    rows = write_rows(tmp_path, "nope\n1\n")
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await ask(pilot, page, rows)
        await wait_until(pilot, lambda: "no parameter 'nope'" in screen_text(app))
        assert session.calls == []
