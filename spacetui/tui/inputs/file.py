"""Files by path or URL; the note says what was found at the path.

Only what stands in this field by the person's hand becomes a FileInput; a FileData of the server's own (a
default, an earlier output) is shown by its name and goes back as it is (security.md 5).
"""

import asyncio
import json
import mimetypes
import re
import time
from pathlib import Path

from textual import events, work

from spacetui.errors import BadValue
from spacetui.model.components import component_type
from spacetui.model.file_data import files_within, name_of, size_of
from spacetui.model.file_input import FileInput, files_in, shape_files
from spacetui.model.schema import FileShape, Json, Missing, Parameter
from spacetui.system.folder_inputs import with_folders
from spacetui.text.format import size_text
from spacetui.tui.inputs.path_parsing import split_paths
from spacetui.tui.inputs.text_editors import LineInput, TextEditor
from spacetui.tui.inputs.textbox import TypedField
from spacetui.tui.outputs.image_header import header_at
from spacetui.tui.widgets.glyphs import glyphs

# Seconds. A pause in typing, not each key, is worth a look at the disk.
PAUSE = 0.05
# Seconds. The value is asked for several times for each key; what lies in a folder is not looked up each time.
FRESH = 1.0

_KINDS = {"image": "image", "audio": "audio", "video": "video", "text": "text"}
_EXAMPLES = {
    "image": "png, jpg or webp",
    "audio": "wav, mp3 or ogg",
    "video": "mp4 or webm",
    "text": "txt or md",
}


class FileField(TypedField):
    """One path, or several where the component takes several."""

    def __init__(self, parameter: Parameter) -> None:
        self.takes_several = parameter.file_shape in (FileShape.MANY, FileShape.GALLERY)
        self._found = ""
        self._is_looking = self._is_unseen = False
        self._unfolded: tuple[list[str], float, Json] = ([], 0.0, None)
        super().__init__(parameter)

    def make_editor(self, text: str) -> LineInput | TextEditor:
        return LineInput(text) if not (self.takes_several and "\n" in text) else TextEditor(text)

    def placeholder(self) -> str:
        if self.parameter.takes_folder:
            return self.parameter.placeholder or "folder or paths"
        return self.parameter.placeholder or (
            "paths or URLs" if self.takes_several else "path or URL"
        )

    def type_note(self) -> str:
        if self._found:
            return self._found
        kind = _kind_of(self.parameter)
        return (f"{kind}s" if self.takes_several and kind == "file" else kind) or "file"

    def read(self, text: str) -> Json | Missing:
        paths = split_paths(text, several=self.takes_several)
        if not paths:
            return self.parameter.default
        return self._with_folders(paths)

    def _with_folders(self, paths: list[str]) -> Json:
        seen, at, value = self._unfolded
        if paths != seen or time.monotonic() - at > FRESH:
            value = shape_files(self.parameter, [FileInput(path) for path in paths])
            value = with_folders(value, self.parameter)
            self._unfolded = paths, time.monotonic(), value
        return value

    def write(self, value: Json) -> str:
        files = files_in(value)
        if files:
            paths = list(dict.fromkeys(file.folder or file.path for file in files))
            return paths[0] if len(paths) == 1 else "\n".join(json.dumps(each) for each in paths)
        names = [name for name in map(name_of, files_within(value)) if name]
        return f"(the app's own) {', '.join(names)}" if names else ""

    def problem(self) -> str | None:
        if not self.is_touched and not files_in(self.given):
            return super().problem()
        try:
            value = self.value()
        except BadValue as error:
            return error.failure.message
        for file in files_in(value):
            if file.folder:  # it was found there; whether it can be read, the call says
                if problem := _type_problem(Path(file.path), self.parameter):
                    return f"{Path(file.path).name}: {problem}"
            elif problem := file_problem(file, self.parameter):
                return problem
        return None

    def on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+j" and self.takes_several and isinstance(self.editor, LineInput):
            event.stop()
            event.prevent_default()
            self._use_lines(f"{self.text}\n")

    def take_lines(self, lines: list[str]) -> None:
        if self.takes_several:
            self._use_lines("\n".join(filter(None, [self.text, *lines])))
        else:
            super().take_lines(lines)

    def _use_lines(self, text: str) -> None:
        self.is_touched = True
        self.become_multiline(text)
        self.changed()

    def on_mount(self) -> None:
        self.look()

    def changed(self) -> None:
        self._found = ""
        super().changed()
        if self.is_attached:
            self.look()

    def look(self) -> None:
        """Find out, in a thread, what lies at the path, and show it in the note."""
        self._is_unseen = True
        if not self._is_looking:
            self._is_looking = True
            self._look()

    @work(group="look")
    async def _look(self) -> None:
        try:
            while self._is_unseen:
                self._is_unseen = False
                await asyncio.sleep(PAUSE)
                if self._is_unseen:
                    continue  # still typing
                files = self._files()
                found = (
                    await asyncio.to_thread(_described, files)
                    if files
                    else _said_by_app(self.given)
                )
                if not self._is_unseen and found != self._found:
                    self._found = found
                    self.redraw_head()
        finally:
            self._is_looking = False

    def _files(self) -> list[Path]:
        try:
            return [Path(file.path) for file in files_in(self.value()) if not file.is_url]
        except BadValue:
            return []


def file_problem(file: FileInput, parameter: Parameter) -> str | None:
    """Say what keeps `file` from being sent as `parameter`, or None. Looks at the disk."""
    if file.is_url:
        return None
    if re.match(r"[a-z]+://", file.path):
        return "only http and https addresses, or a path"
    path = Path(file.path)
    try:
        if not path.exists():
            return f"no file at {file.path}"
        if path.is_dir():
            return f"{file.path} is a folder"
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        return f"cannot read {file.path}: {getattr(error, 'strerror', None) or error}"
    return _type_problem(path, parameter)


def _type_problem(path: Path, parameter: Parameter) -> str | None:
    kinds = _accepted(parameter)
    if not kinds:
        return None
    guessed = mimetypes.guess_type(path.name)[0] or ""
    for kind in kinds:
        if kind.startswith(".") and path.name.lower().endswith(kind):
            return None
        if kind in _KINDS and (
            guessed.startswith(f"{kind}/") or (kind == "image" and header_at(path))
        ):
            return None
        if "/" in kind and (
            guessed == kind or (kind.endswith("/*") and guessed.startswith(kind[:-1]))
        ):
            return None
    named = [kind for kind in kinds if kind in _KINDS]
    if named:
        article = "an" if named[0][0] in "aeiou" else "a"
        thing = {"image": "image", "audio": "audio file", "video": "video", "text": "text file"}[
            named[0]
        ]
        return f"not {article} {thing}; {_EXAMPLES[named[0]]}"
    return f"not a file of the wanted type; {_either([kind.lstrip('.') for kind in kinds])}"


def _accepted(parameter: Parameter) -> tuple[str, ...]:
    given = tuple(each.lower() for each in parameter.file_types if each and each != "file")
    if given or "file" in parameter.file_types:
        return given
    media = component_type(parameter.component).media
    return (media,) if media else ()


def _kind_of(parameter: Parameter) -> str:
    kinds = _accepted(parameter)
    named = [kind for kind in kinds if kind in _KINDS]
    if named:
        return named[0] if len(kinds) == 1 else "file"
    return _either([kind.lstrip(".") for kind in kinds[:3]]) if kinds else "file"


def _either(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _described(paths: list[Path]) -> str:
    try:
        sizes = [path.stat().st_size for path in paths if path.is_file()]
        if len(sizes) != len(paths):
            return ""
        words = size_text(sum(sizes))
        if len(paths) > 1:
            return f"{len(paths)} files {glyphs().dot} {words}"
        picture = header_at(paths[0])
    except (OSError, ValueError):
        return ""  # problem() says what is wrong; the note only tells what was found
    if picture is None or not picture.width:
        return words
    return f"{words} {glyphs().dot} {picture.width}{glyphs().times}{picture.height}"


def _said_by_app(value: Json) -> str:
    files = files_within(value)
    size = size_of(files[0]) if len(files) == 1 else None
    return "" if size is None else size_text(size)
