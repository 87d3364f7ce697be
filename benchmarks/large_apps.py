"""How large apps behave: `python benchmarks/large_apps.py [NAME ...]`.

Opens in the running app, one after another: an app of 5,000 endpoints, whose list is filtered and
walked through; a form of 60 fields; and a dropdown of 100,000 choices, which is opened, filtered
and walked through. Beside each of them stands a bare Textual app that mounts as many plain
widgets. A ticker of 5 ms measures how long the event loop stands still in each of these steps.
Frames are made, but not sent to a terminal. Every figure comes twice: as it was, and, for busy
machines, in seconds that the process itself has computed. captured_apps.py serves the apps.
"""

import asyncio
import os
import statistics
import sys
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from captured_apps import CHOICES, ENDPOINTS, FIELDS
from keys import TimedApp, Times, clocks, until
from measuring import serving
from textual.app import App
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Label, OptionList, Select

from spacetui.store.store import Store
from spacetui.tui.find.page import FindPage
from spacetui.tui.inputs.dropdown import DropdownField
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.row_list import RowList

# Seconds.
TICK, STALL, KEY_GOAL = 0.005, 0.05, 0.05
# How often each key is pressed, and the seconds after it.
KEYS, PAUSE = 60, 0.02
# Seconds after which what a step has begun in the background is done.
SETTLE = 0.5


class Ticker:
    """Measures by how much the loop was late for the worst of its ticks, in each step."""

    def __init__(self) -> None:
        self.worst: dict[str, Times] = {}
        self.step = ""

    async def run(self) -> None:
        """Tick until it is cancelled."""
        while True:
            before = clocks()
            await asyncio.sleep(TICK)
            now = clocks()
            late = now[0] - before[0] - TICK, now[1] - before[1]
            # Another process that holds the processor makes a tick late too.
            if min(late) > min(self.worst.get(self.step, (0.0, 0.0))):
                self.worst[self.step] = late


class Bare(App[None]):
    """A bare app, whose widgets are made and mounted on demand."""

    async def show(self, make: Callable[[], Widget]) -> Times:
        """Mount a widget; return the seconds until its frame is drawn."""
        before = clocks()
        await self.mount(make())
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        await drawn.wait()
        return _since(before)


def _since(before: Times) -> Times:
    now = clocks()
    return now[0] - before[0], now[1] - before[1]


def _labels() -> Widget:
    pairs = ((Label(f"field {at}"), Input("a text")) for at in range(FIELDS))
    return VerticalScroll(*(each for pair in pairs for each in pair))


def _options() -> Widget:
    return OptionList(*(f"/endpoint_{at}" for at in range(ENDPOINTS)))


def _select() -> Widget:
    return Select([(f"choice number {at}", at) for at in range(CHOICES)])


BARE = {"endpoints": _options, "form": _labels, "many": _select}


BARE_NAMES = {
    "endpoints": "bare: list of 5,000",
    "form": "bare: 60 Label, 60 Input",
    "many": "bare: Select of 100,000",
}
GOALS = {
    "5,000 endpoints open": 1.5,
    "first of 60 fields": 0.25,
    "all of 60 fields": 1.0,
}


class Measured(NamedTuple):
    """What was measured. times: by what it is; keys: by kind."""

    times: dict[str, Times]
    keys: dict[str, list[Times]]


async def _open(app: TimedApp, url: str) -> Times:
    """Open an app from the find page, and return the seconds until its form is drawn."""
    await app.switch_mode("find")
    page = app.screen
    assert isinstance(page, FindPage)
    await until(lambda: page.filling.is_done)
    before = clocks()
    page.view.controller.open(url)
    await until(lambda: _has_form(app, url))
    await app.drawn()
    return _since(before)


def _page(app: TimedApp) -> UsePage:
    assert isinstance(app.screen, UsePage)
    return app.screen


def _has_form(app: TimedApp, url: str) -> bool:
    page = app.screen
    if not isinstance(page, UsePage) or page.space is None:
        return False
    return page.space.opened.src == url and page.view.shown_form.is_of(page.space)


async def _press(app: TimedApp, keys: Iterable[str], effect: Callable[[], object]) -> list[Times]:
    """Press keys one after another; return the seconds from each to the frame of its effect."""
    times = []
    for key in keys:
        times.append(await app.press(key, effect))
        await asyncio.sleep(PAUSE)
    return times


async def _many_endpoints(app: TimedApp, base: str, ticker: Ticker) -> Measured:
    ticker.step = "opening 5,000 endpoints"
    times = {"5,000 endpoints open": await _open(app, f"{base}/endpoints")}
    page = _page(app)
    await until(lambda: page.view.is_whole and page.view.side.endpoints.query(RowList))
    rows = page.view.side.endpoints.query_one(RowList)
    await asyncio.sleep(SETTLE)
    ticker.step = "typing into its form"
    keys = {"letters in the form": await _press_letters(app, page)}
    ticker.step = "filtering endpoints"
    rows.focus()
    await asyncio.sleep(SETTLE)
    await app.press("slash", lambda: app.focused)
    keys["letters of the filter"] = await _press(app, "endpoint_49", lambda: _typed(app))
    keys["letters of the filter"] += await _press(app, ["backspace"] * 11, lambda: _typed(app))
    ticker.step = "walking through endpoints"
    await app.press("escape", lambda: app.focused)
    keys["moves in the list"] = await _press(app, ["down"] * KEYS, lambda: rows.current)
    keys["moves in the list"] += await _press(app, ["end", "home"] * 5, lambda: rows.current)
    return Measured(times, keys)


def _typed(app: TimedApp) -> str:
    return app.focused.value if isinstance(app.focused, Input) else ""


async def _press_letters(app: TimedApp, page: UsePage) -> list[Times]:
    box = page.view.form.fields[0].query_one(Input)
    page.view.form.fields[0].focus_editor()
    return await _press(app, islice(cycle("abcdefgh"), KEYS), lambda: box.value)


async def _long_form(app: TimedApp, base: str, ticker: Ticker) -> Measured:
    ticker.step = "opening the app of the long form"
    await _open(app, f"{base}/form")
    page = _page(app)
    await until(lambda: page.view.is_whole)
    await asyncio.sleep(SETTLE)
    ticker.step = "mounting 60 fields"
    form, before = page.view.form, clocks()
    page.view.side.take_endpoint(page.space, "/large", is_entered=True)
    await until(lambda: len(form.fields) > 1)
    await app.drawn()
    times = {"first of 60 fields": _since(before)}
    await until(lambda: page.view.shown_form.is_of(page.space) and len(form.fields) == FIELDS)
    await app.drawn()
    times["all of 60 fields"] = _since(before)
    await asyncio.sleep(SETTLE)
    ticker.step = "typing into 60 fields, with their code"
    keys = {"letters in 60 fields": await _press_letters(app, page)}
    ticker.step = "tab through 60 fields"
    keys["tab in 60 fields"] = await _press(app, ["tab"] * KEYS, lambda: app.focused)
    ticker.step = "J of 60 fields"
    page.view.form.fields[3].focus_editor()
    await asyncio.sleep(SETTLE)
    keys["J of 60 fields"] = [await app.press("J", lambda: app.screen)]
    keys["ctrl+r in the JSON"] = [await app.press("ctrl+r", lambda: app.screen)]
    await asyncio.sleep(SETTLE)
    return Measured(times, keys)


async def _many_choices(app: TimedApp, base: str, ticker: Ticker) -> Measured:
    ticker.step = "opening 10 choices"
    few = await _open(app, f"{base}/few")
    await asyncio.sleep(SETTLE)
    ticker.step = "opening 100,000 choices"
    many = await _open(app, f"{base}/many")
    times = {"10 choices open": few, "100,000 choices open": many}
    await asyncio.sleep(SETTLE)
    page = _page(app)
    await until(lambda: page.view.is_whole)
    ticker.step = "typing beside 100,000 choices"
    keys = {"letters beside it": await _press_letters(app, page)}
    field = page.view.form.fields[1]
    assert isinstance(field, DropdownField)
    ticker.step = "the list of 100,000 choices"
    field.focus_editor()
    dropdown = field.dropdown
    await asyncio.sleep(SETTLE)
    keys["enter opens it"] = [await app.press("enter", lambda: dropdown.is_open)]
    await asyncio.sleep(SETTLE)
    typed = "choice number 9999"
    spelled = ["space" if each == " " else each for each in typed]
    keys["letters in it"] = await _press(app, spelled, lambda: dropdown.typed)
    keys["letters in it"] += await _press(app, ["backspace"] * 18, lambda: dropdown.typed)
    rows = dropdown.list.rows
    keys["moves in it"] = await _press(app, ["down"] * KEYS, lambda: rows.current)
    keys["moves in it"] += await _press(app, ["end", "home"] * 5, lambda: rows.current)
    keys["enter picks"] = [await app.press("enter", lambda: dropdown.is_open)]
    await asyncio.sleep(SETTLE)
    return Measured(times, keys)


STEPS = {"endpoints": _many_endpoints, "form": _long_form, "many": _many_choices}


async def measure(base: str, names: Iterable[str]) -> tuple[dict[str, Measured], Ticker]:
    """Measure the apps of these names in one running app, whose store is a file."""
    ticker = Ticker()
    found = {}
    with TemporaryDirectory() as folder:
        app = TimedApp("", Store(Path(folder) / "history.db"))
        async with app.run_test(size=(120, 40)):
            ticking = asyncio.create_task(ticker.run())
            await until(lambda: app.is_prepared)
            for name in names:
                found[name] = await STEPS[name](app, base, ticker)
            ticking.cancel()
            app.exit()  # it cancels what still draws
    return found, ticker


async def measure_bare(names: Iterable[str]) -> dict[str, Times]:
    """Mount as many plain widgets in a bare app for each of these names."""
    found = {}
    for name in names:
        bare = Bare()
        async with bare.run_test(size=(120, 40)):
            found[name] = await bare.show(BARE[name])
    return found


def report(found: dict[str, Measured], bare: dict[str, Times], ticker: Ticker) -> None:
    """Print the tables."""
    print(
        f"seconds (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores); in brackets: computed"
    )
    for name, measured in found.items():
        for what, times in measured.times.items():
            print(f"  {what:24} {_seconds(times)}{_goal(what)}")
        print(f"  {BARE_NAMES[name]:24} {_seconds(bare[name])}")
    print(f"key to frame, in ms; goal {KEY_GOAL * 1000:.0f} at p99")
    for measured in found.values():
        for what, pressed in measured.keys.items():
            print(f"  {what:24} {len(pressed):3} keys  {_spread(pressed)}")
    print(f"the longest stall of the loop in each step, in ms; goal {STALL * 1000:.0f}")
    for step, (waited, computed) in ticker.worst.items():
        print(f"  {step:42} {waited * 1000:6.1f} [{computed * 1000:6.1f}]")


def _goal(what: str) -> str:
    return f"   goal {GOALS[what]:g}" if what in GOALS else ""


def _seconds(times: Times) -> str:
    return f"{times[0]:6.2f} s [{times[1]:6.2f}]"


def _spread(pressed: list[Times]) -> str:
    shown = []
    for figures in zip(*pressed, strict=True):
        last = max(figures)
        if len(figures) > 1:
            last = statistics.quantiles(figures, n=100, method="inclusive")[98]
        shown.append(f"p50 {statistics.median(figures) * 1000:6.1f}  p99 {last * 1000:6.1f}")
    return f"{shown[0]}   computed: {shown[1]}"


async def main(names: list[str]) -> None:
    """Measure and print."""
    with serving(str(Path(__file__).with_name("captured_apps.py"))) as url:
        bare = await measure_bare(names)
        found, ticker = await measure(url, names)
    report(found, bare, ticker)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(STEPS)))
