"""Which hosts a Gradio server refuses to fetch a file from."""

import ipaddress
from urllib.parse import urlsplit

from spacetui.model.source import Source


def is_private_host(source: Source) -> bool:
    """Return whether a Gradio server refuses to fetch a URL of the app's host.

    Source: gradio 6.31 processing_utils.py, async_validate_url: only public addresses pass.
    """
    host = urlsplit(source.url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))
