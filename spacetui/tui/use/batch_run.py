"""BatchRun: one batch of the app, from its rows to its end. It draws nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spacetui.errors import Failure, UsageError
from spacetui.model.call import Call
from spacetui.model.schema import WITHHELD, Json
from spacetui.text.format import count_text
from spacetui.text.suggestions import listed

if TYPE_CHECKING:
    from spacetui.batch.batch import Batch, BatchOptions
    from spacetui.batch.batch_journal import BatchJournal
    from spacetui.batch.row_check import RowCheck
    from spacetui.model.batch_summary import BatchSummary
    from spacetui.session.session import Session
    from spacetui.tui.opened_space import OpenSpace


@dataclass(frozen=True, slots=True)
class RowsWanted:
    """What is to be called. rows: the file. jobs: calls at a time. shard: as `--shard`, or empty.

    out: the file of results. folder: for the files of results, or None where they are not fetched.
    values: what all rows have; those of the form if None.
    """

    rows: Path
    out: Path
    jobs: int = 1
    shard: str = ""
    folder: Path | None = None
    values: Mapping[str, Json] | None = None

    @classmethod
    def beside(cls, rows: Path, *, jobs: int = 1, has_files: bool = False) -> RowsWanted:
        """Return a batch whose results lie beside its rows. has_files: fetch those of results."""
        folder = rows.with_name(f"{rows.stem}.files") if has_files else None
        return cls(rows, results_beside(rows), jobs, folder=folder)

    @classmethod
    def of_entry(cls, summary: BatchSummary, call: Call) -> RowsWanted:
        """Return the batch of an entry of the history, which goes on where it stopped."""
        rows = Path(summary.rows)
        return cls(
            rows,
            Path(summary.out) if summary.out else results_beside(rows),
            summary.jobs,
            summary.shard,
            Path(summary.folder) if summary.folder else None,
            {name: value for name, value in call.values.items() if value is not WITHHELD},
        )


def results_beside(rows: Path) -> Path:
    """Return the file for the results of a file of rows."""
    return rows.with_name(f"{rows.stem}.results.jsonl")


@dataclass(eq=False)
class BatchRun:
    """One batch. check, batch: None until they are made.

    failure: why it ended before its last row, or did not begin. has_ended: whether nothing of it
    runs any more. is_stopped: the user stopped it. notes: lines on what it reads and writes.
    """

    space: OpenSpace
    wanted: RowsWanted
    api_name: str = field(init=False)
    check: RowCheck | None = None
    batch: Batch | None = None
    failure: Failure | None = None
    has_ended: bool = False
    is_stopped: bool = False
    notes: list[str] = field(default_factory=list)
    _journal: BatchJournal | None = None

    def __post_init__(self) -> None:
        self.api_name = self.space.api_name

    @property
    def is_complete(self) -> bool:
        """Whether every row has its result."""
        return self.batch is not None and self.batch.progress.done == self.batch.progress.total

    def stop(self) -> None:
        """Take note that the user stops it. Else what cancels it is the end of the app."""
        self.is_stopped = True
        if self._journal is not None:
            self._journal.is_left = False

    async def run(self, session: Session) -> None:
        """Check the rows, and call them. Raises SpacetuiError and OSError."""
        check = await self._checked()
        options = self._options()
        await self._call_rows(session, check, options)
        assert self.batch is not None
        self.failure = self.batch.stopped_by
        if self.failure is None and self.batch.first_failure is not None:
            row, failure = self.batch.first_failure
            self.failure = Failure(failure.kind, f"row {row}: {failure.message}")

    def _options(self) -> BatchOptions:
        from spacetui.batch.batch import BatchOptions
        from spacetui.batch.shard import Shard

        wanted = self.wanted
        shard = Shard.parse(wanted.shard) if wanted.shard else Shard()
        return BatchOptions(jobs=wanted.jobs, shard=shard, folder=wanted.folder)

    async def _checked(self) -> RowCheck:
        """Read all rows. Raises UsageError, also for a file from outside the folder of the rows."""
        from spacetui.batch.row_check import RowCheck

        endpoint, values = self.space.opened.app.endpoint(self.api_name), self.wanted.values
        assert endpoint is not None
        make = partial(
            RowCheck.of,
            self.wanted.rows,
            endpoint,
            form=dict(self.space.form) if values is None else values,
            oauth_token=self.space.oauth_tokens.get(self.api_name, ""),
        )
        self.check = check = await asyncio.to_thread(make)
        try:
            await asyncio.to_thread(check.run)
        finally:
            check.stop()
        reads = check.calls.reads
        if reads.outside:
            file, where = reads.first_outside
            raise UsageError(
                f"{file} is not in the folder of the rows",
                where=where,
                hint="Put it there, or use `spacetui batch --allow-files`.",
            )
        if reads.hosts:
            self.notes.append(f"the app is given files of {listed(sorted(reads.hosts))} to fetch")
        return check

    async def _call_rows(self, session: Session, check: RowCheck, options: BatchOptions) -> None:
        from spacetui.batch.batch import Batch
        from spacetui.batch.batch_journal import BatchJournal
        from spacetui.batch.output_file import OutputFile
        from spacetui.batch.reopening import Reopening

        out, opened = self.wanted.out, self.space.opened
        output = await asyncio.to_thread(OutputFile.open, out, check.hashes, options.shard)
        try:
            if output.moved:
                moved = count_text(output.moved, "line", is_grouped=True)
                self.notes.append(f"moved to {out.name}.old: {moved} with results of other inputs")
            app = Reopening(session, opened, check.calls.endpoint)
            self.batch = Batch(session, app, check, output, options)
            self._journal = BatchJournal(session, opened, check.calls, self.wanted.rows, options)
            self._journal.is_left = not self.is_stopped
            async with self._journal.keep(self.batch, out):
                await self.batch.run()
        finally:
            output.close()
