"""Bytes of an event stream -> the data of its events. Framing only: what the data says is a protocol's matter.

A byte stage of ours cuts lines (httpx_sse's drops the first event after a BOM and knows no size limit);
httpx_sse's decoder then joins lines to events as the HTML standard says.
"""

from httpx_sse._decoders import SSEDecoder

from spacetui.wire.limits import EVENT_BYTES

_BOM = b"\xef\xbb\xbf"


class EventTooBig(Exception):
    """One event is longer than we are willing to hold."""


class SseReader:
    """Takes chunks as they come, gives the data of each event that is complete."""

    def __init__(self, limit: int = EVENT_BYTES) -> None:
        self._limit = limit
        self._decoder = SSEDecoder()
        self._head: bytes | None = b""  # the first bytes, until they are known to be a BOM or not
        self._line: list[bytes] = []  # pieces of a line that is not complete yet
        self._size = 0  # bytes of the event that is not complete yet
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[str]:
        """Give the data of the events that `chunk` completes. Raises EventTooBig.

        Only the new bytes are looked at: an event of many chunks costs no rescan. Lines end with LF, CR LF
        or CR and nothing else (Gradio sends U+2028 raw inside its JSON).
        """
        chunk = self._after_bom(chunk)
        if self._after_cr and chunk:
            self._after_cr = False
            if chunk.startswith(b"\n"):
                chunk = chunk[1:]
        if b"\r" in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        found: list[str] = []
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            if self._line:
                self._line.append(piece)
                line = b"".join(self._line)
                self._line.clear()
            else:
                line = piece
            self._count(len(piece) + 1)
            if not line:
                self._size = 0
            event = self._decoder.decode(line.decode("utf-8", "replace"))
            if event is not None and event.data:
                found.append(event.data)
        if rest:
            self._line.append(rest)
            self._count(len(rest))
        return found

    def _after_bom(self, chunk: bytes) -> bytes:
        if self._head is None:
            return chunk
        head = self._head + chunk
        if len(head) < len(_BOM) and _BOM.startswith(head):
            self._head = head
            return b""
        self._head = None
        return head.removeprefix(_BOM)

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._limit:
            raise EventTooBig
