"""FilePreview: the pictures that were chosen, or the waveform of a WAV, small under their field.

Imported with the first file that was chosen.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from spacetui.system.image_header import header_at
from spacetui.tui.outputs.file import read_wav, waveform
from spacetui.tui.outputs.image_widget import ImageWidget

# Rows of a picture, the least cells of each of several, and the pictures that are shown.
ROWS, MIN_WIDTH, MAX_PICTURES = 5, 12, 4


class Waveform(Widget):
    """The levels of a sound over time, in one row."""

    DEFAULT_CSS = "Waveform { height: 1; width: 1fr; padding: 0 0 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.levels: Sequence[float] = ()

    def render(self) -> Content:
        return waveform(self.levels, self.content_size.width)


class FilePreview(Vertical):
    """Shows what can be shown of files of this machine; nothing in a short window."""

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    FilePreview { height: auto; width: 1fr; }
    .-short FilePreview { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.pictures = ImageWidget(max_rows=ROWS, min_width=MIN_WIDTH)
        self.sound = Waveform()

    def compose(self) -> ComposeResult:
        yield self.pictures
        yield self.sound

    async def show(self, paths: Sequence[Path]) -> None:
        """Show files in place of those before; other than pictures and WAVs are left out."""
        pictures, self.sound.levels = await asyncio.to_thread(_look_at, paths)
        if not self.is_attached:
            return  # the form is of another endpoint now
        self.sound.display = bool(self.sound.levels)
        self.sound.refresh()
        self.pictures.show(pictures)


def _look_at(paths: Sequence[Path]) -> tuple[list[Path], Sequence[float]]:
    """Return the pictures among files, and the levels of a WAV that is the only one."""
    try:
        pictures = [path for path in paths[:MAX_PICTURES] if header_at(path) is not None]
        sound = read_wav(paths[0]) if len(paths) == 1 and not pictures else None
    except (OSError, ValueError):  # the note of the field says why
        return [], ()
    return pictures, sound[1] if sound is not None else ()
