"""A BarPlot, LinePlot or ScatterPlot: drawn, and its data as a table by a key."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from spacetui.model.chart import Chart
from spacetui.model.chart_formats import native_chart
from spacetui.model.schema import Json, Return
from spacetui.model.table import TableValue
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.chart_display import AT_ONCE, ChartDisplay, size_of_plot
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.styled_values import StyledValues
from spacetui.tui.outputs.table import TableView
from spacetui.tui.outputs.view_body import no_lines
from spacetui.tui.widgets.exclusive_worker import run_exclusive


class NativePlotView(TableView):
    """A plot of Gradio's own, whose value is its data."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"plot.table": "table"})

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.shown = ChartDisplay(self.body, self.cursor)

    @property
    def table(self) -> TableValue | None:
        return self.shown.table or super().table

    def fit(self, rows: int) -> None:
        super().fit(rows)
        self.shown.fit(rows)

    def draw(self, value: Json, final: bool) -> None:
        if size_of_plot(value) <= AT_ONCE:
            self._take(self.chart_in(value))
            return
        self.shown.show(None, None)
        self.cursor.show(None)
        self.summary = "reading the data"
        self.body.show_lines(no_lines)
        run_exclusive(self, "chart", partial(self._read, value))

    async def _read(self, value: Json) -> None:
        chart = await asyncio.to_thread(self.chart_in, value)
        if self.is_attached and self.value is value:
            self._take(chart)

    def chart_in(self, value: Json) -> Chart | None:
        """Return the chart in a value."""
        return native_chart(value, {**self.return_.props, **self.changes})

    def _take(self, chart: Chart | None) -> None:
        self.shown.show(chart, self.value)
        self.summary = self.shown.summary
        if chart is None:
            super().draw(self.value, self.is_final)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "table":
            return self.shown.chart is not None
        return super().check_action(action, parameters)

    def action_table(self) -> None:
        """Show the data as a table, or the plot again."""
        self.shown.toggle()
        self.filter.show(StyledValues())
        self.refresh_bindings()
