"""Downloads: files of outputs on their way to this machine; esc cancels them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import name_of
from spacetui.model.schema import Json
from spacetui.settings.programs import downloads_folder, open_file
from spacetui.system.paths import path_text
from spacetui.system.saved_files import may_open, viewing_folder
from spacetui.text.format import part_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.stored_calls import fetch_file
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.saved import saved_text

if TYPE_CHECKING:
    from spacetui.tui.app_state import AppState
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.use.output_saving import FilesRequested

# Seconds between two drawings of the bytes that came.
TICK = 0.1


@dataclass(eq=False)
class Download:
    """Files that are fetched one after another.

    is_opened: there is one file, and it is opened when it has come. folder: where they are saved;
    None for the folder of the settings. done, total: bytes of the
    present file; total is None where it is not known.
    """

    files: Sequence[Mapping[str, Json]]
    is_opened: bool
    folder: Path | None = None
    paths: list[Path] = field(default_factory=list)
    done: int = 0
    total: int | None = None
    worker: Worker[None] | None = None

    def is_same(self, other: Download) -> bool:
        """Return whether another one fetches the same for the same."""
        wanted = (self.files, self.is_opened, self.folder)
        return wanted == (other.files, other.is_opened, other.folder)

    @property
    def name(self) -> str:
        """The name of the present file, and which of how many it is."""
        count, at = len(self.files), min(len(self.paths), len(self.files) - 1)
        name = visible_line(name_of(self.files[at]) or "file", 60)
        return name if count == 1 else f"{name} {glyphs().dot} {at + 1} of {count}"

    @property
    def size(self) -> str:
        return part_text(self.done, self.total)

    @property
    def share(self) -> float | None:
        """How much of the present file has come, 0..1, or None."""
        return min(1.0, self.done / self.total) if self.total else None

    def set_progress(self, done: int, total: int | None) -> None:
        self.done, self.total = done, total

    def line(self, others: int) -> StatusLine:
        """Describe it for the status bar. others: how many more downloads run."""
        verb = "opening" if self.is_opened else "saving"
        text = f"{self.name} {glyphs().dot} {others} more" if others else self.name
        return StatusLine(glyphs().running, "$accent", verb, text, self.share, tail=self.size)


class Downloads:
    """The downloads that the user started.

    Files to be saved go to the folder of the settings; a file to be opened to one of our own.
    """

    def __init__(
        self,
        host: Screen[None],
        state: AppState,
        *,
        on_progress: Callable[[], None],
        on_change: Callable[[], None],
    ) -> None:
        """host: the screen whose workers and timers are used.

        on_progress: called often while bytes come. on_change: called when a download begins or
        ends.
        """
        self._host = host
        self._state = state
        self._on_progress = on_progress
        self._on_change = on_change
        self._running: list[Download] = []
        self._ticker: Timer | None = None
        # How the last one ended, if no file came of it; shown until `forget`.
        self._outcome: StatusLine | None = None

    async def fetch_to_view(self, file: Mapping[str, Json]) -> Path:
        """Fetch a file that an output shows, into a folder of our own; return its path."""
        space = self._state.space
        if space is None:
            raise SpacetuiError("no Space is open")
        session = await self._state.session()
        return await fetch_file(session, space, space.shown_call, file, viewing_folder())

    def start(self, wanted: FilesRequested) -> None:
        """Fetch files of the Space in hand, unless the same files are being fetched already."""
        space = self._state.space
        download = Download(wanted.files, wanted.is_opened, wanted.folder)
        if space is None or any(map(download.is_same, self._running)):
            return
        self._outcome = None
        self._running.append(download)
        if self._ticker is None:
            self._ticker = self._host.set_interval(TICK, self._on_progress)
        self._ticker.resume()
        download.worker = self._host.run_worker(self._fetch(space, download), group="file")
        self._on_change()

    @property
    def are_running(self) -> bool:
        return bool(self._running)

    def line(self) -> StatusLine | None:
        """Describe the newest download for the status bar, or how the last one failed."""
        if not self._running:
            return self._outcome
        return self._running[-1].line(others=len(self._running) - 1)

    def cancel(self) -> bool:
        """Cancel the newest download; files that have come stay. Return whether there was one."""
        if not self._running or (worker := self._running[-1].worker) is None:
            return False
        worker.cancel()
        return True

    def forget(self) -> None:
        """Stop showing how the last one ended, since the user has moved on."""
        self._outcome = None

    async def _fetch(self, space: OpenSpace, download: Download) -> None:
        report, made = download.set_progress, space.shown_call
        try:
            folder = await asyncio.to_thread(_folder_for, download)
            session = await self._state.session()
            for file in download.files:
                report(0, None)
                path = await fetch_file(session, space, made, file, folder, report)
                download.paths.append(path)
                if not download.is_opened:
                    url = session.file_url(space.opened, file)
                    self._state.calls.recorder.save_file(str(path), url)
        except asyncio.CancelledError:
            text, tail = f"{download.name} is not kept", f"after {download.size}"
            line = StatusLine(glyphs().cancelled, "$muted", "stopped", text, tail=tail)
            self._end(download, line)
            raise
        except (SpacetuiError, OSError) as error:
            reason = visible_line(str(error), 300)
            self._end(download, StatusLine(glyphs().failed, "$error", "not saved", reason))
        else:
            self._end(download, None)
            await self._announce(download.paths, is_opened=download.is_opened)

    def _end(self, download: Download, outcome: StatusLine | None) -> None:
        self._running.remove(download)
        if not self._running:
            self._outcome = outcome
            if self._ticker is not None:
                self._ticker.pause()
        if self._host.is_attached:
            self._on_change()

    async def _announce(self, paths: list[Path], *, is_opened: bool) -> None:
        """Say where the files are; open the file that was to be opened."""
        path = paths[0]
        if not is_opened:
            self._notify(saved_text(paths))
        elif not may_open(path):
            self._show_not_opened(path, "it may be a program")
        elif reason := await asyncio.to_thread(open_file, path):
            self._show_not_opened(path, reason)
        else:
            self._notify(f"handed {path.name} to this machine's viewer")

    def _show_not_opened(self, path: Path, reason: str) -> None:
        text = visible_line(f"{reason}; it is {path_text(path)}", 300)
        self._outcome = StatusLine(glyphs().cancelled, "$muted", "not opened", text)
        if self._host.is_attached:
            self._on_change()

    def _notify(self, text: str) -> None:
        self._host.app.notify(text)


def _folder_for(download: Download) -> Path:
    """Return the folder of a download, which is made where it is missing. Raises OSError."""
    if download.is_opened:
        return viewing_folder()
    return download.folder or downloads_folder()
