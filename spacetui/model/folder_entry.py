"""FolderEntry: a file or folder that can be picked, on this machine or where an app runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A file or folder. fits: it is a folder, or a file of a wanted type. size: bytes of a file."""

    name: str
    is_folder: bool
    fits: bool = True
    size: int | None = None
