"""A Plot: the picture of Matplotlib; of Altair or Plotly its points, drawn again, or as a table."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from spacetui.model.chart import Chart
from spacetui.model.chart_formats import library_chart, parsed
from spacetui.model.schema import Json, Return
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.chart_display import ChartDisplay
from spacetui.tui.outputs.image import ImageView, data_uri_in
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.pixel_pictures import MAX_CELLS
from spacetui.tui.outputs.table_cursor import TableCursor
from spacetui.tui.widgets.exclusive_worker import run_exclusive


class PlotView(ImageView):
    """The plot of a library. One that cannot be drawn again is shown as its JSON."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"plot.table": "table"})

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.shown = ChartDisplay(self.body, TableCursor(self.body, self.refresh_bindings))

    def draw(self, value: Json, final: bool) -> None:
        self.shown.show(None, None)
        super().draw(value, final)
        if value is not None and data_uri_in(value) is None:
            run_exclusive(self, "chart", partial(_show_plot, self, value))

    def fit(self, rows: int) -> None:
        super().fit(_picture_rows(self, rows))
        self.shown.fit(rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.shown.chart is not None if action == "table" else True

    def action_table(self) -> None:
        """Show the data as a table, or the plot again."""
        self.shown.toggle()


def _picture_rows(view: PlotView, rows: int) -> int:
    """Return the rows that the picture may take: as many as its width wants in a zoomed pane."""
    is_zoomed = any(each.has_class("-zoomed") for each in view.ancestors)
    return MAX_CELLS if is_zoomed else rows


async def _show_plot(view: PlotView, value: Json) -> None:
    """Read a plot in a thread, and show it where it is still the value of the view."""
    chart, document = await asyncio.to_thread(read_plot, value)
    if not view.is_attached or view.value is not value:
        return
    view.shown.show(chart, value)
    view.summary = view.shown.summary
    if chart is None and document is not None:
        view.summary = plot_kind(value)
        view.show_json(document)


def read_plot(value: Json) -> tuple[Chart | None, Json]:
    """Return the chart of a plot, and the document it is in; None where there is none."""
    if not isinstance(value, Mapping) or not isinstance(value.get("plot"), str):
        return None, None
    document = parsed(value["plot"])
    return library_chart(value.get("type"), document), document


def plot_kind(value: Json) -> str:
    """Return `bokeh plot` of a plot of Bokeh."""
    if isinstance(value, Mapping) and value.get("type") in ("altair", "plotly", "bokeh"):
        return f"{value['type']} plot"
    return ""
