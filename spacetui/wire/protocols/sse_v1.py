"""sse_v1 to sse_v3 (Gradio 4.9 and later): POST queue/join, then one event stream for the session.

Source: gradio 6.31 routes.py, queue_join and queue_data_helper; client/js submit.ts.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from urllib.parse import quote

from spacetui.errors import NotGradio, SpacetuiError
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.http.client import Http
from spacetui.wire.http.response import parse_json
from spacetui.wire.limits import CANCEL_SECONDS, ERROR_BYTES
from spacetui.wire.protocols.post_body import AGAIN, JSON_BODY, encoded, post_once
from spacetui.wire.protocols.run_predict import ask_to_stop
from spacetui.wire.protocols.sse_messages import messages_from
from spacetui.wire.quirks import quirks_of


@dataclass(frozen=True, slots=True)
class SseV1:
    """The protocols `sse_v1` to `sse_v3`. diffs: streamed outputs after the first come as edits."""

    diffs: bool
    reuses_sessions: bool = True

    async def messages(
        self, http: Http, app: App, progress: CallProgress
    ) -> AsyncGenerator[Json, None]:
        """Join the queue, then yield each message of our event, and none of other events."""
        # Joining comes first: the stream of a session that the server does not know is refused.
        progress.accept(await self._join(http, app, progress))
        session = quote(progress.session_hash, safe="")
        url = f"{http.root}{app.api_prefix}/queue/data?session_hash={session}"
        async with aclosing(messages_from(http, url, progress)) as messages:
            async for message in messages:
                if not isinstance(message, dict) or message.get("event_id") not in (
                    None,
                    progress.event_id,
                ):
                    continue
                if progress.endpoint.takes_chunks and message.get("msg") == "process_streaming":
                    await self._end_chunks(http, app, progress)
                    yield {**message, "msg": "process_completed"}
                    return
                yield message

    async def cancel(self, http: Http, app: App, progress: CallProgress) -> None:
        if not quirks_of(app.version).cancel_route:
            await ask_to_stop(http, app, progress)
            return
        body = {
            "session_hash": progress.session_hash,
            "fn_index": progress.endpoint.fn_index,
            "event_id": progress.event_id,
        }
        url = f"{http.root}{app.api_prefix}/cancel"
        await http.request(
            "POST", url, content=json.dumps(body).encode(), headers=JSON_BODY, limit=ERROR_BYTES
        )

    async def _join(self, http: Http, app: App, progress: CallProgress) -> str:
        body: dict[str, Json] = {
            "data": progress.data,
            "fn_index": progress.endpoint.fn_index,
            "session_hash": progress.session_hash,
            "event_data": None,
            "trigger_id": None,
        }
        if progress.oauth_token:  # since 6.21; gradio 6.31 data_classes.py, PredictBody
            body["oauth_token"] = progress.oauth_token
        url = f"{http.root}{app.api_prefix}/queue/join"
        response = await post_once(http, url, encoded(body, progress), progress)
        reply = await parse_json(response.body, where=url)
        event_id = reply.get("event_id") if isinstance(reply, dict) else None
        if not isinstance(event_id, str) or not event_id:
            name = progress.endpoint.api_name
            raise NotGradio(
                "the server took the call and named no event_id", where=name, hint=AGAIN
            )
        return event_id

    async def _end_chunks(self, http: Http, app: App, progress: CallProgress) -> None:
        """Stop the server's wait for another chunk, which lasts to the function's time limit.

        A cancel does it; asked to close the stream, Gradio 5 (and some 6) runs the function once
        more, on the same chunk. The cancel is waited for, because it names function and session, so
        a late one could hit the next call.
        """
        try:
            await progress.within(self.cancel(http, app, progress), CANCEL_SECONDS)
        except SpacetuiError:
            return  # the result is there, which is what counts
