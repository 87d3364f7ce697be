"""Merging the WAV files that Gradio 4 streams one after another into one with a correct header.

Source: gradio 4.44 components/audio.py, stream_output. Of files, only the first keeps its header,
with lengths of 0xffffffff. Bytes that an app yields are sent as they are, each with its own header.
"""

from dataclasses import dataclass
from typing import BinaryIO

_UNKNOWN = 0xFFFFFFFF
_MAX_SIZE = _UNKNOWN - 1
_BLOCK_BYTES = 1 << 20
# The samples must start within these first bytes of a WAV file.
_HEADER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class _Wav:
    """One of the WAV files in a file; places are counted from the start of the whole.

    format: its `fmt ` chunk. start, end: where its samples are. after: where the next one starts.
    """

    format: bytes
    start: int
    end: int
    after: int


def merge_wavs(file: BinaryIO) -> None:
    """Merge the WAV files in `file` into one, in place.

    A file that is no WAV file stays as it is, and so do WAV files of different formats.
    """
    size = file.seek(0, 2)
    wavs: list[_Wav] = []
    at = 0
    while at < size and (wav := _read_wav(file, at, size)) is not None:
        wavs.append(wav)
        at = wav.after
    if not wavs or any(each.format != wavs[0].format for each in wavs):
        return
    start, end = wavs[0].start, wavs[0].end
    for wav in wavs[1:]:
        end = _move(file, wav.start, wav.end, end)
    length = end - start
    file.seek(end)
    file.truncate()
    if length % 2:
        file.write(b"\x00")
    _write_size(file, start - 4, length)
    _write_size(file, 4, file.seek(0, 2) - 8)


def _read_wav(file: BinaryIO, at: int, size: int) -> _Wav | None:
    """Read the header of the WAV file at `at`; None if there is none."""
    file.seek(at)
    header = file.read(_HEADER_BYTES)
    if header[:4] != b"RIFF" or header[8:12] != b"WAVE":
        return None
    found = _find_samples(file, at, header)
    if found is None:
        return None
    place, format = found
    start = at + place
    if start > size:  # it is cut within its header
        return None
    length, riff_length = _size_at(header, place - 4), _size_at(header, 4)
    end = start + length
    is_known = length and _UNKNOWN not in (length, riff_length) and end <= size
    if not is_known and header[place : place + 4] == b"RIFF":  # it has no samples
        return _Wav(format, start, start, start)
    if not is_known:
        return _Wav(format, start, size, size)
    riff_end = at + 8 + riff_length + riff_length % 2
    return _Wav(format, start, end, min(size, max(end, riff_end)))


def _find_samples(file: BinaryIO, at: int, header: bytes) -> tuple[int, bytes] | None:
    """Return where the samples start in `header`, and the `fmt ` chunk; None if there are none.

    Gradio may have set the length of an earlier chunk to 0xffffffff, as if it were the samples.
    That length is corrected in the file.
    """
    place, format = 12, b""
    while (kind := header[place : place + 4]) != b"data":
        if len(kind) < 4:
            return None
        length = _size_at(header, place + 4)
        if length == _UNKNOWN:
            data = header.find(b"data", place + 8)
            if data < 0:
                return None
            _write_size(file, at + place + 4, data - place - 8)
            place = data
            continue
        if kind == b"fmt ":
            format = header[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    return place + 8, format


def _move(file: BinaryIO, start: int, end: int, to: int) -> int:
    """Copy the bytes from `start` to `end` down to `to`. Return where they end there."""
    while start < end:
        file.seek(start)
        block = file.read(min(_BLOCK_BYTES, end - start))
        if not block:
            break
        file.seek(to)
        file.write(block)
        start, to = start + len(block), to + len(block)
    return to


def _size_at(header: bytes, place: int) -> int:
    return int.from_bytes(header[place : place + 4], "little")


def _write_size(file: BinaryIO, at: int, size: int) -> None:
    file.seek(at)
    file.write(min(size, _MAX_SIZE).to_bytes(4, "little"))
