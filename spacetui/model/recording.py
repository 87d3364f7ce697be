"""Recording: one call as it went, which snippets repeat and the store keeps."""

from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.run import RunState


@dataclass(frozen=True, slots=True)
class Source:
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


@dataclass(frozen=True, slots=True)
class Recording:
    """A call, where it went and how it ended.

    made_at: seconds since the epoch. id: the store's, 0 if unsaved. visit: a number that the calls
    of one app have in common which shared its State; 0 where a call shared none. It says nothing of
    the session hash, with which somebody else could join the visit.
    """

    call: Call
    source: Source
    state: RunState = field(default_factory=RunState)
    made_at: float = 0.0
    id: int = 0
    visit: int = 0
