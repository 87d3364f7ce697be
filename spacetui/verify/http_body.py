"""The body of a request to the replay: read whole, and an upload taken apart."""

import re
from collections.abc import Iterator
from io import BufferedIOBase
from urllib.parse import parse_qsl

# Bytes of a body; a larger one is not checked.
MAX_BODY = 500_000_000
_BOUNDARY = re.compile(r'boundary="?([^";]+)')
_FIELD_NAME = re.compile(r'[; ]name="([^"]*)"')
_FILE_NAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"')


class TooLarge(ValueError):
    """The body is larger than MAX_BODY."""


def read_body(stream: BufferedIOBase, length: str | None, encoding: str | None) -> bytes:
    """Return the body of a request, by its Content-Length and Transfer-Encoding.

    Raises TooLarge, and ValueError for a body that is no HTTP.
    """
    if (encoding or "").lower() == "chunked":
        return b"".join(_chunks(stream))
    size = int(length or 0)
    if size > MAX_BODY:
        raise TooLarge
    return stream.read(size)


def _chunks(stream: BufferedIOBase) -> Iterator[bytes]:
    total = 0
    while size := int(stream.readline().split(b";")[0], 16):
        total += size
        if total > MAX_BODY:
            raise TooLarge
        yield stream.read(size)
        stream.readline()
    while stream.readline().strip():
        pass  # trailers


def uploaded_files(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """Return the name and the content of each file in a multipart body."""
    found = []
    for head, content in _parts(content_type, body):
        if name := _FILE_NAME.search(head):
            found.append((name[1], content))
    return found


def form_fields(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a form, in either encoding that HTML has."""
    if not content_type.startswith("multipart/"):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    fields = {}
    for head, content in _parts(content_type, body):
        if name := _FIELD_NAME.search(head):
            fields[name[1]] = content.decode("utf-8", "replace")
    return fields


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the head and the content of each part of a multipart body."""
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        return
    # Each part begins with a line break, and one stands before the next boundary.
    parts = (b"\r\n" + body).split(f"\r\n--{boundary[1]}".encode())
    for part in parts[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        yield head.decode("utf-8", "replace"), content
