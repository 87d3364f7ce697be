"""Durations and success rates of earlier calls, as the queue of an app counts them.

Source: gradio 6.31 queueing.py, compute_analytics_summary. Its `functions` are api_names, each of
which belongs to one endpoint. All durations are null if one call has none, such as a failed one.
"""

from collections.abc import Mapping

from spacetui.model.json_values import as_number, as_object
from spacetui.model.schema import App, Endpoint, Json, Usage

# Seconds; a longer duration (31 years) is none.
_MAX_SECONDS = 1e9


def with_usage(app: App, summary: Json) -> App:
    """Return `app` with the usage that `summary`, the object at /monitoring/summary, has."""
    functions = as_object(summary).get("functions")
    if not isinstance(functions, dict):
        return app
    return app._replace(endpoints=tuple(_with_usage(each, functions) for each in app.endpoints))


def _with_usage(endpoint: Endpoint, functions: Mapping[str, Json]) -> Endpoint:
    if not endpoint.is_named:
        return endpoint
    counted = as_object(functions.get(endpoint.api_name.removeprefix("/")))
    calls = counted.get("total_requests")
    if type(calls) is not int or calls <= 0:
        return endpoint
    durations = as_object(counted.get("process_time_percentiles"))
    usage = Usage(
        calls=calls,
        seconds=_number_up_to(_MAX_SECONDS, durations.get("50th")),
        success_rate=_number_up_to(1, counted.get("success_rate")),
    )
    return endpoint._replace(usage=usage)


def _number_up_to(limit: float, value: Json) -> float | None:
    number = as_number(value)
    if number is None or not 0 <= number <= limit:
        return None
    return float(number)
