"""A decoder of event streams: takes bytes, returns the data of the events.

What the data means is the concern of a protocol. Other fields than `data` are ignored, since Gradio
does not use them. Source: the HTML standard, 9.2.6, "Interpreting an event stream".
"""

from collections.abc import Sequence
from typing import TypeAlias

from spacetui.wire.limits import EVENT_BYTES

# The data of an event, in the pieces in which it came. To join and to decode 25 MB takes longer
# than an event loop may stand still.
EventData: TypeAlias = Sequence[bytes]

_BOM = b"\xef\xbb\xbf"


class EventTooBig(Exception):
    """One event is over the limit on its size."""


class SseReader:
    """Takes the chunks of a stream as they arrive, and returns the data of each complete event."""

    def __init__(self, limit: int = EVENT_BYTES) -> None:
        """limit: the most bytes that one event may have, its line ends and comments included."""
        self._limit = limit
        self._start: bytes | None = b""  # the first bytes, until it is known whether they are a BOM
        self._ended_with_cr = False
        self._line: list[bytes] = []  # the pieces of the incomplete line
        self._data: list[bytes] = []  # the data of the incomplete event, in pieces
        self._size = 0  # the bytes of the incomplete event

    def feed(self, chunk: bytes) -> list[EventData]:
        """Return the data of the events that `chunk` completes. Raises EventTooBig.

        Only the new bytes are searched, so an event of many chunks is not scanned repeatedly.
        """
        *ends, rest = self._with_lf(self._without_bom(chunk)).split(b"\n")
        completed: list[EventData] = []
        for end in ends:
            self._count(len(end) + 1)
            if end or self._line:
                self._read_field([*self._line, end])
                self._line.clear()
            elif data := self._end_event():
                completed.append(data)
        if rest:
            self._count(len(rest))
            self._line.append(rest)
        return completed

    def _without_bom(self, chunk: bytes) -> bytes:
        """Remove a byte order mark at the start of the stream, even if chunks cut it."""
        if self._start is None:
            return chunk
        start = self._start + chunk
        if len(start) < len(_BOM) and _BOM.startswith(start):
            self._start = start
            return b""
        self._start = None
        return start.removeprefix(_BOM)

    def _with_lf(self, chunk: bytes) -> bytes:
        """Turn the line ends CR LF and CR into LF. No other character ends a line.

        Gradio sends U+2028 unescaped in its JSON; `str.splitlines` would split there.
        """
        if self._ended_with_cr and chunk:
            self._ended_with_cr = False
            chunk = chunk.removeprefix(b"\n")
        if b"\r" not in chunk:
            return chunk
        self._ended_with_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _read_field(self, line: list[bytes]) -> None:
        while len(line) > 1 and len(line[0]) < len(b"data: "):
            line[:2] = [line[0] + line[1]]
        name, _, value = line[0].partition(b":")
        if name == b"data":
            self._data += [b"\n"] * bool(self._data)
            self._data += [value.removeprefix(b" "), *line[1:]]

    def _end_event(self) -> EventData:
        """Return the data of the event that a blank line ends; empty if it has none."""
        data, self._data = self._data, []
        self._size = 0
        return data if any(data) else ()

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._limit:
            raise EventTooBig
