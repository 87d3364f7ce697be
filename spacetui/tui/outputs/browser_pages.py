"""Pages of ours that a browser shows of an output: HTML, an SVG, a plot (security.md section 5).

No script runs in one, and nothing is loaded from the network: a Content-Security-Policy allows
neither, and a stranger's HTML stands in a frame with a sandbox, which no `<meta>` of it can leave.
An SVG is a picture in the page, where it is no document. A plot is drawn by us as an SVG: the
scripts of Plotly, Bokeh and Altair are neither needed nor loaded.
"""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from spacetui.model.chart import Chart
from spacetui.model.schema import Json
from spacetui.model.table_cells import cell_text
from spacetui.tui.outputs.chart_svg import chart_svg

POLICY = (
    "default-src 'none'; img-src data:; media-src data:; font-src data:; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_STYLE = (
    "html,body{margin:0;height:100%;background:#fff;color:#222;font:14px sans-serif}"
    "iframe{border:0;width:100%;height:100%}img,svg{display:block;margin:1em auto;max-width:95%}"
    "table{border-collapse:collapse;margin:1em auto}td,th{border:1px solid #ccc;padding:2px 8px}"
)
# Rows of data in the page of a plot.
MAX_ROWS = 2_000


def html_page(title: str, html: str) -> str:
    """Return a page that shows a stranger's HTML."""
    frame = f'<iframe sandbox referrerpolicy="no-referrer" srcdoc="{escape(html)}"></iframe>'
    return _page(title, frame)


def svg_page(title: str, svg: bytes) -> str:
    """Return a page that shows a stranger's SVG."""
    data = b64encode(svg).decode("ascii")
    return _page(title, f'<img alt="" src="data:image/svg+xml;base64,{data}">')


def chart_page(title: str, chart: Chart) -> str:
    """Return a page that shows a chart, and its data as a table."""
    rows = [_row(chart.headers, "th"), *(_row(each, "td") for each in chart.rows[:MAX_ROWS])]
    more = len(chart.rows) - MAX_ROWS
    note = f"<p>{more} more rows are not shown.</p>" if more > 0 else ""
    return _page(title, f"{chart_svg(chart)}\n<table>{''.join(rows)}</table>{note}")


def _row(cells: Sequence[Json], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell_text(each))}</{tag}>' for each in cells)}</tr>"


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )
