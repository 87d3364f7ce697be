"""AppDriver: one app of one size, driven by its keys, of which pictures are taken."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

os.environ.setdefault("SPACETUI_DATA_DIR", tempfile.mkdtemp(prefix="spacetui-pictures-"))

from spacetui.hub.client import Hub
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import FileContent
from spacetui.store.store import Store
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

    async def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until a condition holds. Raises TimeoutError, after a picture of what is there."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self.pilot.pause(0.02)
        except TimeoutError:
            await self.take_screenshot("timeout")
            raise

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


@asynccontextmanager
async def running_app(
    hub_url: str, size: tuple[int, int], theme: str, folder: Path, **options: Any
) -> AsyncIterator[AppDriver]:
    """Run the app without a window, and yield what drives it; its history is its own.

    size: columns and rows. options: those of SpacetuiApp.
    """
    kept = tempfile.TemporaryDirectory(prefix="spacetui-pictures-")
    store = Store(Path(kept.name) / "history.db")

    async def connect() -> Session:
        hub = Hub(hub_url, use_saved_token=False)
        return Session(hub, Options(use_saved_token=False), store=store)

    settings = AppSettings(Settings(FileContent(""), {}, {"--theme": theme}))
    app = SpacetuiApp(connect, settings=settings, **options)
    try:
        async with app.run_test(size=size) as pilot:
            yield AppDriver(pilot, folder)
    finally:
        await store.aclose()
        kept.cleanup()
