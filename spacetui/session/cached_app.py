"""An app as it was when it was opened last: its form can be shown before the app answers."""

from spacetui.session.opened_app import OpenedApp
from spacetui.store.stored_schema import StoredSchema


def cached_app(stored: StoredSchema) -> OpenedApp | None:
    """Return the app as it was; None where it is not known how it was opened.

    It has no connection, and nothing can be asked of it before it is opened again.
    """
    if stored.source is None:
        return None
    return OpenedApp(stored.src, stored.app, stored.source, None, None, notes=())
