"""How many frames an animated picture has and how long it runs, without decoding one.

Source: GIF89a section 23; the APNG specification, acTL and fcTL; the WebP container, ANMF.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Bytes of a file that is read.
MAX_BYTES = 64_000_000


class Animation(NamedTuple):
    """seconds: of one run through all frames; 0 where the file does not say."""

    frames: int
    seconds: float


def animation_at(path: Path) -> Animation | None:
    """Return the animation of a GIF, WebP or PNG; None for a still or another file. Blocking.

    Raises OSError.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    durations = [*_durations(data)]
    if len(durations) < 2:
        return None
    return Animation(len(durations), sum(durations))


def _durations(data: bytes) -> Iterator[float]:
    """Yield the seconds of each frame."""
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _gif(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    return iter(())


def _gif(data: bytes) -> Iterator[float]:
    at, delay = 13 + _table_size(data[10:11]), 0.0
    while at < len(data):
        kind = data[at]
        if kind == 0x21 and data[at + 1 : at + 2] == b"\xf9":  # how long the next picture stays
            delay = int.from_bytes(data[at + 4 : at + 6], "little") / 100
            at = _after_blocks(data, at + 2)
        elif kind == 0x21:
            at = _after_blocks(data, at + 2)
        elif kind == 0x2C:
            yield delay
            at = _after_blocks(data, at + 11 + _table_size(data[at + 9 : at + 10]))
        else:
            return


def _table_size(flags: bytes) -> int:
    """Return the bytes of the table of colours that a flag byte announces."""
    if not flags or not flags[0] & 0x80:
        return 0
    return 3 << ((flags[0] & 7) + 1)


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> Iterator[float]:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"ANMF":
            yield int.from_bytes(data[at + 20 : at + 23], "little") / 1000
        at += 8 + size + size % 2


def _png(data: bytes) -> Iterator[float]:
    at = 8
    while at + 12 <= len(data):
        if data[at + 4 : at + 8] == b"fcTL":
            part, whole = (int.from_bytes(data[at + n : at + n + 2], "big") for n in (28, 30))
            yield part / (whole or 100)
        at += 12 + int.from_bytes(data[at : at + 4], "big")
