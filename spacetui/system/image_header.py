"""The format and size of an image, read from the first bytes of its file, without decoding it."""

import struct
from dataclasses import dataclass
from pathlib import Path

# Bytes that are read. A JPEG may carry a long EXIF block before its size.
HEADER_BYTES = 256_000
# A picture whose header declares more is not decoded: one of 100 kB can unfold to gigabytes.
MAX_PIXELS = 50_000_000


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """The format and the size in pixels of an image; 0 by 0 if the header does not state it."""

    format: str
    width: int = 0
    height: int = 0


def header_at(path: Path) -> ImageHeader | None:
    """Read the header of an image file; None for a file of another kind. Raises OSError."""
    return parse_header(first_bytes(path))


def first_bytes(path: Path) -> bytes:
    """Read as much of a file as `parse_header` may need. Raises OSError."""
    with path.open("rb") as file:
        return file.read(HEADER_BYTES)


def parse_header(data: bytes) -> ImageHeader | None:
    """Return the format and size that `data`, the start of a file, declares; or None."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return ImageHeader("png", *struct.unpack(">II", data[16:24]))
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return ImageHeader("gif", *struct.unpack("<HH", data[6:10]))
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(b"BM") and len(data) > 26:
            width, height = struct.unpack("<ii", data[18:26])
            return ImageHeader("bmp", abs(width), abs(height))
    except struct.error:
        return None
    return None


def _jpeg(data: bytes) -> ImageHeader:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:  # markers without a segment
            at += 2
        elif _is_frame_header(marker):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return ImageHeader("jpg", width, height)
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return ImageHeader("jpg")


def _is_frame_header(marker: int) -> bool:
    """Return whether a marker is one of SOF0 to SOF15; DHT, JPG and DAC share their range."""
    return 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)


def _webp(data: bytes) -> ImageHeader:
    match data[12:16]:
        case b"VP8X":
            width = int.from_bytes(data[24:27], "little") + 1
            height = int.from_bytes(data[27:30], "little") + 1
            return ImageHeader("webp", width, height)
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return ImageHeader("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            width, height = struct.unpack("<HH", data[26:30])
            return ImageHeader("webp", width & 0x3FFF, height & 0x3FFF)
    return ImageHeader("webp")
