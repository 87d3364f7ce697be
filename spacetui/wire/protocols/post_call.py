"""What every protocol sends: JSON bodies by POST, values included. What the answers mean lies elsewhere."""

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

# x-gradio-user makes ZeroGPU word its errors for people who call by the API.
JSON_BODY = {"content-type": "application/json", "x-gradio-user": "api"}
AGAIN = "Whether the call ran is not known; run it again."


def encoded(body: Mapping[str, Json], progress: CallProgress) -> bytes:
    """Give the JSON of a body that holds the user's values. Raises BadValue for a value that has none."""
    try:
        return json.dumps(body, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise BadValue(
            f"a value cannot be sent as JSON: {error}", where=progress.endpoint.api_name
        ) from error


async def post_once(http: Http, url: str, content: bytes, progress: CallProgress) -> Response:
    """POST a call and give the answer, which is a success. Sent again only where it was surely not taken."""
    endpoint = progress.endpoint
    progress.begin()
    answer = await _post(http, url, content, progress)
    if answer.status == 429:  # the one answer that says that it was surely not taken
        wait = retry_delay(answer.headers)
        if wait is not None:
            await progress.within(asyncio.sleep(wait))
            answer = await _post(http, url, content, progress)
    refuse_redirect(answer, where=endpoint.api_name)
    if not 200 <= answer.status < 300:
        raise error_of_status(
            answer.status, answer.headers, answer.body, where=endpoint.api_name, endpoint=endpoint
        )
    return answer


async def _post(http: Http, url: str, content: bytes, progress: CallProgress) -> Response:
    work = http.request("POST", url, content=content, headers=JSON_BODY)
    answer = await progress.within(work, REPLY_SECONDS)
    progress.hear()
    return answer
