"""`spacetui wait`: wait until a Space runs and its app answers."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options, complete_src
from spacetui.cli.command_session import session_for
from spacetui.errors import Busy, Lost, SpacetuiError, StageError, TimedOut, Unreachable

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

# Seconds between two attempts at first; each pause is twice the one before, up to the second.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
# Seconds for which the session may overrun its own limit, which it keeps between two requests.
GRACE = 1.0


@click.command(short_help="Wait until a Space runs.")
@click.argument("src", shell_complete=complete_src)
@click.option(
    "--timeout",
    metavar="S",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds in all.",
)
@access_options
def wait(src: str, *, timeout: float, **access: Any) -> int:
    """Wait until the Space runs and its app answers; a sleeping one is woken.

    Its stages are printed on stderr. The exit code is 0 when the app answers, 3 when the time ran
    out, and 2 for a Space that will not start by itself: paused, or broken. An address is waited
    for too.
    """
    return output.run_command(_wait(src, timeout, access))


async def _wait(src: str, timeout: float, access: dict[str, Any]) -> int:
    async with session_for(src, access) as session:
        opened = await wait_until_up(session, src, timeout)
        for note in opened.notes:
            output.print_note(note)
        output.print_note(f"{opened.src} is up: {opened.app.url}")
    return 0


async def wait_until_up(session: Session, src: str, timeout: float) -> OpenedApp:
    """Open an app within `timeout` seconds; while nothing answers there, try again.

    Raises the last error, or TimedOut, when the time has run out; at once what waiting cannot help.
    """
    waiting = _Waiting(session, src, monotonic() + timeout)
    try:
        async with asyncio.timeout(timeout + GRACE):
            return await waiting.open()
    except TimeoutError:
        state = f"still {waiting.stage}" if waiting.stage else "no answer"
        late = TimedOut(f"{state} after {timeout:g} s", where=src, hint="Try again later.")
        raise waiting.last_error or late from None


class _Waiting:
    """Attempts to open one app.

    stage: the last one that the Hub named; empty where it named none. last_error: of the last
    attempt, if that ended with one.
    """

    def __init__(self, session: Session, src: str, deadline: float) -> None:
        self._session = session
        self._src = src
        self._deadline = deadline
        self._print_stage = output.stage_printer(src)
        self._is_noted = False
        self.stage = ""
        self.last_error: SpacetuiError | None = None

    async def open(self) -> OpenedApp:
        pause = FIRST_PAUSE
        while True:
            left = max(0.0, self._deadline - monotonic())
            try:
                return await self._session.open(
                    self._src, on_stage=self._note_stage, wake_timeout=left
                )
            except (Busy, Lost, StageError, TimedOut, Unreachable) as error:
                will_not_start = isinstance(error, StageError) and not error.is_waking
                pause = error.failure.retry_after or pause
                if will_not_start or monotonic() + pause > self._deadline:
                    raise
                self._note(error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _note_stage(self, stage: str) -> None:
        self.stage = stage
        self.last_error = None
        self._print_stage(stage)

    def _note(self, error: SpacetuiError) -> None:
        """Print once why it is waited for."""
        if not self._is_noted:
            self._is_noted = True
            output.print_note(f"{error.failure.located}; waiting (Ctrl-C ends it)")
        self.last_error = error
