"""What `batch` prints: its progress, and in the end what is done and what is not."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spacetui.batch.progress import BatchProgress, count_words, pace_words
from spacetui.cli import output
from spacetui.cli.exit_codes import failure_code
from spacetui.cli.follow_call import failure_line
from spacetui.cli.status_line import StatusLine, bar_text
from spacetui.text.format import count_text, duration_text, grouped_text

if TYPE_CHECKING:
    from spacetui.batch.batch import Batch
    from spacetui.batch.output_file import OutputFile
    from spacetui.batch.row_check import RowCheck
    from spacetui.errors import Failure

# Seconds between two redraws on a terminal, and between two lines elsewhere.
FRAME, LINE = 0.2, 30.0


class PrintedLines:
    """Prints the lines of rows to stdout. It knows of no earlier run."""

    def __init__(self, status: StatusLine) -> None:
        self._status = status
        self.done = 0

    def is_done(self, row: int) -> bool:
        return False

    def sent_before(self, row: int) -> int:
        return 0

    def note_sent(self, row: int, times: int) -> None:
        """Do nothing: nobody asks later."""

    def write(self, row: int, line: str, *, is_done: bool) -> None:
        self._status.clear()
        output.print_raw(line)
        self.done += is_done

    def close(self) -> None:
        """Do nothing: stdout stays open."""


class CopiedLines:
    """Prints the lines that a file takes, when it has taken them."""

    def __init__(self, file: OutputFile, status: StatusLine) -> None:
        self._file = file
        self._printed = PrintedLines(status)
        self.is_done = file.is_done
        self.sent_before = file.sent_before
        self.note_sent = file.note_sent

    @property
    def done(self) -> int:
        return self._file.done

    def write(self, row: int, line: str, *, is_done: bool) -> None:
        self._file.write(row, line, is_done=is_done)
        self._printed.write(row, line, is_done=is_done)

    def close(self) -> None:
        self._file.close()


class BatchReport:
    """Prints how a batch goes. out: where its lines go, or None for stdout."""

    def __init__(self, out: Path | None) -> None:
        self.line = StatusLine()
        self._out = out
        self._began = time.monotonic()

    async def watch(self, batch: Batch) -> None:
        """Print the progress every now and then."""
        while True:
            await asyncio.sleep(FRAME if self.line.is_live else LINE)
            text = progress_text(batch.progress, time.monotonic(), is_bar=self.line.is_live)
            if self.line.is_live:
                self.line.draw(text)
            else:
                output.print_note(text)

    def print_stopped(self, batch: Batch) -> None:
        """Say how far it is when the user has stopped it."""
        self.line.clear()
        output.print_note(f"stopped: {_done_words(batch)}; {self._again}")

    def end(self, batch: Batch) -> int:
        """Say what is done and what is not, and return the exit code."""
        self.line.clear()
        if batch.stopped_by is not None:
            return self._end_early(batch, batch.stopped_by)
        if batch.first_failure is None:
            took = duration_text(time.monotonic() - self._began)
            where = f", in {self._out}" if self._out is not None else ""
            output.print_note(f"{_done_words(batch)} after {took}{where}")
            return 0
        row, failure = batch.first_failure
        failed = batch.progress.failed
        place = "" if f"row {row} " in failure.where else f"row {row}: "
        output.print_error(
            f"{_done_words(batch)}, {failed} failed; {place}{_sentence(failure)}"
            f" {_capital(self._again)}."
        )
        if len(batch.kinds) == 1:
            return failure_code(failure)
        return 1

    def _end_early(self, batch: Batch, failure: Failure) -> int:
        again = self._again
        if failure.kind == "quota":
            again = f"{quota_words(failure, datetime.now().astimezone())}; {again} then"
        output.print_error(
            f"{_done_words(batch)}; nothing more is sent: {_sentence(failure)} {_capital(again)}."
        )
        return failure_code(failure)

    @property
    def _again(self) -> str:
        if self._out is None:
            return "give --out FILE to go on from there another time"
        return "run the same command again for the rest"


def quota_words(failure: Failure, now: datetime) -> str:
    """Return when a batch can go on that has used up a quota."""
    if failure.retry_after is None:
        return "`spacetui quota` says when it can go on"
    moment = now + timedelta(seconds=failure.retry_after)
    return f"it can go on in {duration_text(failure.retry_after)}, at {moment:%d %b %H:%M}"


def progress_text(progress: BatchProgress, now: float, *, is_bar: bool) -> str:
    """Describe how far a batch is: `318 of 1 000 ━━━━━━────── 12 a minute · 57 min left`."""
    pace = pace_words(progress, now)
    if is_bar:
        return f"{count_words(progress)} {bar_text(progress.fraction)} {pace}".rstrip()
    return f"{count_words(progress)} · {pace}".removesuffix(" · ")


async def watch_check(check: RowCheck) -> None:
    """Show on a terminal how many rows were read."""
    line = StatusLine()
    try:
        while line.is_live:
            await asyncio.sleep(FRAME)
            line.draw(f"checking {count_text(check.count, 'row', is_grouped=True)}")
    finally:
        line.clear()


def _done_words(batch: Batch) -> str:
    progress = batch.progress
    total = count_text(progress.total, "row", is_grouped=True)
    return f"{grouped_text(progress.done)} of {total} done"


def _sentence(failure: Failure) -> str:
    line = failure_line(failure)
    if line.endswith((".", "!", "?", "…")):
        return line
    return f"{line}."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
