"""PreviousRun: what the program left when it ran before. Imports nothing: each start needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.session.opened_app import OpenedApp

# Of the keys under which the store keeps it.
PREFIX = "start:"


class PreviousRun(NamedTuple):
    """What the last run left.

    known: the app of the command line, as it was. kept: values by key; None where they are to be
    read once the store is open, since nothing on the first frame needs them.
    """

    known: OpenedApp | None = None
    kept: Mapping[str, Json] | None = None
