"""sse_v1 to sse_v3 (Gradio 4.9 and later): POST queue/join, then one event stream for the session.

Source: gradio 6.31 routes.py, queue_join and queue_data_helper; client/js submit.ts.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from spacetui.errors import BadValue, Lost, NotGradio
from spacetui.model.schema import App, Json
from spacetui.wire.answers import Answer, parse_json, read_body, redirect_of, refuse_redirect, retry_after
from spacetui.wire.exchange import Exchange
from spacetui.wire.failures import error_of_exchange, error_of_status
from spacetui.wire.http import Http
from spacetui.wire.limits import DETAILS_CHARS, DRAIN_SECONDS, ERROR_BYTES, EVENT_BYTES, REPLY_SECONDS
from spacetui.wire.sse import EventTooBig, SseReader

# x-gradio-user makes ZeroGPU word its errors for people who call by the API.
_JSON_BODY = {"content-type": "application/json", "x-gradio-user": "api"}
_STREAM = {"accept": "text/event-stream", "cache-control": "no-store"}
_AGAIN = "Whether the call ran is not known; run it again."


@dataclass(frozen=True, slots=True)
class Sse:
    """diffs: streamed outputs after the first come as edits (sse_v2 and later)."""

    diffs: bool

    async def messages(self, http: Http, app: App, exchange: Exchange) -> AsyncGenerator[Json, None]:
        """Join the queue, then give each message of our event; those of other events are left out."""
        # Joining first: a stream of a session the server has not heard of is refused.
        exchange.taken(await self._join(http, app, exchange))
        response = await self._open(http, app, exchange)
        chunks = response.aiter_raw()
        reader = SseReader()
        try:
            while True:
                chunk = await self._next(chunks, exchange, http)
                for data in reader.feed(chunk):
                    message = await self._parse(data, exchange)
                    if isinstance(message, dict) and message.get("event_id") in (None, exchange.event_id):
                        yield message
        except EventTooBig as error:
            raise Lost(
                f"the server sent more than {EVENT_BYTES >> 20} MB in one piece",
                where=exchange.endpoint.api_name,
                hint="Ask the app for less.",
            ) from error
        finally:
            if exchange.is_done:
                await _drain(chunks, response)
            else:
                await response.aclose()

    async def cancel(self, http: Http, app: App, exchange: Exchange) -> None:
        body = {
            "session_hash": exchange.session_hash,
            "fn_index": exchange.endpoint.fn_index,
            "event_id": exchange.event_id,
        }
        url = f"{http.root}{app.api_prefix}/cancel"
        await http.ask("POST", url, content=json.dumps(body).encode(), headers=_JSON_BODY, limit=ERROR_BYTES)

    async def _join(self, http: Http, app: App, exchange: Exchange) -> str:
        endpoint = exchange.endpoint
        body = {
            "data": exchange.data,
            "fn_index": endpoint.fn_index,
            "session_hash": exchange.session_hash,
            "event_data": None,
            "trigger_id": None,
        }
        try:
            content = json.dumps(body, allow_nan=False).encode()
        except (ValueError, TypeError, RecursionError) as error:
            raise BadValue(f"a value cannot be sent as JSON: {error}", where=endpoint.api_name) from error
        url = f"{http.root}{app.api_prefix}/queue/join"
        exchange.begin()
        answer = await self._post(http, url, content, exchange)
        if answer.status == 429:  # the one answer that says that it was surely not taken
            wait = retry_after(answer.headers)
            if wait is not None:
                await exchange.within(asyncio.sleep(wait))
                answer = await self._post(http, url, content, exchange)
        refuse_redirect(answer, where=endpoint.api_name)
        if not 200 <= answer.status < 300:
            raise error_of_status(
                answer.status, answer.headers, answer.body, where=endpoint.api_name, endpoint=endpoint
            )
        reply = await parse_json(answer.body, where=url)
        event_id = reply.get("event_id") if isinstance(reply, dict) else None
        if not isinstance(event_id, str) or not event_id:
            raise NotGradio("the server took the call and named no event_id", where=endpoint.api_name, hint=_AGAIN)
        return event_id

    async def _post(self, http: Http, url: str, content: bytes, exchange: Exchange) -> Answer:
        work = http.ask("POST", url, content=content, headers=_JSON_BODY)
        answer = await exchange.within(work, REPLY_SECONDS)
        exchange.heard_at = asyncio.get_running_loop().time()
        return answer

    async def _open(self, http: Http, app: App, exchange: Exchange) -> httpx.Response:
        session = quote(exchange.session_hash, safe="")
        url = f"{http.root}{app.api_prefix}/queue/data?session_hash={session}"
        response = await exchange.within(http.send("GET", url, headers=_STREAM, endless=True))
        exchange.heard_at = asyncio.get_running_loop().time()
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        packed = response.headers.get("content-encoding", "identity").strip().lower()
        if response.status_code == 200 and kind == "text/event-stream" and packed in ("identity", ""):
            return response
        name = exchange.endpoint.api_name
        try:
            if redirect_of(response.status_code, response.headers, url) is not None:
                raise NotGradio("the server redirects the stream of the call; refused", where=name, hint=_AGAIN)
            if response.status_code == 200:
                raise NotGradio("the answer is not an event stream", where=name, hint=_AGAIN)
            body = await exchange.within(read_body(response, ERROR_BYTES, where=http.host), REPLY_SECONDS)
            raise error_of_status(
                response.status_code, response.headers, body, where=name, endpoint=exchange.endpoint
            )
        finally:
            await response.aclose()

    async def _parse(self, data: str, exchange: Exchange) -> Json:
        try:
            return await parse_json(data, where=exchange.endpoint.api_name)
        except NotGradio as error:
            raise Lost(
                "the server sent a message that cannot be read",
                where=exchange.endpoint.api_name,
                hint=_AGAIN,
                details=data[:DETAILS_CHARS],
            ) from error

    async def _next(self, chunks: AsyncIterator[bytes], exchange: Exchange, http: Http) -> bytes:
        try:
            chunk = await exchange.within(anext(chunks))
        except StopAsyncIteration:
            raise Lost(
                "the stream ended before the result", where=exchange.endpoint.api_name, hint=_AGAIN
            ) from None
        except httpx.HTTPError as error:
            broken = error_of_exchange(error, where=http.host)
            raise Lost(
                broken.message, where=exchange.endpoint.api_name, hint=_AGAIN, details=broken.details
            ) from error
        exchange.heard_at = asyncio.get_running_loop().time()
        return chunk


async def _drain(chunks: AsyncIterator[bytes], response: httpx.Response) -> None:
    """Read a finished stream to its end, so that its connection serves the next call."""
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            async for _ in chunks:
                continue
    except (TimeoutError, httpx.HTTPError):
        return  # a connection that does not end is closed below, which is all we could do
    finally:
        await response.aclose()
