"""How soon a key is answered while a call streams: `python benchmarks/keys.py [KEYS [VIEW ...]]`.

First, for each view: the time from a letter to the screen while 20,000 updates stream, beside a
bare Textual app (typing_while_streaming.py).

Then, unless views are named: a local Gradio app sends a text that grows by a word 30 times a
second. Meanwhile keys are pressed: letters in a text field, tab, and moves in the list of
endpoints. Prints for each kind the median and the 99th percentile of the time from the key to the
first frame that shows what it did, and how many keys waited longer than the goal. The frame is
made, but not sent to a terminal. On a busy machine only the second pair says something: the time
that the process itself has computed.
"""

import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from measuring import serving
from textual import events
from textual._compositor import CompositorUpdate
from textual.widgets import Input
from typing_while_streaming import VIEWS, measure_views

from spacetui.cli.event_loop import keep_pauses_short
from spacetui.hub.client import Hub
from spacetui.model.run import Status
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.row_list import RowList

# Seconds from a key to its frame, and the seconds of them that this process has computed.
Times = tuple[float, float]
# Updates a second of the stream, the seconds that one call streams at most, and the goal.
UPDATES, STREAM_SECONDS, GOAL = 30, 600, 0.05
# Seconds from a frame to the next key: at most about as fast as a key repeats.
PAUSES = (0.01, 0.06)
# Seconds in which anything has to happen.
LIMIT = 60.0
# Of keys with a name.
CHARACTERS = {"space": " ", "slash": "/"}


def serve(port: int) -> None:
    """Run the app: an endpoint that streams, and others beside it."""
    import gradio as gr

    def talk(prompt: str, more: str) -> Iterator[str]:
        text = ""
        for number in range(UPDATES * STREAM_SECONDS):
            text += f"{prompt}{number} " if number % 12 else "\n"
            yield text
            time.sleep(1 / UPDATES)

    with gr.Blocks() as demo:
        boxes = [gr.Textbox("word", label=name) for name in ("prompt", "more")]
        out, button = gr.Textbox(label="text"), gr.Button()
        button.click(talk, boxes, out, api_name="talk")
        for number in range(8):
            button.click(lambda *texts: "".join(texts), boxes, out, api_name=f"join_{number}")
    demo.launch(server_name="127.0.0.1", server_port=port, quiet=True)


def clocks() -> Times:
    """Return what time it is, and how long this process has computed."""
    return time.perf_counter(), time.process_time()


class TimedApp(SpacetuiApp):
    """The app, which says after each frame whether what a key does is on the screen.

    url: of the app that it opens, or empty. store: where calls are kept, or nowhere.
    """

    def __init__(self, url: str, store: Store | None = None) -> None:
        super().__init__(self._make_session, src=url)
        self.is_prepared = False
        self.on_prepared = self._prepared
        self._store = store
        self._is_done: Callable[[], bool] | None = None
        self._shown: asyncio.Future[Times] | None = None

    def _prepared(self) -> None:
        keep_pauses_short()  # as the command has it
        self.is_prepared = True

    async def drawn(self) -> None:
        """Wait until what is shown now has been drawn."""
        is_drawn = asyncio.Event()
        self.call_after_refresh(is_drawn.set)
        await is_drawn.wait()

    async def _make_session(self) -> Session:
        hub = Hub("http://127.0.0.1:9", use_saved_token=False)
        return Session(hub, Options(use_saved_token=False), store=self._store)

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)  # as a driver would have it written
        is_waited_for = self._shown is not None and not self._shown.done()
        if is_waited_for and self._is_done is not None and self._is_done():
            self._shown.set_result(clocks())

    async def press(self, key: str, effect: Callable[[], object]) -> Times:
        """Press a key; return the seconds until a frame is drawn after `effect()` has changed."""
        before = effect()
        self._is_done = lambda: effect() != before
        self._shown = asyncio.get_running_loop().create_future()
        pressed = clocks()
        character = CHARACTERS.get(key, key if len(key) == 1 else None)
        self.post_message(events.Key(key, character))
        shown = await asyncio.wait_for(self._shown, LIMIT)
        return shown[0] - pressed[0], shown[1] - pressed[1]


async def until(is_so: Callable[[], object]) -> None:
    """Wait for `is_so`."""
    deadline = time.monotonic() + LIMIT
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("the app did not come so far")
        await asyncio.sleep(0.02)


async def measure(app: TimedApp, count: int) -> dict[str, list[Times]]:
    """Start the stream, press `count` keys of each kind, and return the seconds of each."""
    await until(lambda: isinstance(app.screen, UsePage) and app.screen.query(Input))
    page = app.screen
    assert isinstance(page, UsePage)
    await app.press("ctrl+r", lambda: page.space and page.space.shown_call)
    live = page.space.shown_call if page.space is not None else None
    await until(lambda: live is not None and live.state.status is Status.STREAMING)
    form, rows = page.view.form, page.view.side.endpoints.query_one(RowList)
    times: dict[str, list[Times]] = {"letters": [], "tab": [], "moves": []}
    form.fields[0].focus_editor()
    box = form.fields[0].query_one(Input)
    for _ in range(count):
        times["letters"].append(await app.press(random.choice("abcdefgh"), lambda: box.value))
        await asyncio.sleep(random.uniform(*PAUSES))
    for _ in range(count):
        times["tab"].append(await app.press("tab", lambda: app.focused))
        await asyncio.sleep(random.uniform(*PAUSES))
    rows.focus()
    await asyncio.sleep(0.1)
    for number in range(count):
        key = "down" if number // (len(rows.rows) - 1) % 2 == 0 else "up"
        times["moves"].append(await app.press(key, lambda: rows.current))
        await asyncio.sleep(random.uniform(*PAUSES))
    assert live is not None and live.state.status is Status.STREAMING, "it streams to the end"
    return times


def report(times: dict[str, list[Times]]) -> None:
    """Print the table."""
    print(f"key to frame, in ms (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    all_times = [each for kind in times.values() for each in kind]
    for name, figures in {**times, "all": all_times}.items():
        waited, computed = zip(*figures, strict=True)
        slow = sum(each > GOAL for each in waited)
        print(
            f"  {name:8} {len(figures):4} keys   {percentiles(waited)}"
            f"   over {GOAL * 1000:.0f}: {slow:4}   computed: {percentiles(computed)}"
        )


def percentiles(figures: Sequence[float]) -> str:
    """Return the median and the 99th percentile in ms."""
    cuts = statistics.quantiles(figures, n=100, method="inclusive")
    return f"p50 {cuts[49] * 1000:6.1f}  p99 {cuts[98] * 1000:6.1f}"


async def main(count: int) -> None:
    with serving(__file__, "serve") as url:
        app = TimedApp(url)
        async with app.run_test(size=(120, 40)):
            times = await measure(app, count)
            report(times)
            app.exit()  # it cancels what still draws


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        measure_views(sys.argv[2:] or list(VIEWS))
        if not sys.argv[2:]:
            asyncio.run(main(int(sys.argv[1]) // 3 + 1 if len(sys.argv) > 1 else 167))
