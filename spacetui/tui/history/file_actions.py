"""Files of an earlier call: saved in the folder of the settings, or opened with the viewer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from spacetui.errors import DownloadFailed
from spacetui.settings.programs import downloads_folder, open_file
from spacetui.system.paths import path_text
from spacetui.system.saved_files import may_open, viewing_folder
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.stored_calls import copy_file
from spacetui.tui.wording.saved import saved_text

if TYPE_CHECKING:
    from textual.app import App

    from spacetui.tui.past_call import PastCall
    from spacetui.tui.use.output_saving import FilesRequested


async def save_files(app: App[Any], past: PastCall, wanted: FilesRequested) -> None:
    """Copy the files that were kept of a call, and say where they are, or that they are gone."""
    try:
        folder = wanted.folder or downloads_folder()
        if wanted.is_opened:
            folder = viewing_folder()
        paths = [await copy_file(past, file, folder) for file in wanted.files]
    except (DownloadFailed, OSError) as error:
        app.notify(visible_line(str(error), 200), severity="warning")
        return
    if not wanted.is_opened:
        app.notify(saved_text(paths))
        return
    reason = "it may be a program"
    if may_open(paths[0]):
        reason = await asyncio.to_thread(open_file, paths[0])
    if reason:
        app.notify(f"not opened: {reason}; it is {path_text(paths[0])}", severity="warning")
