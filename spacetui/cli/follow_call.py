"""Follow a call to its end: print what happens, cancel it on Ctrl-C, and say how it failed."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from spacetui.cli import output
from spacetui.errors import Failure, Lost
from spacetui.model.events import Cancelled, Failed
from spacetui.text.html import strip_tags

if TYPE_CHECKING:
    from spacetui.cli.run_reports import Report
    from spacetui.model.call import Call
    from spacetui.model.events import Event
    from spacetui.session.live_call import LiveCall

# Seconds between two checks of a running call, and seconds of silence until a note is printed.
TICK = 0.2
SILENCE = 60.0
# Seconds that a cancel, and then closing the stream, may take after Ctrl-C (security.md P12).
CANCEL_LIMIT = 1.0
CLOSE_LIMIT = 0.3


async def follow(live: LiveCall, report: Report) -> Event | None:
    """Read the call to its end and return its last event."""
    ticker = asyncio.ensure_future(watch(live, report))
    reader = asyncio.ensure_future(_read(live, report))
    try:
        # Shielded: after Ctrl-C the call is cancelled, but its last event is still read.
        return await asyncio.shield(reader)
    except (asyncio.CancelledError, output.StdoutClosed, output.NotWritten):
        live.cancel()
        rest = asyncio.ensure_future(_drain(live)) if reader.done() else reader
        await asyncio.wait({rest}, timeout=CANCEL_LIMIT)
        if not rest.done():  # the server may not know of the cancel, but we do not wait for it
            rest.cancel()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(live.aclose(), CLOSE_LIMIT)
        raise
    finally:
        ticker.cancel()


async def _read(live: LiveCall, report: Report) -> Event | None:
    """Print the events as they come, except the last, which is returned."""
    last = None
    async for event in live:
        last = event
        if not live.state.status.is_final:
            report.print_event(event, live.state)
    return last


async def watch(live: LiveCall, report: Report) -> None:
    """Refresh the report every TICK, and print a note once when the server is silent for long."""
    is_silence_noted = False
    while True:
        await asyncio.sleep(TICK)
        report.refresh(live.state, live.elapsed)
        if live.silence < SILENCE:
            is_silence_noted = False
        elif not is_silence_noted:
            is_silence_noted = True
            report.print_note(
                f"no data for {live.silence:.0f} s; the call goes on (Ctrl-C ends it)"
            )


async def _drain(live: LiveCall) -> None:
    """Read the remaining events, which records the call."""
    async for _ in live:
        continue


def failure_of(last: Event | None, call: Call, src: str) -> Failure:
    """Return why a call of `src` came to no result, by its last event.

    Raises Lost where it ended without any.
    """
    api_name = call.endpoint.api_name
    where = f"{src} {api_name}"
    match last:
        case Failed(failure=failure):
            is_located = failure.where not in ("", api_name)
            message = failure.located if is_located else failure.message
            return failure._replace(message=message, where=where)
        case Cancelled():
            message = "the server cancelled the call"
            return Failure("cancelled", message, where, hint="Run it again.")
    raise Lost("the call ended without a result", where=where, hint="Run it again.")


def duration_of(last: Event | None) -> float | None:
    """Return the seconds that a call took to fail, if its last event says so."""
    return last.duration if isinstance(last, (Failed, Cancelled)) else None


def failure_line(failure: Failure) -> str:
    """Return a failure as a line for users; --json has the exact text."""
    message = failure.message
    if failure.title:
        message = f"{failure.title}: {message}"
    return str(failure._replace(message=strip_tags(message)))
