"""CallJournal: writes one call to the store as it goes; Journals makes them for a session.

A call is written before it is sent, and its last event before anybody sees it. What it has given so
far is written ten times a second at most, and nobody waits for that: kill -9 loses what was shown
in the last 250 ms at most, as long as a writing takes less than 50 ms. A history that cannot be
written changes nothing of what a call does.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacetui.model.events import FINAL_EVENTS, Event, Partial, Uploading
from spacetui.model.file_data import files_within, name_of, path_of
from spacetui.model.file_input import files_in
from spacetui.model.recording import Recording
from spacetui.model.schema import Json
from spacetui.session.stored_event import stored_event

if TYPE_CHECKING:
    from spacetui.session.redaction import Redactor
    from spacetui.store.row_types import StoredEvent
    from spacetui.store.store import Store

# Seconds from the beginning of one writing of what a running call has given to that of the next: at
# least, and at most where one takes long; and how many times as long that is as the writing.
INTERVAL, LONGEST_INTERVAL, EASE = 0.1, 2.0, 4
# Seconds for which a call waits until it is written.
PATIENCE = 2.0
# Events that are written of one call, besides the last; and files whose calls are remembered.
MAX_EVENTS, MAX_FILES = 300, 1_000


class Journals:
    """The journals of a session, and whose the files are that its calls gave."""

    def __init__(self, store: "Store", redactor: "Redactor") -> None:
        self.store = store
        self.redactor = redactor
        self._tasks: set[asyncio.Task[Any]] = set()
        # What identifies a file of an output -> the id of its call.
        self._calls: dict[str, int] = {}

    def new(self) -> "CallJournal | None":
        """Return the journal of a new call; None where nothing is kept."""
        if self.store.is_off:
            return None
        return CallJournal(self)

    def run(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Run `work` to its end, also when whoever waits for it is cancelled."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def wait_for(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work`, and wait for it, though not while the store fails."""
        task = self.run(work)
        if not self.store.is_failing:
            await asyncio.wait({task}, timeout=PATIENCE)

    def remember_files(self, recording: Recording, number: int) -> None:
        """Remember which files are outputs of a call."""
        for value in recording.state.values or ():
            for file in files_within(value):
                self._calls.pop(_key(file), None)
                self._calls[_key(file)] = number
        while len(self._calls) > MAX_FILES:
            del self._calls[next(iter(self._calls))]

    def keep_file(self, file: Mapping[str, Json], path: Path) -> None:
        """Keep a copy of the file of an output, which was fetched to `path`."""
        number = self._calls.get(_key(file), 0)
        if number > 0:
            self.run(self.store.keep_file(number, path, file))

    async def aclose(self) -> None:
        """Wait until everything is written."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE)


class CallJournal:
    """Writes one call. id: the store's; 0 as long as it has none."""

    def __init__(self, journals: Journals) -> None:
        self._journals = journals
        self._writer = journals.store.writer
        self.id = 0
        self._has_begun = False
        self._is_written = asyncio.Event()
        self._is_over = asyncio.Event()
        # The latest of the call that is not written yet, and its events.
        self._latest: Recording | None = None
        self._events: list[StoredEvent] = []
        self._written = 0
        self._writing: asyncio.Task[None] | None = None

    async def begin(self, recording: Recording) -> None:
        """Write that the call is about to be sent. Beginning again does nothing."""
        if not self._has_begun:
            self._has_begun = True
            await self._journals.wait_for(self._begin(recording))
            self._journals.run(self._add_input_files(recording))

    async def add(self, event: Event, recording: Recording) -> None:
        """Write an event. recording: the call after it. Only for the last one it is waited."""
        is_last = isinstance(event, FINAL_EVENTS)
        count = self._written + len(self._events)
        is_one_of_many = isinstance(event, Uploading) or (
            isinstance(event, Partial) and recording.state.partials > 1
        )
        if is_last or (count < MAX_EVENTS and not is_one_of_many):
            self._events.append(stored_event(event, recording.state.last_at))
        if is_last:
            self._is_over.set()
            await self._journals.wait_for(self._end(recording))
            return
        self._latest = recording
        if self._writing is None or self._writing.done():
            self._writing = self._journals.run(self._write_progress())

    async def leave(self) -> None:
        """Write that the user left the call before its end."""
        if self._has_begun and not self._is_over.is_set():
            self._is_over.set()
            await self._journals.wait_for(self._interrupt())

    async def _begin(self, recording: Recording) -> None:
        try:
            self.id = await self._writer.begin(self._journals.redactor.kept(recording))
        finally:
            self._is_written.set()

    async def _write_progress(self) -> None:
        await self._is_written.wait()
        clock = asyncio.get_running_loop().time
        while self._latest is not None and not self._is_over.is_set():
            began = clock()
            recording, self._latest = self._latest, None
            state = (await self._kept(recording)).state
            took = await self._writer.write_progress(self.id, state, *self._take_events())
            # Outputs of megabytes take long to write, and keys have to be answered in between.
            interval = min(LONGEST_INTERVAL, max(INTERVAL, EASE * took))
            try:
                await asyncio.wait_for(self._is_over.wait(), max(0.0, began + interval - clock()))
            except TimeoutError:
                continue

    async def _end(self, recording: Recording) -> None:
        await self._is_written.wait()
        kept = await self._kept(recording)
        self.id = await self._writer.end(self.id, kept, *self._take_events())
        self._journals.remember_files(recording, self.id)

    async def _kept(self, recording: Recording) -> Recording:
        redactor, outputs = self._journals.redactor, recording.state.data or ()
        return await redactor.apart(redactor.kept, recording, outputs)

    async def _interrupt(self) -> None:
        await self._is_written.wait()
        if self._latest is not None:
            state = (await self._kept(self._latest)).state
            await self._writer.write_progress(self.id, state, *self._take_events())
        await self._writer.interrupt(self.id)

    async def _add_input_files(self, recording: Recording) -> None:
        from spacetui.store.saved_files import read_facts

        await self._is_written.wait()
        for file in files_in(recording.call.values)[:MAX_FILES]:
            if file.is_url:
                continue
            facts = await asyncio.to_thread(read_facts, Path(file.path))
            if facts is not None:
                await self._writer.add_input_file(self.id, facts)

    def _take_events(self) -> tuple[int, list["StoredEvent"]]:
        """Return the events that are not written yet, and how many are."""
        first, events = self._written, self._events
        self._written, self._events = first + len(events), []
        return first, events


def _key(file: Mapping[str, Json]) -> str:
    return f"{file.get('url') or ''} {path_of(file) or name_of(file)}"
