"""How JSON of 25 MB comes to the screen: how long it takes, and how long the event loop stands.

A local Gradio app gives the value. spacetui calls it, and so does a bare Textual app that hands the
same event to json.loads in a thread and shows the beginning of the value in a Static. Meanwhile a
ticker sleeps 5 ms at a time; the longest that it was late from the call to the frame that shows
the value is the stall. On a busy machine only the second figure says something: what this process
has computed in that time.

    python benchmarks/large_json.py [SHAPE ...]
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import httpx
from measuring import serving
from textual.app import App, ComposeResult
from textual.widgets import Static

from spacetui.cli.event_loop import keep_pauses_short
from spacetui.hub.client import Hub
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.outputs.json import JsonView
from spacetui.tui.use.page import UsePage

# Bytes of JSON, and seconds: of a tick, and in which anything has to happen.
SIZE, TICK, LIMIT = 25_000_000, 0.005, 120.0
SHAPES = ("rows", "numbers", "keys")


def value_of(shape: str) -> Any:
    """Return a value of about SIZE bytes of JSON."""
    if shape == "numbers":
        return {"data": [number * 7 for number in range(SIZE // 9)]}
    if shape == "keys":
        return {f"key {number}": number for number in range(SIZE // 20)}
    row = {"name": "an item", "tags": ["a", "b"], "score": 0.123456789}
    return [{"id": number, **row} for number in range(SIZE // 75)]


def serve(shape: str, port: int) -> None:
    """Run the app of one shape."""
    import gradio as gr

    value = value_of(shape)
    with gr.Blocks() as demo:
        gr.Button().click(lambda: value, None, gr.JSON(label="value"), api_name=shape)
    demo.launch(server_name="127.0.0.1", server_port=port, quiet=True)


class Figures(NamedTuple):
    """Seconds: from the call to its value on the screen; the longest stall, also as computed."""

    shown: float
    stall: float
    computed: float


async def watched(work: Callable[[], Awaitable[None]]) -> Figures:
    """Do some work, with a ticker beside it."""
    stalls = [(0.0, 0.0)]

    async def tick() -> None:
        before = clocks()
        while True:
            await asyncio.sleep(TICK)
            now = clocks()
            stalls.append((now[0] - before[0] - TICK, now[1] - before[1]))
            before = now

    ticking = asyncio.create_task(tick())
    began = time.perf_counter()
    await work()
    shown = time.perf_counter() - began
    await asyncio.sleep(2 * TICK)  # so that the last stall counts
    ticking.cancel()
    return Figures(shown, max(each[0] for each in stalls), max(each[1] for each in stalls))


def clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


async def until(is_so: Callable[[], object]) -> None:
    """Wait for `is_so`."""
    deadline = time.monotonic() + LIMIT
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("the app did not come so far")
        await asyncio.sleep(TICK)


class Spacetui(SpacetuiApp):
    """The app with a session that knows no Hub."""

    def __init__(self, url: str) -> None:
        super().__init__(self._make_session, src=url)

    async def _make_session(self) -> Session:
        hub = Hub("http://127.0.0.1:9", use_saved_token=False)
        return Session(hub, Options(use_saved_token=False), store=Store(None))


async def ours(url: str) -> Figures:
    """Return the figures of spacetui."""
    app = Spacetui(url)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: isinstance(app.screen, UsePage) and app.screen.query(JsonView))
        page = app.screen
        assert isinstance(page, UsePage)
        keep_pauses_short()  # as the command has it
        await pilot.pause(1.0)

        async def work() -> None:
            await pilot.press("ctrl+r")
            view = page.query_one(JsonView)
            await until(lambda: view.value is not None and view.is_final)
            await drawn(app)

        figures = await watched(work)
        app.exit()
    return figures


class Bare(App[None]):
    """A Static, and a call of a Gradio app."""

    def compose(self) -> ComposeResult:
        yield Static("nothing yet")

    async def show(self, url: str) -> None:
        queue = f"{url}/gradio_api/queue/"
        body = {"data": [], "fn_index": 0, "session_hash": "bare"}
        async with httpx.AsyncClient(timeout=None) as client:
            await client.post(queue + "join", json=body)
            data = ""
            async with client.stream("GET", queue + "data?session_hash=bare") as answer:
                async for line in answer.aiter_lines():
                    if "process_completed" in line:
                        data = line.removeprefix("data: ")
                        break
        value = await asyncio.to_thread(json.loads, data)
        self.query_one(Static).update(repr(value["output"]["data"][0])[:10_000], layout=False)


async def drawn(app: App[Any]) -> None:
    """Wait until what is shown now has been drawn."""
    is_drawn = asyncio.Event()
    app.call_after_refresh(is_drawn.set)
    await is_drawn.wait()


async def bare(url: str) -> Figures:
    """Return the figures of the bare app."""
    app = Bare()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1.0)

        async def work() -> None:
            await app.show(url)
            await drawn(app)

        figures = await watched(work)
        app.exit()
    return figures


async def idle() -> Figures:
    """Return the figures of this machine with nothing to do."""
    return await watched(lambda: asyncio.sleep(2.0))


def row(name: str, figures: Figures) -> str:
    stall, computed = figures.stall * 1000, figures.computed * 1000
    return f"{name:14} {figures.shown:6.2f} s   stall {stall:7.1f} ms   computed {computed:7.1f} ms"


def main(shapes: list[str]) -> None:
    print(f"{SIZE // 10**6} MB of JSON until it is shown, and the longest stall of the loop")
    print(f"  {'':8} {row('idle', asyncio.run(idle()))}")
    for shape in shapes:
        with serving(__file__, shape) as url:
            for name, measure in (("spacetui", ours), ("bare Textual", bare)):
                figures = asyncio.run(measure(url))
                print(
                    f"  {shape:8} {row(name, figures)}   load {os.getloadavg()[0]:.1f}", flush=True
                )


if __name__ == "__main__":
    if sys.argv[2:] and sys.argv[2].isdecimal():
        serve(sys.argv[1], int(sys.argv[2]))
    else:
        main(sys.argv[1:] or list(SHAPES))
