"""`spacetui replay`: make the calls of a recording file once more."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options
from spacetui.cli.command_session import NO_ACCESS, hub_endpoint, session_for
from spacetui.cli.exit_codes import EXIT_CODES
from spacetui.cli.failure_report import FailureReport
from spacetui.cli.follow_call import failure_of, follow
from spacetui.cli.kept_history import keep_opened, open_store
from spacetui.errors import SpacetuiError, UsageError
from spacetui.model.events import Completed

if TYPE_CHECKING:
    from spacetui.cli.run_reports import Report
    from spacetui.recording_files.document import FileStep, RecordingFile
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.replay import PreparedStep, Replay
    from spacetui.session.session import Session


@click.command(short_help="Make the calls of a recording file once more.")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="STEP.PARAMETER=VALUE",
    help="Give a parameter another value; VALUE is written as in run.",
)
@click.option("--allow-files", is_flag=True, help="Upload files outside its folder too.")
@click.option("--check", is_flag=True, help="Say what has changed in the apps, and make no call.")
@click.option(
    "--open", "is_opened", is_flag=True, help="Open it in the app, as the recorder's steps."
)
@click.option(
    "--timeout",
    metavar="S",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds in all.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for each event.")
@access_options
def replay(
    file: str,
    *,
    settings: tuple[str, ...],
    allow_files: bool,
    check: bool,
    is_opened: bool,
    timeout: float | None,
    as_json: bool,
    **access: Any,
) -> int:
    """Make the calls of FILE, a recording in TOML, in their order; the first that fails ends it.

    The apps that it calls are named first, and what has changed in them since. It uploads files of
    its own folder alone; for others it asks, or takes --allow-files. The options on credentials are
    for the app of a recording that calls one alone.
    """
    command = _ReplayCommand(Path(file), settings, allow_files, check, timeout, as_json, access)
    if is_opened:
        return command.open_in_app()
    return output.run_command(command.execute())


@dataclass(slots=True)
class _ReplayCommand:
    """One execution of the command. timeout: seconds in all, or None."""

    path: Path
    settings: Sequence[str]
    allow_files: bool
    check: bool
    timeout: float | None
    as_json: bool
    access: dict[str, Any]
    _failures: FailureReport = field(init=False)
    # By source, once `_open_apps` has opened them.
    _opened: dict[str, OpenedApp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._failures = FailureReport(as_json=self.as_json)

    async def execute(self) -> int:
        """Read the file, make its calls, and return the exit code."""
        with self._failures.reporting():
            try:
                return await self._replay()
            except output.NotWritten:
                raise
            except SpacetuiError as error:
                self._name_step(error)
                raise

    def open_in_app(self) -> int:
        """Open the app with the recording, and return its exit code."""
        from spacetui.cli.launch_app import open_app
        from spacetui.session.recording_file import read_recording

        try:
            if self.settings or self.allow_files or self.check or self.timeout or self.as_json:
                raise UsageError("--open goes without the other options of a replay")
            source = self._only_source(read_recording(self.path))
        except UsageError as error:
            output.print_error(str(error))
            return EXIT_CODES["usage"]
        return open_app(source, self.access, recording=str(self.path))

    def _name_step(self, error: SpacetuiError) -> None:
        """Say in an error at which step it came, where it does not say so itself."""
        step = f"step {self._failures.step}"
        if self._failures.step and step not in error.failure.where:
            where = ", ".join(filter(None, (step, error.failure.where)))
            error.failure = error.failure._replace(where=where)

    async def _replay(self) -> int:
        from spacetui.cli.replay_set_option import settings_by_step
        from spacetui.cli.replay_uploads import with_allowed_files
        from spacetui.session.recording_file import read_recording
        from spacetui.session.replay import Replay
        from spacetui.system.own_folder import OwnFolder

        document = await asyncio.to_thread(read_recording, self.path)
        args = settings_by_step(self.settings, document)
        self._show_apps(document)
        document = await asyncio.to_thread(
            with_allowed_files,
            document,
            OwnFolder.of(self.path),
            are_others_allowed=self.allow_files,
        )
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self.timeout if self.timeout is not None else None
        async with (
            open_store(output.print_note) as store,
            session_for(self._only_source(document), self.access, store=store) as session,
        ):
            replay = Replay(session)
            try:
                is_broken = await self._open_apps(replay, document)
                if self.check and is_broken:
                    return EXIT_CODES["usage"]
                steps = await self._prepare(replay, document, args)
                if self.check:
                    return 0
                for number, step in enumerate(steps, 1):
                    output.print_note(f"step {number} of {len(steps)}: {_step_text(step.step)}")
                    left = None if ends_at is None else max(0.001, ends_at - loop.time())
                    code = await self._make(replay, step, left, is_only=len(steps) == 1)
                    if code:
                        return code
                return 0
            finally:
                await replay.aclose()

    def _only_source(self, document: RecordingFile) -> str:
        """Return the app that the credentials of the command line are for; empty for none.

        Raises UsageError where they are given for several.
        """
        if len(document.sources) == 1:
            return document.sources[0]
        if any(self.access[name] != value for name, value in NO_ACCESS.items()):
            raise UsageError(
                f"the recording calls {len(document.sources)} apps, and credentials are for one",
                hint="Replay the steps of each app from a file of their own.",
            )
        return ""

    def _show_apps(self, document: RecordingFile) -> None:
        """Print which apps are called, before anything is asked of one (security.md P18)."""
        from spacetui.session.recording_file import lines_on_reach

        for line in lines_on_reach(document, self.path.name, hub_endpoint()):
            output.print_note(line)

    async def _open_apps(self, replay: Replay, document: RecordingFile) -> bool:
        """Open every app, and print what has changed in it; return whether a call may fail now."""
        from spacetui.cli.drift_notes import print_drift
        from spacetui.session.find_drift import find_drift

        is_broken = False
        for step in document.steps:
            self._failures.step = step.name
            if step.src not in self._opened:
                self._opened[step.src] = await self._open(replay.session, step.src)
            opened = self._opened[step.src]
            changes = await find_drift(replay.session, opened, step.api_name, step.shape)
            print_drift(step.name, changes, as_json=self.as_json)
            is_broken |= any(each.is_breaking for each in changes)
        return is_broken

    async def _prepare(
        self, replay: Replay, document: RecordingFile, args: Any
    ) -> list[PreparedStep]:
        """Check every step, so that no call is made of what cannot be whole."""
        from spacetui.arguments.call_arguments import make_call
        from spacetui.cli.endpoint_choice import resolve_endpoint

        prepared = []
        for step in document.steps:
            self._failures.step = step.name
            opened = self._opened[step.src]
            endpoint = await resolve_endpoint(replay.session, opened, step.api_name)
            given = make_call(endpoint, args.get(step.name, ()), on_note=output.print_note).values
            made = replay.prepare(step, opened, endpoint, given)
            _check_files(made)
            prepared.append(made)
        self._failures.step = ""
        return prepared

    async def _open(self, session: Session, src: str) -> OpenedApp:
        opened = await session.open(src, on_stage=output.stage_printer(src))
        for note in opened.notes:
            output.print_note(note)
        await keep_opened(session.store, opened)
        return opened

    async def _make(
        self, replay: Replay, step: PreparedStep, timeout: float | None, *, is_only: bool
    ) -> int:
        """Make the call of a step and print what it gives; return its exit code."""
        from spacetui.cli.run_reports import JsonReport, TextReport
        from spacetui.session.output_files import with_urls

        name = self._failures.step = step.step.name
        session, opened = replay.session, step.opened
        live = await replay.submit(step, timeout=timeout)
        if self.as_json:
            report: Report = JsonReport(lambda value: with_urls(value, session, opened), step=name)
        else:
            report = TextReport(step.endpoint)
            if not is_only:
                output.print_text(f"{name}:")
        self._failures.report = report
        last = await follow(live, report)
        if not isinstance(last, Completed):
            failure = failure_of(last, live.call, step.step.src)
            failure = failure._replace(where=f"step {name}, {failure.where}")
            return self._failures.end(failure, last)
        replay.take(step, last.data)
        data = [with_urls(each, session, opened) for each in last.data]
        report.print_result(last, data, are_local=False)
        self._failures.report, self._failures.step = None, ""
        return 0


def _check_files(step: PreparedStep) -> None:
    """Raise BadValue for a file that cannot be uploaded."""
    from spacetui.arguments.file_arguments import unreadable_file
    from spacetui.errors import BadValue

    for name, value in step.step.inputs.items():
        parameter = step.endpoint.parameter(name)
        if parameter is None or name in step.given:
            continue
        if problem := unreadable_file(value, parameter):
            raise BadValue(problem, parameter=name, where=f"step {step.step.name} {name}")


def _step_text(step: FileStep) -> str:
    return f"{step.name}, {step.src} {step.api_name}"
