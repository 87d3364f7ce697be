"""The dataclasses that the store returns: of the history, files, and favourites."""

from dataclasses import dataclass
from pathlib import Path

from spacetui.model.run import Status


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A call in a list, without its values.

    id: the store's. made_at: seconds since the epoch. src: of `Source`. status: INTERRUPTED where
    spacetui ended before the call did. duration: seconds, up to the last event that was seen.
    inputs, output: short texts of one line, which come from an app and are drawn as such.
    has_outputs: False where there were none, or where they were removed to save room.
    """

    id: int
    made_at: float
    src: str
    title: str
    api_name: str
    status: Status
    duration: float
    inputs: str
    output: str
    has_outputs: bool = False


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event of a call. at: seconds since submit. data: its text; JSON of a progress or queue."""

    at: float
    kind: str
    data: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a call.

    is_input: the user gave it; else it is of an output. path: where it was on this machine (input),
    or what the server called it (output). saved_path: where the user saved it, or empty.
    size: in bytes, or None. sha256: empty where the content was not read. kept: the copy of the
    store, or None. is_gone: neither a copy nor, of an input, the file itself is there. is_changed:
    there is no copy, and the file of this machine is another one than it was at the time.
    """

    is_input: bool
    name: str
    path: str
    saved_path: str = ""
    size: int | None = None
    media_type: str = ""
    sha256: str = ""
    kept: Path | None = None
    is_gone: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class RecentApp:
    """An app that was opened.

    opened_at: the last time, in seconds since the epoch. times: how often it was opened.
    """

    src: str
    title: str
    opened_at: float
    times: int


@dataclass(frozen=True, slots=True)
class Favourite:
    """An app that the user marked. marked_at: seconds since the epoch."""

    src: str
    title: str
    marked_at: float


@dataclass(frozen=True, slots=True)
class StoreSize:
    """How much is kept. bytes: of the database and of the files beside it. limit: in bytes."""

    calls: int
    bytes: int
    limit: int
