"""What `spacetui verify` compares code with: calls of the history, or the steps of a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from spacetui.cli import output
from spacetui.cli.command_session import hub_endpoint
from spacetui.cli.drift_notes import print_drift
from spacetui.cli.history_export import refuse_batch
from spacetui.errors import UsageError
from spacetui.model.drift import Change, endpoint_drift, endpoint_gone, shape_of
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.space import parse_ref
from spacetui.store.store import Store
from spacetui.system.paths import store_path
from spacetui.verify.recorded_file import KnownEndpoint, is_call_of, script_of_file

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.recording_files.document import FileStep

# Calls of an app in which the one that a step of a file repeats is looked for.
LOOKED_AT = 200


@asynccontextmanager
async def _history() -> AsyncIterator[Store]:
    """Give the store for reading; no file is made only to be looked at."""
    path = await asyncio.to_thread(store_path)
    is_there = await asyncio.to_thread(path.exists)
    async with Store(path if is_there else None, output.print_note) as store:
        yield store


async def recorded_calls(numbers: Sequence[int], *, as_json: bool) -> RecordedScript:
    """Return calls of the history as a script, in this order; the last call without numbers."""
    async with _history() as store:
        if not numbers:
            numbers = [row.id for row in await store.history(limit=1)]
        if not numbers:
            raise UsageError("there is no call to verify", hint="Make one with run.")
        script = RecordedScript()
        for number in numbers:
            recording = await store.load_call(number)
            if recording is None:
                raise UsageError(f"no call {number} in the history", hint="See spacetui history.")
            refuse_batch(recording)
            script = script.add(recording)
            print_drift(str(number), await _drift_of(store, recording), as_json=as_json)
            await _print_changed_files(store, number)
    return script


async def _drift_of(store: Store, recording: Recording) -> tuple[Change, ...]:
    """Return what the app said of the endpoint when it was opened after the call, if it was."""
    endpoint = recording.call.endpoint
    stored = await store.schema(
        parse_ref(recording.source.src, hub_endpoint=hub_endpoint()).address
    )
    if stored is None or stored.read_at < recording.made_at:
        return ()
    now = stored.app.endpoint(endpoint.api_name)
    if now is None:
        return (endpoint_gone(endpoint.api_name),)
    return endpoint_drift(shape_of(endpoint), shape_of(now))


async def _print_changed_files(store: Store, number: int) -> None:
    for file in await store.files_of(number):
        if file.is_changed:
            output.print_note(f"{file.path} has changed since call {number}")


async def recorded_file(file: str, *, are_others_allowed: bool, as_json: bool) -> RecordedScript:
    """Return the steps of a recording file as a script.

    Raises UsageError for a file that is none, for one that names files of somebody else's, and for
    an app that the history does not know.
    """
    from spacetui.cli.replay_uploads import with_allowed_files
    from spacetui.session.recording_file import read_recording
    from spacetui.system.own_folder import OwnFolder

    path = Path(file)
    document = await asyncio.to_thread(read_recording, path)
    document = await asyncio.to_thread(
        with_allowed_files,
        document,
        await asyncio.to_thread(OwnFolder.of, path),
        are_others_allowed=are_others_allowed,
    )
    async with _history() as store:
        known = {}
        for step in document.steps:
            known[step.name] = endpoint = await _known(store, step)
            if step.shape is not None:
                changes = endpoint_drift(step.shape, shape_of(endpoint.endpoint))
                print_drift(step.name, changes, as_json=as_json)
            if endpoint.answer is None:
                output.print_note(
                    f"step {step.name}: no such call is in the history; its answer is made up of"
                    " its schema"
                )
    return script_of_file(document, known)


async def _known(store: Store, step: FileStep) -> KnownEndpoint:
    """Return what the history knows of the endpoint of a step, and the answer to such a call."""
    src = parse_ref(step.src, hub_endpoint=hub_endpoint()).address
    known = None
    stored = await store.schema(src)
    if stored is not None and stored.source is not None:
        endpoint = stored.app.endpoint(step.api_name)
        known = KnownEndpoint(endpoint, stored.source) if endpoint is not None else None
    for row in await store.history(src=src, limit=LOOKED_AT):
        recording = None
        if row.api_name == step.api_name:
            recording = await store.load_call(row.id)
        if recording is None:
            continue
        if known is None:
            known = KnownEndpoint(recording.call.endpoint, recording.source)
        if is_call_of(step, recording) and recording.state.data is not None:
            return replace(known, answer=recording.state.data)
    if known is None:
        raise UsageError(
            f"nothing is known of {step.src} {step.api_name}",
            where=f"step {step.name}",
            hint=f"Open it once: spacetui {step.src}",
        )
    return known
