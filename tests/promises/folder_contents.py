"""Read all files of a folder, to see what was written and what is in it."""

from pathlib import Path


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the content of each file below `folder`, by its path relative to it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def text_in(folder: Path) -> str:
    """Return the bytes of all files below `folder` as one text, each byte as one character."""
    return "\n".join(content.decode("latin-1") for content in files_in(folder).values())
