"""WAV files glued together, as Gradio 4 streams sound -> one WAV file with one header that is true.

Source: gradio 4.44 components/audio.py, stream_output: of files only the first keeps its header, with lengths of
0xffffffff; bytes that an app yields come as they are, each piece with a header of its own.
"""

from dataclasses import dataclass
from typing import BinaryIO

_UNKNOWN = 0xFFFFFFFF
_MOST = _UNKNOWN - 1
_BLOCK = 1 << 20
# How far into a file its samples may start.
_HEADER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class _Wav:
    """One WAV in a file. format: its `fmt ` chunk; samples lie from start to end; after: where it is over."""

    format: bytes
    start: int
    end: int
    after: int


def merge_wavs(file: BinaryIO) -> None:
    """Make one WAV of those in `file`, in place; a file that is none, or of unlike pieces, stays as it is."""
    size = file.seek(0, 2)
    pieces: list[_Wav] = []
    at = 0
    while at < size and (piece := _read(file, at, size)) is not None:
        pieces.append(piece)
        at = piece.after
    if not pieces or any(each.format != pieces[0].format for each in pieces):
        return
    end = pieces[0].end
    for piece in pieces[1:]:
        end = _move(file, piece.start, piece.end, end)
    length = end - pieces[0].start
    file.seek(end)
    file.truncate()
    if length % 2:
        file.write(b"\x00")
    _write_size(file, pieces[0].start - 4, length)
    _write_size(file, 4, file.seek(0, 2) - 8)


def _read(file: BinaryIO, at: int, size: int) -> _Wav | None:
    file.seek(at)
    head = file.read(_HEADER_BYTES)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    place, sound = 12, b""
    while (kind := head[place : place + 4]) != b"data":
        length = int.from_bytes(head[place + 4 : place + 8], "little")
        if length == _UNKNOWN:  # Gradio took this chunk for the samples
            found = head.find(b"data", place + 8)
            if found < 0:
                return None
            _write_size(file, at + place + 4, found - place - 8)
            place = found
            continue
        if len(kind) < 4:
            return None
        if kind == b"fmt ":
            sound = head[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    start = at + place + 8
    if start > size:
        return None  # it ends before it says how much there is
    length = int.from_bytes(head[place + 4 : place + 8], "little")
    whole = int.from_bytes(head[4:8], "little")
    is_told = length and _UNKNOWN not in (length, whole) and start + length <= size
    if not is_told and head[place + 8 : place + 12] != b"RIFF":
        return _Wav(sound, start, size, size)
    end = start + length
    return _Wav(sound, start, end, min(size, max(end, at + 8 + whole + whole % 2)))


def _move(file: BinaryIO, start: int, end: int, to: int) -> int:
    """Copy the bytes from start to end down to `to`, and give where they end there."""
    while start < end:
        file.seek(start)
        block = file.read(min(_BLOCK, end - start))
        if not block:
            break
        file.seek(to)
        file.write(block)
        start, to = start + len(block), to + len(block)
    return to


def _write_size(file: BinaryIO, at: int, size: int) -> None:
    file.seek(at)
    file.write(min(size, _MOST).to_bytes(4, "little"))
