"""Whether an app can fetch a URL itself, and the last part of a path."""

import ipaddress
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from spacetui.model.recording import Source


def is_private_host(source: Source) -> bool:
    """Return whether a Gradio server refuses to fetch a URL of the app's host.

    Source: gradio 6.31 processing_utils.py, async_validate_url: only public addresses pass.
    """
    host = urlsplit(source.url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def base_name(path: str) -> str:
    """Return the last part of a path whose parts are separated by `/` or `\\`."""
    return PurePosixPath(path.replace("\\", "/")).name
