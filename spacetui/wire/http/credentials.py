"""Credentials for one origin, and the headers that carry them."""

import re
from dataclasses import dataclass, field

from spacetui.errors import UsageError
from spacetui.system.network import is_loopback
from spacetui.wire.http.urls import origin_of

_TOKEN = re.compile(r"[\x21-\x7e]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Credentials for one origin. They are not in the repr, so that no log has them.

    token: sent as `Authorization` and `x-hf-authorization`, only over https or to this machine.
    headers: sent as they are. auth: user and password of a login, which sets cookies.
    """

    token: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        return bool(self.token or self.headers or self.auth)

    def headers_for(self, url: str) -> dict[str, str]:
        """Return the headers of a request to `url`, which must have the origin of the credentials.

        Raises UsageError for a credential that cannot be sent, without quoting it.
        """
        scheme, host, _ = origin_of(url)
        for name, value in self.headers:
            if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
                raise UsageError(
                    "a header is malformed", hint="Write 'Name: value', in plain ASCII."
                )
        headers = dict(self.headers)
        if self.token:
            if scheme != "https" and not is_loopback(host):
                raise UsageError(
                    f"the token is not sent to {host} without https", hint="Use an https address."
                )
            if not _TOKEN.fullmatch(self.token):
                raise UsageError("the token holds blanks or odd characters", hint="Copy it again.")
            # The proxy of the Hub reads either; an app behind it may use the first for itself.
            headers |= {
                "authorization": f"Bearer {self.token}",
                "x-hf-authorization": f"Bearer {self.token}",
            }
        return headers
