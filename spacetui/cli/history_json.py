"""What `history --json` prints: one object for each call."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from spacetui.model.file_data import file_data
from spacetui.model.file_input import map_file_inputs
from spacetui.model.recording import Recording
from spacetui.model.schema import WITHHELD, Json
from spacetui.store.row_types import HistoryRow, StoredEvent, StoredFile


def row_json(row: HistoryRow) -> Json:
    """Return a row of a list. The previews are for people; `show` has the values."""
    return {
        "id": row.id,
        "made_at": _moment(row.made_at),
        "src": row.src,
        "title": row.title,
        "api_name": row.api_name,
        "status": row.status.value,
        "duration": row.duration,
        "input_preview": row.inputs,
        "output_preview": row.output,
    }


def call_json(
    recording: Recording, files: Sequence[StoredFile], events: Sequence[StoredEvent]
) -> Json:
    """Return a call with its values.

    inputs: as `run --data` takes them; withheld names the secret ones, which are not kept.
    outputs: null where there are none, or none any more. batch: of an entry that stands for the
    rows of a file alone.
    """
    call, state, source = recording.call, recording.state, recording.source
    values = call.values
    batch = {} if state.batch is None else {"batch": asdict(state.batch)}
    return {
        "id": recording.id,
        "made_at": _moment(recording.made_at),
        "src": source.src,
        "url": source.url,
        "title": source.title,
        "api_name": call.endpoint.api_name,
        "status": state.status.value,
        "duration": state.duration,
        "inputs": {name: _input(each) for name, each in values.items() if each is not WITHHELD},
        "withheld": [name for name, each in values.items() if each is WITHHELD],
        "outputs": None if state.data is None else list(state.data),
        "failure": None if state.failure is None else state.failure._asdict(),
        "logs": [asdict(each) for each in state.logs],
        "files": [_file(each) for each in files],
        "events": [asdict(each) for each in events],
        **batch,
    }


def _input(value: Json) -> Json:
    return map_file_inputs(value, lambda file: file_data(file.path))


def _file(file: StoredFile) -> Mapping[str, Json]:
    return {
        "input": file.is_input,
        "name": file.name,
        "path": file.path,
        "saved_path": file.saved_path or None,
        "size": file.size,
        "type": file.media_type or None,
        "sha256": file.sha256 or None,
        "kept": None if file.kept is None else str(file.kept),
        "gone": file.is_gone,
        "changed": file.is_changed,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
