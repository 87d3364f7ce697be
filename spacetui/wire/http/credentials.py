"""Credentials for one origin, and the headers that carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacetui.errors import UsageError
from spacetui.system.network import is_loopback
from spacetui.wire.http.urls import origin_of

if TYPE_CHECKING:
    from spacetui.model.call import Call

_TOKEN = re.compile(r"[\x21-\x7e]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Credentials for one origin. They are not in the repr, so that no log has them.

    token: of the server itself, sent as `Authorization`. hub_token: of the Hub, for the host of a
    Space, sent as `X-HF-Authorization` alone: the proxy of hf.space takes that header away before
    the app sees the request, and hands `Authorization` on to it. Both go only over https or to this
    machine. headers: sent as they are; one with the name of a token's header replaces it. auth:
    user and password of a login, which sets cookies.
    """

    token: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    hub_token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.token or self.headers or self.auth or self.hub_token)

    @property
    def header_names(self) -> tuple[str, ...]:
        """The name of each header once, as it was first written."""
        names: dict[str, str] = {}
        for name, _ in self.headers:
            names.setdefault(name.lower(), name)
        return tuple(names.values())

    def headers_for(self, url: str) -> dict[str, str]:
        """Return the headers of a request to `url`, which must have the origin of the credentials.

        Raises UsageError for a credential that cannot be sent, without quoting it.
        """
        for name, value in self.headers:
            if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
                raise UsageError(
                    "a header is malformed", hint="Write 'Name: value', in plain ASCII."
                )
        headers = {}
        if self.token:
            headers["authorization"] = _bearer(self.token, url)
        if self.hub_token:
            headers["x-hf-authorization"] = _bearer(self.hub_token, url)
        return headers | {name.lower(): value for name, value in self.headers}


def _bearer(token: str, url: str) -> str:
    check_token(token, url)
    return f"Bearer {token}"


def check_token(token: str, url: str) -> None:
    """Raise UsageError for a token that cannot be sent to `url`, without quoting it."""
    scheme, host, _ = origin_of(url)
    if scheme != "https" and not is_loopback(host):
        raise UsageError(
            f"the token is not sent to {host} without https", hint="Use an https address."
        )
    if not _TOKEN.fullmatch(token):
        raise UsageError("the token holds blanks or odd characters", hint="Copy it again.")


def oauth_token_of(call: Call, url: str) -> str:
    """Return the token that goes to the code of the endpoint of `call`, at `url`; may be empty.

    Raises UsageError where the endpoint takes none, and for a token that cannot be sent there.
    """
    token = call.oauth_token
    if not isinstance(token, str):
        raise UsageError("the OAuth token of this call was not kept", hint="Type it again.")
    if not token:
        return ""
    name = call.endpoint.api_name
    if not call.endpoint.oauth_token:
        raise UsageError(
            f"{name} takes no OAuth token",
            where=url,
            hint="Leave it out: only endpoints that declare one get one.",
        )
    check_token(token, url)
    return token
