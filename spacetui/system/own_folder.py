"""Which files of this machine a file from somebody else may name: those below its own folder.

For recordings and files of rows (security.md P18). Links are followed before a path is compared
with the folder, so that none leads out of it. A URL is for the app to fetch. Apps of Gradio 3 want
the content instead, and to fetch it here could reach what only this machine can: it is sent to them
as a URL too, unless the user allows all files.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from spacetui.errors import BadValue
from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput, files_in, map_file_inputs
from spacetui.model.schema import Json


@dataclass(frozen=True, slots=True)
class OwnFolder:
    """The folder of a file, with links followed."""

    root: Path

    @classmethod
    def of(cls, file: Path) -> "OwnFolder":
        """Return the folder that `file` lies in."""
        return cls(file.absolute().parent.resolve())

    def with_whole_paths(self, value: Json, where: str) -> Json:
        """Return a value whose files have their whole paths, which are relative to the folder.

        where: what names them, for errors. Raises BadValue for a path that cannot be one.
        """

        def resolve(file: FileInput) -> FileInput:
            if file.is_url:
                return file
            try:
                path = self._whole_path(file.path)
                folder = self._whole_path(file.folder) if file.folder else ""
            except (OSError, ValueError, RuntimeError) as error:
                raise BadValue(f"{file.path!r} is no path of a file"[:200], where=where) from error
            is_in_folder = folder and Path(path).is_relative_to(folder)
            return FileInput(path, folder if is_in_folder else "")

        return map_file_inputs(value, resolve)

    def files_outside(self, value: Json) -> list[str]:
        """List the paths of a value, whole paths, that do not lie in the folder."""
        local = [each for each in files_in(value) if not each.is_url]
        return [each.path for each in local if not Path(each.path).is_relative_to(self.root)]

    def _whole_path(self, path: str) -> str:
        """Return a path from the root of the disk on, with links followed."""
        return str((self.root / Path(path).expanduser()).resolve())


def with_plain_urls(value: Json) -> Json:
    """Return a value whose URLs are values for the app, which nothing here fetches."""

    def make_plain(file: FileInput) -> Json:
        if not file.is_url:
            return file
        name = PurePosixPath(urlsplit(file.path).path).name
        return file_data(file.path, orig_name=name or "file")

    return map_file_inputs(value, make_plain)
