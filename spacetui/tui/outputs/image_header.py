"""What the first bytes of a file say of it: is it a picture, and how large. No decoder, no PIL."""

import struct
from dataclasses import dataclass
from pathlib import Path

# Bytes. A JPEG may carry a long EXIF block before its size.
READ = 256_000


@dataclass(frozen=True, slots=True)
class Picture:
    """Kind and pixels of a picture file; 0 by 0 where the header does not say."""

    kind: str
    width: int = 0
    height: int = 0


def picture_at(path: Path) -> Picture | None:
    """Read a file's first bytes; None when it is no picture we know. Raises OSError."""
    with path.open("rb") as file:
        return picture_in(file.read(READ))


def picture_in(data: bytes) -> Picture | None:
    """Give the kind and size that `data`, the start of a file, declares, or None."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return Picture("png", *struct.unpack(">II", data[16:24]))
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return Picture("gif", *struct.unpack("<HH", data[6:10]))
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(b"BM") and len(data) > 26:
            width, height = struct.unpack("<ii", data[18:26])
            return Picture("bmp", abs(width), abs(height))
    except struct.error:
        return None
    return None


def _jpeg(data: bytes) -> Picture:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        # The frame headers SOF0-15, without DHT, JPG and DAC which share their range.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Picture("jpg", width, height)
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return Picture("jpg")


def _webp(data: bytes) -> Picture:
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return Picture("webp", width, height)
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return Picture("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return Picture("webp", width & 0x3FFF, height & 0x3FFF)
    return Picture("webp")
