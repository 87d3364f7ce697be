"""Batches: the form's endpoint called for every row of a file; esc stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from spacetui.errors import SpacetuiError, UsageError
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.batch.batch import Batch
    from spacetui.batch.row_check import RowCheck
    from spacetui.session.session import Session
    from spacetui.tui.app_state import AppState
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.use.shown_form import ShownForm
    from spacetui.tui.use.status_lines import StatusLines

# Seconds between two drawings of how far it is.
TICK = 0.25


class Batches:
    """One batch at a time. The status bar shows how far it is, and then where its lines are."""

    def __init__(
        self,
        host: Screen[None],
        state: AppState,
        status: StatusLines,
        shown_form: ShownForm,
        *,
        refresh_frame: Callable[[], None],
    ) -> None:
        """host: the screen whose workers, timers and dialogs are used."""
        self._host = host
        self._state = state
        self._status = status
        self._shown_form = shown_form
        self._refresh_frame = refresh_frame
        self._worker: Worker[None] | None = None
        self._ticker: Timer | None = None
        self._check: RowCheck | None = None
        self._batch: Batch | None = None
        self._path = ""

    def ask(self, space: OpenSpace) -> None:
        """Ask for a file, and call the endpoint in hand for each of its rows."""
        if self._worker is not None:
            self._status.show_refusal("not started", "one batch runs already; esc stops it")
            return
        if not space.is_open or not self._shown_form.is_of(space):
            self._status.show_refusal("not started", "the app has not answered yet")
            return
        self._shown_form.keep()
        self._host.run_worker(self._ask(space), group="rows", exclusive=True)

    def line(self) -> StatusLine | None:
        """Describe the batch for the status bar; None while there is none."""
        if self._worker is None:
            return None
        if self._batch is None:
            count = self._check.count if self._check is not None else 0
            words = f"reading {count_text(count, 'row', is_grouped=True)}"
            return StatusLine(glyphs().running, "$accent", "batch", words)
        return _batch_line(self._batch)

    def step(self) -> BackStep | None:
        """Return what esc stops here."""
        if self._worker is None:
            return None
        return BackStep("stop the batch", self.cancel, is_first=True)

    def cancel(self) -> None:
        """Stop the batch; run again for the same file, it goes on from there."""
        if self._worker is not None:
            self._worker.cancel()

    async def _ask(self, space: OpenSpace) -> None:
        from spacetui.tui.use.rows_dialog import RowsDialog

        path = await self._host.app.push_screen_wait(RowsDialog(space.api_name, self._path))
        if path is None or self._worker is not None:
            return
        self._path = path
        if self._ticker is None:
            self._ticker = self._host.set_interval(TICK, self._status.show)
        self._ticker.resume()
        self._status.clear_notice()
        self._worker = self._host.run_worker(self._run(space, Path(path)), group="batch")
        self._refresh_frame()

    async def _run(self, space: OpenSpace, path: Path) -> None:
        from spacetui.batch.progress import count_words

        out = path.with_name(f"{path.stem}.results.jsonl")
        stopped = StatusLine(glyphs().cancelled, "$muted", "stopped", "no row was called")
        try:
            session = await self._state.session()
            self._check = check = await self._checked(space, path)
            await self._call_rows(session, space, check, path, out)
            assert self._batch is not None
            self._end(_end_line(self._batch, out))
        except asyncio.CancelledError:
            if self._batch is not None:
                words = f"{count_words(self._batch.progress)} {glyphs().dot} {out.name}"
                stopped = stopped._replace(rest=visible_line(words, 300))
            self._end(stopped)
            raise
        except (SpacetuiError, OSError) as error:
            reason = visible_line(self._state.redact(str(error)), 300)
            self._end(StatusLine(glyphs().failed, "$error", "no batch", reason))

    async def _checked(self, space: OpenSpace, path: Path) -> RowCheck:
        """Read all rows. Raises UsageError, also for a file from outside the folder of the rows."""
        from spacetui.batch.row_check import RowCheck

        assert space.endpoint is not None
        make = partial(RowCheck.of, path, space.endpoint, form=dict(space.form))
        self._check = check = await asyncio.to_thread(make)
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
            hosts = visible_line(", ".join(sorted(reads.hosts)), 200)
            self._host.app.notify(f"the app is given files of {hosts} to fetch", markup=False)
        return check

    async def _call_rows(
        self, session: Session, space: OpenSpace, check: RowCheck, path: Path, out: Path
    ) -> None:
        from spacetui.batch.batch import Batch, BatchOptions
        from spacetui.batch.batch_journal import BatchJournal
        from spacetui.batch.output_file import OutputFile
        from spacetui.batch.reopening import Reopening

        assert space.endpoint is not None
        options = BatchOptions()
        output = await asyncio.to_thread(OutputFile.open, out, check.hashes, options.shard)
        try:
            app = Reopening(session, space.opened, space.endpoint)
            self._batch = batch = Batch(session, app, check, output, options)
            journal = BatchJournal(session, space.opened, check.calls, path)
            async with journal.keep(batch, out):
                await batch.run()
        finally:
            output.close()

    def _end(self, line: StatusLine) -> None:
        self._worker = self._check = self._batch = None
        if self._ticker is not None:
            self._ticker.pause()
        if self._host.is_attached:
            self._status.show_notice(line)
            self._refresh_frame()


def _batch_line(batch: Batch) -> StatusLine:
    from spacetui.batch.progress import count_words, pace_words

    progress = batch.progress
    pace, _, left = pace_words(progress, monotonic()).partition(" · ")
    return StatusLine(
        glyphs().running,
        "$accent",
        "batch",
        count_words(progress),
        progress.fraction,
        tail=pace,
        tail_rest=left,
    )


def _end_line(batch: Batch, out: Path) -> StatusLine:
    from spacetui.batch.progress import count_words

    words, why = [count_words(batch.progress), out.name], ""
    if batch.stopped_by is not None:
        why = str(batch.stopped_by)
    elif batch.first_failure is not None:
        row, failure = batch.first_failure
        why = f"row {row}: {failure.message}"
    line = visible_line(f" {glyphs().dot} ".join(filter(None, [*words, why])), 300)
    if why:
        return StatusLine(glyphs().failed, "$error", "batch", line)
    return StatusLine(glyphs().done, "$success", "batch done", line)
