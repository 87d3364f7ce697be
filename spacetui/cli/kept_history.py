"""Whether a command keeps a history, and the store that it keeps it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spacetui.settings.current import current_settings
from spacetui.settings.table import HISTORY, HISTORY_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from spacetui.session.opened_app import OpenedApp
    from spacetui.store.store import Store

MEGABYTE = 1_000_000


def keeps_history() -> bool:
    """Return whether calls are to be kept."""
    return current_settings().get(HISTORY)


def existing_store_path() -> Path | None:
    """Return the file of the history; None where there is none, or none is to be kept."""
    from spacetui.system.paths import store_path

    try:
        path = store_path() if keeps_history() else None
    except OSError:  # open_store tells it
        return None
    return path if path is not None and path.exists() else None


def open_store(on_error: Callable[[str], None]) -> Store:
    """Return the store; one that keeps nothing where the user wants none or it has no folder.

    on_error: called with a line where nothing can be kept.
    """
    from spacetui.store.store import Store
    from spacetui.system.paths import store_path

    if not keeps_history():
        return Store(None)
    try:
        return Store(store_path(), on_error, limit=history_limit())
    except OSError as error:
        on_error(f"calls are not kept on disk: {error}")
        return Store(None)


def history_limit() -> int:
    """Return how many bytes the history may have."""
    return current_settings().get(HISTORY_LIMIT) * MEGABYTE


async def keep_opened(store: Store, opened: OpenedApp) -> None:
    """Keep that an app was opened, and its schema, so that its form is there at once next time."""
    await store.add_opened_app(opened.src, opened.source.title)
    await store.save_schema(opened.src, opened.app, opened.source)


async def keep_schema(opened: OpenedApp) -> None:
    """Keep the schema of an app for a command that makes no call of it."""
    # That nothing can be kept is no news to somebody who only asked.
    async with open_store(lambda line: None) as store:
        await store.save_schema(opened.src, opened.app, opened.source)
