"""How calls of an app went so far, as its queue counts them: how long one takes, how many succeed.

Source: gradio 6.31 queueing.py, compute_analytics_summary; its `functions` are api_names, each of which is one
endpoint's. The times of all calls are null once one of them had none, as a failed one has.
"""

from dataclasses import replace

from spacetui.model.schema import App, Endpoint, Json, Usage

# Seconds; a call that took longer (31 years) took none.
_LONGEST = 1e9


def with_usage(app: App, summary: Json) -> App:
    """Give `app` with what `summary`, the object at /monitoring/summary, says of its endpoints."""
    functions = summary.get("functions") if isinstance(summary, dict) else None
    if not isinstance(functions, dict):
        return app
    return replace(app, endpoints=tuple(_used(each, functions) for each in app.endpoints))


def _used(endpoint: Endpoint, functions: dict[str, Json]) -> Endpoint:
    match functions.get(endpoint.api_name.removeprefix("/")) if endpoint.is_named else None:
        case {"total_requests": int(calls), **rest} if calls > 0 and not isinstance(calls, bool):
            times = rest.get("process_time_percentiles")
            usage = Usage(
                calls=calls,
                seconds=_number(times.get("50th"), _LONGEST) if isinstance(times, dict) else None,
                success_rate=_number(rest.get("success_rate"), 1),
            )
            return replace(endpoint, usage=usage)
    return endpoint


def _number(value: Json, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value <= most else None
