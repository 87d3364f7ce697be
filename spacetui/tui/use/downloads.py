"""Files of outputs on their way to this machine: told on the horizon as they come, stopped by esc."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import name_of
from spacetui.model.schema import Json
from spacetui.system.saved_files import may_open, viewing_folder
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.safe_content import part_text
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

# Seconds between two drawings of the bytes that came.
TICK = 0.1


@dataclass(eq=False)
class Download:
    """Files under way, one after another. got, total: bytes of the one in hand; total may not be known."""

    files: Sequence[Mapping[str, Json]]
    is_opened: bool
    paths: list[Path] = field(default_factory=list)
    got: int = 0
    total: int | None = None
    worker: Worker[None] | None = None

    @property
    def name(self) -> str:
        """The name of the file in hand, and which of how many it is."""
        count, at = len(self.files), min(len(self.paths), len(self.files) - 1)
        name = one_line(name_of(self.files[at]) or "file", 60)
        return name if count == 1 else f"{name} {glyphs().dot} {at + 1} of {count}"

    def note(self, got: int, total: int | None) -> None:
        self.got, self.total = got, total


class Downloads:
    """The files that the person asked for. What is only to be looked at lands in a folder of our own."""

    def __init__(
        self,
        page: Screen[None],
        session: Callable[[], Awaitable[Session]],
        tell: Callable[[], None],
        on_news: Callable[[], None],
    ) -> None:
        """tell: draws the horizon again. on_news: heard when a file is under way, or no longer."""
        self._page = page
        self._session = session
        self._tell = tell
        self._on_news = on_news
        self._under_way: list[Download] = []
        self._ticking: Timer | None = None
        # How the last one ended, where no file came of it; on show until the person does something else.
        self._last: StatusLine | None = None

    def start(
        self, opened: OpenedApp, files: Sequence[Mapping[str, Json]], *, is_opened: bool
    ) -> None:
        """Bring files where the app was started, or bring one to be opened; once, however often it is asked."""
        if any(each.files == files and each.is_opened == is_opened for each in self._under_way):
            return
        fetch = Download(files, is_opened)
        self._last = None
        self._under_way.append(fetch)
        if self._ticking is None:
            self._ticking = self._page.set_interval(TICK, self._tell)
        self._ticking.resume()
        fetch.worker = self._page.run_worker(self._bring(opened, fetch), group="file")
        self._on_news()

    @property
    def is_going(self) -> bool:
        return bool(self._under_way)

    def line(self) -> StatusLine | None:
        """Say on the horizon how far the newest is, or that none came; None when there is nothing to say."""
        if not self._under_way:
            return self._last
        fetch, others = self._under_way[-1], len(self._under_way) - 1
        words = fetch.name + (f" {glyphs().dot} {others} more" if others else "")
        share = min(1.0, fetch.got / fetch.total) if fetch.total else None
        tail = part_text(fetch.got, fetch.total)
        return StatusLine(glyphs().running, "$accent", self._verb(fetch), words, share, tail=tail)

    @staticmethod
    def _verb(fetch: Download) -> str:
        return "opening" if fetch.is_opened else "saving"

    def stop(self) -> bool:
        """Stop the newest; what has come whole stays. Say whether there was one."""
        if not self._under_way or (worker := self._under_way[-1].worker) is None:
            return False
        worker.cancel()
        return True

    def forget(self) -> None:
        """Say no more how the last one ended."""
        self._last = None

    async def _bring(self, opened: OpenedApp, fetch: Download) -> None:
        folder = viewing_folder() if fetch.is_opened else Path.cwd()
        try:
            session = await self._session()
            for file in fetch.files:
                fetch.note(0, None)
                path = await session.download(opened, file, folder, on_progress=fetch.note)
                fetch.paths.append(path)
        except asyncio.CancelledError:
            had = f"after {part_text(fetch.got, fetch.total)}"
            self._end(
                fetch,
                StatusLine(
                    glyphs().cancelled, "$muted", "stopped", f"{fetch.name} is not kept", tail=had
                ),
            )
            raise
        except (SpacetuiError, OSError) as error:
            self._end(
                fetch, StatusLine(glyphs().failed, "$error", "not saved", one_line(str(error), 300))
            )
        else:
            self._end(fetch, None)
            await self._hand_on(fetch.paths, is_opened=fetch.is_opened)

    def _end(self, fetch: Download, last: StatusLine | None) -> None:
        self._under_way.remove(fetch)
        if not self._under_way:
            self._last = last
            if self._ticking is not None:
                self._ticking.pause()
        if self._page.is_attached:
            self._on_news()

    async def _hand_on(self, paths: list[Path], *, is_opened: bool) -> None:
        app, path, shown = self._page.app, paths[0], one_line(str(paths[0]), 300)
        if len(paths) > 1:
            app.notify(
                f"saved {len(paths)} files in {one_line(str(path.parent), 300)}",
                markup=False,
                timeout=5,
            )
        elif not is_opened:
            app.notify(f"saved {shown}", markup=False, timeout=5)
        elif may_open(path):
            app.notify(f"handed {shown} to this machine's viewer", markup=False, timeout=5)
            await asyncio.to_thread(app.open_url, path.as_uri())
        else:
            app.notify(f"not opened, it may run; it is {shown}", markup=False, timeout=5)
