"""Files: their name, type and size; a WAV also its length and shape."""

import asyncio
import wave
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual import work
from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import files_within, name_of, size_of, type_of
from spacetui.model.schema import Json
from spacetui.text.format import length_text, size_text
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import json_lines, note
from spacetui.tui.widgets.glyphs import UNICODE, glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import one_line

MOST_LISTED = 50
# Samples looked at for the shape of a sound, and the most bytes a WAV may have for it.
SAMPLES = 200_000
MOST_WAVE_BYTES = 100_000_000
_BARS = " ▁▂▃▄▅▆▇█"


def words_of(data: Mapping[str, Json], *more: str, size: int | None = None) -> str:
    """Give `webp · 1344×768 · 214 kB` of a FileData: its type, what else is known, its size."""
    known = size if size is not None else size_of(data)
    parts = [type_of(data) or "file", *more, size_text(known) if known is not None else ""]
    return f" {glyphs().dot} ".join(part for part in parts if part)


class FileView(OutputView):
    """One file or several. A sound that can be read is drawn as its shape."""

    @property
    def file(self) -> Mapping[str, Json] | None:
        found = files_within(self.value)
        return found[0] if found else None

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        return tuple(files_within(self.value))

    def copied(self) -> str:
        file = self.file
        url = (file.get("url") or file.get("path")) if file else None
        return url if isinstance(url, str) else super().copied()

    def draw(self, value: Json, final: bool) -> None:
        files = files_within(value)
        if not files:
            self.summary = "nothing" if value is None else ""
            self.body.fill(json_lines(value) if value is not None else lambda width: ())
            return
        self.summary = words_of(files[0]) if len(files) == 1 else f"{len(files)} files"
        self.body.fill(lambda width: _list(files, width))
        if final and len(files) == 1 and self.fetch is not None and type_of(files[0]) == "wav":
            self._listen(files[0])

    @work(group="fetch")
    async def _listen(self, data: Mapping[str, Json]) -> None:
        assert self.fetch is not None
        try:
            path = await self.fetch(data)
            sound = await asyncio.to_thread(read_wave, path)
        except (SpacetuiError, OSError):
            return  # its name stands there; saving it will say what is wrong
        if sound is None or files_within(self.value)[:1] != [data]:
            return
        seconds, levels = sound
        self.summary = words_of(data, length_text(seconds), size=path.stat().st_size)
        self.body.fill(lambda width: [*_list([data], width), _shape(levels, width)])


def _list(files: Sequence[Mapping[str, Json]], width: int) -> list[Content]:
    shown = [
        left_right(
            one_line(name_of(each) or "file"), note(words_of(each)), width, gap=2, min_left=8
        )
        for each in files[:MOST_LISTED]
    ]
    if len(files) == 1:
        shown = [one_line(name_of(files[0]) or "file")]
    if len(files) > MOST_LISTED:
        shown.append(note(f"{MOST_LISTED} of {len(files)} files"))
    return shown


def read_wave(path: Path) -> tuple[float, list[float]] | None:
    """Give a WAV's length in seconds and its levels, 0 to 1, over time; None for what is no plain WAV.

    Blocking, for a thread. Raises OSError.
    """
    try:
        if path.stat().st_size > MOST_WAVE_BYTES:
            return None
        with wave.open(str(path), "rb") as sound:
            frames, rate, width = sound.getnframes(), sound.getframerate(), sound.getsampwidth()
            data = sound.readframes(frames) if width == 2 else b""
            channels = sound.getnchannels()
    except (wave.Error, EOFError):
        return None
    seconds = frames / rate if rate else 0.0
    samples = array("h", data[: len(data) // 2 * 2])[::channels]
    stride = max(1, len(samples) // SAMPLES)
    samples = samples[::stride]
    bins = 400
    size = max(1, -(-len(samples) // bins))
    levels = [max(map(abs, samples[i : i + size])) / 32768 for i in range(0, len(samples), size)]
    return seconds, levels


def _shape(levels: Sequence[float], width: int) -> Content:
    if not levels or glyphs() is not UNICODE:
        return Content("")
    columns = min(width, len(levels))
    step = len(levels) / columns
    peaks = [
        max(levels[int(i * step) : max(int(i * step) + 1, int((i + 1) * step))])
        for i in range(columns)
    ]
    top = max(peaks) or 1.0
    return Content.styled("".join(_BARS[max(1, round(p / top * 8))] for p in peaks), "$muted")
