"""The lines of a batch's output: one JSON object for each row, written when its call has ended.

A line is strict JSON in ASCII, with these keys:

- `row`: the number of the row in its file, from 1. The header and empty lines do not count.
- `hash`: which inputs the row had, 16 hex digits, as `hash_of` makes them.
- `data`: the list of outputs, as in the `done` event of `spacetui run --json`: with a `url` for
  each file or, where files are saved, with the local path as its `path`.
- `error`: in place of `data`, why there is no result: `{"kind", "message", …}` with the keys of
  the `error` event of `spacetui run --json`.
- `attempts`: how often the call was sent, if more than once.
- `duration`: seconds from submit to the last event of the last attempt.
- `files`: the local paths of the files that were saved, if there are any.

A row with `data` is done. The lines stand in the order in which the calls ended, and no row stands
twice. Run again, a batch makes the calls of the rows that have no line with `data` and the same
`hash`; lines of those rows are removed first, and so is a last line that was not written to its
end.

A row belongs to the shard I of N (`--shard I/N`, I from 1) if `(row - 1) % N == I - 1`. The lines
of all shards together are those of the whole file.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacetui.errors import Failure
from spacetui.model.schema import Json
from spacetui.text.strict_json import to_json

# Kinds of errors after which a call may have run.
_LOST = ("lost", "timeout")
# Hex digits of a hash.
HASH_LENGTH = 16


def hash_of(api_name: str, inputs: Mapping[str, Json]) -> str:
    """Return which inputs a row has: the start of the SHA-256 of `[api_name, inputs]` as JSON.

    The JSON is that of `json.dumps` with sorted keys and no blanks. inputs: parameter name -> what
    the row gives, before it is read by the type of the parameter: the text of a cell in CSV and
    TSV, the value in JSON lines. What is given for all rows is among them, as the value that is
    sent. A file is `@` and its path or URL, as it was given, not its content.
    """
    text = json.dumps([api_name, inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


@dataclass(frozen=True, slots=True)
class LineHead:
    """What a line says of its row. is_done: it has `data`.

    lost: how often its call was sent, if it may have run without a result; else 0.
    """

    row: int
    hash: str
    is_done: bool
    lost: int = 0


def done_line(
    row: int,
    inputs_hash: str,
    data: Sequence[Json],
    *,
    duration: float,
    attempts: int = 1,
    files: Sequence[str] = (),
) -> str:
    """Return the line of a row that is done, with its end of line."""
    saved = {"files": list(files)} if files else {}
    return _line(row, inputs_hash, {"data": list(data)}, attempts, duration, saved)


def failed_line(
    row: int, inputs_hash: str, failure: Failure, *, duration: float, attempts: int = 1
) -> str:
    """Return the line of a row whose call gave no result, with its end of line."""
    return _line(row, inputs_hash, {"error": failure.as_json()}, attempts, duration, {})


def read_head(line: str | bytes) -> LineHead | None:
    """Read what a line says of its row; None if it is no line of a batch."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match value:
        case {"row": int(row), "hash": str(inputs_hash), "data": list()}:
            return LineHead(row, inputs_hash, is_done=True)
        case {"row": int(row), "hash": str(inputs_hash), "error": dict(error)}:
            attempts = value.get("attempts", 1)
            is_lost = error.get("kind") in _LOST and isinstance(attempts, int)
            return LineHead(row, inputs_hash, is_done=False, lost=attempts if is_lost else 0)
    return None


def _line(
    row: int,
    inputs_hash: str,
    outcome: dict[str, Json],
    attempts: int,
    duration: float,
    saved: dict[str, Json],
) -> str:
    sent = {"attempts": attempts} if attempts > 1 else {}
    times = {"duration": round(duration, 3)}
    return to_json({"row": row, "hash": inputs_hash, **outcome, **sent, **times, **saved}) + "\n"
