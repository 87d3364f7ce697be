"""PastCall: a call of the history, shown as one of this session is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from spacetui.model.call import Call
from spacetui.model.file_data import files_within
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import WITHHELD, Endpoint, Json
from spacetui.model.source import Source
from spacetui.text.format import day_text, moment_of, today

if TYPE_CHECKING:
    from spacetui.store.row_types import HistoryRow, StoredFile


class PastCall:
    """A row of the history, with the values of its call once they are loaded.

    files: what became of the files of the call. before: the calls whose State it used, the oldest
    first.
    """

    def __init__(self, row: HistoryRow) -> None:
        self.row = row
        self.files: Sequence[StoredFile] = ()
        self.before: Sequence[Recording] = ()
        self.is_loaded = False
        # What the row knows of the call; its values are MISSING until they are loaded.
        self.recording = Recording(
            Call(Endpoint(row.api_name, 0)),
            Source(row.src, row.src, row.title),
            RunState(row.status, last_at=row.duration),
            row.made_at,
            row.id,
        )

    def load(self, recording: Recording, files: Sequence[StoredFile]) -> None:
        """Take the values of the call. Of one that was interrupted the status is kept as it is."""
        self.recording, self.files, self.is_loaded = recording, files, True

    def take(self, other: PastCall) -> None:
        """Take the values that were loaded for the same call elsewhere."""
        if other.is_loaded:
            self.load(other.recording, other.files)
            self.before = other.before

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def made_at(self) -> float:
        return self.row.made_at

    @property
    def call(self) -> Call:
        return self.recording.call

    @property
    def state(self) -> RunState:
        return self.recording.state

    @property
    def visit(self) -> int:
        return self.recording.visit

    @property
    def elapsed(self) -> float:
        return self.state.duration

    @property
    def silence(self) -> float:
        return 0.0

    def cancel(self) -> None:
        """Do nothing: the call is not one of this process."""

    @property
    def when(self) -> str:
        """When it was made: `yesterday 18:40`."""
        moment = moment_of(self.made_at)
        return f"{day_text(moment.date(), today())} {moment:%H:%M}"


def values_for_form(call: Call) -> dict[str, Json]:
    """Return the values that a form takes from a call; what was not kept stays to be filled."""
    return {name: value for name, value in call.values.items() if value is not WITHHELD}


def with_present_files(
    values: Mapping[str, Json], before: Endpoint, after: Endpoint
) -> dict[str, Json]:
    """Return the values of an earlier call, with the app's own files as the app has them now.

    before, after: its endpoint as it was then and as it is now. A file that is the default of a
    parameter has another path, and often no old one, once the app was started again.
    """
    own = {each.name: each.default for each in before.parameters if files_within(each.default)}
    present = {each.name: each.default for each in after.parameters}
    return {
        name: present[name] if name in own.keys() & present and value == own[name] else value
        for name, value in values.items()
    }
