"""Options and Login: what the user gave on the command line, and when asked for a login."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """What the user gave on the command line.

    src: the SRC that token, auth and headers were given with. They go to its origin alone; with an
    empty src they go nowhere, since the token was the Hub's then.
    verify: whether the certificate of SRC is checked; without a SRC, those of typed URLs.
    wake_timeout: seconds to wait for a Space that builds, starts or sleeps.
    """

    src: str = ""
    token: str = ""
    use_saved_token: bool = True
    hf_token_to_space: bool = False
    auth: tuple[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool = True
    wake_timeout: float = 300.0


@dataclass(frozen=True, slots=True)
class Login:
    """What the user gave for one SRC when asked. It stays in memory, and out of every repr.

    token: the Hub's with a Space id, that server's with a URL.
    """

    auth: tuple[str, str] | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)
