"""The URL of an app's file, and whether its host is public, so that the app can fetch it itself."""

import ipaddress
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from spacetui.model.recording import Source
from spacetui.model.schema import Json


def is_private_host(source: Source) -> bool:
    """Return whether a Gradio server refuses to fetch a URL of the app's host.

    Source: gradio 6.31 processing_utils.py, async_validate_url: only public addresses pass.
    """
    host = urlsplit(source.url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def file_url(source: Source, file: Mapping[str, Json]) -> str:
    """Return the URL of an app's FileData on the app's own origin, whatever its `url` names."""
    path = str(file["path"])
    if path.startswith(("http://", "https://")):
        return path
    return f"{source.url}{source.api_prefix}/file={quote(path, safe='/', errors='surrogatepass')}"


def base_name(path: str) -> str:
    """Return the last part of a path whose parts are separated by `/` or `\\`."""
    return PurePosixPath(path.replace("\\", "/")).name
