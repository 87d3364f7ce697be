"""OpenedApp: an app that was opened, its Space, its notes, and the connection to it."""

import os
from typing import TYPE_CHECKING, Final

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


class OpenedApp:
    """An app that answered, or one as it was when it answered last (cached_app.py).

    src: as the user wrote it, without a query. card: what the Hub says, if the app is a Space.
    connection: for the session alone; front ends ask the session.
    notes: what the user should know, a line each. state_hash: the session hash of calls that share
    State. visit: a number in its place for recordings, which nobody can join that visit by.
    """

    __slots__ = ("_connection", "app", "card", "notes", "source", "src", "state_hash", "visit")

    def __init__(
        self,
        src: str,
        app: App,
        source: Source,
        card: "SpaceCard | None",
        connection: "Connection | None",
        notes: tuple[str, ...] = (),
        state_hash: str = "",
        visit: int | None = None,
    ) -> None:
        self.src: Final = src
        self.app: Final = app
        self.source: Final = source
        self.card: Final = card
        self._connection: Final = connection
        self.notes: Final = notes
        self.state_hash: Final = state_hash or _new_state_hash()
        self.visit: Final = new_visit() if visit is None else visit

    def with_app(self, app: App, notes: tuple[str, ...]) -> "OpenedApp":
        """Return the app with another schema and other notes, for the same visitor."""
        kept = self.source, self.card, self._connection
        return OpenedApp(self.src, app, *kept, notes, self.state_hash, self.visit)

    def new_visitor(self) -> "OpenedApp":
        """Return the app as it is for another visitor, whose calls share no State with others."""
        kept = self.src, self.app, self.source, self.card, self._connection
        return OpenedApp(*kept, self.notes)

    @property
    def connection(self) -> "Connection":
        """The connection to an app that answered; nothing is asked of another one."""
        assert self._connection is not None
        return self._connection
