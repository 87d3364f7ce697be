"""GivenCredentials: what the user gave, and the one SRC that each was given for (P1, P2)."""

from typing import TYPE_CHECKING

from spacetui.model.space import SpaceRef, parse_ref
from spacetui.session.options import Login, Options

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.http.credentials import Credentials


class GivenCredentials:
    """The credentials of the command line, and those that the user typed when asked.

    logins: what was typed, by what its SRC names.
    """

    def __init__(self, hub: "Hub", options: Options) -> None:
        self._hub = hub
        self._options = options
        self.logins: dict[SpaceRef, Login] = {}

    def named(self, src: str) -> SpaceRef:
        """Return what `src` names; two texts that name the same return the same."""
        return parse_ref(src, hub_endpoint=self._hub.endpoint)._replace(text="")

    def replace_login(self, ref: SpaceRef, login: Login | None) -> Login | None:
        """Keep `login` for what `ref` names, None for no login, and return the one before."""
        before = self.logins.pop(ref, None)
        if login is not None:
            self.logins[ref] = login
        return before

    def hub_for(self, ref: SpaceRef) -> "Hub":
        """Return the Hub with the login that the user gave for `ref`, if there is one."""
        login = self._login(ref)
        if login is None or not login.token or ref.url:
            return self._hub
        return self._hub.with_token(login.token)

    def token_for(self, ref: SpaceRef) -> str:
        """Return the token that the user gave for `ref` itself; empty where there is none."""
        login = self._login(ref)
        if login is not None:
            return login.token
        return self._options.token if self._has_options_for(ref) else ""

    def may_go_unchecked(self, ref: SpaceRef) -> bool:
        """Return whether `--insecure` is for `ref`: it was given with it, or with no SRC at all."""
        if self._options.src:
            return self._has_options_for(ref)
        return bool(ref.url)

    def credentials(self, ref: SpaceRef, hub_token: str) -> "Credentials":
        """Return what is sent to `ref`. hub_token: the Hub's, where the Hub allowed it there."""
        from spacetui.wire.http.credentials import Credentials

        login = self._login(ref)
        given = self._options if self._has_options_for(ref) else Options()
        token, auth = given.token, given.auth
        if login is not None:
            token, auth = login.token, login.auth
        if not ref.url:
            token = ""  # it is the Hub's: where it may go to the Space, it is `hub_token`
        return Credentials(token, given.headers, auth, hub_token)

    def _login(self, ref: SpaceRef) -> Login | None:
        return self.logins.get(ref._replace(text=""))

    def _has_options_for(self, ref: SpaceRef) -> bool:
        if not self._options.src:
            return False
        return self.named(self._options.src) == ref._replace(text="")
