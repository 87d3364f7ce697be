"""What lets a client in, as variables of the environment that the reader of a snippet sets.

A snippet holds the names of these variables and never a credential (security.md P4).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacetui.model.source import Source
from spacetui.model.unique_names import UniqueNames

HUB_TOKEN = "HF_TOKEN"
# What the proxy of hf.space reads and takes away; what a server reads for itself.
HUB_HEADER, OWN_HEADER = "X-HF-Authorization", "Authorization"


@dataclass(frozen=True, slots=True)
class HeaderVariable:
    """A header of every request: `prefix`, and then the value of the variable."""

    name: str
    prefix: str
    variable: str


@dataclass(frozen=True, slots=True)
class ClientAccess:
    """The variables that one client needs; an empty name where it needs none.

    hub_token: the token of the Hub. login: user and password, or nothing. headers: every header
    that carries a credential but that of the Hub token. oauth_token: the token that the user gives
    to the code of the app's endpoints. is_insecure: certificates are not checked.
    """

    hub_token: str = ""
    login: tuple[str, ...] = ()
    headers: tuple[HeaderVariable, ...] = ()
    oauth_token: str = ""
    is_insecure: bool = False

    @property
    def all_headers(self) -> tuple[HeaderVariable, ...]:
        """The headers, with that of the Hub token."""
        if not self.hub_token:
            return self.headers
        return (HeaderVariable(HUB_HEADER, "Bearer ", self.hub_token), *self.headers)

    @property
    def variables(self) -> tuple[str, ...]:
        """Every variable, in the order in which they are used."""
        headers = (each.variable for each in self.headers)
        found = (self.hub_token, *self.login, *headers, self.oauth_token)
        return tuple(each for each in found if each)


class VariableNames:
    """Names variables of the environment, each once.

    The prefixes keep a header called `Path` or a parameter called `home` from naming a variable
    that means something else to the shell.
    """

    def __init__(self, clients: int) -> None:
        """clients: their number; a shell script has variables called APP, APP_1, … of its own."""
        own = {f"APP_{number + 1}" for number in range(clients)}
        self._names = UniqueNames({HUB_TOKEN, "APP", *own})

    def of_app(self, text: str) -> str:
        """Return the variable for a credential of an app, such as APP_X_API_KEY for a header."""
        return self._make("APP", text)

    def of_user(self, text: str) -> str:
        """Return the variable for a password that the user typed into a field of this name."""
        return self._make("MY", text)

    def oauth_token(self) -> str:
        return self._names.make("OAUTH_TOKEN", "OAUTH_TOKEN")

    def _make(self, prefix: str, text: str) -> str:
        word = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_").upper()
        return self._names.make(f"{prefix}_{word or 'VALUE'}", prefix)


def name_access(
    sources: Sequence[Source], takes_oauth_token: Sequence[bool], names: VariableNames
) -> tuple[ClientAccess, ...]:
    """Return what each client needs. takes_oauth_token: whether it is given one, for each."""
    known: dict[Source, ClientAccess] = {}
    made = []
    for source, has_oauth_token in zip(sources, takes_oauth_token, strict=True):
        if source not in known:  # two clients of one app are let in by the same
            known[source] = _access_of(source, names)
        oauth_token = names.oauth_token() if has_oauth_token else ""
        made.append(replace(known[source], oauth_token=oauth_token))
    return tuple(made)


def _access_of(source: Source, names: VariableNames) -> ClientAccess:
    own_names = {each.lower() for each in source.headers}
    headers = []
    if source.has_own_token and OWN_HEADER.lower() not in own_names:
        headers.append(HeaderVariable(OWN_HEADER, "Bearer ", names.of_app("token")))
    login: tuple[str, ...] = ()
    if source.has_login:
        login = (names.of_app("user"), names.of_app("password"))
    headers += [HeaderVariable(each, "", names.of_app(each)) for each in source.headers]
    return ClientAccess(
        hub_token=HUB_TOKEN if source.needs_token else "",
        login=login,
        headers=tuple(headers),
        is_insecure=source.is_insecure,
    )
