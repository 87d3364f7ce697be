"""The server's side of a WebSocket: its handshake, and texts both ways. Source: RFC 6455.

It has what the queue of Gradio 3 needs: no extensions, and no binary messages.
"""

import base64
import hashlib
from io import BufferedIOBase

from spacetui.verify.http_body import MAX_BODY

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_LAST, _MASKED = 0x80, 0x80
# The code of a normal end.
_NORMAL = (1000).to_bytes(2, "big")


class SocketEnded(Exception):
    """The other side has closed the socket, or sent something that is no message."""


def accept_key(key: str) -> str:
    """Return the Sec-WebSocket-Accept for a Sec-WebSocket-Key."""
    digest = hashlib.sha1(key.strip().encode() + _GUID, usedforsecurity=False).digest()
    return base64.b64encode(digest).decode()


class WebSocket:
    """A WebSocket after its handshake."""

    def __init__(self, reader: BufferedIOBase, writer: BufferedIOBase) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, text: str) -> None:
        self._write(_TEXT, text.encode())

    def receive(self) -> str:
        """Return the next text. Raises SocketEnded."""
        parts: list[bytes] = []
        while True:
            is_last, kind, content = self._read()
            if kind == _CLOSE:
                raise SocketEnded
            if kind == _PING:
                self._write(_PONG, content)
            if kind in (_PING, _PONG):
                continue
            parts.append(content)
            if is_last:
                return b"".join(parts).decode("utf-8", "replace")

    def close(self) -> None:
        """Close it, and wait until the other side has heard of it."""
        self._write(_CLOSE, _NORMAL)
        try:
            while True:
                self.receive()
        except SocketEnded:
            return

    def _write(self, kind: int, content: bytes) -> None:
        size = len(content)
        if size < 126:
            head = bytes((size,))
        elif size < 1 << 16:
            head = b"\x7e" + size.to_bytes(2, "big")
        else:
            head = b"\x7f" + size.to_bytes(8, "big")
        self._writer.write(bytes((_LAST | kind,)) + head + content)

    def _read(self) -> tuple[bool, int, bytes]:
        """Return whether a frame is the last of its message, its kind and its content."""
        first, second = self._exactly(2)
        size = second & ~_MASKED
        if size == 126:
            size = int.from_bytes(self._exactly(2), "big")
        elif size == 127:
            size = int.from_bytes(self._exactly(8), "big")
        if size > MAX_BODY:
            raise SocketEnded
        mask = self._exactly(4) if second & _MASKED else bytes(4)
        return bool(first & _LAST), first & 0x0F, _unmasked(self._exactly(size), mask)

    def _exactly(self, size: int) -> bytes:
        content = self._reader.read(size)
        if len(content) != size:
            raise SocketEnded
        return content


def _unmasked(content: bytes, mask: bytes) -> bytes:
    size = len(content)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(content, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
