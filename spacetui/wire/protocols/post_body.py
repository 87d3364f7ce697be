"""The POST of a call, as all protocols send it: a JSON body with the user's values."""

import asyncio
import json
from collections.abc import Mapping

from spacetui.errors import BadValue
from spacetui.model.schema import Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.http.client import Http
from spacetui.wire.http.errors import error_of_status
from spacetui.wire.http.response import Response, refuse_redirect, retry_delay
from spacetui.wire.limits import REPLY_SECONDS

# With x-gradio-user, ZeroGPU words its errors for users of the API.
JSON_BODY = {"content-type": "application/json", "x-gradio-user": "api"}
AGAIN = "Whether the call ran is not known; run it again."


def encoded(body: Mapping[str, Json], progress: CallProgress) -> bytes:
    """Return a body with the user's values as JSON. Raises BadValue if a value has no JSON."""
    try:
        return json.dumps(body, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise BadValue(
            f"a value cannot be sent as JSON: {error}", where=progress.endpoint.api_name
        ) from error


async def post_once(http: Http, url: str, content: bytes, progress: CallProgress) -> Response:
    """POST a call and return the response, a success.

    It is sent again only after a response by which the server surely did not take the call.
    """
    endpoint = progress.endpoint
    progress.begin()
    response = await _post(http, url, content, progress)
    if response.status == 429:  # the one status that says so
        wait = retry_delay(response.headers)
        if wait is not None:
            await progress.within(asyncio.sleep(wait))
            response = await _post(http, url, content, progress)
    refuse_redirect(response, where=endpoint.api_name)
    if not 200 <= response.status < 300:
        raise error_of_status(
            response.status,
            response.headers,
            response.body,
            where=endpoint.api_name,
            endpoint=endpoint,
        )
    return response


async def _post(http: Http, url: str, content: bytes, progress: CallProgress) -> Response:
    work = http.request("POST", url, content=content, headers=JSON_BODY)
    response = await progress.within(work, REPLY_SECONDS)
    progress.hear()
    return response
