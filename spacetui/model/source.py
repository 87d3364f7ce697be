"""Source: where calls go, as snippets and the store need it."""

from typing import NamedTuple


class Source(NamedTuple):
    """Where a call went, as a snippet needs it, and which credentials went along; not their values.

    src: what the official clients take: a Space id of the default Hub, or the root URL.
    url: root URL. title: shown to users. needs_token: calls carry the Hub token (private Space,
    ZeroGPU). has_own_token: calls carry a token of the server itself. has_login: a user logs in
    first. headers: names of the headers that the user added. is_insecure: no certificate is
    checked.
    """

    src: str
    url: str
    title: str = ""
    api_prefix: str = ""
    protocol: str = ""
    version: str = ""
    needs_token: bool = False
    has_own_token: bool = False
    has_login: bool = False
    headers: tuple[str, ...] = ()
    is_insecure: bool = False
