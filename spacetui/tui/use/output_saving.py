"""OutputSaving: what `s`, `S` and `o` do with the outputs of the call on show."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from spacetui.model.file_data import files_within
from spacetui.model.output_path import part_at
from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.use.browser_opening import BrowserOpening
from spacetui.tui.widgets.exclusive_worker import run_exclusive

if TYPE_CHECKING:
    from spacetui.tui.outputs.output_view import OutputView
    from spacetui.tui.use.output_views import OutputViews

FALLBACK_NAME = "output"


@dataclass
class FilesRequested(Message):
    """Files of outputs are to be saved; or one is to be opened. folder: None for the usual one."""

    files: tuple[Mapping[str, Json], ...]
    is_opened: bool = False
    folder: Path | None = None


class OutputSaving:
    """Saves outputs: files by the page, which fetches them; other values at once."""

    def __init__(self, pane: Widget, outputs: OutputViews) -> None:
        """pane: posts what is requested, and runs the workers."""
        self._pane = pane
        self._outputs = outputs
        self._browser = BrowserOpening(pane)
        # Where all outputs were saved last.
        self._folder: Path | None = None

    def can(self, action: str) -> bool:
        """Return whether `save`, `save_all` or `open` does something now."""
        view = self._outputs.in_hand
        if view is None:
            return False
        if action == "open":
            return bool(_files_in_hand(view)) or self._browser.can(view, None)
        if action == "save":
            return _has_something(view)
        return any(map(_has_something, self._outputs.views))

    def open(self) -> None:
        view = self._outputs.in_hand
        if view is None:
            return
        files = _files_in_hand(view)
        if self._browser.can(view, files[0] if files else None):
            self._browser.open(view, files[0] if files else None)
        elif files:
            self._pane.post_message(FilesRequested(files[:1], is_opened=True))

    def save(self) -> None:
        """Save the output in hand in the usual folder."""
        view = self._outputs.in_hand
        if view is None:
            return
        if files := _files_in_hand(view):
            self._pane.post_message(FilesRequested(files))
        else:
            run_exclusive(self._pane, "save", partial(self._write, [view], None))

    def save_all(self) -> None:
        """Save all outputs in a folder that the user says."""
        run_exclusive(self._pane, "save", self._save_all)

    async def _save_all(self) -> None:
        from spacetui.settings.programs import downloads_folder
        from spacetui.tui.use.folder_dialog import FolderDialog

        folder = self._folder
        if folder is None:
            folder = await asyncio.to_thread(downloads_folder)
        chosen = await self._pane.app.push_screen_wait(FolderDialog(folder))
        if chosen is None or not self._pane.is_attached:
            return
        self._folder = chosen
        files = tuple(each for view in self._outputs.views for each in view.files_to_save)
        if files:
            self._pane.post_message(FilesRequested(files, folder=chosen))
        await self._write([view for view in self._outputs.views if not view.files_to_save], chosen)

    async def _write(self, views: Sequence[OutputView], folder: Path | None) -> None:
        """Write the values of these views into new files, and say where they are."""
        from spacetui.tui.wording.saved import saved_text

        try:
            paths = await asyncio.to_thread(_write_values, views, folder)
        except OSError as error:
            reason = visible_line(str(error), 200)
            self._pane.app.notify(f"not saved: {reason}", severity="warning")
            return
        if paths:
            self._pane.app.notify(saved_text(paths, "output"))


def _files_in_hand(view: OutputView) -> tuple[Mapping[str, Json], ...]:
    """Return the file that is chosen in a view, else all that it has."""
    if view.path_in_hand:
        chosen = files_within(part_at(view.value, view.path_in_hand))
        return tuple(chosen) or view.files_to_save
    return view.files_to_save


def _has_something(view: OutputView) -> bool:
    return bool(view.files_to_save) or (view.value is not None and not view.is_unchanged)


def _write_values(views: Sequence[OutputView], folder: Path | None) -> list[Path]:
    """Write the value of each view into a new file named like its label. Raises OSError."""
    from spacetui.settings.programs import downloads_folder
    from spacetui.system.saved_files import write_new_bytes
    from spacetui.wire.files.file_names import clean_name, shorten_name

    paths = []
    for view in views:
        saved = view.to_save() if _has_something(view) else None
        if saved is not None:
            stem = clean_name(view.label) or FALLBACK_NAME
            name = f"{shorten_name(stem, 100)}{saved.suffix}"
            paths.append(write_new_bytes(name, saved.content, folder or downloads_folder()))
    return paths
