"""The rows of calls: begun before a call is sent, rewritten while it runs, ended with its result.

A value that is kept has passed trim_recording. Each function works within a transaction.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacetui.model.call import Call
from spacetui.model.component_update import Output
from spacetui.model.recording import Recording
from spacetui.model.run import LIVE, RunState, Status
from spacetui.model.schema import Endpoint, Json, Withheld
from spacetui.model.source import Source
from spacetui.store.codec import dump, load
from spacetui.store.previews import input_preview, output_preview
from spacetui.store.row_types import StoredEvent
from spacetui.store.search_text import searched_text
from spacetui.store.trim_recording import trim_recording, trim_state
from spacetui.store.valid_text import valid

# Characters kept of the data of one event.
MAX_EVENT_DATA = 2_000


@dataclass(frozen=True, slots=True)
class _Inputs:
    values: Mapping[str, Json] = field(default_factory=dict)
    oauth_token: str | Withheld = ""


@dataclass(frozen=True, slots=True)
class _Outputs:
    data: tuple[Json, ...] | None = None
    updated: tuple[Output, ...] = ()


def begin_call(connection: sqlite3.Connection, recording: Recording, owner: str) -> int:
    """Write a call that is about to be sent, and return its id."""
    return _insert(connection, trim_recording(recording), owner)


def add_call(connection: sqlite3.Connection, recording: Recording) -> int:
    """Write a call that has ended, and return its id. It keeps the id that it has."""
    kept = trim_recording(recording)
    number = _insert(connection, kept, None)
    _write_outputs(connection, number, kept.state)
    return number


def begin_again(connection: sqlite3.Connection, number: int, owner: str) -> None:
    """Mark a call that has ended as running again. owner: of the process that makes it."""
    connection.execute(
        "update calls set status = ?, owner = ? where id = ?", (Status.STARTED.value, owner, number)
    )


def write_partial(connection: sqlite3.Connection, number: int, state: RunState) -> None:
    """Write how far a running call is, in place of what was written of it before."""
    state = trim_state(state)
    connection.execute(
        "insert into partials select id, ?, ? from calls where id = ?"
        " on conflict(call) do update set state = excluded.state, outputs = excluded.outputs",
        (_dump_state(state), _dump_outputs(state), number),
    )


def write_events(
    connection: sqlite3.Connection, number: int, first: int, events: Sequence[StoredEvent]
) -> None:
    """Write events of a call. first: how many were written before."""
    rows = (
        (place, each.at, each.kind, valid(each.data[:MAX_EVENT_DATA]), number)
        for place, each in enumerate(events, first)
    )
    connection.executemany(
        "insert or replace into events select id, ?, ?, ?, ? from calls where id = ?", rows
    )


def end_call(connection: sqlite3.Connection, number: int, recording: Recording) -> bool:
    """Write how a call ended; return False where it was deleted in the meantime."""
    kept = trim_recording(recording)
    cursor = connection.execute(
        "update calls set status = ?, duration = ?, output_preview = ?, owner = null, state = ?"
        " where id = ?",
        (
            kept.state.status.value,
            kept.state.duration,
            output_preview(kept.state),
            _dump_state(kept.state),
            number,
        ),
    )
    if not cursor.rowcount:
        return False
    _write_outputs(connection, number, kept.state)
    connection.execute("delete from partials where call = ?", (number,))
    connection.execute("update words set text = ? where rowid = ?", (searched_text(kept), number))
    return True


def interrupt_calls(connection: sqlite3.Connection, owner: str, number: int = 0) -> None:
    """Mark the running calls of an owner as interrupted, with the last that is known of them.

    number: of the only call that is marked, or 0 for all.
    """
    marks = ", ".join("?" * len(LIVE))
    rows = connection.execute(
        f"select calls.id, calls.state, partials.state, partials.outputs from calls"
        f" left join partials on partials.call = calls.id"
        f" where owner = ? and status in ({marks}) and ? in (0, calls.id)",
        (owner, *(each.value for each in LIVE), number),
    ).fetchall()
    for call, first, last, outputs in rows:
        _interrupt(connection, call, _state(last or first, outputs))


def _interrupt(connection: sqlite3.Connection, number: int, state: RunState) -> None:
    state = replace(state, status=Status.INTERRUPTED, is_waiting=False, rank=None, eta=None)
    connection.execute(
        "update calls set status = ?, duration = ?, output_preview = ?, state = ? where id = ?",
        (
            state.status.value,
            state.duration,
            output_preview(state),
            _dump_state(state),
            number,
        ),
    )
    _write_outputs(connection, number, state)
    connection.execute("delete from partials where call = ?", (number,))
    recording = load_call(connection, number)
    if recording is not None:
        text = searched_text(recording)
        connection.execute("update words set text = ? where rowid = ?", (text, number))


def load_call(connection: sqlite3.Connection, number: int) -> Recording | None:
    """Load a call, with its latest outputs where it still runs; None where it cannot be read."""
    row = connection.execute(
        "select calls.made_at, calls.visit, calls.source, calls.inputs, endpoints.endpoint,"
        " coalesce(partials.state, calls.state), coalesce(partials.outputs, outputs.outputs)"
        " from calls join endpoints on endpoints.id = calls.endpoint"
        " left join outputs on outputs.call = calls.id"
        " left join partials on partials.call = calls.id where calls.id = ?",
        (number,),
    ).fetchone()
    if row is None:
        return None
    made_at, visit, source, inputs, endpoint, state, outputs = row
    try:
        given = load(inputs, _Inputs)
        call = Call(load(endpoint, Endpoint), given.values, given.oauth_token)
        kept = _state(state, outputs)
        return Recording(call, load(source, Source), kept, made_at, number, visit)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # a row that this version cannot read must not hide the others


def load_events(connection: sqlite3.Connection, number: int) -> tuple[StoredEvent, ...]:
    """Load the events of a call in order."""
    rows = connection.execute(
        "select at, kind, data from events where call = ? order by place", (number,)
    )
    return tuple(StoredEvent(*row) for row in rows)


def delete_calls(connection: sqlite3.Connection, numbers: Iterable[int]) -> int:
    """Delete calls with all that belongs to them, and return how many there were."""
    rows = [(number,) for number in numbers]
    connection.executemany("delete from words where rowid = ?", rows)
    deleted = connection.executemany("delete from calls where id = ?", rows).rowcount
    connection.execute(
        "delete from endpoints where not exists"
        " (select 1 from calls where calls.endpoint = endpoints.id)"
    )
    return deleted


def remove_outputs(connection: sqlite3.Connection, number: int) -> None:
    """Remove the outputs of an ended call, and their words from the index."""
    connection.execute("delete from outputs where call = ?", (number,))
    connection.execute("delete from events where call = ?", (number,))
    recording = load_call(connection, number)
    if recording is not None:
        text = searched_text(recording)
        connection.execute("update words set text = ? where rowid = ?", (text, number))


def _insert(connection: sqlite3.Connection, kept: Recording, owner: str | None) -> int:
    source, state, endpoint = kept.source, kept.state, kept.call.endpoint
    inputs = _Inputs(kept.call.values, kept.call.oauth_token)
    number = connection.execute(
        "insert into calls(id, made_at, src, title, api_name, status, duration, visit,"
        " input_preview, output_preview, owner, endpoint, source, state, inputs)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            kept.id or None,
            kept.made_at,
            valid(source.src),
            valid(source.title),
            valid(endpoint.api_name),
            state.status.value,
            state.duration,
            kept.visit,
            input_preview(kept.call, state.batch),
            output_preview(state),
            owner,
            _endpoint_id(connection, endpoint),
            dump(source),
            _dump_state(state),
            dump(inputs),
        ),
    ).lastrowid
    assert number is not None
    connection.execute(
        "insert into words(rowid, text) values (?, ?)", (number, searched_text(kept))
    )
    return number


def _endpoint_id(connection: sqlite3.Connection, endpoint: Endpoint) -> int:
    """Return the id of an endpoint as it is now; calls of the same endpoint share one row."""
    text = dump(endpoint._replace(usage=None))  # which changes with each call that anybody makes
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = connection.execute("select id from endpoints where hash = ?", (digest,)).fetchone()
    if row is not None:
        return int(row[0])
    made = connection.execute("insert into endpoints(hash, endpoint) values (?, ?)", (digest, text))
    assert made.lastrowid is not None
    return made.lastrowid


def _write_outputs(connection: sqlite3.Connection, number: int, state: RunState) -> None:
    if state.data is None:
        return
    connection.execute(
        "insert or replace into outputs values (?, ?)", (number, _dump_outputs(state))
    )


def _dump_state(state: RunState) -> str:
    """Return a state as JSON, without its outputs, which are apart from it."""
    return dump(replace(state, data=None, updated=(), uploads=()))


def _dump_outputs(state: RunState) -> str:
    try:
        return dump(_Outputs(state.data, state.updated))
    except (ValueError, RecursionError):
        # They have a number or a nesting that JSON cannot hold. The call is still kept.
        return dump(_Outputs())


def _state(state: str, outputs: str | None) -> RunState:
    loaded = load(state, RunState)
    if outputs is None:
        return loaded
    kept = load(outputs, _Outputs)
    return replace(loaded, data=kept.data, updated=kept.updated)
