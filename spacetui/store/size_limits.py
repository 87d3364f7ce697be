"""What of a recording goes to disk: no secrets, and nothing of a size that would hurt (security.md P4, P13)."""

import json
from collections.abc import Mapping
from dataclasses import replace

from spacetui.model.call import Call
from spacetui.model.recording import Recording
from spacetui.model.run import LogLine, RunState
from spacetui.model.schema import MISSING, Endpoint, Json, Parameter

# Largest single value kept, and largest endpoint schema, in characters of JSON.
MAX_VALUE = 1_000_000
# Characters kept of a log line and of an error's details; log lines kept of one call.
MAX_LINE, MAX_DETAILS, MAX_LINES = 2_000, 20_000, 200


def trim_recording(recording: Recording) -> Recording:
    """Give `recording` as it is stored: a secret or oversized input is left out and is then wanting;
    an oversized output is a note that says so.
    """
    endpoint = recording.call.endpoint
    secret = {each.name for each in endpoint.parameters if each.is_secret}
    values = {
        name: value
        for name, value in recording.call.values.items()
        if name not in secret and _size(value) <= MAX_VALUE
    }
    return replace(recording, call=Call(_endpoint(endpoint), values), state=_state(recording.state))


def _state(state: RunState) -> RunState:
    data = state.data if state.data is None else tuple(_output(each) for each in state.data)
    lines = tuple(_line(each) for each in state.logs[-MAX_LINES:])
    failure = state.failure
    if failure is not None:
        failure = replace(
            failure, message=failure.message[:MAX_LINE], details=failure.details[:MAX_DETAILS]
        )
    dropped = state.logs_dropped + len(state.logs) - len(lines)
    return replace(state, data=data, logs=lines, logs_dropped=dropped, failure=failure, uploads=())


def _line(line: LogLine) -> LogLine:
    return replace(line, message=line.message[:MAX_LINE], title=line.title[:MAX_LINE])


def _output(value: Json) -> Json:
    size = _size(value)
    return value if size <= MAX_VALUE else f"[{size / 1e6:.1f} MB, not kept]"


def _endpoint(endpoint: Endpoint) -> Endpoint:
    parameters = tuple(_parameter(each) for each in endpoint.parameters)
    returns = tuple(
        replace(each, props={}, schema=each.schema if _size(each.schema) <= MAX_LINE * 10 else {})
        for each in endpoint.returns
    )
    return replace(
        endpoint,
        parameters=parameters,
        returns=returns,
        description=endpoint.description[:MAX_DETAILS],
    )


def _parameter(parameter: Parameter) -> Parameter:
    # Props are the component's whole config; all that repeating a call needs has a name of its own.
    kept = replace(parameter, props={}, example=MISSING)
    if parameter.is_secret:
        kept = replace(kept, default=MISSING if parameter.default is MISSING else None)
    if _size(kept.schema) > MAX_VALUE // 10:
        kept = replace(kept, schema={})
    if kept.choices is not None and len(kept.choices) > 1000:
        kept = replace(kept, choices=None)
    if kept.default is not MISSING and _size(kept.default) > MAX_VALUE:
        kept = replace(kept, default=MISSING)
    return kept


def _size(value: Json) -> int:
    """Give the length of a value as JSON; of what cannot be written, more than any limit."""
    if isinstance(value, str):
        return len(value)
    if value is None or isinstance(value, (bool, int, float)):
        return 1
    try:
        return len(json.dumps(dict(value) if isinstance(value, Mapping) else value, default=str))
    except (ValueError, RecursionError):
        return 1 << 62
