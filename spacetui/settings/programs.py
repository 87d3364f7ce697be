"""What the settings say on files of results: where they are saved, and what shows them."""

from pathlib import Path

from spacetui.settings.current import current_settings
from spacetui.settings.table import DOWNLOADS, PAGER, PLAYER, VIEWER
from spacetui.system.pager import find_pager
from spacetui.system.player import Playing, find_player, play
from spacetui.system.viewer import open_with_viewer

# Suffixes of sound and video, which the player opens.
PLAYED = frozenset(
    (".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".mp4", ".webm", ".mov", ".mkv",
     ".avi", ".ts")
)  # fmt: skip


def downloads_folder() -> Path:
    """Return the folder that files are saved in, made where it is missing. Raises OSError.

    A relative one is below the folder in which spacetui was started.
    """
    folder = Path.cwd() / current_settings().get(DOWNLOADS)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def pager() -> tuple[str, ...]:
    """Return the user's pager with its arguments, else one that is here; empty for none."""
    named = current_settings().get(PAGER)
    return find_pager(named)


def open_file(path: Path) -> str:
    """Open a file with the user's player or viewer; return why it is not open, or "".

    Blocking, as open_with_viewer.
    """
    settings = current_settings()
    command = settings.get(VIEWER)
    if path.suffix.lower() in PLAYED:
        command = settings.get(PLAYER) or command
    return open_with_viewer(str(path), command=command)


def play_file(path: Path) -> Playing | str:
    """Play a sound with the user's player, or one of this machine; or return why it is not played.

    Blocking, as play.
    """
    command = current_settings().get(PLAYER)
    command = (*command, str(path)) if command else find_player(path)
    if not command:
        return "no player found: set player in the settings"
    try:
        return play(command)
    except OSError as error:
        return f"{command[0]}: {error.strerror or error}"
