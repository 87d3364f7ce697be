"""PlainCalls: makes calls in plain mode, and knows the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.cli import output
from spacetui.cli.follow_call import failure_line, failure_of, follow
from spacetui.cli.plain.report import PlainReport
from spacetui.errors import UsageError
from spacetui.model.events import Completed
from spacetui.model.run import Status
from spacetui.text.format import count_text, duration_text

if TYPE_CHECKING:
    from pathlib import Path

    from spacetui.model.call import Call
    from spacetui.model.events import Event
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session


class PlainCalls:
    """Makes one call at a time and says how it goes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: LiveCall | None = None
        # The app and the call that was made last; its outputs, if it has ended well.
        self._last: tuple[OpenedApp, Call] | None = None
        self._ended: Completed | None = None

    def cancel(self) -> bool:
        """Cancel the call that runs; return whether there is one."""
        if self._running is None:
            return False
        self._running.cancel()
        return True

    async def make(self, opened: OpenedApp, call: Call) -> OpenedApp:
        """Make a call and print what it gives. Return the app as the call has left it."""
        self._last, self._ended = (opened, call), None
        report = PlainReport(call.endpoint)
        live = self._session.submit(opened, call)
        output.print_text(f"calling {call.endpoint.api_name}; ctrl+c cancels it.")
        self._running = live
        try:
            last = await follow(live, report)
        finally:
            self._running = None
        self._print_end(opened, live, last, report)
        return self._session.with_changes(opened, live)

    def _print_end(
        self, opened: OpenedApp, live: LiveCall, last: Event | None, report: PlainReport
    ) -> None:
        from spacetui.session.output_files import with_urls

        took = duration_text(live.state.duration)
        if isinstance(last, Completed):
            self._ended = last
            data = [with_urls(each, self._session, opened) for each in last.data]
            report.print_result(last, data, are_local=False)
            output.print_text(f"done after {took}. code gives the code, save the files.")
            return
        failure = failure_of(last, live.call, opened.source.title)
        report.print_failure(failure)
        if live.state.status is Status.CANCELLED:
            output.print_text(f"cancelled after {took}.")
        else:
            output.print_error(failure_line(failure))

    async def again(self, opened: OpenedApp) -> OpenedApp:
        """Make the last call again. Raises UsageError where another app is open since."""
        before, call = self._last_call()
        if before.src != opened.src:
            raise UsageError(f"the last call was one of {before.src}", hint="Open it first.")
        return await self.make(opened, call)

    def print_code(self, language: str) -> None:
        """Print the code of the last call; language: empty for the first of the settings."""
        from spacetui.cli.own_languages import find_any_language
        from spacetui.model.script import script_of_call
        from spacetui.settings.current import current_settings
        from spacetui.settings.table import LANGUAGES_AT_HAND
        from spacetui.snippets import render

        opened, call = self._last_call()
        name = find_any_language(language or current_settings().get(LANGUAGES_AT_HAND)[0]).name
        code = render(script_of_call(self._session.redactor.call(call), opened.source), name)
        output.print_raw(code)
        if opened.app.shares_state(call.endpoint):
            output.print_note("it makes this call alone: the app's State begins anew.")

    async def save(self, folder: Path) -> None:
        """Save the files of the last result."""
        from spacetui.session.output_files import Downloads

        opened, _ = self._last_call()
        if self._ended is None:
            raise UsageError("the last call gave no result")
        downloads = Downloads(self._session, opened, folder)
        for each in self._ended.data:
            await downloads.fetch_in(each)
        for problem in downloads.problems:
            output.print_error(problem)
        for path in downloads.saved:
            output.print_text(f"saved {path}")
        if not downloads.saved and not downloads.problems:
            output.print_text("the result has no files.")
        elif downloads.saved:
            output.print_text(f"{count_text(len(downloads.saved), 'file')} in {folder}.")

    def _last_call(self) -> tuple[OpenedApp, Call]:
        if self._last is None:
            raise UsageError("no call was made yet", hint="run makes one.")
        return self._last
