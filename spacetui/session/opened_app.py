"""OpenedApp: an app that was opened, its Space, its notes, and the connection to it."""

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from spacetui.model.schema import App
from spacetui.model.source import Source

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.wire.connection import Connection

# Bits: recordings of many runs are kept together, and a number must not come twice among them.
VISIT_BITS = 53


def new_visit() -> int:
    """Return a number for a visit: at least 1, and exact in any JSON reader."""
    return int.from_bytes(os.urandom(8)) >> (64 - VISIT_BITS) | 1


def _new_state_hash() -> str:
    # Not by `secrets`, which takes 3 ms to import and asks os.urandom too.
    return os.urandom(8).hex()


@dataclass(frozen=True, slots=True, eq=False)
class OpenedApp:
    """An app that answered, or one as it was when it answered last (cached_app.py).

    src: as the user wrote it, without a query. card: what the Hub says, if the app is a Space.
    connection: for the session alone; front ends ask the session.
    notes: what the user should know, a line each. state_hash: the session hash of calls that share
    State. visit: a number in its place for recordings, which nobody can join that visit by.
    """

    src: str
    app: App
    source: Source
    card: "SpaceCard | None"
    _connection: "Connection | None"
    notes: tuple[str, ...] = ()
    state_hash: str = field(default_factory=_new_state_hash)
    visit: int = field(default_factory=new_visit)

    def new_visitor(self) -> "OpenedApp":
        """Return the app as it is for another visitor, whose calls share no State with others."""
        return replace(self, state_hash=_new_state_hash(), visit=new_visit())

    @property
    def connection(self) -> "Connection":
        """The connection to an app that answered; nothing is asked of another one."""
        assert self._connection is not None
        return self._connection
