"""How long a text of 1e6 characters holds the event loop: `python benchmarks/large_texts.py`.

It is shown in each view of text, and put into the form's field of several lines, in an app that has
nothing else. A ticker of 5 ms says how long the loop did nothing else; beside it, the same for
Textual's own widget with the same text. The goal is 50 ms. On a busy machine only the time that the
main thread itself has computed says something, and the ratio.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Static, TextArea

from spacetui.model.schema import Parameter, Return
from spacetui.tui.inputs import field_for
from spacetui.tui.outputs import view_for
from spacetui.tui.theming import variable_defaults

CHARACTERS, TICK = 1_000_000, 0.005
# Seconds after which nothing is computed any more.
QUIET = 0.5
PROSE = "".join(f"word{number % 1000} " if number % 30 else "\n" for number in range(200_000))
CODE = "".join(f"row_{number} = [{number}, {number % 7}]\n" for number in range(60_000))
TEXTS = {"prose": PROSE[:CHARACTERS], "one line": "x" * CHARACTERS, "code": CODE[:CHARACTERS]}


class Host(App[None]):
    """An app of one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)


class Stalls:
    """The longest time between two ticks: on the clock, and computed by the main thread."""

    def __init__(self) -> None:
        self.waited = self.computed = 0.0
        self.changed_at = time.perf_counter()

    async def watch(self) -> None:
        """Tick until nothing is computed any more."""
        clock, computed = time.perf_counter(), time.thread_time()
        while clock - self.changed_at < QUIET:
            await asyncio.sleep(TICK)
            now, now_computed = time.perf_counter(), time.thread_time()
            self.waited = max(self.waited, now - clock - TICK)
            self.computed = max(self.computed, now_computed - computed)
            if now_computed - computed > TICK:
                self.changed_at = now
            clock, computed = now, now_computed


async def measure(widget: Widget, show: Callable[[], object]) -> Stalls:
    """Return the stalls from `show()` until nothing is computed any more."""
    async with Host(widget).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        stalls = Stalls()
        watching = asyncio.ensure_future(stalls.watch())
        await asyncio.sleep(4 * TICK)
        shown = show()
        if isinstance(shown, Awaitable):
            await shown
        await watching
        return stalls


async def of_view(component: str, text: str, *, is_final: bool) -> Stalls:
    """Return the stalls of a view that gets a text."""
    view = view_for(Return("out", component, props={"language": "python"}))
    return await measure(view, lambda: view.show(text, is_final))


async def of_field(text: str) -> Stalls:
    """Return the stalls of a field of several lines that gets a text."""
    parameter = Parameter("text", "text", "Textbox", {"type": "string"}, "str", props={"lines": 5})
    field = field_for(parameter)
    return await measure(field, lambda: field.set_value(text))


async def of_static(text: str) -> Stalls:
    """Return the stalls of Textual's Static."""
    static = Static("", markup=False)
    return await measure(static, lambda: static.update(text))


async def of_text_area(text: str) -> Stalls:
    """Return the stalls of Textual's TextArea."""
    area = TextArea()
    return await measure(area, lambda: area.load_text(text))


def report(name: str, stalls: Stalls) -> None:
    """Print a row."""
    ms = (each * 1000 for each in (stalls.computed, stalls.waited))
    print("  {:34} computed {:7.1f} ms   waited {:7.1f} ms".format(name, *ms), flush=True)


async def main() -> None:
    print(f"longest stall for {CHARACTERS} characters (load {os.getloadavg()[0]:.1f})")
    for name, text in TEXTS.items():
        for component in ("Textbox", "Code", "Markdown", "HTML", "JSON"):
            for is_final, kind in ((True, "final"), (False, "partial")):
                stalls = await of_view(component, text, is_final=is_final)
                report(f"{component}, {name}, {kind}", stalls)
        report(f"field of several lines, {name}", await of_field(text))
        report(f"Textual's Static, {name}", await of_static(text))
        report(f"Textual's TextArea, {name}", await of_text_area(text))


if __name__ == "__main__":
    asyncio.run(main())
