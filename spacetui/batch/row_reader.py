"""RowReader: hands out the rows that are wanted, read ahead in a thread."""

import asyncio
from collections import deque
from collections.abc import Callable

from spacetui.batch.rows_file import Row, RowsFile

# Rows that are read at once, and characters of their inputs after which no more are.
_ROWS, _CHARACTERS = 200, 1_000_000


class RowReader:
    """Reads a part of the rows whenever all that were read are handed out."""

    def __init__(self, rows: RowsFile, is_wanted: Callable[[int], bool]) -> None:
        """is_wanted: by the number of a row."""
        self._rows = rows.rows()
        self._is_wanted = is_wanted
        self._ready: deque[Row] = deque()
        self._is_at_end = False
        self._lock = asyncio.Lock()

    async def next_row(self) -> Row | None:
        """Return the next row; None after the last one. Raises UsageError."""
        async with self._lock:
            while not self._ready and not self._is_at_end:
                self._ready.extend(await asyncio.to_thread(self._read))
        return self._ready.popleft() if self._ready else None

    def stop(self) -> None:
        """Hand out no more rows."""
        self._is_at_end = True
        self._ready.clear()

    def _read(self) -> list[Row]:
        found: list[Row] = []
        characters = 0
        for row in self._rows:
            if not self._is_wanted(row.number):
                continue
            found.append(row)
            characters += sum(len(each) for each in row.inputs.values() if isinstance(each, str))
            if len(found) >= _ROWS or characters >= _CHARACTERS:
                return found
        self._is_at_end = True
        return found
