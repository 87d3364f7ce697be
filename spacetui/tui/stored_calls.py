"""StoredCalls: the calls of the history, loaded from the store when they are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from spacetui.errors import DownloadFailed
from spacetui.model.file_data import name_of, path_of
from spacetui.system.saved_files import copy_new
from spacetui.tui.made_call import MadeCall
from spacetui.tui.past_call import PastCall

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.session.session import Session
    from spacetui.tui.app_state import AppState
    from spacetui.tui.opened_space import OpenSpace

# Calls of one Space that its list shows.
MAX_OF_SPACE = 50


class StoredCalls:
    """Reads calls from the store."""

    def __init__(self, state: AppState) -> None:
        self._state = state

    async def list_for(self, space: OpenSpace) -> bool:
        """List the earlier calls of a Space, once. Return whether there are any."""
        if space.has_past:
            return False
        space.has_past = True
        store = (await self._state.session()).store
        rows = await store.history(src=space.opened.source.src, limit=MAX_OF_SPACE)
        for row in rows:
            space.add_past(PastCall(row))
        await self.load(space.shown_call)  # one that the last start has shown
        return bool(rows)

    async def load(self, made: MadeCall | None) -> None:
        """Load the values of a call, if it is one of the history and they are not there yet."""
        if not isinstance(made, PastCall) or made.is_loaded:
            return
        store = (await self._state.session()).store
        recording = await store.load_call(made.id)
        if recording is None:
            return
        made.load(recording, await store.files_of(made.id))
        if recording.visit and recording.call.endpoint.has_state:
            made.before = await store.calls_of_visit(made.row.src, recording.visit, made.id)


def find_copy(made: MadeCall | None, file: Mapping[str, Json]) -> Path | None:
    """Return where a file of an earlier call's output is on this machine; None where it is gone."""
    if not isinstance(made, PastCall):
        return None
    path = path_of(file) or name_of(file)
    for each in made.files:
        if each.is_input or each.path != path:
            continue
        if each.kept is not None:
            return each.kept
        if each.saved_path and not each.is_gone and not each.is_changed:
            return Path(each.saved_path)
    return None


async def copy_file(made: MadeCall, file: Mapping[str, Json], folder: Path) -> Path:
    """Copy a file of an earlier call's output to `folder`. Raises DownloadFailed, OSError."""
    from spacetui.wire.files.file_names import safe_name

    found = find_copy(made, file)
    if found is None:
        raise DownloadFailed(f"{name_of(file) or 'the file'} is gone; running it again makes it")
    return await asyncio.to_thread(copy_new, found, safe_name(file), folder)


async def fetch_file(
    session: Session,
    space: OpenSpace,
    made: MadeCall | None,
    file: Mapping[str, Json],
    folder: Path,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Path:
    """Fetch a file of a call's output to `folder`: the copy that was kept, else from the app."""
    if made is not None and find_copy(made, file) is not None:
        return await copy_file(made, file, folder)
    return await session.download(space.opened, file, folder, on_progress=on_progress)
