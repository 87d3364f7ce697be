"""`spacetui run`: make one call and print what happens as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options, complete_src, oauth_token_option
from spacetui.cli.command_session import session_for
from spacetui.cli.endpoint_args import data_option, endpoint_args
from spacetui.cli.exit_codes import EXIT_CODES, exit_code
from spacetui.cli.failure_report import FailureReport
from spacetui.cli.follow_call import failure_of, follow
from spacetui.cli.kept_history import keep_opened, open_store
from spacetui.cli.source_command import SourceCommand
from spacetui.errors import SpacetuiError
from spacetui.model.events import Completed

if TYPE_CHECKING:
    from spacetui.cli.run_reports import Report
    from spacetui.model.schema import Endpoint, Json
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session


@click.command(cls=SourceCommand, short_help="Call an endpoint.")
@click.argument("src", shell_complete=complete_src)
@endpoint_args
@data_option
@click.option(
    "--download",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Put the files it gives there.",
)
@click.option(
    "--timeout",
    metavar="S",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds in all, with downloads.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for each event.")
@click.option(
    "--pick",
    "picks",
    metavar="POINTER",
    multiple=True,
    help="Print this part of the outputs alone, as JSON: /0, /1/image.",
)
@oauth_token_option
@access_options
def run(
    src: str,
    args: tuple[str, ...],
    *,
    data: str | None,
    download: str | None,
    timeout: float | None,
    as_json: bool,
    picks: tuple[str, ...],
    oauth_token: str,
    **access: Any,
) -> int:
    """Call an endpoint of SRC and print what it gives.

    \b
    name=value    by the parameter's type; name= is the empty text
    name:=JSON    raw JSON
    name=@path    a local file; name=https://… a file by URL (file parameters)
    name:=null    no file, where the app can do without
    name=@folder  its files, but hidden ones, where a folder is taken
    value         for the next parameter that has none

    With --download, what --pick prints for a file is what `name=` of a later command takes for it.

    After SRC, --help also lists what its endpoints take.
    """
    from spacetui.cli.data_option import read_data
    from spacetui.cli.run_reports import JsonReport

    if as_json and picks:
        raise click.UsageError("--json prints all outputs, and --pick some: give one of the two")
    try:
        values = read_data(data)
    except SpacetuiError as error:
        if as_json:
            JsonReport().print_failure(error.failure)
        output.print_error(str(error))
        return exit_code(error)
    folder = Path(download) if download is not None else None
    command = _RunCommand(src, args, values, folder, timeout, as_json, picks, access, oauth_token)
    return output.run_command(command.execute())


@dataclass(slots=True)
class _RunCommand:
    """One execution of the command.

    folder: for downloads, or None. timeout: seconds, or None. picks: JSON Pointers to the parts of
    the outputs that are printed alone.
    """

    src: str
    args: Sequence[str]
    data: Mapping[str, Json] | None
    folder: Path | None
    timeout: float | None
    as_json: bool
    picks: tuple[str, ...]
    access: dict[str, Any]
    oauth_token: str = field(default="", repr=False)
    # When the call and its downloads must be over, by the clock of the event loop.
    _ends_at: float | None = None
    _failures: FailureReport = field(init=False)

    def __post_init__(self) -> None:
        self._failures = FailureReport(as_json=self.as_json)

    async def execute(self) -> int:
        """Open the app, make the call, and return the exit code."""
        with self._failures.reporting():
            async with (
                open_store(output.print_note) as store,
                session_for(self.src, self.access, store=store) as session,
            ):
                return await self._open_and_call(session)

    async def _open_and_call(self, session: Session) -> int:
        from spacetui.arguments.call_arguments import make_call, with_oauth_token
        from spacetui.cli.endpoint_choice import resolve_endpoint, split_api_name
        from spacetui.model.call import arrange
        from spacetui.session.output_files import with_urls

        opened = await session.open(self.src, on_stage=output.stage_printer(self.src))
        self.src = opened.src
        for note in opened.notes:
            output.print_note(note)
        api_name, rest = split_api_name(self.args)
        endpoint = await resolve_endpoint(session, opened, api_name, *rest[:1])
        call = make_call(
            endpoint,
            rest,
            self.data,
            on_note=lambda note: output.print_note(session.redactor.message(note)),
        )
        call = with_oauth_token(call, self.oauth_token)
        arrange(call)
        if endpoint.oauth_token == "required" and not call.oauth_token:
            name = endpoint.api_name
            output.print_note(f"{name} wants an OAuth token of yours: give one by --oauth-token")
        report = self._report(endpoint, lambda value: with_urls(value, session, opened))
        self._failures.report = report
        if self.timeout is not None:
            self._ends_at = asyncio.get_running_loop().time() + self.timeout
        await keep_opened(session.store, opened)
        live = session.submit(opened, call, timeout=self.timeout, is_only=True)
        match await follow(live, report):
            case Completed() as last:
                return await self._finish(session, opened, last, report)
            case last:
                return self._failures.end(failure_of(last, call, self.src), last)

    def _report(self, endpoint: Endpoint, add_urls: Callable[[Json], Json]) -> Report:
        from spacetui.cli.pick_report import PickReport
        from spacetui.cli.run_reports import JsonReport, TextReport

        if self.as_json:
            return JsonReport(add_urls)
        if self.picks:
            return PickReport(self.picks)
        return TextReport(endpoint)

    async def _finish(
        self, session: Session, opened: OpenedApp, last: Completed, report: Report
    ) -> int:
        from spacetui.cli.status_line import DownloadLine
        from spacetui.session.output_files import Downloads, with_urls

        problems: list[str] = []
        if self.folder is None:
            data = [with_urls(each, session, opened) for each in last.data]
        else:
            downloads = Downloads(
                session, opened, self.folder, self._ends_at, self.timeout, watch=DownloadLine
            )
            data = [await downloads.fetch_in(each) for each in last.data]
            problems = downloads.problems
        self._failures.is_done = True
        report.print_result(last, data, are_local=self.folder is not None)
        for problem in problems:
            output.print_error(problem)
        if problems:
            return EXIT_CODES["lost"]
        return 0
