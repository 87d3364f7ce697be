"""POST run/predict, of Gradio 3 and early 4: calls outside the queue, and functions that cancel.

Source: gradio 3.50.2 and 4.8.0 routes.py, predict and reset_iterator.
"""

import json

import httpx

from spacetui.errors import Lost, NotGradio
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.http.client import Http
from spacetui.wire.http.errors import error_of_status
from spacetui.wire.http.response import Response, parse_json, read_body, refuse_redirect
from spacetui.wire.limits import ERROR_BYTES, EVENT_BYTES
from spacetui.wire.protocols.post_body import JSON_BODY, encoded


async def run_at_once(http: Http, app: App, progress: CallProgress) -> Json:
    """Call a function outside the queue, and return its result as a queue's last message."""
    endpoint = progress.endpoint
    body = {
        "data": progress.data,
        "event_data": None,
        "fn_index": endpoint.fn_index,
        "session_hash": progress.session_hash,
    }
    content = encoded(body, progress)
    url = f"{http.root}{app.api_prefix}/run/predict"
    progress.begin()
    response = await progress.within(_post(http, url, content))
    progress.hear()
    refuse_redirect(response, where=endpoint.api_name)
    if response.status not in (200, 500):
        raise error_of_status(
            response.status,
            response.headers,
            response.body,
            where=endpoint.api_name,
            endpoint=endpoint,
        )
    try:
        output = await parse_json(response.body, where=endpoint.api_name)
    except NotGradio:
        if response.status == 200:
            raise
        output = None
    if response.status == 500 and not (isinstance(output, dict) and "error" in output):
        raise Lost(
            "the server answers 500 Internal Server Error",
            where=endpoint.api_name,
            hint="Whether it took the call is not known.",
        )
    return {"msg": "process_completed", "output": output, "success": response.status == 200}


async def _post(http: Http, url: str, content: bytes) -> Response:
    """POST without a limit on the wait: the response comes when the function has ended."""
    response: httpx.Response = await http.stream(
        "POST", url, content=content, headers=JSON_BODY, idle_timeout=None
    )
    try:
        body = await read_body(response, EVENT_BYTES, where=http.host)
    finally:
        await response.aclose()
    return Response(response.status_code, response.headers, body, url)


async def ask_to_stop(http: Http, app: App, progress: CallProgress) -> None:
    """Cancel by the app's own function for it, or else stop a generator; then end the wait.

    Servers of these versions cannot stop any other call, and do not end the stream of a call that
    they stopped.
    """
    endpoint = progress.endpoint
    who = {"session_hash": progress.session_hash, "fn_index": endpoint.fn_index}
    path, body = "/reset", {**who, "event_id": progress.event_id}
    if endpoint.canceller is not None:
        path, body = "/run/predict", {**who, "data": [], "fn_index": endpoint.canceller}
    url = f"{http.root}{app.api_prefix}{path}"
    try:
        response = await http.request(
            "POST", url, content=json.dumps(body).encode(), headers=JSON_BODY, limit=ERROR_BYTES
        )
        said = await parse_json(response.body, where=url) if response.status == 200 else None
        # A reset says whether there was something to stop.
        progress.is_stop_confirmed = isinstance(said, dict) and said.get("success", True) is True
    finally:
        progress.abandon()
