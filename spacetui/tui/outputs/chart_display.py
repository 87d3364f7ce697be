"""ChartDisplay: a chart in the body of a view: drawn, or its data as a table."""

from __future__ import annotations

from collections.abc import Mapping

from spacetui.model.chart import Chart
from spacetui.model.schema import Json
from spacetui.model.table import TableValue, make_table
from spacetui.text.format import count_text
from spacetui.tui.outputs.chart_drawing import chart_lines
from spacetui.tui.outputs.table_cursor import TableCursor
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.glyphs import glyphs

# Rows between the axes at least and at most; and those of label, titles, names and legend, and the
# blank one below.
MIN_ROWS, MAX_ROWS, AROUND = 6, 28, 8
# Rows of data that are read at once; more in a thread.
AT_ONCE, CHARACTERS_A_ROW = 2_000, 20


class ChartDisplay:
    """The chart of one view."""

    def __init__(self, body: ViewBody, cursor: TableCursor) -> None:
        """cursor: draws the table in `body`."""
        self.chart: Chart | None = None
        self._body, self._cursor = body, cursor
        self._value: Json = None
        self._shows_table = False
        self._rows = MAX_ROWS

    @property
    def table(self) -> TableValue | None:
        """The data of the chart."""
        chart = self.chart
        if chart is None:
            return None
        path = ("data",) if isinstance(self._value, Mapping) and "data" in self._value else None
        rows = [list(row) for row in chart.rows]
        return make_table(chart.headers, rows, path)

    @property
    def summary(self) -> str:
        """What is shown, in a few words: `bar plot · 12 points`."""
        if self.chart is None:
            return ""
        points = count_text(self.chart.total, "point", is_grouped=True)
        return f"{self.chart.encoding.mark} plot {glyphs().dot} {points}"

    def fit(self, rows: int) -> None:
        """Draw the chart with what is around it in so many rows."""
        self._rows = max(MIN_ROWS, min(MAX_ROWS, rows - AROUND))
        self._draw()

    def show(self, chart: Chart | None, value: Json) -> None:
        """Show a chart of a value; None: the body shows something else."""
        self.chart, self._value = chart, value
        self._draw()

    def toggle(self) -> None:
        """Show the data as a table, or the chart again."""
        self._shows_table = not self._shows_table
        self._draw()

    def _draw(self) -> None:
        chart, rows = self.chart, self._rows
        if chart is None:
            return
        if self._shows_table:
            self._cursor.show(self.table)
        else:
            self._cursor.show(None)
            self._body.show_lines(lambda width: chart_lines(chart, width, rows))


def size_of_plot(value: Json) -> int:
    """Return how much there is to read of a plot: its rows, or about as many in its JSON text."""
    match value:
        case {"plot": str(plot)}:
            return len(plot) // CHARACTERS_A_ROW
        case {"data": list(data)}:
            return len(data)
    return 0
