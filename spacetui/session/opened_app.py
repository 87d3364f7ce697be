"""OpenedApp: an app that was opened, its Space, its notes, and the connection to it."""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacetui.model.recording import Source
from spacetui.model.schema import App
from spacetui.model.space import SpaceCard

if TYPE_CHECKING:
    from spacetui.wire.connection import Connection


@dataclass(frozen=True, slots=True, eq=False)
class OpenedApp:
    """An app that answered.

    src: as the user wrote it, without a query. card: what the Hub says, if the app is a Space.
    connection: for the session alone; front ends ask the session.
    notes: what the user should know, a line each. state_hash: the session hash of calls that share
    State.
    """

    src: str
    app: App
    source: Source
    card: SpaceCard | None
    connection: "Connection"
    notes: tuple[str, ...] = ()
    state_hash: str = field(default_factory=lambda: secrets.token_hex(8))
