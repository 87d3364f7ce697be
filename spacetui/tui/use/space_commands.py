"""The entries of the command palette for the Space in hand that have no key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.app import SystemCommand

from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.use.batches import Batches
from spacetui.tui.use.retry import Retry


def space_commands(space: OpenSpace, retry: Retry, batches: Batches) -> Iterable[SystemCommand]:
    """Yield what can be done with an open Space."""
    log_in = partial(retry.log_in, space)
    yield SystemCommand("log in to this app", "for it alone", log_in)
    for_rows = partial(batches.ask, space)
    yield SystemCommand("run for every row of a file", "CSV, TSV or JSON lines", for_rows)
    if batches.run is not None:
        yield SystemCommand("show the batch", "its progress, its last rows", batches.show)
