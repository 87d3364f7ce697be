"""Make the pictures of the README from the running demo: `python screenshots/make.py [FOLDER]`.

`python screenshots/make.py FOLDER themes` makes a picture of each theme instead.

Starts the demo as the command does, drives the app by its keys, and writes one SVG for each scene.
If Chromium is installed, each SVG also becomes a PNG.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

os.environ.setdefault("SPACETUI_DATA_DIR", tempfile.mkdtemp(prefix="spacetui-pictures-"))

from spacetui.demo.demo_processes import SPACE_IDS, Demo
from spacetui.hub.client import Hub
from spacetui.model.run import Status
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import FileContent
from spacetui.settings.theme_files import theme_files
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.app_settings import AppSettings
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.use.page import UsePage

KEYS = {" ": "space"}
SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 60)


class AppDriver:
    """One app of one size, driven by keys; takes its screenshots."""

    def __init__(self, pilot: Pilot[Any], folder: Path) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.folder = folder

    async def until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until a condition holds. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not condition():
                await self.pilot.pause(0.02)

    async def type(self, text: str) -> None:
        for character in text:
            await self.pilot.press(KEYS.get(character, character))

    async def open(self, query: str) -> None:
        """Search, wait for the results, and open the first."""
        await self.type(query)
        pane = self.app.screen.query_one(SearchPane)
        await self.until(lambda: pane.found.answered == query)
        await self.pilot.press("enter")
        await self.until(
            lambda: isinstance(self.app.screen, UsePage) and bool(self.app.screen.view.form.fields)
        )
        await self.pilot.pause()

    async def endpoint(self, name: str) -> None:
        """Select another endpoint by the keys of the list."""
        space = self.app.app_state.space
        names = [each.api_name for each in space.endpoints]
        steps = names.index(name) - names.index(space.api_name)
        key = "down" if steps > 0 else "up"
        await self.pilot.press("escape", "2", *[key] * abs(steps), "enter")
        await self.until(lambda: space.api_name == name)
        await self.pilot.pause()

    def run(self) -> Any:
        return self.app.app_state.space.shown_call

    async def finished(self) -> None:
        await self.until(lambda: self.run() is not None and self.run().state.status.is_final)
        await self.pilot.pause(0.2)

    async def take_screenshot(self, name: str) -> None:
        await self.pilot.pause(0.1)
        path = self.folder / f"{name}.svg"
        path.write_text(self.app.export_screenshot(title="spacetui"), encoding="utf-8")
        print(path)


async def start(driver: AppDriver) -> None:
    pane = driver.app.screen.query_one(SearchPane)
    await driver.until(lambda: len(pane.found.rows.rows) == len(SPACE_IDS))
    await driver.pilot.pause(1.0)
    await driver.take_screenshot("01-start-80x24")


async def search(driver: AppDriver) -> None:
    await driver.type("soften a picture")
    pane = driver.app.screen.query_one(SearchPane)
    await driver.until(lambda: pane.found.answered == "soften a picture")
    await driver.pilot.pause(1.5)
    await driver.take_screenshot("02-search-120x40")


async def form(driver: AppDriver) -> None:
    await driver.open("count words")
    await driver.type("the quick brown fox jumps over the lazy dog")
    await driver.pilot.pause(0.3)
    await driver.take_screenshot("03-form-120x40")


async def queued(driver: AppDriver) -> None:
    await driver.open("slow job")
    await driver.pilot.press("ctrl+r")
    await driver.until(lambda: driver.run().state.status is Status.STARTED)
    await driver.pilot.press("ctrl+r", "ctrl+r")
    await driver.until(lambda: (driver.run().state.rank or 0) >= 1)
    await driver.take_screenshot("05-queued-120x40")


async def running(driver: AppDriver) -> None:
    await driver.open("slow job")
    await driver.pilot.press("ctrl+r")
    await driver.until(lambda: any((unit.index or 0) >= 5 for unit in driver.run().state.units))
    await driver.take_screenshot("06-running-80x24")


async def streaming(driver: AppDriver) -> None:
    await driver.open("talk to a bot")
    if driver.app.app_state.space.api_name != "/stream":
        await driver.endpoint("/stream")
    await driver.type("A lighthouse has one lamp and must send it to the horizon")
    fields = driver.app.screen.view.form.fields
    # Slow enough that a busy machine takes the picture before the end.
    next(each for each in fields if each.parameter.name == "pace").set_value(4)
    await driver.pilot.press("ctrl+r")
    await driver.until(lambda: driver.run().state.partials >= 7)
    await driver.take_screenshot("07-streaming-120x40")


async def failed(driver: AppDriver) -> None:
    await driver.open("slow job")
    fields = driver.app.screen.view.form.fields
    next(each for each in fields if each.parameter.name == "mishap").set_value("an error")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.take_screenshot("08-failed-120x40")


async def recorder(driver: AppDriver) -> None:
    await driver.open("count words")
    await driver.type('it\'s "x" and more')
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.endpoint("/rhyme")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.pilot.press("escape", "6")
    await driver.pilot.pause(0.3)
    await driver.take_screenshot("09-recorder-120x40")


async def done(driver: AppDriver) -> None:
    await driver.open("soften a picture")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.pilot.pause(1.5)
    await driver.take_screenshot("10-done-200x60")


async def themes(driver: AppDriver) -> None:
    """Take a screenshot of a failed call in each of our themes."""
    await driver.open("slow job")
    fields = driver.app.screen.view.form.fields
    next(each for each in fields if each.parameter.name == "mishap").set_value("an error")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    for name in (path.stem for path in theme_files()):
        driver.app.theme = name
        await driver.pilot.pause(0.5)
        await driver.take_screenshot(f"theme-{name}")


SCENES = (
    (start, SMALL, "dusk"),
    (search, MIDDLE, "dusk"),
    (form, MIDDLE, "dusk"),
    (queued, MIDDLE, "dusk"),
    (running, SMALL, "dawn"),
    (streaming, MIDDLE, "dawn"),
    (failed, MIDDLE, "dawn"),
    (recorder, MIDDLE, "dusk"),
    (done, LARGE, "dusk"),
    (themes, MIDDLE, "dusk"),
)
# Scenes of the README, which has no pictures of the others: those are made by their names.
IN_README = {scene for scene, *_ in SCENES} - {themes}


def to_png(svg: Path) -> None:
    """Render an SVG with Chromium, which spaces the cells as a terminal does."""
    programs = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    chromium = next(filter(None, programs), None)
    if chromium is None:
        return
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text(encoding="utf-8"))
    width, height = 1200, 800
    if box is not None:
        width, height = (round(float(each)) for each in box.groups())
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={profile}", f"--window-size={width},{height}",
                f"--screenshot={svg.with_suffix('.png')}", svg.resolve().as_uri(),
            ],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip


async def main(folder: Path, wanted: list[str]) -> None:
    """Take a screenshot of every scene, each in an app of its own over one demo."""
    with Demo.start() as demo:
        demo.wait_until_running()
        for scene, size, theme in SCENES:
            is_wanted = scene.__name__ in wanted if wanted else scene in IN_README
            if not is_wanted:
                continue

            async def connect() -> Session:
                hub = Hub(demo.hub_url, use_saved_token=False)
                return Session(hub, Options(use_saved_token=False))

            settings = AppSettings(Settings(FileContent(""), {}, {"--theme": theme}))
            app = SpacetuiApp(connect, is_demo=True, start_ids=SPACE_IDS, settings=settings)
            async with app.run_test(size=size) as pilot:
                await scene(AppDriver(pilot, folder))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target, sys.argv[2:]))
    for svg in sorted(target.glob("*.svg")):
        to_png(svg)
