"""Pictures of every input field and every output view, in dark and light: `make.py --gallery DIR`.

The values come from `gallery_app.py`, a Gradio app on this machine.
"""

import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

from app_driver import MIDDLE, SMALL, AppDriver, running_app

from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.row_list import RowList
from tests.live.app_server import run_app_file

SIZES = (MIDDLE, SMALL)
THEMES = ("dusk", "dawn")
# The endpoint that gives an output, the theme, and the name of the picture.
IN_README = (
    ("/show_chat", "dusk", "11-chat-120x40"),
    ("/show_annotated", "dawn", "12-boxes-120x40"),
    ("/show_bar", "dusk", "13-plot-120x40"),
)
# Seconds in which a file is fetched and its picture drawn.
DRAW_SECONDS = 0.7


def gallery_app(folder: Path) -> AbstractContextManager[str]:
    """Run the app and give its URL; its log is written to `folder`."""
    app = Path(__file__).with_name("gallery_app.py")
    return run_app_file(app, folder / "gallery_app.log")


async def make_gallery(folder: Path, wanted: list[str]) -> None:
    """Write `NAME-THEME-SIZE.svg` for each endpoint of the app; `wanted`: parts of their names."""
    with gallery_app(folder) as url:
        for size in SIZES:
            async with running_app("http://127.0.0.1:9", size, "dusk", folder, src=url) as driver:
                await driver.until(lambda: _has_form(driver))
                space = driver.app.app_state.space
                for endpoint in space.endpoints:
                    name = endpoint.api_name
                    if not wanted or any(each in name for each in wanted):
                        await _take(driver, name, size)


async def make_readme_views(folder: Path) -> None:
    """Take the outputs that the README shows, each over the whole page."""
    with tempfile.TemporaryDirectory() as logs, gallery_app(Path(logs)) as url:
        async with running_app("http://127.0.0.1:9", MIDDLE, "dusk", folder, src=url) as driver:
            await driver.until(lambda: _has_form(driver))
            for name, theme, target in IN_README:
                await _show(driver, name)
                driver.app.theme = theme
                await driver.pilot.press("f9")
                await driver.pilot.pause(DRAW_SECONDS)
                await driver.take_screenshot(target)
                await driver.pilot.press("f9")


def _has_form(driver: AppDriver) -> bool:
    page = driver.app.screen
    if not isinstance(page, UsePage):
        return False
    return page.view.is_whole and page.view.shown_form.on_show is not None


def _shows(driver: AppDriver, name: str) -> bool:
    shown = driver.app.screen.view.shown_form.on_show
    return shown is not None and shown[1] == name


async def _show(driver: AppDriver, name: str) -> None:
    """Choose an endpoint, and call it if it gives an output to show."""
    view, space = driver.app.screen.view, driver.app.app_state.space
    rows = view.side.endpoints.query_one(RowList)
    rows.current = [each.api_name for each in space.endpoints].index(name)
    await driver.until(lambda: space.api_name == name)
    await driver.until(lambda: _shows(driver, name))
    await driver.pilot.pause()
    view.form.focus_first()
    if name.startswith("/show_"):
        await driver.pilot.press("ctrl+r")
        await driver.finished()
        view.result.focus_first()
    await driver.pilot.pause(DRAW_SECONDS)


async def _take(driver: AppDriver, name: str, size: tuple[int, int]) -> None:
    await _show(driver, name)
    view = driver.app.screen.view
    stem, end = name.strip("/"), f"{size[0]}x{size[1]}"
    for theme in THEMES:
        driver.app.theme = theme
        await driver.pilot.pause(0.2)
        await driver.take_screenshot(f"{stem}-{theme}-{end}")
    driver.app.theme = THEMES[0]
    if name.startswith("/fill_"):
        await _take_fields(driver, stem, end)
    elif any(each.TAKES_PAGE for each in view.result.query(OutputView)):
        await driver.pilot.press("f9")
        await driver.pilot.pause(DRAW_SECONDS)
        await driver.take_screenshot(f"{stem}-zoomed-{end}")
        await driver.pilot.press("f9")


async def _take_fields(driver: AppDriver, stem: str, end: str) -> None:
    """Take a picture of each field while it is typed into, its choices open."""
    for number, field in enumerate(driver.app.screen.view.form.fields):
        field.focus_editor()
        if "Dropdown" in type(field).__name__:
            await driver.pilot.press("down")
        await driver.pilot.pause(0.2)
        await driver.take_screenshot(f"{stem}-field{number}-{end}")
        if "Dropdown" in type(field).__name__:
            await driver.pilot.press("escape")
