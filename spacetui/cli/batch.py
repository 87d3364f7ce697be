"""`spacetui batch`: call an endpoint for every row of a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options, complete_src, oauth_token_option
from spacetui.cli.batch_options import call_options, take_options
from spacetui.cli.batch_report import BatchReport, CopiedLines, PrintedLines, watch_check
from spacetui.cli.command_session import session_for
from spacetui.cli.endpoint_args import endpoint_args
from spacetui.cli.kept_history import open_store
from spacetui.cli.source_command import SourceCommand
from spacetui.cli.upload_consent import allow_or_refuse
from spacetui.errors import SpacetuiError, UsageError
from spacetui.text.format import count_text
from spacetui.text.suggestions import listed

if TYPE_CHECKING:
    from spacetui.batch.batch import BatchOptions
    from spacetui.batch.output_file import OutputFile
    from spacetui.batch.row_check import RowCheck
    from spacetui.model.schema import Endpoint
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session


_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=SourceCommand, short_help="Call an endpoint for every row of a file.")
@click.argument("src", shell_complete=complete_src)
@endpoint_args
@click.option("--rows", required=True, metavar="FILE", type=_PATH, help=".csv, .tsv or .jsonl.")
@click.option(
    "--out",
    metavar="FILE",
    type=_PATH,
    help="Append a line of JSON for each row as it ends; else they are printed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the lines with --out too.")
@click.option("--allow-files", is_flag=True, help="Upload files outside the folder of FILE too.")
@call_options
@oauth_token_option
@access_options
def batch(
    src: str,
    args: tuple[str, ...],
    *,
    rows: Path,
    out: Path | None,
    as_json: bool,
    allow_files: bool,
    oauth_token: str,
    **given: Any,
) -> int:
    """Call an endpoint of SRC for every row of a file.

    A column of CSV or TSV, or a key of a line of JSON, is a parameter. A cell is read as
    name=value is by `run`; @path in the column of a file is a file next to FILE. An empty cell is
    the empty text, or the default where that is no value. An ARG gives a value for all rows, and
    is written as for `run`.

    Every row is read and checked before the first call. Run again with the same --out, it goes on
    where it stopped: rows that failed, were lost or have changed since are called once more. A
    line has the keys row (from 1), hash (of its inputs), data or error, duration, attempts (if more
    than one) and files (if some were saved).

    It waits where the server is busy or away, and stops at the ZeroGPU quota. The exit code is 0
    only if every row is done.
    """
    options = take_options(given)
    command = _BatchCommand(src, args, rows, out, options, allow_files, as_json, given, oauth_token)
    return output.run_command(command.execute())


@dataclass(slots=True)
class _BatchCommand:
    """One execution of the command. out: None to print the lines."""

    src: str
    args: Sequence[str]
    rows: Path
    out: Path | None
    options: BatchOptions
    allow_files: bool
    as_json: bool
    access: dict[str, Any]
    oauth_token: str = field(default="", repr=False)

    async def execute(self) -> int:
        """Check the rows, make their calls, and return the exit code."""
        from spacetui.cli.endpoint_choice import resolve_endpoint, split_api_name

        async with (
            open_store(output.print_note) as store,
            session_for(self.src, self.access, store=store) as session,
        ):
            opened = await session.open(self.src, on_stage=output.stage_printer(self.src))
            for note in opened.notes:
                output.print_note(note)
            await session.store.add_opened_app(opened.src, opened.source.title)
            api_name, args = split_api_name(self.args)
            endpoint = await resolve_endpoint(session, opened, api_name, *args[:1])
            check = await self._check(session, opened, endpoint, args)
            return await self._run(session, opened, endpoint, check)

    async def _check(
        self, session: Session, opened: OpenedApp, endpoint: Endpoint, args: Sequence[str]
    ) -> RowCheck:
        """Read all rows, say what they read, and ask where that is more than they may."""
        from spacetui.batch.row_check import RowCheck

        check = await asyncio.to_thread(
            partial(
                RowCheck.of,
                self.rows,
                endpoint,
                args,
                oauth_token=self.oauth_token,
                are_others_allowed=self.allow_files,
            )
        )
        ticker = asyncio.ensure_future(watch_check(check))
        try:
            await asyncio.to_thread(check.run)
        finally:
            check.stop()
            ticker.cancel()
        name, reads = self.rows.name, check.calls.reads
        rows = count_text(check.count, "row", is_grouped=True)
        output.print_note(f"{name} calls {opened.src} {endpoint.api_name}: {rows}")
        if endpoint.oauth_token == "required" and not self.oauth_token:
            wanted = f"{endpoint.api_name} wants an OAuth token of yours: give one by --oauth-token"
            output.print_note(wanted)
        if reads.hosts:
            hosts = listed(sorted(reads.hosts))
            output.print_note(f"{opened.src} is given files of {hosts} to fetch")
        if reads.deviations:
            line = session.redactor.message(reads.first_deviation)
            others = f" ({reads.deviations - 1} more rows)" if reads.deviations > 1 else ""
            output.print_note(f"{line}{others}")
        if reads.outside and not self.allow_files:
            self._ask(check, opened, endpoint)
        return check

    def _ask(self, check: RowCheck, opened: OpenedApp, endpoint: Endpoint) -> None:
        """Ask whether files outside the folder may be uploaded. Raises UsageError for a no."""
        reads = check.calls.reads
        path, where = reads.first_outside
        target = f"{opened.src} {endpoint.api_name}"
        files = count_text(reads.outside, "file", is_grouped=True)
        allow_or_refuse(
            f"{self.rows.name} uploads {files} from outside its folder to {target},"
            f" first {path} ({where}). Is that what you want? [y/N]",
            UsageError(
                f"{where} would upload {path} to {target}; it is not in the folder of the rows",
                hint="Put it there, or give --allow-files if you trust the rows.",
            ),
        )
        check.calls.are_others_confirmed = True

    async def _run(
        self, session: Session, opened: OpenedApp, endpoint: Endpoint, check: RowCheck
    ) -> int:
        from spacetui.batch.batch import Batch
        from spacetui.batch.batch_journal import BatchJournal
        from spacetui.batch.output_file import OutputFile
        from spacetui.batch.reopening import Reopening

        report = BatchReport(self.out)
        lines: CopiedLines | OutputFile | PrintedLines = PrintedLines(report.line)
        if self.out is not None:
            if self.out.exists() and self.out.samefile(self.rows):
                raise UsageError("the rows and the output are one file", where=str(self.out))
            shard = self.options.shard
            file = await asyncio.to_thread(OutputFile.open, self.out, check.hashes, shard)
            if file.moved:
                moved = count_text(file.moved, "line", is_grouped=True)
                output.print_note(f"moved to {self.out}.old: {moved} with results of other inputs")
            lines = CopiedLines(file, report.line) if self.as_json else file
        app = Reopening(session, opened, endpoint)
        batch = Batch(session, app, check, lines, self.options)
        journal = BatchJournal(session, opened, check.calls, self.rows, self.options)
        ticker = asyncio.ensure_future(report.watch(batch))
        try:
            async with journal.keep(batch, self.out):
                await batch.run()
        except (asyncio.CancelledError, SpacetuiError):  # such as a disk that is full
            report.print_stopped(batch)
            raise
        finally:
            ticker.cancel()
            lines.close()
        return report.end(batch)
