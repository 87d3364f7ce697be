"""FileText: the value of a file field as text: paths and URLs, and the names of the app's files."""

import json
import time
from collections.abc import Mapping
from pathlib import PurePath

from spacetui.model.components import component_type
from spacetui.model.file_data import files_within, name_of
from spacetui.model.file_input import FileInput, files_in, read_file_json, shape_files
from spacetui.model.schema import MISSING, FileShape, Json, Missing, Parameter
from spacetui.model.typed_text import parse_json
from spacetui.system.folder_inputs import with_folders
from spacetui.system.saved_files import is_in_viewing_folder
from spacetui.tui.inputs.path_parsing import split_paths

# Stands between a path and the caption of its picture.
CAPTION = " | "
# Seconds. The value is read several times for each key, but the files of a folder are listed once.
FOLDER_CACHE_SECONDS = 1.0


class FileText:
    """Reads typed paths as a value, and writes a value as text."""

    def __init__(self, parameter: Parameter) -> None:
        self.takes_several = parameter.takes_several_files
        # The paths of the last value, when it was made, and the value with the files of folders.
        self._last_value: tuple[list[str], float, Json] = ([], 0.0, None)

    async def prepare(self) -> bool:
        """Make what a value needs besides its files; return whether something was made."""
        return False

    def read(self, text: str, parameter: Parameter) -> Json | Missing:
        """Return the value for typed paths, or for JSON. Raises BadValue.

        No text is no file, as on the page: null, but MISSING where the app has no default.
        """
        if text.lstrip().startswith(("[", "{")):
            try:
                return read_file_json(parse_json(text), parameter, FileInput)
            except ValueError:
                pass  # a path, or JSON that is not complete yet
        if parameter.file_shape is FileShape.GALLERY and CAPTION in text:
            return _captioned(text, parameter)
        paths = split_paths(text, several=self.takes_several)
        if not paths:
            if parameter.required:
                return MISSING
            return shape_files(parameter, [])
        last_paths, made_at, value = self._last_value
        if paths == last_paths and time.monotonic() - made_at <= FOLDER_CACHE_SECONDS:
            return value
        value = shape_files(parameter, [FileInput(path) for path in paths])
        value = with_folders(value, parameter)
        self._last_value = paths, time.monotonic(), value
        return value

    def write(self, value: Json) -> str:
        """Return the paths in a value, one a line; nothing for files that an app gave."""
        named = (file for file in files_in(value) if not is_in_viewing_folder(file.path))
        paths = list(dict.fromkeys(file.folder or file.path for file in named))
        captions = _captions_of(value)
        if len(paths) == 1 and not captions:
            return paths[0]
        return "\n".join(json.dumps(each) + captions.get(each, "") for each in paths)

    def placeholder(self, parameter: Parameter, value: Json | Missing) -> str:
        """Return what an empty editor shows: the files of apps in a value, else what is wanted.

        These files are no text in the editor, so that a typed path takes their place.
        """
        sent = [file.path for file in files_in(value) if is_in_viewing_folder(file.path)]
        if sent:
            return f"(sent) {', '.join(PurePath(path).name for path in sent)}"
        names = [name for name in map(name_of, files_within(value)) if name]
        if names:
            whose = "the app's own" if value == parameter.default else "on the server"
            return f"({whose}) {', '.join(names)}"
        return parameter.placeholder or self._wanted_text(parameter)

    def _wanted_text(self, parameter: Parameter) -> str:
        if parameter.takes_folder:
            return "folder or paths"
        if parameter.file_shape is FileShape.EDITOR:
            return "path or URL; ctrl+j: layers, a path each"
        if component_type(parameter.component).is_pair:
            return "two paths or URLs"
        if parameter.file_shape is FileShape.GALLERY:
            return f"path{CAPTION}caption, a line each"
        if self.takes_several:
            return "paths or URLs"
        return "path or URL"


def _captioned(text: str, parameter: Parameter) -> Json:
    """Return the value of a gallery for lines of paths, each with a caption after CAPTION."""
    items: list[Json] = []
    for line in text.splitlines():
        head, _, caption = line.partition(CAPTION)
        files = [FileInput(path) for path in split_paths(head, several=True)]
        pictures = shape_files(parameter, files)
        items += [{**each, "caption": caption.strip() or None} for each in pictures]
    return items


def _captions_of(value: Json) -> dict[str, str]:
    """Return what stands after the paths in a gallery: its captions, by the path."""
    items = value if isinstance(value, list) else []
    return {
        file.path: CAPTION + caption
        for item in items
        if isinstance(item, Mapping) and isinstance(caption := item.get("caption"), str)
        for file in files_in(item)
    }
