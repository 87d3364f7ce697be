"""The replay's side of a WebSocket: frames of any form, as RFC 6455 has them."""

import io

import pytest

from spacetui.verify.web_socket import SocketEnded, WebSocket, accept_key

MASK = b"\x01\x02\x03\x04"
CLOSED = b"\x88\x80" + MASK


def frame(content: bytes, kind: int = 1, *, is_last: bool = True) -> bytes:
    """Return a frame as a client sends it, masked."""
    size = len(content)
    if size < 126:
        length = bytes((0x80 | size,))
    elif size < 1 << 16:
        length = b"\xfe" + size.to_bytes(2, "big")
    else:
        length = b"\xff" + size.to_bytes(8, "big")
    masked = bytes(byte ^ MASK[place % 4] for place, byte in enumerate(content))
    return bytes((0x80 * is_last | kind,)) + length + MASK + masked


def socket_of(*frames: bytes) -> tuple[WebSocket, io.BytesIO]:
    """Return a socket to which these frames come, and what is written to it."""
    written = io.BytesIO()
    return WebSocket(io.BytesIO(b"".join(frames)), written), written


def test_a_handshake_is_that_of_the_standard() -> None:
    assert accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


@pytest.mark.parametrize("size", [0, 5, 125, 126, 65_535, 65_536, 200_001])
def test_texts_of_any_length_come_and_go(size: int) -> None:
    text = "ü" * (size // 2) + "x" * (size % 2)
    socket, written = socket_of(frame(text.encode()))
    assert socket.receive() == text
    socket.send(text)
    sent = written.getvalue()
    assert (
        sent.endswith(text.encode())
        and len(sent) - size == (2, 4, 10)[(size > 125) + (size > 65_535)]
    )


def test_a_text_in_parts_is_one_and_a_ping_is_answered() -> None:
    parts = (frame(b"a", is_last=False), frame(b"?", 9), frame(b"b", 0))
    socket, written = socket_of(*parts)
    assert socket.receive() == "ab"
    assert written.getvalue() == b"\x8a\x01?"


@pytest.mark.parametrize("rest", [b"", CLOSED, frame(b"abc")[:-1], b"\x81\xff" + b"\xff" * 8])
def test_what_is_no_text_ends_the_socket(rest: bytes) -> None:
    socket, _ = socket_of(frame(b"a"), rest)
    assert socket.receive() == "a"
    with pytest.raises(SocketEnded):
        socket.receive()


def test_a_close_waits_for_that_of_the_other_side() -> None:
    socket, written = socket_of(frame(b"late"), CLOSED)
    socket.close()
    assert written.getvalue() == b"\x88\x02\x03\xe8"
