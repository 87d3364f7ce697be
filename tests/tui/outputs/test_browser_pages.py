"""Outputs in the browser: nothing of a stranger's runs there, and nothing is fetched."""

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from spacetui.model.chart_formats import plotly_chart
from spacetui.model.schema import Return
from spacetui.tui.outputs.browser_pages import POLICY, chart_page, html_page, svg_page
from spacetui.tui.outputs.svg_summary import SvgSummary, svg_summary
from spacetui.tui.use.browser_dialog import BrowserDialog
from spacetui.tui.use.browser_opening import BrowserOpening
from spacetui.verify.browser import browser_command, find_browser
from tests.counting_server import counting_server
from tests.tui.app_driver import wait_until
from tests.tui.outputs.view_on_screen import drawn, fetching, file_data, on_screen
from tests.unit.system.programs import add_program

SVG = b'<svg width="30" height="20"><title>A &amp; B</title><path d="M0 0"/><text>hi</text></svg>'
FIGURE = {"data": [{"x": [1, 2], "y": [3, 4]}], "layout": {"title": {"text": "<script>x"}}}


def test_a_page_forbids_scripts_and_the_network_before_anything_of_the_strangers() -> None:
    chart = plotly_chart(FIGURE)
    assert chart is not None
    hostile = "</iframe><script>alert(1)</script>'\"><base href=http://x.invalid/>"
    for page in (html_page(hostile, hostile), svg_page(hostile, SVG), chart_page(hostile, chart)):
        assert page.index(POLICY) < page.index("<title>")
        assert "<script" not in page and "<base" not in page
    assert "&lt;script&gt;x" in chart_page("a", chart) or "&lt;script&gt;" in page
    assert '<polyline points="' in chart_page("a", chart)
    assert "<td>4</td>" in chart_page("a", chart)


async def test_an_svg_is_described() -> None:
    assert svg_summary(SVG, "x") == SvgSummary("30x20", "1 shape", ("A & B", "hi"))
    assert svg_summary(b'<svg viewBox="0 0 4 5"/>', "x") == SvgSummary("4x5", "0 shapes", ())
    assert svg_summary(b"<html>", "x") is None


async def test_the_view_of_an_svg_says_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(SVG)
    rows = await drawn("Image", file_data("a.svg"), fetching(path))
    assert rows[0].endswith(f"svg · 30×20 · 1 shape · {len(SVG)} B")
    assert [row.strip() for row in rows[1:3]] == ["A & B", "hi"]


async def test_it_is_asked_for_once_and_handed_over_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_program(tmp_path, "xdg-open", f'printf "%s\\n" "$1" >> {tmp_path}/got')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    async with on_screen(Return("out", "HTML")) as (app, view, pilot):
        opening = BrowserOpening(view)
        assert not opening.can(view, None)
        view.show("<b>bold</b>", True)
        assert opening.can(view, None)
        opening.open(view, None)
        await wait_until(pilot, lambda: isinstance(app.screen, BrowserDialog))
        await pilot.press("escape")
        await app.workers.wait_for_complete()
        assert not (tmp_path / "got").exists()
        for answer in ("enter", ""):
            opening.open(view, None)
            if answer:
                await wait_until(pilot, lambda: isinstance(app.screen, BrowserDialog))
                await pilot.press(answer)
            await app.workers.wait_for_complete()
    handed = (tmp_path / "got").read_text().split()
    assert len(handed) == 2
    assert all(each.startswith(f"file://{tmp_path}/pages/") for each in handed)
    assert "&lt;b&gt;bold&lt;/b&gt;" in written(handed[0])


def written(address: str) -> str:
    return Path(address.removeprefix("file://")).read_text()


HOSTILE_HTML = """
<meta http-equiv="refresh" content="0;url=URL/refresh"><base href="URL/base/">
<script>document.title="ran";fetch("URL/fetch")</script><script src="URL/script"></script>
<img src="URL/img" onerror="fetch('URL/error')"><link rel=stylesheet href="URL/css">
<style>@import "URL/import"; body{background:url(URL/back)}</style><link rel=prefetch href="URL/p">
<iframe src="URL/frame"></iframe><iframe srcdoc="<script>fetch('URL/inner')</script>"></iframe>
<object data="URL/object"></object><video src="URL/video" autoplay></video>
<form action="URL/form"><input name=a autofocus onfocus="this.form.submit()"></form>
<a ping="URL/ping" href="URL/a">a</a><p style="background:#f00">seen</p>
"""
HOSTILE_SVG = """<svg xmlns="http://www.w3.org/2000/svg" onload="fetch('URL/load')">
<script>fetch("URL/script")</script><image href="URL/image"/>
<rect width="90" height="9" fill="#f00"/><style>@import "URL/css";</style>
<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="URL/frame"/></foreignObject></svg>
"""


@pytest.mark.soak
@pytest.mark.parametrize(
    ("make", "text", "is_reached"),
    [
        (html_page, HOSTILE_HTML, False),
        (lambda title, text: svg_page(title, text.encode()), HOSTILE_SVG, False),
        (lambda title, text: text, '<img src="URL/img">', True),  # not a page of ours
    ],
    ids=["html", "svg", "bare"],
)
async def test_a_browser_asks_for_nothing(
    make: Callable[[str, str], str], text: str, is_reached: bool, tmp_path: Path
) -> None:
    browser = await find_browser(tmp_path)
    page, shot = tmp_path / "page.html", tmp_path / "shot.png"
    with counting_server() as (url, asked):
        page.write_text(make("t", text.replace("URL", url)))
        options = ["--virtual-time-budget=3000", f"--screenshot={shot}", page.as_uri()]
        command = [*browser_command(browser, tmp_path), *options]
        await asyncio.to_thread(subprocess.run, command, capture_output=True, timeout=60)
        assert bool(asked) is is_reached, asked
    if not is_reached:  # what is no script is shown
        with Image.open(shot) as opened:
            assert (255, 0, 0) in {
                color for _, color in opened.convert("RGB").getcolors(10**6) or ()
            }
