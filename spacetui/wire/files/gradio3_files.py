"""Files as Gradio 3 wants them: an image by its bytes in a data URI, any other by the name it was uploaded under.

Source: gradio 3.50.2 components/image.py, file.py, audio.py and video.py, preprocess.
"""

import asyncio
import base64
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.file_data import inline_file
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import Endpoint, Json
from spacetui.wire.http.client import Http
from spacetui.wire.http.response import read_body, redirect_target
from spacetui.wire.limits import EVENT_BYTES, MAX_REDIRECTS

_BY_BYTES = ("image",)
_FETCHED_BY_SERVER = ("audio", "video")


@dataclass(frozen=True, slots=True)
class InlineFile(FileInput):
    """A file whose bytes go into the value itself. is_bare: as the data URI alone, else in a file's object."""

    is_bare: bool = True


def mark_inline_files(data: Sequence[Json], endpoint: Endpoint) -> list[Json]:
    """Give the positional values with those files marked whose bytes this server wants, or cannot fetch."""
    if sum(endpoint.input_slots) != len(endpoint.parameters) or len(data) != len(
        endpoint.input_slots
    ):
        return list(data)
    parameters = iter(endpoint.parameters)
    kinds = [
        next(parameters).component.lower() if is_shown else "" for is_shown in endpoint.input_slots
    ]
    return [
        map_file_inputs(each, partial(_marked, kind=kind))
        for each, kind in zip(data, kinds, strict=True)
    ]


def _marked(file: FileInput, kind: str) -> FileInput:
    if kind in _BY_BYTES:
        return InlineFile(file.path)
    if file.is_url and kind not in _FETCHED_BY_SERVER:
        return InlineFile(file.path, is_bare=False)
    return file


async def inline_value(http: Http, file: InlineFile) -> Json:
    """Read a file, or fetch it from the address the user gave, and give its value. Raises BadValue."""
    name = PurePosixPath(urlsplit(file.path).path).name if file.is_url else Path(file.path).name
    content = (
        await _fetched(http, file.path)
        if file.is_url
        else await asyncio.to_thread(_read, file.path)
    )
    if len(content) > EVENT_BYTES:
        raise BadValue(f"{file.path}: over {EVENT_BYTES >> 20} MB, too big for this app's protocol")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    uri = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return uri if file.is_bare else inline_file(name, uri)


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as source:
            return source.read(EVENT_BYTES + 1)
    except OSError as error:
        raise BadValue(f"{path}: {error.strerror or 'cannot be read'}") from error


async def _fetched(http: Http, address: str) -> bytes:
    url = address
    try:
        for _ in range(MAX_REDIRECTS + 1):
            response = await http.stream("GET", url)
            try:
                target = redirect_target(response.status_code, response.headers, url)
                if target is None and response.is_success:
                    return await read_body(response, EVENT_BYTES, where=address)
            finally:
                await response.aclose()
            if target is None:
                raise BadValue(f"{address}: the server there answers {response.status_code}")
            url = target
    except SpacetuiError as error:
        raise BadValue(
            error.failure.message
            if isinstance(error, BadValue)
            else f"{address}: {error.failure.message}"
        ) from error
    raise BadValue(f"{address}: more than {MAX_REDIRECTS} redirects")
