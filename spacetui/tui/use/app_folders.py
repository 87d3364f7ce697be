"""Picking among the files of an app: what it lists goes into the dialog, what is taken comes back.

Imported when a field asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath

from spacetui.errors import Unreachable
from spacetui.model.folder_entry import FolderEntry
from spacetui.tui.app_state import AppState
from spacetui.tui.inputs.app_files import AppFilesField, folder_of, take_picked
from spacetui.tui.inputs.file_picker import FilePicker


def browse(state: AppState, event: AppFilesField.BrowseRequested) -> None:
    """Open the dialog for a field of the Space in hand, in the folder of the file that it has."""
    event.stop()
    field = event.field
    space, component_id = state.space, field.parameter.component_id
    if space is None or component_id is None:
        return

    async def list_folder(folder: PurePath) -> Sequence[FolderEntry]:
        if not space.is_open:  # its form is that of the last time
            raise Unreachable("the app has not answered yet", where=space.opened.src)
        session = await state.session()
        return await session.list_folder(space.opened, component_id, folder.parts[1:])

    def take(picked: list[PurePath] | None) -> None:
        if picked and field.is_attached:
            take_picked(field, [PurePosixPath(each) for each in picked])

    picker = FilePicker(folder_of(field), list_folder, several=field.takes_several)
    field.app.push_screen(picker, take)
