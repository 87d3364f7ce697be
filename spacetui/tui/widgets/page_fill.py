"""PageFill: mounts what the first frame of the app can do without, once, after that frame."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.events import Key
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.textual_private.page_screen import mount_own_widgets
from spacetui.tui.widgets.page_frame import PageFrame


class PageFill:
    """Fills one page. is_done: whether all of it is there.

    First with what stands around the panes, then with panes. delays: returns in how many seconds
    after the first frame of the app each of the two comes.
    css: files that are read then; the rules of what is mounted. takes: returns whether the page can
    do with a key what it does, before it is filled.
    """

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        frame: PageFrame,
        fill: Callable[[], Awaitable[None]],
        on_done: Callable[[], None],
    ) -> None:
        """frame: of which the foot is mounted. fill: mounts the rest of the panes.

        on_done: called after that.
        """
        self.is_done = False
        self.delays: Callable[[], tuple[float, float]] = lambda: (0.0, 0.0)
        self.css: tuple[Path, ...] = ()
        self.takes: Callable[[Key], bool] = lambda event: False
        self._page = page
        self._state = state
        self._frame = frame
        self._fill = fill
        self._is_framed = False
        self._on_done = on_done
        self._filling = asyncio.Lock()

    async def begin(self) -> None:
        """Fill a page that is not in the first frame of the app at once."""
        if self._state.has_drawn:
            await self.complete()

    def soon(self) -> None:
        """Fill the page after the first frame of the app, which calls this then."""
        for_frame, for_panes = self.delays()
        if for_panes:
            self._page.set_timer(for_frame, self._frame_while_opening)
            self._page.set_timer(for_panes, self.complete)
        else:
            self.after_frame()

    async def _frame_while_opening(self) -> None:
        """Mount what stands around the panes, unless the form is on its way, which goes first."""
        if self._state.opening is not None:
            await self._mount_frame()

    def after_frame(self) -> None:
        """Fill the page after the frame that is to be drawn now.

        Before the first frame Textual calls what is to be called after it.
        """
        if self._state.has_drawn:
            self._page.call_after_refresh(self.complete)

    def is_awaited_by(self, event: Key) -> bool:
        """Return whether this key is for a page that is filled, and it is not yet."""
        return not self.is_done and not self.takes(event)

    async def complete(self) -> None:
        """Fill the page now, if it is not filled yet."""
        await self._mount_frame()
        async with self._filling:
            if not self.is_done:
                await self._fill()
                self.is_done = True
                self._on_done()

    async def _mount_frame(self) -> None:
        """Mount what stands around the panes and over them, once."""
        from spacetui.tui.widgets.too_small_notice import TooSmallNotice

        async with self._filling:
            if self._is_framed:
                return
            self._is_framed = True
            self.read_css()
            with self._page.app.batch_update():
                await self._page.mount(TooSmallNotice(), before=0)
                await mount_own_widgets(self._page)
                await self._page.mount(self._frame.make_foot())

    def read_css(self) -> None:
        """Read the rules of what is mounted after the first frame, once for all pages."""
        sheet = self._page.app.stylesheet
        for path in self.css:
            if not sheet.has_source(str(path)):
                text = path.read_text(encoding="utf-8")
                sheet.add_source(text, read_from=(str(path), ""))
