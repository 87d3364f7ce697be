"""StoredSchema: an app as the store keeps it. Apart from row_types.py: the first frame has one."""

from typing import NamedTuple

from spacetui.model.schema import App
from spacetui.model.source import Source


class StoredSchema(NamedTuple):
    """An app as it was when it was read. read_at: seconds since the epoch."""

    src: str
    app: App
    source: Source | None
    read_at: float
