"""Removes secrets and large values from a recording before it is stored (security.md P4, P13)."""

import json
from collections.abc import Mapping
from dataclasses import replace

from spacetui.model.component_update import Output
from spacetui.model.drift import MAX_CHOICES
from spacetui.model.recording import Recording
from spacetui.model.run import LogLine, RunState
from spacetui.model.schema import MISSING, WITHHELD, Endpoint, Json, Parameter, Return
from spacetui.model.value_size import is_longer_as_json

# Characters of JSON: the largest value that is kept, and the largest schema of an input and an
# output.
MAX_VALUE, MAX_INPUT_SCHEMA, MAX_OUTPUT_SCHEMA = 1_000_000, 100_000, 20_000
# Characters kept of a log line, and of an error's details; log lines kept of one call.
MAX_LINE, MAX_DETAILS, MAX_LINES = 2_000, 20_000, 200


def trim_recording(recording: Recording) -> Recording:
    """Return `recording` as it is stored.

    Oversized inputs are left out, so that their values are missing when it is loaded. Secret ones
    are WITHHELD. An oversized output is replaced by a text that states its size.
    """
    call = recording.call.without_secrets()
    values = {name: value for name, value in call.values.items() if _size(value) <= MAX_VALUE}
    # The app's own values of masked fields are not stored either.
    masked = [each for each in call.endpoint.parameters if each.is_secret and each.default]
    values |= {p.name: WITHHELD for p in masked if call.value_of(p) == p.default}
    call = replace(call, endpoint=_trim_endpoint(call.endpoint), values=values)
    return replace(recording, call=call, state=trim_state(recording.state))


def trim_state(state: RunState) -> RunState:
    """Return the state of a call as it is stored, without oversized outputs and long logs."""
    data = state.data
    if data is not None:
        data = tuple(_trim_output(each) for each in data)
    failure = state.failure
    if failure is not None:
        message, details = failure.message[:MAX_LINE], failure.details[:MAX_DETAILS]
        failure = failure._replace(message=message, details=details)
    lines = tuple(_trim_line(each) for each in state.logs[-MAX_LINES:])
    dropped = state.logs_dropped + len(state.logs) - len(lines)
    return replace(
        state,
        data=data,
        updated=tuple(_trim_updated(each) for each in state.updated),
        logs=lines,
        logs_dropped=dropped,
        failure=failure,
        uploads=(),
    )


def _trim_line(line: LogLine) -> LogLine:
    return replace(line, message=line.message[:MAX_LINE], title=line.title[:MAX_LINE])


def _trim_output(value: Json) -> Json:
    size = _size(value)
    if size <= MAX_VALUE:
        return value
    if isinstance(value, str):
        return f"[{size / 1e6:.1f} MB, not kept]"
    return f"[more than {MAX_VALUE / 1e6:.0f} MB, not kept]"


def _trim_updated(output: Output) -> Output:
    changes = {name: _trim_output(each) for name, each in output.changes.items()}
    if output.value is MISSING:
        return replace(output, changes=changes)
    return Output(_trim_output(output.value), changes)


def _trim_endpoint(endpoint: Endpoint) -> Endpoint:
    return endpoint._replace(
        parameters=tuple(_trim_parameter(each) for each in endpoint.parameters),
        returns=tuple(_trim_return(each) for each in endpoint.returns),
        description=endpoint.description[:MAX_DETAILS],
    )


def _trim_return(output: Return) -> Return:
    kept = output._replace(props={})
    if _size(kept.schema) > MAX_OUTPUT_SCHEMA:
        kept = kept._replace(schema={})
    return kept


def _trim_parameter(parameter: Parameter) -> Parameter:
    # Props are the component's whole config; what repeating a call needs has a field of its own.
    kept = parameter._replace(props={}, example=MISSING)
    if kept.default is not MISSING:
        kept = _trim_default(kept)
    if _size(kept.schema) > MAX_INPUT_SCHEMA:
        kept = kept._replace(schema={})
    if kept.choices is not None and len(kept.choices) > MAX_CHOICES:
        kept = kept._replace(choices=None)
    return kept


def _trim_default(parameter: Parameter) -> Parameter:
    """Return a parameter with null for a secret default, and without an oversized one."""
    if parameter.is_secret:
        return parameter._replace(default=None)
    if _size(parameter.default) > MAX_VALUE:
        return parameter._replace(default=MISSING)
    return parameter


def _size(value: Json) -> int:
    """Return the length of a value as JSON; more than any limit for one that is too large."""
    if isinstance(value, str):
        return len(value)
    if value is None or value is WITHHELD or isinstance(value, (bool, int, float)):
        return 1
    if is_longer_as_json(value, MAX_VALUE):
        return 1 << 62
    if isinstance(value, Mapping):
        value = dict(value)
    try:
        return len(json.dumps(value, default=str))
    except (ValueError, RecursionError):
        return 1 << 62
