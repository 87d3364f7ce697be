"""Files in the form of Gradio 3: an image as a data URI, any other file by its uploaded name.

Source: gradio 3.50.2 components/image.py, file.py, audio.py and video.py, preprocess.
"""

import asyncio
import base64
import mimetypes
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

from spacetui.errors import BadValue, DownloadFailed, SpacetuiError
from spacetui.model.components import ComponentType, component_type
from spacetui.model.file_data import inline_file, name_of
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import Endpoint, Json
from spacetui.wire.http.client import Http
from spacetui.wire.http.response import read_body, redirect_target
from spacetui.wire.limits import EVENT_BYTES, MAX_REDIRECTS


@dataclass(frozen=True, slots=True)
class InlineFile(FileInput):
    """A file whose bytes go into the value itself.

    is_bare: the value is the data URI alone, and otherwise an object that has it.
    """

    is_bare: bool = True


def mark_inline_files(data: Sequence[Json], endpoint: Endpoint) -> list[Json]:
    """Return the positional values with an InlineFile for each file that is sent inline.

    These are the files of some components, and those of a URL that the server does not fetch.
    """
    slots = endpoint.input_slots
    if sum(slots) != len(endpoint.parameters) or len(slots) != len(data):
        return list(data)
    parameters = iter(endpoint.parameters)
    components = [
        component_type(next(parameters).component if is_shown else "") for is_shown in slots
    ]
    return [
        map_file_inputs(value, partial(_mark, component=component))
        for value, component in zip(data, components, strict=True)
    ]


def _mark(file: FileInput, component: ComponentType) -> FileInput:
    if component.is_inline:
        return InlineFile(file.path)
    if file.is_url and not component.fetches_urls:
        return InlineFile(file.path, is_bare=False)
    return file


async def inline_value(http: Http, file: InlineFile) -> Json:
    """Read a file, or fetch it from the URL that the user gave, and return its value.

    Raises BadValue.
    """
    if file.is_url:
        name = PurePosixPath(urlsplit(file.path).path).name
        content = await _fetch(http, file.path)
    else:
        name = Path(file.path).name
        content = await asyncio.to_thread(_read, file.path)
    if len(content) > EVENT_BYTES:
        raise BadValue(f"{file.path}: over {EVENT_BYTES >> 20} MB, too big for this app's protocol")
    mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    uri = f"data:{mime_type};base64,{base64.b64encode(content).decode()}"
    return uri if file.is_bare else inline_file(name, uri)


async def inline_chunks(file: Mapping[str, Json]) -> AsyncGenerator[bytes, None]:
    """Yield the content of an output that is in the value itself. Raises DownloadFailed."""
    head, _, content = str(file["data"]).partition(",")
    if not head.endswith(";base64"):
        yield unquote_to_bytes(content)
        return
    try:
        yield await asyncio.to_thread(base64.b64decode, content, validate=True)
    except ValueError as error:
        raise DownloadFailed(
            "its content cannot be read", where=name_of(file), hint="Run the call again."
        ) from error


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as source:
            return source.read(EVENT_BYTES + 1)
    except OSError as error:
        raise BadValue(f"{path}: {error.strerror or 'cannot be read'}") from error


async def _fetch(http: Http, address: str) -> bytes:
    """GET a file from an address that the user gave. Raises BadValue."""
    try:
        return await _get_following_redirects(http, address)
    except BadValue:
        raise
    except SpacetuiError as error:
        raise BadValue(f"{address}: {error.failure.message}") from error


async def _get_following_redirects(http: Http, address: str) -> bytes:
    url = address
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
    raise BadValue(f"{address}: more than {MAX_REDIRECTS} redirects")
