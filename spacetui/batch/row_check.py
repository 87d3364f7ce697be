"""RowCheck: the first look at all rows, before any call is made."""

import threading
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path

from spacetui.batch.row_calls import RowCalls
from spacetui.batch.rows_file import RowsFile
from spacetui.errors import UsageError
from spacetui.model.schema import Endpoint, Json
from spacetui.system.own_folder import OwnFolder


class RowCheck:
    """Reads all rows and makes their calls without sending them. Its methods are for a thread.

    count: the rows that were read so far. hashes: of each row, as a number, by its place; 8 bytes a
    row, so that a million rows take little memory.
    """

    def __init__(self, rows: RowsFile, calls: RowCalls) -> None:
        self.rows = rows
        self.calls = calls
        self.hashes = array("Q")
        self._must_stop = threading.Event()

    @classmethod
    def of(
        cls,
        path: Path,
        endpoint: Endpoint,
        args: Sequence[str] = (),
        *,
        form: Mapping[str, Json] | None = None,
        oauth_token: str = "",
        are_others_allowed: bool = False,
    ) -> "RowCheck":
        """Read the first row of the file at `path`. The other arguments are those of RowCalls.

        Raises UsageError and BadValue.
        """
        rows = RowsFile(path, endpoint)
        first = next(rows.rows(), None)
        if first is None:
            raise UsageError("there are no rows in it", where=path.name)
        folder, columns = OwnFolder.of(path), {*first.given}
        calls = RowCalls(
            endpoint,
            folder,
            columns,
            args,
            form=form,
            oauth_token=oauth_token,
            are_others_allowed=are_others_allowed,
        )
        return cls(rows, calls)

    @property
    def count(self) -> int:
        return len(self.hashes)

    def run(self) -> None:
        """Read all rows. Raises UsageError and BadValue for the first that cannot be sent."""
        for row in self.rows.rows():
            if self._must_stop.is_set():
                return
            self.calls.call_of(row, is_first_look=True)
            self.hashes.append(int(self.calls.hash_of(row), 16))

    def stop(self) -> None:
        """End `run` early, from another thread."""
        self._must_stop.set()
