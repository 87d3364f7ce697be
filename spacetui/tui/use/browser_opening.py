"""BrowserOpening: outputs that a terminal cannot show, in the browser (security.md section 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.components import component_type
from spacetui.model.file_data import type_of
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.exclusive_worker import run_exclusive

if TYPE_CHECKING:
    from spacetui.model.chart import Chart
    from spacetui.model.schema import Json
    from spacetui.tui.outputs.output_view import OutputView

PLOTS = ("Plot", "NativePlot", "LinePlot", "BarPlot", "ScatterPlot")
# Types of files that are shown within a page of ours, and bytes of one.
IN_A_PAGE, MAX_FILE = ("svg", "html", "htm"), 32_000_000
SVG_URI = "data:image/svg+xml"


class BrowserOpening:
    """Opens outputs in the browser; each is asked for once."""

    def __init__(self, pane: Widget) -> None:
        """pane: runs the workers."""
        self._pane = pane
        # What the user has agreed to, by a hash of the page.
        self._agreed: set[bytes] = set()

    def can(self, view: OutputView, file: Mapping[str, Json] | None) -> bool:
        """Return whether an output is shown by a page. file: the one that is in hand."""
        if file is not None:
            return type_of(file) in IN_A_PAGE and view.fetch is not None
        component, value = component_type(view.return_.component).name, view.value
        if component == "HTML":
            return isinstance(value, str) and "<" in value
        return _chart_of(view) is not None or bool(_svg_in(value))

    def open(self, view: OutputView, file: Mapping[str, Json] | None) -> None:
        run_exclusive(self._pane, "browser", partial(self._open, view, file))

    async def _open(self, view: OutputView, file: Mapping[str, Json] | None) -> None:
        from spacetui.system.page_files import write_page
        from spacetui.system.paths import path_text
        from spacetui.system.viewer import open_with_viewer

        try:
            page = await _page_of(view, file)
            if not await self._is_agreed(view.label, page):
                return
            path = await asyncio.to_thread(write_page, page)
        except (SpacetuiError, OSError) as error:
            self._say(f"not opened: {error}", is_bad=True)
            return
        if reason := await asyncio.to_thread(open_with_viewer, path.as_uri()):
            self._say(f"not opened: {reason}; it is {path_text(path)} until the end", is_bad=True)
        else:
            self._say("opened in the browser, without scripts and network")

    async def _is_agreed(self, label: str, page: str) -> bool:
        from spacetui.tui.use.browser_dialog import BrowserDialog

        mark = sha256(page.encode("utf-8", "surrogatepass")).digest()
        if mark not in self._agreed:
            if not await self._pane.app.push_screen_wait(BrowserDialog(label)):
                return False
            self._agreed.add(mark)
        return True

    def _say(self, text: str, *, is_bad: bool = False) -> None:
        severity = "warning" if is_bad else "information"
        text = visible_line(text, 300)
        self._pane.app.notify(text, severity=severity, markup=False)  # type: ignore[arg-type]


async def _page_of(view: OutputView, file: Mapping[str, Json] | None) -> str:
    """Return the page of an output. Raises SpacetuiError, OSError."""
    from spacetui.tui.outputs.browser_pages import chart_page, html_page, svg_page
    from spacetui.tui.outputs.image import decode_data_uri

    label, value, chart = view.label, view.value, _chart_of(view)
    make: Callable[[], str]
    if file is not None and view.fetch is not None:
        path, is_svg = await view.fetch(file), type_of(file) == "svg"

        def make() -> str:
            with path.open("rb") as opened:
                data = opened.read(MAX_FILE)
            return (
                svg_page(label, data) if is_svg else html_page(label, data.decode(errors="replace"))
            )
    elif chart is not None:
        make = partial(chart_page, label, chart)
    elif uri := _svg_in(value):

        def make() -> str:
            return svg_page(label, decode_data_uri(uri) or b"")
    else:
        make = partial(html_page, label, str(value))
    return await asyncio.to_thread(make)


def _chart_of(view: OutputView) -> Chart | None:
    """Return the chart that a view of a plot shows."""
    if component_type(view.return_.component).name not in PLOTS:
        return None
    from spacetui.tui.outputs.native_plot import NativePlotView
    from spacetui.tui.outputs.plot import PlotView

    return view.shown.chart if isinstance(view, (NativePlotView, PlotView)) else None


def _svg_in(value: Json) -> str:
    """Return the data URI of the SVG that a value has; empty where it has none."""
    texts = value.values() if isinstance(value, Mapping) else (value,)
    uris = (each for each in texts if isinstance(each, str) and each.startswith(SVG_URI))
    return next(uris, "")
