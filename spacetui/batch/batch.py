"""Batch: makes the calls of all rows, some at a time, and writes a line for each as it ends."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from spacetui.batch.output_line import done_line, failed_line
from spacetui.batch.progress import BatchProgress, EndedRow
from spacetui.batch.reopening import Reopening
from spacetui.batch.result_folder import ResultFolder
from spacetui.batch.row_check import RowCheck
from spacetui.batch.row_reader import RowReader
from spacetui.batch.rows_file import Row
from spacetui.batch.shard import Shard
from spacetui.batch.throttle import Throttle
from spacetui.batch.verdict import NOT_TAKEN, Verdict, failure_of, verdict_of
from spacetui.errors import Failure, Lost, SpacetuiError, UsageError
from spacetui.model.call import Call
from spacetui.model.events import Completed, Event
from spacetui.session.live_call import LiveCall
from spacetui.session.output_files import with_urls
from spacetui.session.session import Session

# Seconds for which an app may be busy without one call that goes well.
BUSY_LIMIT = 3600.0
# How often in a row a call may be refused before it was taken, while the app itself answers.
MAX_REFUSALS = 5
# Seconds that cancels, and then closing the streams, may take in the end (security.md P12).
CANCEL_LIMIT = 0.9
CLOSE_LIMIT = 0.3


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How the calls are made.

    retries: how often a call that was lost is sent again. may_resend: whether one that may have run
    is sent again at all. timeout: seconds for each call, or None. folder: for the files of results,
    or None where they are not fetched.
    """

    jobs: int = 1
    shard: Shard = field(default_factory=Shard)
    retries: int = 2
    may_resend: bool = True
    timeout: float | None = None
    folder: Path | None = None


class Output(Protocol):
    """Where the lines go: an OutputFile, or a stream that knows of no earlier run.

    done: how many rows have their result.
    """

    @property
    def done(self) -> int: ...
    def is_done(self, row: int) -> bool: ...
    def sent_before(self, row: int) -> int: ...
    def note_sent(self, row: int, times: int) -> None: ...
    def write(self, row: int, line: str, *, is_done: bool) -> None: ...


class Stopped(Exception):
    """The batch ends before its last row."""


class Batch:
    """The calls of one endpoint for the rows of a file.

    progress: how far it is. stopped_by: why it ended before its last row, or None. first_failure:
    of the first row, by number, that failed, with that number. kinds: those of all failed rows.
    """

    def __init__(
        self,
        session: Session,
        app: Reopening,
        check: RowCheck,
        output: Output,
        options: BatchOptions,
    ) -> None:
        """check: of all rows, done."""
        self.progress = BatchProgress(options.shard.size(check.count), output.done)
        self.stopped_by: Failure | None = None
        self.first_failure: tuple[int, Failure] | None = None
        self.kinds: set[str] = set()
        self._session = session
        self._app = app
        self._calls = check.calls
        self._hashes = check.hashes
        self._output = output
        self._options = options
        self._files: ResultFolder | None = None
        if options.folder is not None:
            self._files = ResultFolder(options.folder, options.timeout)
        self._throttle = Throttle(options.jobs)
        self._reader = RowReader(check.rows, self._is_wanted)
        self._running: dict[asyncio.Task[Any], LiveCall] = {}
        self._is_ending = False

    async def run(self) -> None:
        """Make the calls. Cancelled, it cancels those that run; their rows are not written.

        Raises UsageError where no files of results can be written, and Lost where no line can.
        """
        progress = self.progress
        if self._files is not None:
            await self._files.make()
        progress.begin()
        workers = [asyncio.ensure_future(self._work()) for _ in range(self._options.jobs)]
        try:
            done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
            for each in done:
                each.result()
            if progress.left and not self._is_over:
                self.stopped_by = Failure("usage", "the file of rows became shorter meanwhile")
        finally:
            await self._end(workers)

    async def _end(self, workers: "list[asyncio.Task[None]]") -> None:
        """Cancel what still runs, and wait for it, though not for long."""
        self._is_ending = True
        left = dict(self._running)
        for worker in workers:
            if worker in left:  # its last event tells whether the call came to its end
                left[worker].cancel()
            else:
                worker.cancel()
        _, late = await asyncio.wait(workers, timeout=CANCEL_LIMIT)
        if not late:
            return
        for worker in late:
            worker.cancel()
        closing = [asyncio.ensure_future(each.aclose()) for each in left.values()]
        await asyncio.wait([*late, *closing], timeout=CLOSE_LIMIT)

    def _is_wanted(self, number: int) -> bool:
        return self._options.shard.has(number) and not self._output.is_done(number)

    @property
    def _is_over(self) -> bool:
        return self._is_ending or self.stopped_by is not None

    async def _work(self) -> None:
        """Make calls, one after another, until no row is left."""
        try:
            while not self._is_over and (row := await self._reader.next_row()) is not None:
                await self._make(row)
        except Stopped:
            return

    async def _make(self, row: Row) -> None:
        """Make the call of a row, as often as it takes, and write its line."""
        run = _RowRun(row, self._output.sent_before(row.number))
        if run.attempts and self._files is not None:
            await self._files.clear(self._name(row))
        if run.attempts and not self._options.may_resend:
            message = "it was sent before, and whether it ran is not known"
            self._fail(run, Failure("lost", message))
            return
        is_ended = False
        while not is_ended:
            try:
                call = await self._call_of(row)
            except UsageError as error:
                self._fail(run, error.failure)
                return
            is_ended = await self._try(run, call)

    async def _try(self, run: "_RowRun", call: Call) -> bool:
        """Make a call; return whether that ended the row. If not, wait until it may be sent again.

        Raises Stopped where no call is made any more.
        """
        async with self._throttle.place():
            if self._is_over:
                raise Stopped
            verdict = await self._send(run, call)
        if verdict is Verdict.DONE:
            self._throttle.went_well()
            await self._finish(run)
        elif verdict is Verdict.ROW:
            self._throttle.went_well()
            self._fail(run, failure_of(run.last))
        elif verdict is Verdict.WAIT:
            self._back_off(failure_of(run.last))
        elif verdict is Verdict.STOP:
            self._stop(failure_of(run.last))
        else:
            await self._reopen(run.seen)
        return verdict in (Verdict.DONE, Verdict.ROW)

    async def _call_of(self, row: Row) -> Call:
        """Make the call of a row. Raises UsageError."""
        self._calls.endpoint = self._app.endpoint
        if self._calls.hash_of(row) != self._hash(row):
            raise UsageError("the row has changed while the batch ran", where=row.where)
        if any(each.takes_files for each in self._calls.endpoint.parameters):
            return await asyncio.to_thread(self._calls.call_of, row)  # it looks at the files
        return self._calls.call_of(row)

    async def _send(self, run: "_RowRun", call: Call) -> Verdict:
        """Make a call, keep its last event in `run`, and return what follows."""
        number, timeout = run.row.number, self._options.timeout
        self.progress.notice, run.seen, run.last = "", self._app.times, None
        self._output.note_sent(number, run.attempts + 1)
        live = self._session.submit(
            self._app.opened, call, timeout=timeout, is_only=True, is_kept=False
        )
        worker = asyncio.current_task()
        assert worker is not None
        self._running[worker] = live
        try:
            async for event in live:
                run.last = event
        finally:
            del self._running[worker]
        run.duration = live.elapsed
        if self._is_ending and not isinstance(run.last, Completed):
            raise Stopped  # the row is written by a later run
        is_own_limit = timeout is not None and run.duration >= timeout
        verdict = verdict_of(run.last, may_still_run=live.may_still_run, is_own_limit=is_own_limit)
        if verdict in NOT_TAKEN:
            self._output.note_sent(number, run.attempts)
        else:
            run.attempts += 1
            run.losses += verdict is Verdict.LOST
        return self._within_limits(run, verdict)

    def _within_limits(self, run: "_RowRun", verdict: Verdict) -> Verdict:
        """Return the verdict, or that the row has failed where it was sent often enough."""
        run.refusals += verdict is Verdict.AWAY
        is_last_try = run.losses > self._options.retries or not self._options.may_resend
        if verdict is Verdict.LOST and is_last_try:
            return Verdict.ROW
        if verdict is Verdict.AWAY and run.refusals > MAX_REFUSALS:
            return Verdict.ROW
        return verdict

    async def _finish(self, run: "_RowRun") -> None:
        """Write the line of a row that is done, after its files have come."""
        assert isinstance(run.last, Completed)
        session, opened, data = self._session, self._app.opened, run.last.data
        number, files = run.row.number, list[str]()
        if self._files is None:
            found = [with_urls(each, session, opened) for each in data]
        else:
            name, took = self._name(run.row), run.duration
            try:
                found, files = await self._files.fetch(name, data, session, opened, took)
            except Lost as error:
                self._fail(run, error.failure)
                return
        line = done_line(
            number,
            self._hash(run.row),
            found,
            duration=run.duration,
            attempts=run.attempts,
            files=files,
        )
        self._output.write(number, line, is_done=True)
        self.progress.row_ended(EndedRow(number, found))

    def _fail(self, run: "_RowRun", failure: Failure) -> None:
        """Write the line of a row that failed."""
        number = run.row.number
        line = failed_line(
            number, self._hash(run.row), failure, duration=run.duration, attempts=run.attempts
        )
        self._output.write(number, line, is_done=False)
        self.progress.row_ended(EndedRow(number, failure=failure))
        self.kinds.add(failure.kind)
        if self.first_failure is None or number < self.first_failure[0]:
            self.first_failure = number, failure

    def _hash(self, row: Row) -> str:
        return f"{self._hashes[row.number - 1]:016x}"

    def _name(self, row: Row) -> str:
        """Return the name of the folder for its files, which tells them from those of others."""
        return f"{row.number}-{self._hash(row)}"

    def _stop(self, failure: Failure) -> None:
        """Send nothing more; calls that run go on to their end. Raises Stopped."""
        if self.stopped_by is None:
            self.stopped_by = failure
        self._reader.stop()
        raise Stopped

    def _back_off(self, failure: Failure) -> None:
        """Send nothing for a while. Raises Stopped where that has gone on for too long."""
        throttle, now = self._throttle, asyncio.get_running_loop().time()
        throttle.back_off(failure.retry_after)
        self.progress.wait("the app is busy", throttle.resume_at)
        if throttle.troubled_since is not None and now - throttle.troubled_since > BUSY_LIMIT:
            self._stop(failure)

    async def _reopen(self, seen: int) -> None:
        """Wait until the app answers. Raises Stopped where it does not come back."""
        try:
            await self._app.reopen(seen, self.progress.wait)
        except SpacetuiError as error:
            self._stop(error.failure)


@dataclass(slots=True)
class _RowRun:
    """One row, as its call is made.

    attempts: how often it was sent, by earlier runs too. losses: how often it was lost by this one.
    refusals: how often the app was not there for it. seen: how
    often the app had been opened again when it was sent last. duration: seconds.
    """

    row: Row
    attempts: int
    losses: int = 0
    refusals: int = 0
    seen: int = 0
    last: Event | None = None
    duration: float = 0.0
