"""sse (Gradio 4.0 to 4.8): a stream joins the queue, and in it the server asks for the data.

Source: gradio 4.8.0 routes.py, queue_join and queue_data.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from urllib.parse import urlencode

from spacetui.errors import NotGradio
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.http.client import Http
from spacetui.wire.protocols.post_body import AGAIN, encoded, post_once
from spacetui.wire.protocols.run_predict import ask_to_stop, run_at_once
from spacetui.wire.protocols.sse_messages import messages_from


@dataclass(frozen=True, slots=True)
class SseV0:
    """The protocol named `sse`. Each update has whole values."""

    diffs: bool = False
    reuses_sessions: bool = False

    async def messages(
        self, http: Http, app: App, progress: CallProgress
    ) -> AsyncGenerator[Json, None]:
        """Join the queue by a stream, post the data when asked for it, yield other messages."""
        if not progress.endpoint.is_queued:
            yield await run_at_once(http, app, progress)
            return
        who = {"fn_index": progress.endpoint.fn_index, "session_hash": progress.session_hash}
        encoded({"data": progress.data}, progress)  # raises before the call waits in the queue
        url = f"{http.root}{app.api_prefix}/queue"
        async with aclosing(
            messages_from(http, f"{url}/join?{urlencode(who)}", progress)
        ) as messages:
            async for message in messages:
                if not isinstance(message, dict):
                    continue
                if message.get("msg") != "send_data":
                    yield message
                    continue
                event_id = message.get("event_id")
                if not isinstance(event_id, str) or not event_id:
                    name = progress.endpoint.api_name
                    raise NotGradio(
                        "the server asks for the data and names no event_id", where=name, hint=AGAIN
                    )
                # Until here the server cannot have run the call.
                body = {"data": progress.data, "event_id": event_id, "event_data": None, **who}
                await post_once(http, f"{url}/data", encoded(body, progress), progress)
                progress.accept(event_id)

    async def cancel(self, http: Http, app: App, progress: CallProgress) -> None:
        await ask_to_stop(http, app, progress)
