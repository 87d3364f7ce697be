"""FileNote: the note of a file field, on what was found at its paths."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from spacetui.model.file_data import files_within, size_of
from spacetui.model.file_input import files_in
from spacetui.model.schema import Json
from spacetui.system.image_header import header_at
from spacetui.text.format import size_text
from spacetui.tui.inputs.field_reading import FieldReading
from spacetui.tui.inputs.value_as_text import EditorValue
from spacetui.tui.widgets.glyphs import glyphs

# Seconds. The disk is read after a pause in typing, not at each key.
TYPING_PAUSE = 0.05


class FileNote:
    """The text of the note, and the search that keeps it up to date.

    entry: the value as given. reading: returns what the field holds now. show: is called when the
    text has changed.

    paths: the files of this machine, where all of them are there.
    """

    def __init__(
        self, entry: EditorValue, reading: Callable[[], FieldReading], show: Callable[[], None]
    ) -> None:
        self._entry = entry
        self._reading = reading
        self._show = show
        self.text = ""
        self.paths: tuple[Path, ...] = ()
        self._is_looking = self._has_changed = False

    def needs_look(self) -> bool:
        """Note that the value has changed; return whether `look` must be started for it."""
        self._has_changed = True
        if self._is_looking:
            return False
        self._is_looking = True
        return True

    async def look(self) -> None:
        """Look at the paths in a thread, until the value has not changed meanwhile."""
        try:
            while self._has_changed:
                self._has_changed = False
                await asyncio.sleep(TYPING_PAUSE)
                if self._has_changed:
                    continue  # the user is still typing
                note = await self._describe()
                if not self._has_changed and note != self.text:
                    self.text = note
                    self._show()
        finally:
            self._is_looking = False

    async def _describe(self) -> str:
        files = files_in(self._reading().value)
        paths = [Path(file.path) for file in files if not file.is_url]
        if paths:
            note = await asyncio.to_thread(describe_files, paths)
            self.paths = tuple(dict.fromkeys(paths)) if note else ()
            return note
        self.paths = ()
        return stated_size_text(self._entry.given)


def describe_files(paths: list[Path]) -> str:
    """Return `214 kB · 20×10` for an image, `2 kB` for another file, `3 files · 2 kB` for several.

    Empty if one of them cannot be read; `problem` returns the reason.
    """
    try:
        sizes = [path.stat().st_size for path in paths if path.is_file()]
        if len(sizes) != len(paths):
            return ""
        size = size_text(sum(sizes))
        if len(paths) > 1:
            return f"{len(paths)} files {glyphs().dot} {size}"
        header = header_at(paths[0])
    except (OSError, ValueError):
        return ""
    if header is None or not header.width:
        return size
    return f"{size} {glyphs().dot} {header.width}{glyphs().times}{header.height}"


def stated_size_text(value: Json) -> str:
    """Return the size that a single FileData in `value` states; may be empty."""
    files = files_within(value)
    if len(files) != 1 or (size := size_of(files[0])) is None:
        return ""
    return size_text(size)
