"""Where the app puts files: what was asked for where it was started, what it shows in a folder of its own."""

import tempfile
from functools import lru_cache
from pathlib import Path

# What a viewer only shows. A stranger's page, script or shortcut is saved and never opened by us (security.md 5).
_SHOWN = frozenset(
    (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".wav", ".mp3", ".flac", ".ogg", ".opus",
     ".m4a", ".aac", ".mp4", ".webm", ".mov", ".mkv", ".avi", ".txt", ".csv", ".tsv", ".json", ".pdf")
)  # fmt: skip


@lru_cache(maxsize=1)
def viewing_folder() -> Path:
    """Give the folder for files fetched to be shown; it goes with the system's temporary files."""
    return Path(tempfile.mkdtemp(prefix="spacetui-"))


def write_new(name: str, text: str, folder: Path | None = None) -> Path:
    """Write `text` to a new file named like `name`; a taken name gets ` (1)`. Raises OSError."""
    base = (folder or Path.cwd()) / name
    for number in range(1000):
        path = base if number == 0 else base.with_name(f"{base.stem} ({number}){base.suffix}")
        try:
            with path.open("x", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(f"{base} and a thousand more")


def may_open(path: Path) -> bool:
    """Say whether a stranger's file may be handed to the desktop to show."""
    ending = path.suffix.lower()
    return ending in _SHOWN or (ending == ".ts" and _is_video(path))


def _is_video(path: Path) -> bool:
    """Say whether a `.ts` is what an app streamed; it may be a program in TypeScript."""
    try:
        with path.open("rb") as file:
            return file.read(189)[::188] == b"GG"  # each of its packets begins so
    except OSError:
        return False
