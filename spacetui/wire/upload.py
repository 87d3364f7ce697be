"""Files the user named -> the app, streamed from disk. Only a FileInput is ever read (threats 5)."""

import asyncio
import mimetypes
import secrets
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from pathlib import Path

import httpx

from spacetui.errors import BadValue, NotGradio
from spacetui.model.call import FILE_DATA, Call, FileInput, files_in
from spacetui.model.events import Uploading
from spacetui.model.schema import App, Json
from spacetui.wire.answers import parse_json, refuse_redirect
from spacetui.wire.exchange import Exchange
from spacetui.wire.failures import error_of_status
from spacetui.wire.http import Http
from spacetui.wire.old_files import InlineFile, inline_value, named_file
from spacetui.wire.quirks import quirks_of

_CHUNK = 256 * 1024
# Ten lines a second are enough to see it move.
_TELL_SECONDS = 0.1


def check_files(call: Call) -> None:
    """Raise BadValue, naming the parameter, for a file that cannot be read."""
    for parameter in call.endpoint.parameters:
        for file in files_in(call.value_of(parameter)):
            if file.is_url:
                continue
            try:
                mode = Path(file.path).stat().st_mode
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or "no such file"
                raise BadValue(f"{file.path}: {reason}", parameter=parameter.name, where=parameter.name) from error
            if not stat.S_ISREG(mode):  # a pipe would never end, a device never stop
                raise BadValue(f"{file.path}: not a file", parameter=parameter.name, where=parameter.name)


async def upload_files(
    http: Http, app: App, exchange: Exchange, sent: dict[FileInput, Json]
) -> AsyncGenerator[Uploading, None]:
    """Send each file of `exchange.data` once, telling how far it is; `sent` takes the FileData of each."""
    named = quirks_of(app.version).named_files
    for file in files_in(exchange.data):
        if file in sent:
            continue
        if isinstance(file, InlineFile):
            sent[file] = await exchange.within(inline_value(http, file))
            continue
        if file.is_url:  # the server fetches it
            name = file.path.split("?", 1)[0].rsplit("/", 1)[-1]
            marked = {"path": file.path, "orig_name": name, "meta": {"_type": FILE_DATA}}
            sent[file] = named_file(file.path, name) if named else marked
            continue
        async with aclosing(_upload(http, app, exchange, file, sent)) as events:
            async for event in events:
                yield event


def with_files(value: Json, sent: Mapping[FileInput, Json]) -> Json:
    """Give `value` with each FileInput in it replaced by its FileData."""
    if isinstance(value, FileInput):
        return sent[value]
    if isinstance(value, Mapping):
        return {key: with_files(each, sent) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [with_files(each, sent) for each in value]
    return value


async def _upload(
    http: Http, app: App, exchange: Exchange, file: FileInput, sent: dict[FileInput, Json]
) -> AsyncGenerator[Uploading, None]:
    body = _Multipart(Path(file.path))
    yield Uploading(body.name, 0, body.total)
    url = f"{http.root}{app.api_prefix}/upload"
    post = asyncio.create_task(http.ask("POST", url, content=body, headers=body.headers))
    moved = body.moved
    post.add_done_callback(lambda _: moved.set())
    loop = asyncio.get_running_loop()
    told, told_at = 0, 0.0
    try:
        while not post.done():
            await exchange.within(moved.wait())
            moved.clear()
            exchange.heard_at = loop.time()  # a server that takes bytes is not silent
            if body.sent > told and loop.time() - told_at >= _TELL_SECONDS:
                told, told_at = body.sent, loop.time()
                yield Uploading(body.name, told, body.total)
        if body.problem is not None:
            raise BadValue(f"{file.path}: {body.problem}", where=exchange.endpoint.api_name)
        answer = post.result()
    finally:
        if not post.done():
            post.cancel()
            await asyncio.wait({post})
        elif not post.cancelled():
            post.exception()  # seen, so that asyncio does not report it
    exchange.heard_at = loop.time()
    where = f"upload of {body.name}"
    refuse_redirect(answer, where=where)
    if answer.status != 200:
        raise error_of_status(answer.status, answer.headers, answer.body, where=where, endpoint=exchange.endpoint)
    paths = await parse_json(answer.body, where=where)
    if not isinstance(paths, list) or len(paths) != 1 or not isinstance(paths[0], str):
        raise NotGradio("the server took the file and named no path", where=where, hint="Run the call again.")
    if body.total > told or not body.total:
        yield Uploading(body.name, body.total, body.total)
    if quirks_of(app.version).named_files:
        sent[file] = named_file(paths[0], body.name, body.total)
        return
    sent[file] = {
        "path": paths[0],
        "orig_name": body.name,
        "size": body.total,
        "mime_type": mimetypes.guess_type(body.name)[0],
        "meta": {"_type": FILE_DATA},
    }


class _Multipart(httpx.AsyncByteStream):
    """A multipart body with one file under the name `files`, which is the only one Gradio reads.

    sent: bytes of the file handed to the network; moved: set whenever that grows.
    problem: why the file could not be read to its end, or None.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # A file name that is not UTF-8 has lone surrogates, which cannot be sent.
        self.name = path.name.encode("utf-8", "replace").decode()
        self.total = path.stat().st_size
        self.sent = 0
        self.moved = asyncio.Event()
        self.problem: str | None = None
        boundary = secrets.token_hex(16)
        quoted = self.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        self._head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{quoted}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.headers = {
            "content-type": f"multipart/form-data; boundary={boundary}",
            "content-length": str(len(self._head) + self.total + len(self._tail)),
        }

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._head
        try:
            with await asyncio.to_thread(self._path.open, "rb") as source:
                while chunk := await asyncio.to_thread(source.read, _CHUNK):
                    self.sent += len(chunk)
                    if self.sent > self.total:
                        break
                    self.moved.set()
                    yield chunk
        except OSError as error:
            self.problem = error.strerror or "cannot be read"
        if self.sent != self.total and self.problem is None:
            self.problem = "changed while it was read"
        if self.problem is None:
            yield self._tail
