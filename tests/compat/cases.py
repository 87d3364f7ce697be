"""The calls that are made on every version.

A case is one or more calls in one session. `{"$file": NAME}` stands for a local file of FILES.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import Any


def png(width: int, height: int, color: tuple[int, int, int]) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\x00" + bytes(color) * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def wav(values: list[int]) -> bytes:
    body = struct.pack(f"<{len(values)}h", *values)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(body),
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        8000,
        16000,
        2,
        16,
        b"data",
        len(body),
    )
    return head + body


FILES = {
    "a ü #1.txt": "words ü".encode(),
    "two.bin": bytes(range(256)) * 300,
    "p.png": png(5, 4, (10, 200, 30)),
    "s.wav": wav([step * 7 % 2000 for step in range(400)]),
    "v.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(200),
    "m.obj": b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
}
TEXT, BIN, PNG, WAV, MP4, OBJ = ({"$file": name} for name in FILES)
ODD = 'it\'s "x" \\ \n tab\t \x1b[31m \u202e \U0001f600 <b>[/x]</b>'
SEPARATORS = "a \u2028 b \u2029 c \x85 d"


@dataclass(frozen=True, slots=True)
class Case:
    """Calls of one endpoint, in one session.

    name: unique. calls: for each call the values of the shown parameters, in order. since, until:
    the versions that have the component, `until` excluded.
    """

    name: str
    endpoint: str
    calls: tuple[tuple[Any, ...], ...]
    since: tuple[int, int] = (0, 0)
    until: tuple[int, int] = (99, 0)

    def fits(self, version: str) -> bool:
        major, minor, _ = (int(part) for part in version.split("."))
        return self.since <= (major, minor) < self.until


def one(endpoint: str, *values: Any, name: str = "", **more: Any) -> Case:
    return Case(f"{endpoint}{name and '-'}{name}", f"/{endpoint}", (values,), **more)


def several(endpoint: str, *calls: tuple[Any, ...]) -> Case:
    return Case(f"{endpoint}-twice", f"/{endpoint}", calls)


CASES = (
    one("calculate", 1, 2.5, "add"),
    one("calculate", 7, 9, "sub", name="less"),
    one("calculate", -1e300, 0.1, "add", name="big"),
    one("greet", "you", 3, False),
    one("greet", ODD, 1, True, name="odd"),
    one("unqueued", ODD, 2, False),
    one("pick", 2, [1, 3]),
    one("pick", 1, [], name="none"),
    one("nothing", "x"),
    one("odd", ODD),
    one("odd", "", name="empty"),
    one("stream_text", "a b c ü d"),
    one("stream_text", SEPARATORS, name="separators"),
    one("stream_text", "one", name="one"),
    one("stream_two", "x"),
    one("stream_two", "first", name="same"),
    one("stream_update", "x"),
    one("new_choices", ODD),
    one("new_component", "x"),
    one("new_limits", 50),
    one("stream_choices", "a b c"),
    one("stream_json", "text"),
    one("stream_table", "7"),
    one("stream_chat", "a b c"),
    one("stream_files", "f"),
    several("count", (2,), (3,), (4,)),
    several("remember", ("a", 1), ("b", 2)),
    one("fail", "its reason"),
    one("fail", ODD, name="odd"),
    one("crash", "an exception"),
    one("crash_late", "x"),
    one("slow", 0.3),
    one("slow_stream", 0.3),
    one("double", 21, until=(4, 0)),
    one("double", 21, name="batch", since=(4, 9)),
    one("make_file", "content ü"),
    one("make_files", "content"),
    one("make_image", 6),
    one("make_pictures", 3),
    one("make_audio", 440),
    one("read_file", TEXT),
    one("read_file", BIN, name="bin"),
    one("read_files", [TEXT, BIN, PNG]),
    one("read_image", PNG),
    one("read_audio", WAV),
    one("classes", "dog"),
    one("plain_name", "abc"),
    one("echo_textbox", ODD),
    one("echo_textbox", "", name="empty"),
    one("echo_textbox", SEPARATORS, name="separators"),
    one("echo_number", 3),
    one("echo_checkbox", True),
    one("echo_checkbox", False, name="off"),
    one("echo_checkboxgroup", ["y", "x"]),
    one("echo_dropdown", "y"),
    one("echo_dropdown", "not in the list", name="custom"),
    one("echo_multi", [2, 1]),
    one("echo_color", "#00ff7f"),
    one("echo_code", "print('ü')\n"),
    one("echo_json", {"a": [1, 2.5, None, True, ODD], "": {}}),
    one("echo_markdown", "**b** ü"),
    one("echo_html", "<b>x</b>"),
    one("echo_table", {"headers": ["p", "q"], "data": [[1, "x"], [3, "y"]], "metadata": None}),
    one("echo_image", PNG),
    one("echo_audio", WAV),
    one("echo_model3d", OBJ),
    one("echo_datetime", "2026-01-02 03:04:05", since=(4, 44)),
    one("echo_multimodal", {"text": ODD, "files": []}, since=(4, 44)),
    one("echo_multimodal", {"text": "t", "files": [TEXT]}, name="files", since=(4, 44)),
)
