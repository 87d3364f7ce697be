"""Files by path or URL; the note shows what was found at the path.

Only what the user enters here becomes a FileInput. A FileData of the server's own (a default, an
earlier output) is shown by its name and sent back unchanged (security.md, section 5).
"""

import asyncio
import json
import time
from pathlib import Path

from textual import events, work

from spacetui.errors import BadValue
from spacetui.model.file_data import files_within, name_of, size_of
from spacetui.model.file_input import FileInput, files_in, shape_files
from spacetui.model.schema import FileShape, Json, Missing, Parameter
from spacetui.system.folder_inputs import with_folders
from spacetui.text.format import size_text
from spacetui.tui.inputs.accepted_files import accepted_label, file_problem, type_problem
from spacetui.tui.inputs.path_parsing import split_paths
from spacetui.tui.inputs.text_editors import LineInput, TextEditor
from spacetui.tui.inputs.textbox import TypedField
from spacetui.tui.outputs.image_header import header_at
from spacetui.tui.widgets.glyphs import glyphs

# Seconds. The disk is read after a pause in typing, not at each key.
TYPING_PAUSE = 0.05
# Seconds. The value is read several times for each key, but the files of a folder are listed once.
FOLDER_CACHE_SECONDS = 1.0


class FileField(TypedField):
    """One path, or several if the component takes several."""

    def __init__(self, parameter: Parameter) -> None:
        self.takes_several = parameter.file_shape in (FileShape.MANY, FileShape.GALLERY)
        self._file_note = ""  # what was found at the path
        self._is_looking = self._has_changed = False
        # The paths of the last value, when it was made, and the value with the files of folders.
        self._last_value: tuple[list[str], float, Json] = ([], 0.0, None)
        super().__init__(parameter)

    def make_editor(self, text: str) -> LineInput | TextEditor:
        if self.takes_several and "\n" in text:
            return TextEditor(text)
        return LineInput(text)

    def placeholder(self) -> str:
        if self.parameter.placeholder:
            return self.parameter.placeholder
        if self.parameter.takes_folder:
            return "folder or paths"
        return "paths or URLs" if self.takes_several else "path or URL"

    def type_note(self) -> str:
        label = accepted_label(self.parameter)
        if label == "file" and self.takes_several:
            label = "files"
        return self._file_note or label

    def read(self, text: str) -> Json | Missing:
        paths = split_paths(text, several=self.takes_several)
        if not paths:
            return self.parameter.default
        return self._value_of(paths)

    def _value_of(self, paths: list[str]) -> Json:
        last_paths, made_at, value = self._last_value
        if paths == last_paths and time.monotonic() - made_at <= FOLDER_CACHE_SECONDS:
            return value
        value = shape_files(self.parameter, [FileInput(path) for path in paths])
        value = with_folders(value, self.parameter)
        self._last_value = paths, time.monotonic(), value
        return value

    def write(self, value: Json) -> str:
        paths = list(dict.fromkeys(file.folder or file.path for file in files_in(value)))
        if len(paths) == 1:
            return paths[0]
        if paths:
            return "\n".join(json.dumps(each) for each in paths)
        names = [name for name in map(name_of, files_within(value)) if name]
        if not names:
            return ""
        return f"(the app's own) {', '.join(names)}"

    def problem(self) -> str | None:
        if not self.is_edited and not files_in(self.given):
            return super().problem()
        try:
            value = self.value()
        except BadValue as error:
            return error.failure.message
        return next(filter(None, map(self._file_problem, files_in(value))), None)

    def _file_problem(self, file: FileInput) -> str | None:
        if not file.folder:
            return file_problem(file, self.parameter)
        # It was listed in its folder. Whether it can be read is found out by the call.
        path = Path(file.path)
        if problem := type_problem(path, self.parameter):
            return f"{path.name}: {problem}"
        return None

    def on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+j" and self.takes_several and isinstance(self.editor, LineInput):
            event.stop()
            event.prevent_default()
            self._use_lines(f"{self.text}\n")

    def paste_lines(self, lines: list[str]) -> None:
        if self.takes_several:
            self._use_lines("\n".join(filter(None, [self.text, *lines])))
        else:
            super().paste_lines(lines)

    def _use_lines(self, text: str) -> None:
        self.is_edited = True
        self.become_multiline(text)
        self.post_change()

    def on_mount(self) -> None:
        self.look()

    def post_change(self) -> None:
        self._file_note = ""
        super().post_change()
        if self.is_attached:
            self.look()

    def look(self) -> None:
        """Look at the path in a thread, and show in the note what is found."""
        self._has_changed = True
        if not self._is_looking:
            self._is_looking = True
            self._look()

    @work(group="look")
    async def _look(self) -> None:
        try:
            while self._has_changed:
                self._has_changed = False
                await asyncio.sleep(TYPING_PAUSE)
                if self._has_changed:
                    continue  # the user is still typing
                note = await self._note_on_files()
                if not self._has_changed and note != self._file_note:
                    self._file_note = note
                    self.redraw_head()
        finally:
            self._is_looking = False

    async def _note_on_files(self) -> str:
        if paths := self._local_paths():
            return await asyncio.to_thread(describe_files, paths)
        return stated_size_text(self.given)

    def _local_paths(self) -> list[Path]:
        try:
            return [Path(file.path) for file in files_in(self.value()) if not file.is_url]
        except BadValue:
            return []


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
