"""A program that makes streaming calls with a journal until it is killed; see test_kill.py.

For each line of stdin it forks a process, which makes one call after another and notes in a log,
one JSON line each, what was sent, shown as partial, written and shown as final.
"""

import asyncio
import json
import os
import random
import sys
from pathlib import Path
from typing import Any, cast

from spacetui.model.call import Call
from spacetui.model.events import Completed, Event, Partial
from spacetui.session.call_journal import Journals
from spacetui.session.live_call import LiveCall
from spacetui.session.redaction import Redactor
from spacetui.store.store import Store
from tests.tui.fake_session import ScriptedEvents, an_app, opened_app
from tests.unit.store.samples import ENDPOINT, SOURCE

# Seconds between two updates.
PAUSE = 1 / 30


class Stream(ScriptedEvents):
    """Updates, 30 a second, of which the first is asked for when the call is sent."""

    def __init__(self, events: list[Event], name: str, log: int) -> None:
        super().__init__(events)
        self._name = name
        self._log = log
        self._is_sent = False

    async def __anext__(self) -> Event:
        if not self._is_sent:
            self._is_sent = True
            note(self._log, "sent", self._name)
        await asyncio.sleep(PAUSE)
        return await super().__anext__()


def note(log: int, what: str, name: str, count: int = 0) -> None:
    """Append a line to the log, at once."""
    os.write(log, f"{json.dumps([what, name, count])}\n".encode())


async def make_calls(path: Path, log: int) -> None:
    """Make calls of one to twenty updates until the process is killed."""
    store = Store(path)
    write = store.writer.write_progress

    async def noted(number: int, state: Any, first: int, events: Any) -> float:
        took = await write(number, state, first, events)
        note(log, "written", *said(state.data[0]))
        return took

    store.writer.write_progress = noted  # type: ignore[method-assign]
    journals = Journals(store, Redactor())
    opened = cast(Any, opened_app("owner/name", an_app(), SOURCE, None))
    for number in range(10_000):
        name = f"{os.getpid()}-{number}"
        updates = random.randint(1, 20)
        events: list[Event] = [Partial((f"{name} {n}",)) for n in range(1, updates)]
        stream = Stream([*events, Completed((f"{name} {updates}",), 1.0)], name, log)
        live = LiveCall(
            Call(ENDPOINT, {"text": name}), opened, stream, journals.redactor, journals.new()
        )
        async for event in live:
            assert isinstance(event, (Partial, Completed))
            what = "final" if isinstance(event, Completed) else "partial"
            note(log, what, *said(event.data[0]))


def said(output: str) -> tuple[str, int]:
    """Return the call that an output is of, and which of its updates it is."""
    name, _, count = output.partition(" ")
    return name, int(count)


def main() -> None:
    """Fork a process for each line, and write its id."""
    path, log = Path(sys.argv[1]), os.open(sys.argv[2], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            asyncio.run(make_calls(path, log))
        print(process, flush=True)
        os.waitpid(process, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
