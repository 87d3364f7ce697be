"""Files the user named -> the app, streamed from disk. Only a FileInput is ever read (security.md 5)."""

import asyncio
import mimetypes
import secrets
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path

import httpx

from spacetui.errors import BadValue, NotGradio
from spacetui.model.call import Call
from spacetui.model.events import Uploading
from spacetui.model.file_data import file_data, named_file
from spacetui.model.file_input import FileInput, files_in, map_file_inputs
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.files.gradio3_files import InlineFile, inline_value
from spacetui.wire.http.client import Http
from spacetui.wire.http.errors import error_of_status
from spacetui.wire.http.response import parse_json, refuse_redirect
from spacetui.wire.quirks import quirks_of

_CHUNK = 256 * 1024
# Small files go together, else a folder of a thousand is a thousand requests; but not so many, or so big, that a
# proxy which takes each of them refuses the lot.
_MOST_TOGETHER = 100
_SMALL = 512 * 1024
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
                raise BadValue(
                    f"{file.path}: {reason}", parameter=parameter.name, where=parameter.name
                ) from error
            if not stat.S_ISREG(mode):  # a pipe would never end, a device never stop
                raise BadValue(
                    f"{file.path}: not a file", parameter=parameter.name, where=parameter.name
                )


async def upload_files(
    http: Http, app: App, exchange: CallProgress, sent: dict[FileInput, Json]
) -> AsyncGenerator[Uploading, None]:
    """Send each file of `exchange.data` once, telling how far it is; `sent` takes the FileData of each."""
    named = quirks_of(app.version).named_files
    ours: list[FileInput] = []
    for file in dict.fromkeys(files_in(exchange.data)):
        if isinstance(file, InlineFile):
            sent[file] = await exchange.within(inline_value(http, file))
        elif file.is_url:  # the server fetches it
            name = file.path.split("?", 1)[0].rsplit("/", 1)[-1]
            marked = file_data(file.path, orig_name=name)
            sent[file] = named_file(file.path, name) if named else marked
        else:
            ours.append(file)
    for parts in _together(ours, exchange):
        async with aclosing(_upload(http, app, exchange, parts, sent)) as events:
            async for event in events:
                yield event


def replace_files(value: Json, sent: Mapping[FileInput, Json]) -> Json:
    """Give `value` with each FileInput in it replaced by its FileData."""
    return map_file_inputs(value, sent.__getitem__)


class _Part:
    """One file of a multipart body. shown: what it is called; sent: bytes on the network; said: those told of.

    Raises BadValue for a file that cannot be looked at any more.
    """

    def __init__(self, file: FileInput, where: str) -> None:
        self.file = file
        self.path = Path(file.path)
        # A file name that is not UTF-8 has lone surrogates, which cannot be sent.
        self.name = _sendable(self.path.name)
        self.shown = (
            _sendable(str(self.path.relative_to(file.folder))) if file.folder else self.name
        )
        self.sent = self.said = 0
        try:
            self.total = self.path.stat().st_size
        except OSError as error:
            raise BadValue(f"{file.path}: {error.strerror}", where=where) from error

    def told(self, sent: int) -> Uploading:
        self.said = sent
        return Uploading(self.shown, sent, self.total)


def _together(files: Sequence[FileInput], exchange: CallProgress) -> Iterator[list[_Part]]:
    """Group files that are sent in one request."""
    group: list[_Part] = []
    for file in files:
        part = _Part(file, exchange.endpoint.api_name)
        if group and (
            len(group) >= _MOST_TOGETHER or sum(each.total for each in group) + part.total > _SMALL
        ):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


async def _upload(
    http: Http, app: App, exchange: CallProgress, parts: list[_Part], sent: dict[FileInput, Json]
) -> AsyncGenerator[Uploading, None]:
    body = _Multipart(parts)
    yield parts[0].told(0)
    url = f"{http.root}{app.api_prefix}/upload"
    post = asyncio.create_task(http.request("POST", url, content=body, headers=body.headers))
    moved = body.moved
    post.add_done_callback(lambda _: moved.set())
    loop = asyncio.get_running_loop()
    told_at = 0.0
    try:
        while not post.done():
            await exchange.within(moved.wait())
            moved.clear()
            exchange.hear()  # a server that takes bytes is not silent
            if loop.time() - told_at >= _TELL_SECONDS and (now := body.now).sent > now.said:
                told_at = loop.time()
                yield now.told(now.sent)
        if body.problem is not None:
            raise BadValue(
                f"{body.now.file.path}: {body.problem}", where=exchange.endpoint.api_name
            )
        answer = post.result()
    finally:
        if not post.done():
            post.cancel()
            await asyncio.wait({post})
        elif not post.cancelled():
            post.exception()  # seen, so that asyncio does not report it
    exchange.hear()
    where = f"upload of {parts[0].shown}" + (
        f" and {len(parts) - 1} more" if len(parts) > 1 else ""
    )
    refuse_redirect(answer, where=where)
    if answer.status != 200:
        raise error_of_status(
            answer.status, answer.headers, answer.body, where=where, endpoint=exchange.endpoint
        )
    paths = await parse_json(answer.body, where=where)
    is_whole = (
        isinstance(paths, list)
        and len(paths) == len(parts)
        and all(isinstance(each, str) for each in paths)
    )
    if not is_whole:
        raise NotGradio(
            "the server took the file and named no path", where=where, hint="Run the call again."
        )
    for part, path in zip(parts, paths, strict=True):
        if part.said < part.total or not part.total:
            yield part.told(part.total)
        sent[part.file] = _file_data(app, part, path)


def _file_data(app: App, part: _Part, path: str) -> Json:
    """Give what stands for an uploaded file in a value; in the words of the app's version."""
    if quirks_of(app.version).named_files:
        return named_file(path, part.name, part.total)
    mime_type = mimetypes.guess_type(part.name)[0]
    return file_data(path, orig_name=part.name, size=part.total, mime_type=mime_type)


def _sendable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


class _Multipart(httpx.AsyncByteStream):
    """A multipart body with files under the name `files`, which is the only one Gradio reads.

    now: the file that is sent; moved: set whenever more of it is. problem: why it could not be read to its
    end, or None.
    """

    def __init__(self, parts: list[_Part]) -> None:
        self._parts = parts
        self.now = parts[0]
        self.moved = asyncio.Event()
        self.problem: str | None = None
        boundary = secrets.token_hex(16)
        self._heads = [_head(part, boundary) for part in parts]
        self._tail = f"--{boundary}--\r\n".encode()
        total = sum(
            len(head) + part.total + 2 for head, part in zip(self._heads, parts, strict=True)
        )
        self.headers = {
            "content-type": f"multipart/form-data; boundary={boundary}",
            "content-length": str(total + len(self._tail)),
        }

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for head, part in zip(self._heads, self._parts, strict=True):
            self.now = part
            yield head
            async for chunk in self._content(part):
                yield chunk
            if self.problem is not None:
                return
            yield b"\r\n"
        yield self._tail

    async def _content(self, part: _Part) -> AsyncIterator[bytes]:
        try:
            with await asyncio.to_thread(part.path.open, "rb") as source:
                while chunk := await asyncio.to_thread(source.read, _CHUNK):
                    part.sent += len(chunk)
                    if part.sent > part.total:
                        break
                    self.moved.set()
                    yield chunk
        except OSError as error:
            self.problem = error.strerror or "cannot be read"
        if part.sent != part.total and self.problem is None:
            self.problem = "changed while it was read"


def _head(part: _Part, boundary: str) -> bytes:
    quoted = part.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    kind = mimetypes.guess_type(part.name)[0] or "application/octet-stream"
    return (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{quoted}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    ).encode()
