"""BatchJournal: the one entry of the history that a batch has, however many calls it makes."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from spacetui.batch.batch import Batch, BatchOptions
from spacetui.batch.row_calls import RowCalls
from spacetui.errors import Failure, SpacetuiError
from spacetui.model.batch_summary import BatchSummary
from spacetui.model.call import Call
from spacetui.model.events import Cancelled
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session

# Seconds between two writings of how far it is.
INTERVAL = 5.0


class BatchJournal:
    """Writes the entry of a batch. A batch that goes on where one stopped has the entry of that.

    is_left: a cancel means that the process ends. The entry stays that of a running call then, and
    the next start finds it interrupted.
    """

    def __init__(
        self,
        session: Session,
        opened: OpenedApp,
        calls: RowCalls,
        rows: Path,
        options: BatchOptions,
    ) -> None:
        self.is_left = False
        self._store = session.store
        self._redactor = session.redactor
        self._began = time.monotonic()
        self._number = 0
        self._options = options
        self._recording = Recording(
            Call(calls.endpoint, calls.common_values),
            opened.source,
            RunState(Status.STARTED, batch=BatchSummary(str(rows), jobs=options.jobs)),
            time.time(),
        )

    @asynccontextmanager
    async def keep(self, batch: Batch, out: Path | None) -> AsyncIterator[None]:
        """Write the entry, and how far the batch is while the block runs and at its end.

        out: where the lines go, or None. rows and out are written as whole paths.
        """
        if self._store.is_off:
            yield
            return
        await self._begin(batch, out)
        ticker = asyncio.ensure_future(self._write_progress(batch))
        state = RunState(Status.CANCELLED, cancelled=Cancelled(by_user=True, confirmed=True))
        try:
            yield
            state = _end_of(batch)
        except SpacetuiError as error:
            state = RunState(Status.FAILED, failure=error.failure)
            raise
        finally:
            ticker.cancel()
            # Shielded: after Ctrl-C too it is to be known how far the batch came.
            await asyncio.shield(self._end(batch, state))

    async def _end(self, batch: Batch, state: RunState) -> None:
        if self.is_left and state.status is Status.CANCELLED:
            await self._write_state(batch)
            return
        await self._store.writer.end(self._number, self._recording_of(batch, state))

    async def _begin(self, batch: Batch, out: Path | None) -> None:
        where = "" if out is None else str(await asyncio.to_thread(out.absolute))
        summary = replace(await asyncio.to_thread(self._whole_summary), out=where)
        state = replace(self._recording.state, batch=summary)
        self._recording = replace(self._recording, state=state)
        key = f"batch {where}"
        known = await self._store.kept(key) if where else None
        if isinstance(known, int) and await self._is_of_this(known):
            self._number = known
            await self._store.writer.begin_again(known)
            return
        recording = self._recording_of(batch, state)
        self._number = await self._store.writer.begin(recording)
        if where and self._number > 0:
            await self._store.keep(key, self._number)

    async def _is_of_this(self, number: int) -> bool:
        """Return whether an entry is of a batch of the same rows with the same endpoint."""
        found = await self._store.load_call(number)
        if found is None or found.state.batch is None:
            return False
        ours = self._recording
        is_same_app = found.source.src == ours.source.src
        is_same_call = found.call.endpoint.api_name == ours.call.endpoint.api_name
        return is_same_app and is_same_call and found.state.batch.rows == self._summary.rows

    def _whole_summary(self) -> BatchSummary:
        """Return the summary with what the options say, and whole paths."""
        summary, options = self._summary, self._options
        folder = "" if options.folder is None else str(options.folder.absolute())
        shard = str(options.shard) if options.shard.count > 1 else ""
        return replace(summary, rows=str(Path(summary.rows).absolute()), shard=shard, folder=folder)

    @property
    def _summary(self) -> BatchSummary:
        assert self._recording.state.batch is not None
        return self._recording.state.batch

    async def _write_progress(self, batch: Batch) -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            await self._write_state(batch)

    async def _write_state(self, batch: Batch) -> None:
        state = self._recording_of(batch, self._recording.state).state
        await self._store.writer.write_progress(self._number, state, 0, ())

    def _recording_of(self, batch: Batch, state: RunState) -> Recording:
        progress = batch.progress
        summary = replace(
            self._summary, total=progress.total, done=progress.done, failed=progress.failed
        )
        state = replace(state, batch=summary, last_at=time.monotonic() - self._began)
        return self._redactor.kept(replace(self._recording, state=state))


def _end_of(batch: Batch) -> RunState:
    """Return the state of an entry whose batch has ended by itself."""
    failure: Failure | None = batch.stopped_by
    if failure is None and batch.first_failure is not None:
        failure = batch.first_failure[1]
    if failure is None:
        return RunState(Status.COMPLETE)
    return RunState(Status.FAILED, failure=failure)
