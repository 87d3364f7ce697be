"""Files: their name, type and size; of a WAV also its length and its waveform."""

import asyncio
import wave
from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from textual import work
from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import files_within, name_of, size_of, type_of
from spacetui.model.schema import Json
from spacetui.text.format import count_text, length_text, size_text
from spacetui.tui.outputs.output_view import OutputView, first_file
from spacetui.tui.outputs.text_layout import muted
from spacetui.tui.widgets.glyphs import UNICODE, glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line_content

MAX_LISTED = 50
# Samples that a waveform is made of, the number of its levels, and the largest WAV that is read.
MAX_SAMPLES = 200_000
MAX_LEVELS = 400
MAX_WAV_BYTES = 100_000_000
# The loudest sample of 16 bits.
FULL_SCALE = 32768
_BARS = " ▁▂▃▄▅▆▇█"


def file_label(file: Mapping[str, Json], *more: str, size: int | None = None) -> str:
    """Return `webp · 1344×768 · 214 kB` of a FileData: its type, what else is known, its size.

    size: in bytes, if it is known better than the FileData states it.
    """
    if size is None:
        size = size_of(file)
    parts = [type_of(file) or "file", *more]
    if size is not None:
        parts.append(size_text(size))
    return f" {glyphs().dot} ".join(part for part in parts if part)


def file_row(title: str, file: Mapping[str, Json], width: int) -> Content:
    """Return one row of a list of files."""
    return left_right(line_content(title), muted(file_label(file)), width, gap=2, min_left=8)


def file_address(file: Mapping[str, Json] | None) -> str:
    """Return the URL of a FileData, or its path on the server; may be empty."""
    if file is None:
        return ""
    address = file.get("url") or file.get("path")
    return address if isinstance(address, str) else ""


class FileView(OutputView):
    """One file or several. A WAV is drawn as its waveform."""

    @property
    def file(self) -> Mapping[str, Json] | None:
        return first_file(self.value)

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        return tuple(files_within(self.value))

    def text_to_copy(self) -> str:
        return file_address(self.file) or super().text_to_copy()

    def draw(self, value: Json, final: bool) -> None:
        files = files_within(value)
        if not files:
            self.draw_json(value)
            return
        self.body.show_lines(lambda width: file_lines(files, width))
        if len(files) > 1:
            self.summary = count_text(len(files), "file")
            return
        self.summary = file_label(files[0])
        if final and self.fetch is not None and type_of(files[0]) == "wav":
            self._draw_waveform(files[0])

    @work(group="fetch", description="draw_waveform")
    async def _draw_waveform(self, file: Mapping[str, Json]) -> None:
        assert self.fetch is not None
        try:
            path = await self.fetch(file)
            sound, rate = await asyncio.to_thread(lambda: (read_wav(path), rate_text(path)))
        except (SpacetuiError, OSError):
            return  # the name is on the screen, and saving the file shows the error
        if sound is None or files_within(self.value)[:1] != [file]:
            return
        seconds, levels = sound
        self.summary = file_label(file, length_text(seconds), rate, size=path.stat().st_size)
        self.body.show_lines(lambda width: [*file_lines([file], width), *wave_rows(levels, width)])


def file_lines(files: Sequence[Mapping[str, Json]], width: int) -> list[Content]:
    """Return a row for each of several files, or the name of one."""
    if len(files) == 1:
        return [line_content(name_of(files[0]) or "file")]
    lines = [file_row(name_of(each) or "file", each, width) for each in files[:MAX_LISTED]]
    if len(files) > MAX_LISTED:
        lines.append(muted(f"{MAX_LISTED} of {len(files)} files"))
    return lines


def read_wav(path: Path) -> tuple[float, list[float]] | None:
    """Return the length of a WAV in seconds and its levels over time, from 0 to 1.

    None for another file. Samples of other than 16 bits give no levels. Blocking: call it in a
    thread.
    Raises OSError.
    """
    if path.stat().st_size > MAX_WAV_BYTES:
        return None
    try:
        with wave.open(str(path), "rb") as sound:
            frames, rate, channels = sound.getnframes(), sound.getframerate(), sound.getnchannels()
            data = sound.readframes(frames) if sound.getsampwidth() == 2 else b""
    except (wave.Error, EOFError):
        return None
    samples = array("h", data[: len(data) // 2 * 2])[::channels]
    seconds = frames / rate if rate else 0.0
    return seconds, _levels(samples[:: max(1, len(samples) // MAX_SAMPLES)])


def _levels(samples: Sequence[int]) -> list[float]:
    size = max(1, -(-len(samples) // MAX_LEVELS))
    starts = range(0, len(samples), size)
    return [max(map(abs, samples[start : start + size])) / FULL_SCALE for start in starts]


def rate_text(path: Path) -> str:
    """Return the samples of a WAV in a second, `44.1 kHz`; empty for another file. Blocking."""
    try:
        with wave.open(str(path), "rb") as sound:
            return f"{sound.getframerate() / 1000:g} kHz"
    except (wave.Error, EOFError, OSError):
        return ""


def waveform(levels: Sequence[float], width: int) -> Content:
    """Return the levels of a sound in one row; empty where the glyphs are ASCII."""
    return next(iter(wave_rows(levels, width, 1)), Content(""))


def wave_rows(levels: Sequence[float], width: int, count: int = 2) -> list[Content]:
    """Return the levels of a sound in `count` rows, the highest over all of them."""
    if not levels or glyphs() is not UNICODE:
        return []
    peaks = _peaks(levels, min(width, len(levels)))
    highest = max(peaks) or 1.0
    heights = [max(1, round(peak / highest * 8 * count)) for peak in peaks]
    rows = (
        "".join(_BARS[max(0, min(8, height - 8 * below))] for height in heights)
        for below in reversed(range(count))
    )
    return [muted(row) for row in rows]


def _peaks(levels: Sequence[float], columns: int) -> list[float]:
    """Return the highest of the levels in each of so many columns."""
    step = len(levels) / columns
    starts = [int(column * step) for column in range(columns + 1)]
    return [max(levels[start : max(start + 1, end)]) for start, end in pairwise(starts)]
