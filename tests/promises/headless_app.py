"""The app without a terminal: all its keys, and its screen as text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from spacetui.model.schema import MISSING
from spacetui.session.live_call import LiveCall
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.use.page import UsePage
from tests.tui.screen_text import screen_text


@dataclass
class Window:
    """The app, driven by Pilot; `text` is its screen."""

    app: SpacetuiApp
    pilot: Pilot[Any]

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def page(self) -> UsePage:
        assert isinstance(self.app.screen, UsePage), self.text
        return self.app.screen

    @property
    def run(self) -> LiveCall | None:
        space = self.app.app_state.space
        shown = space.shown_call if space is not None else None
        return shown if isinstance(shown, LiveCall) else None

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Wait for `is_so`, at most ten seconds."""
        for _ in range(1000):
            if is_so():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"this did not happen; the screen:\n{self.text}")

    @property
    def is_opened(self) -> bool:
        """Whether the use page shows a form."""
        page = self.app.screen
        return isinstance(page, UsePage) and page.view.shown_form.on_show is not None

    async def opened(self) -> None:
        """Wait until the use page shows its form."""
        await self.until(lambda: self.is_opened)
        await self.pilot.pause()

    async def ended(self) -> LiveCall:
        """Fill empty fields, run the form, and wait for the end of the call."""
        for field in self.page.view.form.fields:
            if field.value() is MISSING:
                field.set_value("x")
        await self.pilot.press("ctrl+r")
        await self.until(lambda: self.run is not None and self.run.state.status.is_final)
        await self.pilot.pause()
        assert self.run is not None
        return self.run
