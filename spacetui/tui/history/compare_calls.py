"""What two calls are compared by: their inputs, their outputs, and the schema of their endpoint."""

from __future__ import annotations

import json

from spacetui.model.drift import endpoint_drift, shape_of
from spacetui.model.file_data import name_of
from spacetui.model.recording import Recording
from spacetui.model.schema import MISSING, Json
from spacetui.tui.widgets.diff_view import DiffLine, DiffPart, diff_parts
from spacetui.tui.wording.signature import return_label
from spacetui.tui.wording.value_summary import summarize


def compare_recordings(before: Recording, after: Recording) -> list[DiffLine]:
    """Return what is different between two calls. Takes a while for long outputs."""
    parts = [
        DiffPart("call", _call_lines(before), _call_lines(after)),
        DiffPart("inputs", _input_lines(before), _input_lines(after)),
        DiffPart("outputs", _output_lines(before), _output_lines(after)),
    ]
    return [*diff_parts(parts), DiffLine("#", "schema"), *_schema_lines(before, after)]


def is_same(before: Recording, after: Recording) -> bool:
    """Return whether two calls have the same inputs and outputs, and endpoints of one schema."""
    lines = (_call_lines, _input_lines, _output_lines)
    old, new = shape_of(before.call.endpoint), shape_of(after.call.endpoint)
    return all(each(before) == each(after) for each in lines) and not endpoint_drift(old, new)


def _schema_lines(before: Recording, after: Recording) -> list[DiffLine]:
    old, new = before.call.endpoint, after.call.endpoint
    if (before.source.src, old.api_name) != (after.source.src, new.api_name):
        return [DiffLine("…", "not compared: these are two endpoints")]
    changes = endpoint_drift(shape_of(old), shape_of(new))
    return [DiffLine("+", each.text) for each in changes] or [DiffLine("…", "the same")]


def _call_lines(recording: Recording) -> list[str]:
    return [f"{recording.source.src} {recording.call.endpoint.api_name}"]


def _input_lines(recording: Recording) -> list[str]:
    call = recording.call
    pairs = ((each.name, call.value_of(each)) for each in call.endpoint.parameters)
    return [line for name, value in pairs if value is not MISSING for line in _lines(name, value)]


def _output_lines(recording: Recording) -> list[str]:
    state = recording.state
    if state.failure is not None:
        return [f"failed: {state.failure.message}"]
    pairs = zip(recording.call.endpoint.returns, state.values or (), strict=False)
    return [line for output, value in pairs for line in _lines(return_label(output), value)]


def _lines(name: str, value: Json) -> list[str]:
    """Return a value in lines, the first with its name. Of files the names are compared."""
    text = _text_of(value)
    first, *rest = text.splitlines() or [""]
    return [f"{name}: {first}", *rest]


def _text_of(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and name_of(value):
        return summarize(value)
    if isinstance(value, (dict, list)):
        try:
            return json.dumps(value, ensure_ascii=False, indent=2, default=summarize)
        except (ValueError, RecursionError):
            pass
    return summarize(value)
