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
from spacetui.wire.answers import parse_json
from spacetui.wire.exchange import Exchange
from spacetui.wire.http import Http
from spacetui.wire.limits import ERROR_BYTES
from spacetui.wire.protocols.run import ask_to_stop
from spacetui.wire.protocols.sending import AGAIN, JSON_BODY, encoded, post_once
from spacetui.wire.protocols.stream import messages_from
from spacetui.wire.quirks import quirks_of


@dataclass(frozen=True, slots=True)
class Sse:
    """diffs: streamed outputs after the first come as edits (sse_v2 and later)."""

    diffs: bool

    async def messages(self, http: Http, app: App, exchange: Exchange) -> AsyncGenerator[Json, None]:
        """Join the queue, then give each message of our event; those of other events are left out."""
        # Joining first: a stream of a session the server has not heard of is refused.
        exchange.taken(await self._join(http, app, exchange))
        if exchange.endpoint.takes_chunks:
            await exchange.within(_end_chunks(http, app, exchange.event_id))
        session = quote(exchange.session_hash, safe="")
        url = f"{http.root}{app.api_prefix}/queue/data?session_hash={session}"
        async with aclosing(messages_from(http, url, exchange)) as messages:
            async for message in messages:
                if isinstance(message, dict) and message.get("event_id") in (None, exchange.event_id):
                    yield message

    async def cancel(self, http: Http, app: App, exchange: Exchange) -> None:
        if not quirks_of(app.version).cancel_route:
            await ask_to_stop(http, app, exchange)
            return
        body = {
            "session_hash": exchange.session_hash,
            "fn_index": exchange.endpoint.fn_index,
            "event_id": exchange.event_id,
        }
        url = f"{http.root}{app.api_prefix}/cancel"
        await http.ask("POST", url, content=json.dumps(body).encode(), headers=JSON_BODY, limit=ERROR_BYTES)

    async def _join(self, http: Http, app: App, exchange: Exchange) -> str:
        body = {
            "data": exchange.data,
            "fn_index": exchange.endpoint.fn_index,
            "session_hash": exchange.session_hash,
            "event_data": None,
            "trigger_id": None,
        }
        url = f"{http.root}{app.api_prefix}/queue/join"
        answer = await post_once(http, url, encoded(body, exchange), exchange)
        reply = await parse_json(answer.body, where=url)
        event_id = reply.get("event_id") if isinstance(reply, dict) else None
        if not isinstance(event_id, str) or not event_id:
            name = exchange.endpoint.api_name
            raise NotGradio("the server took the call and named no event_id", where=name, hint=AGAIN)
        return event_id


async def _end_chunks(http: Http, app: App, event_id: str) -> None:
    """Say that no other chunk follows the one that was sent, else the server waits for it up to its time limit.

    Before the function is done with the first: Gradio 5 would run it again, on the same chunk.
    """
    url = f"{http.root}{app.api_prefix}/stream/{quote(event_id, safe='')}/close"
    try:
        await http.ask("POST", url, headers=JSON_BODY, limit=ERROR_BYTES)
    except SpacetuiError:
        return  # what is wrong with the server, its stream says; the time limit ends the call too
