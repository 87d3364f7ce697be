"""A call in a few words, for a list of the history: its inputs and its first output."""

import json
from collections.abc import Mapping

from spacetui.model.batch_summary import BatchSummary
from spacetui.model.call import Call
from spacetui.model.file_data import files_within, name_of
from spacetui.model.file_input import FileInput, files_in
from spacetui.model.run import RunState
from spacetui.model.schema import MISSING, WITHHELD, Json
from spacetui.store.valid_text import valid

# Characters of a preview, and of one value in it.
MAX_PREVIEW, MAX_VALUE = 120, 60
# Inputs that say nothing in a list.
_UNSAID = (MISSING, WITHHELD, None, "")


def input_preview(call: Call, batch: BatchSummary | None = None) -> str:
    """Return the inputs of a call in the order of the form, `cat.png, blur, 4`.

    batch: of an entry that stands for many calls, whose rows come first: `rows of cats.csv, 4`.
    """
    values = (call.value_of(each) for each in call.endpoint.parameters)
    rows = [] if batch is None else [f"rows of {batch.rows_name}"]
    return _joined([*rows, *(preview(each) for each in values if each not in _UNSAID)])


def output_preview(state: RunState) -> str:
    """Return the outputs of a call in one line; of a failed one the message of its failure."""
    if state.batch is not None:
        return _one_line(str(state.batch), MAX_PREVIEW)
    if state.failure is not None:
        return _one_line(state.failure.message, MAX_PREVIEW)
    return _joined([preview(each) for each in state.values or () if each is not None])


def preview(value: Json) -> str:
    """Return a value in one short line: a text itself, the name of a file, JSON of the rest."""
    if isinstance(value, (FileInput, Mapping, list, tuple)):
        try:
            text = ", ".join(_file_names(value)) or _json(value)
        except (ValueError, RecursionError):
            text = "…"  # JSON cannot hold it, or it is nested too deeply
        return _one_line(text, MAX_VALUE)
    # As the form, the recorder and JSON have them, not as Python has.
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _one_line(text, MAX_VALUE)


def _file_names(value: Json) -> list[str]:
    given = [each.path.replace("\\", "/").rpartition("/")[2] for each in files_in(value)]
    return given or [name_of(each) or "file" for each in files_within(value)]


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """Return what JSON lacks as something that it has: our own values, and mappings."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, FileInput):
        return value.path
    return str(value)


def _joined(parts: list[str]) -> str:
    return _one_line(", ".join(part for part in parts if part), MAX_PREVIEW)


def _one_line(text: str, limit: int) -> str:
    line = " ".join(text[: limit * 10].split())
    if len(line) > limit:
        line = f"{line[: limit - 1]}…"
    return valid(line)
