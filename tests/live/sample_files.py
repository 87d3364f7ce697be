"""Small files that Gradio accepts, by their suffix, and the names of the files in a folder."""

import struct
import zlib
from pathlib import Path


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00abc"))
        + chunk(b"IEND", b"")
    )


def _wav() -> bytes:
    body = b"\x00\x00" * 800
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(body))
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
        + b"data"
        + struct.pack("<I", len(body))
        + body
    )


SAMPLES = {".png": _png(), ".wav": _wav(), ".obj": b"v 0 0 0\n"}


def names_in(folder: Path) -> list[str]:
    """Return the path of each file below `folder`, relative to it."""
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if not each.is_dir())
