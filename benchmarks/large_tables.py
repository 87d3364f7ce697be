"""Tables of 100,000 rows, as a result and in the form: `python benchmarks/large_tables.py [ROWS]`.

A local Gradio app gives the rows. Beside spacetui a bare Textual app adds the same rows to a
DataTable, in the same run. Prints how long it takes until the rows are shown, from the moment at
which the result has come (for the bare app: at which it has the rows), and from a key to the frame
that shows what it did; and the longest time for which a ticker of 5 ms did not get its turn: as the
clock says, and as the loop's thread has computed, which says more on a busy machine.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from keys import TimedApp
from measuring import serving
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from spacetui.cli.event_loop import keep_pauses_short
from spacetui.tui.inputs.grid import GridRows
from spacetui.tui.inputs.table import TableField
from spacetui.tui.outputs.table import TableView
from spacetui.tui.use.page import UsePage

ROWS, TICK = 100_000, 0.005
HEADERS = ["name", "number", "share", "on", "words"]
# How often the moves are made, and seconds in which anything has to happen.
ROUNDS, LIMIT = 4, 240.0


def rows_of(count: int) -> list[list[Any]]:
    """Return rows of the types that tables have."""
    return [
        [f"row {number}", number * 7_919 % count, number / 7, number % 3 == 0, "some words"]
        for number in range(count)
    ]


def serve(port: int) -> None:
    """Run the app: an endpoint that gives the rows, and one that takes a table."""
    import gradio as gr

    with gr.Blocks() as demo:
        count, table = gr.Number(ROWS, label="count"), gr.Dataframe(headers=HEADERS, label="table")
        given = gr.Dataframe([["a", 1, 0.5, True, "b"]], headers=HEADERS, label="given")
        gr.Button().click(lambda count: rows_of(int(count)), count, table, api_name="give")
        gr.Button().click(len, given, count, api_name="take")
    demo.launch(server_name="127.0.0.1", server_port=port, quiet=True)


async def until(is_so: Callable[[], object], pause: float = 0.02) -> None:
    """Wait for `is_so`, which is asked after each pause of so many seconds."""
    deadline = time.monotonic() + LIMIT
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("the app did not come so far")
        await asyncio.sleep(pause)


class Stalls:
    """The longest time for which the loop did not turn: by the clock, and computed."""

    def __init__(self) -> None:
        self.longest = self.computed = 0.0

    async def watch(self) -> None:
        while True:
            began, computed = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK)
            self.longest = max(self.longest, time.perf_counter() - began - TICK)
            self.computed = max(self.computed, time.thread_time() - computed)


@contextmanager
def stalls() -> Iterator[Stalls]:
    """Watch the loop."""
    found = Stalls()
    ticker = asyncio.ensure_future(found.watch())
    try:
        yield found
    finally:
        ticker.cancel()


class Measured(NamedTuple):
    """What was measured of one thing that was done."""

    what: str
    seconds: list[float]
    stalls: Stalls


Press = Callable[[str, Callable[[], object]], Awaitable[tuple[float, float]]]


async def pressed(
    what: str, press: Press, keys: list[str], effect: Callable[[], object]
) -> Measured:
    """Press keys one after another; measure each until a frame shows that `effect()` changed."""
    with stalls() as found:
        await asyncio.sleep(0.05)
        seconds = []
        for key in keys:
            seconds.append((await press(key, effect))[0])
            await asyncio.sleep(0.02)
    return Measured(what, seconds, found)


class Bare(App[None]):
    """A DataTable and nothing else."""

    def compose(self) -> ComposeResult:
        yield DataTable()

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.frames += 1

    frames = 0

    async def press(self, key: str, effect: Callable[[], object]) -> tuple[float, float]:
        before, frames, began = effect(), self.frames, time.perf_counter()
        self.post_message(events.Key(key, None))
        await until(lambda: effect() != before and self.frames > frames, 0)
        return time.perf_counter() - began, 0.0


async def measure_bare(rows: list[list[Any]]) -> list[Measured]:
    app = Bare()
    async with app.run_test(size=(120, 40)) as pilot:
        keep_pauses_short()
        table = app.query_one(DataTable)
        await pilot.pause()
        with stalls() as found:
            await asyncio.sleep(0.05)
            began, frames = time.perf_counter(), app.frames
            for header in HEADERS:  # without a width it would measure every cell, for minutes
                table.add_column(header, width=16)
            table.add_rows(rows)
            await until(lambda: table.virtual_size.height >= len(rows) and app.frames > frames, 0)
            shown = time.perf_counter() - began
            await asyncio.sleep(0.1)
        keys = ["down", "pagedown", "right", "ctrl+end", "up", "pageup", "left", "ctrl+home"]

        def place() -> object:
            return table.cursor_coordinate

        await asyncio.sleep(0.1)
        moves = await pressed("moves", app.press, keys * ROUNDS, place)
        with stalls() as sorting:
            await asyncio.sleep(0.05)
            began, frames = time.perf_counter(), app.frames
            table.sort(table.ordered_columns[1].key)
            await until(lambda: app.frames > frames, 0)
            sorted_in = time.perf_counter() - began
            await asyncio.sleep(0.1)
    return [Measured("shown", [shown], found), moves, Measured("sorted", [sorted_in], sorting)]


async def measure_spacetui(url: str, count: int) -> list[Measured]:
    app = TimedApp(url)
    async with app.run_test(size=(120, 40)):
        await until(lambda: isinstance(app.screen, UsePage) and app.screen.view.form.fields)
        page = app.screen
        assert isinstance(page, UsePage)
        found = [await measure_result(app, page)]
        view = page.view.result.query_one(TableView)
        assert view.table is not None and len(view.table.rows) == count
        found += await measure_view(app, view)
        value = view.value
        await page.view.form.fields[0].remove()
        found += await measure_grid(app, page, value)
        app.exit()
    return found


def drawn(app: TimedApp) -> str:
    """Return the text that the compositor has for the screen."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)


async def measure_result(app: TimedApp, page: UsePage) -> Measured:
    """Make the call, and measure from the moment at which its result has come."""
    with stalls() as found:
        await app.press("ctrl+r", lambda: page.space and page.space.shown_call)
        assert page.space is not None
        live = page.space.shown_call
        assert live is not None
        await until(lambda: live.state.status.is_final, 0)
        came = time.perf_counter()
        view = page.view.result.query_one(TableView)
        await until(lambda: "rows" in view.summary and "row 1" in drawn(app), 0)
        shown = time.perf_counter() - came
        await asyncio.sleep(0.3)
    assert live.state.failure is None, live.state.failure
    return Measured("shown", [shown], found)


async def measure_view(app: TimedApp, view: TableView) -> list[Measured]:
    app.screen.set_focus(view)
    await asyncio.sleep(0.2)
    keys = ["j", "pagedown", "l", "G", "k", "pageup", "h", "g"] * ROUNDS
    found = [await pressed("moves", app.press, keys, lambda: view.cursor.chosen)]
    found.append(await pressed("sorted", app.press, ["O"], lambda: view.cursor.order))
    await app.press("slash", lambda: app.focused)
    found.append(await pressed("filtered", app.press, ["9", "7", "3"], lambda: view.cursor.order))
    await app.press("enter", lambda: app.focused)
    return found


async def measure_grid(app: TimedApp, page: UsePage, value: Any) -> list[Measured]:
    from spacetui.model.schema import Parameter

    field = TableField(Parameter("t", component="Dataframe"))
    await page.view.form.body.mount(field)
    field.set_value(value)
    grid = field.query_one(GridRows)
    app.screen.set_focus(grid)
    await asyncio.sleep(0.5)

    def table() -> object:
        return field.edited.table

    found = [await pressed("a row added", app.press, ["plus"] * 10, table)]
    found.append(await pressed("a column added", app.press, ["c"] * 5, table))
    await asyncio.sleep(0.5)
    await app.press("j", lambda: field.edited.cursor)
    await app.press("enter", lambda: app.focused)
    line = field.grid.line
    found.append(
        await pressed("letters in a cell", app.press, list("abcdefgh"), lambda: line.value)
    )
    await asyncio.sleep(0.3)
    return found


def report(name: str, measured: list[Measured]) -> None:
    print(f"{name} (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)
    for what, seconds, found in measured:
        median, worst = statistics.median(seconds), max(seconds)
        print(
            f"  {what:18} {median * 1000:7.0f} ms, at most {worst * 1000:5.0f}   "
            f"longest stall {found.longest * 1000:5.0f} ms, computed {found.computed * 1000:5.0f}"
        )


async def main(count: int) -> None:
    with serving(__file__, "serve") as url:
        report("spacetui", await measure_spacetui(url, count))
        report("a bare DataTable", await measure_bare(rows_of(count)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
