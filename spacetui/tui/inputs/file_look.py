"""FileLook: looks at the files of a field in a thread, for its note and for their preview."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from spacetui.tui.inputs.file_note import FileNote
from spacetui.tui.inputs.input_field import InputField

if TYPE_CHECKING:
    from spacetui.tui.inputs.file_preview import FilePreview


class FileLook:
    """Keeps the note and the preview of a field up to date.

    prepare: makes what the value needs besides its files; returns whether something was made.
    """

    def __init__(
        self, field: InputField, note: FileNote, prepare: Callable[[], Awaitable[bool]]
    ) -> None:
        self._prepare = prepare
        self._field = field
        self._note = note
        self._preview: FilePreview | None = None

    def start(self) -> None:
        """Look at the files, because the value has changed."""
        if self._note.needs_look():
            self._field.run_worker(self._look(), group="look")

    async def _look(self) -> None:
        await self._note.look()
        if await self._prepare():
            self._field.post_change()
        if self._preview is None and self._note.paths:
            from spacetui.tui.inputs.file_preview import FilePreview

            if not self._field.head.is_attached:
                return  # the form is of another endpoint now, or the app has ended
            self._preview = FilePreview()
            foot = self._field.foot
            await self._field.mount(self._preview, before=foot if foot.is_attached else None)
        if self._preview is not None:
            await self._preview.show(self._note.paths)
