"""The addresses of an app's files: what tells whether two values name the same file."""

from collections.abc import Mapping
from urllib.parse import quote, unquote

from spacetui.model.file_data import path_of
from spacetui.model.schema import Json
from spacetui.model.source import Source

_WEB = ("http://", "https://")


def file_url(source: Source, file: Mapping[str, Json]) -> str:
    """Return the URL of an app's FileData on the app's own origin, whatever its `url` names."""
    path = path_of(file)
    if path.startswith(_WEB):
        return path
    return f"{source.url}{source.api_prefix}/file={quote(path, safe='/', errors='surrogatepass')}"


def file_addresses(source: Source, file: Mapping[str, Json]) -> frozenset[str]:
    """Return the addresses under which an app's FileData may be named, percent-decoded."""
    addresses = [file_url(source, file)] if path_of(file) else []
    url = file.get("url")
    if isinstance(url, str) and url.startswith(_WEB):
        addresses.append(url)
    return frozenset(map(decode_address, addresses))


def decode_address(url: str) -> str:
    """Return an address percent-decoded, since servers and clients do not quote alike."""
    return unquote(url)
