"""`spacetui run`: one call, told as it goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.click_options import access_options, complete_src
from spacetui.cli.session_options import session_for
from spacetui.errors import Failure, SpacetuiError
from spacetui.model.run import RunState
from spacetui.text.html import without_tags

if TYPE_CHECKING:
    from spacetui.cli.run_reports import Report
    from spacetui.model.call import Call
    from spacetui.model.events import Completed, Event
    from spacetui.model.recording import Recording
    from spacetui.model.schema import Json
    from spacetui.session.session import Opened, Session
    from spacetui.wire.calls.live_call import LiveCall

# Seconds between two looks at a running call, and seconds without a byte after which that is said.
TICK = 0.2
SILENCE = 60.0
# Seconds a cancel may take when the user leaves (security.md P12).
CANCEL_LIMIT = 1.0
CLOSE_LIMIT = 0.3


@click.command(short_help="Call an endpoint.")
@click.argument("src", shell_complete=complete_src)
@click.argument("args", nargs=-1, type=click.UNPROCESSED, metavar="[/api_name] [ARG ...]")
@click.option(
    "--data",
    metavar="JSON",
    help="Object of parameter name to value; @file, or @- for standard input.",
)
@click.option(
    "--download",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Put the files it gives there.",
)
@click.option(
    "--timeout", metavar="S", type=click.FloatRange(min=0, min_open=True), help="Seconds in all."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for each event.")
@access_options
def run(
    src: str,
    args: tuple[str, ...],
    *,
    data: str | None,
    download: str | None,
    timeout: float | None,
    as_json: bool,
    **access: Any,
) -> int:
    """Call an endpoint of SRC and print what it gives.

    \b
    name=value    by the parameter's type; name= is the empty text
    name:=JSON    raw JSON
    name=@path    a local file; name=https://… a file by URL (file parameters)
    name=@folder  its files, but hidden ones, where a folder is taken
    value         for the next parameter that has none
    """
    from spacetui.cli.arguments import read_data
    from spacetui.cli.run_reports import JsonReport

    try:
        values = read_data(data) if data is not None else None
    except SpacetuiError as error:
        if as_json:
            JsonReport(lambda value: value).failed(error.failure)
        output.print_error(str(error))
        return output.exit_code(error)
    folder = Path(download) if download is not None else None
    asked = _Run(src, args, values, folder=folder, timeout=timeout, as_json=as_json, access=access)
    return output.run_command(asked.all())


@dataclass(slots=True)
class _Run:
    """One run of the command. folder: where downloads go, or None."""

    src: str
    args: Sequence[str]
    data: Mapping[str, Json] | None
    folder: Path | None
    timeout: float | None
    as_json: bool
    access: dict[str, Any]
    _recorded: list[Recording] = field(default_factory=list)
    _report: Report | None = None
    _state: RunState = field(default_factory=RunState)
    _is_reported: bool = False

    async def all(self) -> int:
        """Open, call, tell, record. Gives the exit code."""
        try:
            session = session_for(self.src, self.access, on_recording=self._recorded.append)
            try:
                return await self._open_and_call(session)
            finally:
                try:
                    await self._keep()
                finally:
                    await session.aclose()
        except SpacetuiError as error:
            self._report_failure(error.failure)
            raise
        except asyncio.CancelledError:
            self._report_failure(Failure("cancelled", "interrupted"))
            raise

    def _report_failure(self, failure: Failure, duration: float | None = None) -> None:
        from spacetui.cli.run_reports import JsonReport

        if self._is_reported:
            return
        self._is_reported = True
        if self._report is not None:
            self._report.failed(failure, duration)
        elif self.as_json:
            JsonReport(lambda value: value).failed(failure, duration)

    async def _open_and_call(self, session: Session) -> int:
        from spacetui.cli.arguments import call_of, described_endpoint, split_api_name
        from spacetui.cli.run_reports import JsonReport, TextReport
        from spacetui.model.call import arrange

        opened = await session.open(self.src, on_stage=output.stage_printer(self.src))
        self.src = opened.src
        for note in opened.notes:
            output.print_note(note)
        api_name, rest = split_api_name(self.args)
        endpoint = await described_endpoint(session, opened, api_name)
        call = call_of(endpoint, rest, self.data)
        arrange(call)
        self._report = (
            JsonReport(lambda value: _with_urls(value, opened))
            if self.as_json
            else TextReport(endpoint)
        )
        return await self._follow(session, opened, call, self._report)

    async def _follow(self, session: Session, opened: Opened, call: Call, report: Report) -> int:
        from spacetui.model.events import Completed

        live = session.submit(opened, call, timeout=self.timeout, is_only=True)
        ticker = asyncio.ensure_future(self._tick(live, report))
        reader = asyncio.ensure_future(self._read(live, report))
        try:
            # Shielded: on Ctrl-C the call is cancelled, and its last event still read and recorded.
            last = await asyncio.shield(reader)
        except (asyncio.CancelledError, output.ReaderGone):
            live.cancel()
            rest = asyncio.ensure_future(_drain(live)) if reader.done() else reader
            await asyncio.wait({rest}, timeout=CANCEL_LIMIT)
            if not rest.done():  # the server may not know; we leave all the same
                rest.cancel()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(live.aclose(), CLOSE_LIMIT)
            raise
        finally:
            ticker.cancel()
        if isinstance(last, Completed):
            return await self._finish(opened, last, report)
        return self._fail(last, call)

    async def _read(self, live: LiveCall, report: Report) -> Event | None:
        from spacetui.model.events import FINAL_EVENTS

        last = None
        async for event in live:
            self._state, last = self._state.after(event, live.elapsed), event
            if not isinstance(event, FINAL_EVENTS):
                report.event(event, self._state)
        return last

    async def _tick(self, live: LiveCall, report: Report) -> None:
        was_said = False
        while True:
            await asyncio.sleep(TICK)
            report.tick(self._state, live.elapsed)
            if live.silence < SILENCE:
                was_said = False
            elif not was_said:
                was_said = True
                report.notice(
                    f"no data for {live.silence:.0f} s; the call goes on (Ctrl-C ends it)"
                )

    def _fail(self, last: Event | None, call: Call) -> int:
        """Report a call that did not complete, and return the exit code."""
        from spacetui.errors import Lost
        from spacetui.model.events import Cancelled, Failed

        api_name = call.endpoint.api_name
        where = f"{self.src} {api_name}"
        match last:
            case Failed(failure=failure):
                is_here = failure.where in ("", api_name)
                message = failure.message if is_here else failure.located
                failure = replace(failure, message=message, where=where)
            case Cancelled():
                message = "the server cancelled the call"
                failure = Failure("cancelled", message, where, hint="Run it again.")
            case _:
                raise Lost("the call ended without a result", where=where, hint="Run it again.")
        self._report_failure(failure, last.duration)
        # The line is for people; the exact text is in --json.
        titled = f"{failure.title}: {message}" if failure.title else message
        output.print_error(str(replace(failure, message=without_tags(titled))))
        return output.EXIT_CODES.get(failure.kind, 1)

    async def _finish(self, opened: Opened, last: Completed, report: Report) -> int:
        problems: list[str] = []
        if self.folder is None:
            data = [_with_urls(each, opened) for each in last.data]
        else:
            data = [
                await self._downloaded(each, opened, self.folder, problems) for each in last.data
            ]
        self._is_reported = True
        report.done(last, data, are_local=self.folder is not None)
        for problem in problems:
            output.print_error(problem)
        return output.EXIT_CODES["lost"] if problems else 0

    async def _downloaded(
        self, value: Json, opened: Opened, folder: Path, problems: list[str]
    ) -> Json:
        """Give `value` with its files in `folder` and `path` the local one; what failed keeps its url."""
        from spacetui.cli.plain_text import is_file
        from spacetui.cli.status_line import DownloadLine

        if isinstance(value, list):
            return [await self._downloaded(each, opened, folder, problems) for each in value]
        if not isinstance(value, Mapping):
            return value
        if not is_file(value):
            return {
                key: await self._downloaded(each, opened, folder, problems)
                for key, each in value.items()
            }
        file = _with_url(value, opened)
        line = DownloadLine(str(value.get("orig_name") or value.get("path") or value.get("name")))
        try:
            path = await opened.connection.download(value, folder, on_progress=line)
        except (SpacetuiError, OSError) as error:
            problems.append(str(error))
            return file
        finally:
            line.clear()
        return {**file, "path": str(path)}

    async def _keep(self) -> None:
        if not self._recorded:
            return
        from spacetui.store.store import Store
        from spacetui.system.paths import store_path

        try:
            store = Store(store_path(), output.print_note)
        except OSError as error:
            output.print_note(f"the call is not kept on disk: {error}")
            return
        for recording in self._recorded:
            await store.add(recording)
            await store.visit(self.src, recording.source.title)
        await store.aclose()


def _with_urls(value: Json, opened: Opened) -> Json:
    from spacetui.cli.run_reports import map_files

    return map_files(value, lambda file: _with_url(file, opened))


def _with_url(file: Mapping[str, Json], opened: Opened) -> dict[str, Json]:
    return {**file, "url": opened.connection.file_url(file)}


async def _drain(live: LiveCall) -> None:
    async for _ in live:
        continue
