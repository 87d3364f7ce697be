"""ws (Gradio 3): one WebSocket for each call; functions outside the queue by POST run/predict.

Source: gradio 3.50.2 routes.py, join_queue and predict; queueing.py, process_events.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from spacetui.errors import Lost, NotGradio
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.http.client import Http
from spacetui.wire.http.response import parse_json
from spacetui.wire.limits import DETAILS_CHARS, REPLY_SECONDS
from spacetui.wire.protocols.post_body import AGAIN, encoded
from spacetui.wire.protocols.run_predict import ask_to_stop, run_at_once


@dataclass(frozen=True, slots=True)
class WebSocketProtocol:
    """The protocol named `ws`. Each update has whole values."""

    diffs: bool = False
    reuses_sessions: bool = False

    async def messages(
        self, http: Http, app: App, progress: CallProgress
    ) -> AsyncGenerator[Json, None]:
        """Join the queue by a socket, send the data when asked for it, yield other messages."""
        if not progress.endpoint.is_queued:
            yield await run_at_once(http, app, progress)
            return
        from spacetui.wire.http.websocket import SocketClosed, open_socket, receive, send

        name = progress.endpoint.api_name
        who = {"fn_index": progress.endpoint.fn_index, "session_hash": progress.session_hash}
        data = encoded({"data": progress.data, "event_data": None, **who}, progress).decode()
        path = f"{app.api_prefix}/queue/join"
        opening = open_socket(http, path, progress.endpoint)
        socket = await progress.within(opening, REPLY_SECONDS)
        # Gradio 3 asks for the hash and then says how long its queue is, both at once. After that
        # it is silent until the call is first in the queue.
        limit: float | None = REPLY_SECONDS
        try:
            while True:
                raw = await progress.within(receive(socket, where=name), limit)
                progress.hear()
                http.log_message("<-", path, (raw,))
                message = await _parsed(raw, name)
                if message.get("msg") != "send_hash":
                    limit = None
                match message.get("msg"):
                    case "send_hash":
                        hash_ = json.dumps(who)
                        http.log_message("->", path, (hash_.encode(),))
                        await progress.within(send(socket, hash_), REPLY_SECONDS)
                    case "send_data":
                        # Until here the server cannot have run the call.
                        progress.begin()
                        http.log_message("->", path, (data.encode(),))
                        await progress.within(send(socket, data), REPLY_SECONDS)
                        # Gradio 3 has no id of a call: a cancel names session and function.
                        progress.accept(progress.session_hash)
                    case _:
                        yield message
        except SocketClosed:
            if progress.stop_at is None:
                raise Lost("the socket closed before the result", where=name, hint=AGAIN) from None
            # This server confirms a cancel by closing the socket; newer ones send an empty result.
            yield {"msg": "process_completed", "output": {}, "success": True}
        finally:
            await socket.close()

    async def cancel(self, http: Http, app: App, progress: CallProgress) -> None:
        await ask_to_stop(http, app, progress)


async def _parsed(raw: bytes, name: str) -> Mapping[str, Json]:
    try:
        message = await parse_json(raw, where=name)
    except NotGradio as error:
        shown = raw[:DETAILS_CHARS].decode("utf-8", "replace")
        raise Lost(
            "the server sent a message that cannot be read", where=name, hint=AGAIN, details=shown
        ) from error
    return message if isinstance(message, dict) else {}
