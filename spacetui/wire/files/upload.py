"""Uploading the files that the user named, streamed from disk (security.md section 5).

No other file is read than that of a FileInput.
"""

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
from spacetui.wire.http.response import Response, parse_json, refuse_redirect
from spacetui.wire.quirks import quirks_of

_CHUNK_BYTES = 256 * 1024
# Small files share a request, so that a folder of a thousand files is not a thousand requests. A
# batch stays so small that a proxy which takes each of its files takes them together.
_BATCH_FILES = 100
_BATCH_BYTES = 512 * 1024
# Seconds between two events of one upload.
_EVENT_SECONDS = 0.1


def check_files(call: Call) -> None:
    """Raise BadValue, with the name of the parameter, for a file that cannot be read."""
    for parameter in call.endpoint.parameters:
        for file in files_in(call.value_of(parameter)):
            problem = "" if file.is_url else _problem_of(file.path)
            if problem:
                raise BadValue(
                    f"{file.path}: {problem}", parameter=parameter.name, where=parameter.name
                )


def _problem_of(path: str) -> str:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        return error.strerror or "no such file"
    except ValueError:  # a null character in the path
        return "no such file"
    # Reading a pipe or a device may never end.
    return "" if stat.S_ISREG(mode) else "not a file"


async def upload_files(
    http: Http, app: App, progress: CallProgress, uploaded: dict[FileInput, Json]
) -> AsyncGenerator[Uploading, None]:
    """Upload each file in `progress.data` once, and yield how far it is.

    uploaded: takes the FileData of each file.
    """
    own: list[FileInput] = []
    for file in dict.fromkeys(files_in(progress.data)):
        if isinstance(file, InlineFile):
            uploaded[file] = await progress.within(inline_value(http, file))
        elif file.is_url:
            uploaded[file] = _file_data_of_url(app, file.path)
        else:
            own.append(file)
    for parts in _batches(own, progress.endpoint.api_name):
        async with aclosing(_upload_batch(http, app, progress, parts, uploaded)) as events:
            async for event in events:
                yield event


def replace_files(value: Json, uploaded: Mapping[FileInput, Json]) -> Json:
    """Return `value` with each FileInput in it replaced by its FileData."""
    return map_file_inputs(value, uploaded.__getitem__)


class _Part:
    """One file of a multipart body.

    label: its name for the user, with its place in the folder that it was found in.
    sent: bytes on the network. reported: bytes that an event named, or None.
    """

    def __init__(self, file: FileInput, where: str) -> None:
        """Raise BadValue for a file that has been removed since it was checked."""
        self.file = file
        self.path = Path(file.path)
        self.name = _encodable(self.path.name)
        self.label = self.name
        if file.folder:
            self.label = _encodable(str(self.path.relative_to(file.folder)))
        self.sent = 0
        self.reported: int | None = None
        try:
            self.total = self.path.stat().st_size
        except OSError as error:
            raise BadValue(f"{file.path}: {error.strerror}", where=where) from error

    @property
    def is_reported(self) -> bool:
        """Whether an event named its last byte."""
        return self.reported == self.total

    def event(self, sent: int) -> Uploading:
        self.reported = sent
        return Uploading(self.label, sent, self.total)


def _encodable(name: str) -> str:
    """Replace lone surrogates, which stand for bytes of a file name that are not UTF-8."""
    return name.encode("utf-8", "replace").decode()


def _batches(files: Sequence[FileInput], where: str) -> Iterator[list[_Part]]:
    """Group the files that are sent in one request."""
    batch: list[_Part] = []
    size = 0
    for file in files:
        part = _Part(file, where)
        if batch and (len(batch) >= _BATCH_FILES or size + part.total > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += part.total
    if batch:
        yield batch


async def _upload_batch(
    http: Http,
    app: App,
    progress: CallProgress,
    parts: list[_Part],
    uploaded: dict[FileInput, Json],
) -> AsyncGenerator[Uploading, None]:
    body = _Multipart(parts)
    yield parts[0].event(0)
    url = f"{http.root}{app.api_prefix}/upload"
    post = asyncio.create_task(http.request("POST", url, content=body, headers=body.headers))
    post.add_done_callback(lambda _: body.has_moved.set())
    try:
        async with aclosing(_events_until_done(post, body, parts, progress)) as events:
            async for event in events:
                yield event
        if body.problem is not None:
            raise BadValue(
                f"{body.current.file.path}: {body.problem}", where=progress.endpoint.api_name
            )
        response = post.result()
    finally:
        await _end(post)
    progress.hear()
    paths = await _paths_in(response, parts, progress)
    for event in _completions(parts):
        yield event
    for part, path in zip(parts, paths, strict=True):
        uploaded[part.file] = _file_data(app, part, path)


async def _events_until_done(
    post: asyncio.Task[Response],
    body: "_Multipart",
    parts: Sequence[_Part],
    progress: CallProgress,
) -> AsyncGenerator[Uploading, None]:
    """Yield how far the files are, in their order, however late this gets to run."""
    loop = asyncio.get_running_loop()
    yielded_at = 0.0
    while not post.done():
        await progress.within(body.has_moved.wait())
        body.has_moved.clear()
        progress.hear()  # a server that takes bytes is not silent
        part = body.current
        if loop.time() - yielded_at >= _EVENT_SECONDS and part.sent > (part.reported or 0):
            yielded_at = loop.time()
            for event in _completions(parts[: parts.index(part)]):
                yield event
            yield part.event(part.sent)


def _completions(parts: Sequence[_Part]) -> Iterator[Uploading]:
    """Yield the last event of each file of which no event has named the last byte."""
    for part in parts:
        if not part.is_reported:
            yield part.event(part.total)


async def _end(post: asyncio.Task[Response]) -> None:
    """Cancel `post` if it is running, and wait until it has ended."""
    if not post.done():
        post.cancel()
        await asyncio.wait({post})
    elif not post.cancelled():
        post.exception()  # retrieved, so that asyncio does not log it


async def _paths_in(
    response: Response, parts: Sequence[_Part], progress: CallProgress
) -> list[str]:
    """Return the paths that the server gave the files. Raises SpacetuiError if it did not."""
    where = f"upload of {parts[0].label}"
    if len(parts) > 1:
        where += f" and {len(parts) - 1} more"
    refuse_redirect(response, where=where)
    if response.status != 200:
        raise error_of_status(
            response.status,
            response.headers,
            response.body,
            where=where,
            endpoint=progress.endpoint,
        )
    paths = await parse_json(response.body, where=where)
    if isinstance(paths, list) and len(paths) == len(parts):
        texts = [each for each in paths if isinstance(each, str)]
        if len(texts) == len(parts):
            return texts
    raise NotGradio(
        "the server took the file and named no path", where=where, hint="Run the call again."
    )


def _file_data(app: App, part: _Part, path: str) -> Json:
    """Return the value of an uploaded file, in the form of the app's version."""
    if quirks_of(app.version).named_files:
        return named_file(path, part.name, part.total)
    mime_type = mimetypes.guess_type(part.name)[0]
    return file_data(path, orig_name=part.name, size=part.total, mime_type=mime_type)


def _file_data_of_url(app: App, url: str) -> Json:
    """Return the value of a file that the server fetches."""
    name = url.split("?", 1)[0].rsplit("/", 1)[-1]
    if quirks_of(app.version).named_files:
        return named_file(url, name)
    return file_data(url, orig_name=name)


class _Multipart(httpx.AsyncByteStream):
    """A multipart body with files under the name `files`, the only one that Gradio reads.

    current: the file that is being sent. has_moved: set whenever more of it was sent.
    problem: why it could not be read to its end, or None.
    """

    def __init__(self, parts: list[_Part]) -> None:
        self.current = parts[0]
        self.has_moved = asyncio.Event()
        self.problem: str | None = None
        boundary = secrets.token_hex(16)
        self._parts = [(_head(part, boundary), part) for part in parts]
        self._end = f"--{boundary}--\r\n".encode()
        total = sum(len(head) + part.total + 2 for head, part in self._parts) + len(self._end)
        self.headers = {
            "content-type": f"multipart/form-data; boundary={boundary}",
            "content-length": str(total),
        }

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for head, part in self._parts:
            self.current = part
            yield head
            async for chunk in self._content(part):
                yield chunk
            if self.problem is not None:
                return
            yield b"\r\n"
        yield self._end

    async def _content(self, part: _Part) -> AsyncIterator[bytes]:
        try:
            with await asyncio.to_thread(part.path.open, "rb") as source:
                while chunk := await asyncio.to_thread(source.read, _CHUNK_BYTES):
                    part.sent += len(chunk)
                    if part.sent > part.total:
                        break
                    self.has_moved.set()
                    yield chunk
        except OSError as error:
            self.problem = error.strerror or "cannot be read"
        if part.sent != part.total and self.problem is None:
            self.problem = "changed while it was read"


def _head(part: _Part, boundary: str) -> bytes:
    quoted = part.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    mime_type = mimetypes.guess_type(part.name)[0] or "application/octet-stream"
    return (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{quoted}"\r\n'
        f"Content-Type: {mime_type}\r\n\r\n"
    ).encode()
