"""Recording: one call as it went, which snippets repeat and the store keeps."""

from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.run import RunState
from spacetui.model.source import Source


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
