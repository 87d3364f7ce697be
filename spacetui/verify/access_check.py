"""Whether a request carries the credentials that the recorded one did, and none besides.

While a program runs, its variables hold dummy values, by which a credential is known wherever it
turns up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from spacetui.snippets.client_access import OWN_HEADER, ClientAccess, HeaderVariable
from spacetui.verify.recorded_steps import dummy_value

# The cookie that a login gives.
LOGIN_COOKIE = "access-token-replay=let-in"


def find_access_problem(
    access: ClientAccess, secrets: Iterable[str], headers: Mapping[str, str], path: str
) -> str:
    """Return what is wrong with the credentials of a request, as a clause; empty for nothing.

    secrets: the values of all variables, whichever app they are for. headers: with names in small
    letters. path: as it was asked for.
    """
    secrets = tuple(secrets)
    wanted = {each.name.lower(): _value(each) for each in access.all_headers}
    for header in access.all_headers:
        if headers.get(header.name.lower()) != wanted[header.name.lower()]:
            return f"the header {header.name} is not sent as recorded"
    for name, value in headers.items():
        if value != wanted.get(name) and any(each in value for each in secrets):
            return f"a credential is sent in the header {name}"
    if any(each in unquote(path) for each in secrets):
        return "a credential is sent in the address"
    return ""


def as_of_url(access: ClientAccess) -> ClientAccess:
    """Return what spacetui shows where it is given a URL: a token for it is no token of the Hub."""
    if not access.hub_token:
        return access
    token = HeaderVariable(OWN_HEADER, "Bearer ", access.hub_token)
    return replace(access, hub_token="", headers=(token, *access.headers))


def is_logged_in(access: ClientAccess, headers: Mapping[str, str]) -> bool:
    """Return whether a request has the cookie of the login, where the app wants one."""
    return not access.login or LOGIN_COOKIE in headers.get("cookie", "")


def has_right_login(access: ClientAccess, form: Mapping[str, str]) -> bool:
    """Return whether the user and the password of a login are those of the variables."""
    sent = [form.get("username"), form.get("password")]
    return sent == [dummy_value(each) for each in access.login]


def _value(header: HeaderVariable) -> str:
    return f"{header.prefix}{dummy_value(header.variable)}"
