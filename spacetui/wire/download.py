"""Files of outputs -> disk, inside the chosen folder, overwriting nothing (threats P9, 5)."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, urlsplit

import httpx

from spacetui.errors import AuthError, DownloadFailed, SpacetuiError
from spacetui.model.schema import Json
from spacetui.wire.answers import body_parts, redirect_of
from spacetui.wire.file_names import numbered, safe_name
from spacetui.wire.http import Http
from spacetui.wire.limits import DOWNLOAD_BYTES, DOWNLOAD_IDLE_SECONDS, DOWNLOAD_SECONDS, MAX_REDIRECTS
from spacetui.wire.origin import is_public, origin_of

_MAX_NUMBER = 10_000
# A download that fills the disk to the last byte breaks what else runs there.
_SPARE_BYTES = 32 * 1024 * 1024


def file_url(http: Http, prefix: str, file: Mapping[str, Json]) -> str:
    """Give the address of a FileData: built from its path and our root; its `url` only where that says more.

    The server's own `url` may name an internal host, lose a mount path or hold raw blanks.
    """
    return next(iter(_addresses(http, prefix, file)), "")


def _addresses(http: Http, prefix: str, file: Mapping[str, Json]) -> list[str]:
    path, url = file.get("path", file.get("name")), file.get("url")
    found: list[str] = []
    if isinstance(path, str) and path:
        is_address = path.startswith(("http://", "https://"))
        found.append(path if is_address else f"{http.root}{prefix}/file={quote(path, safe='/', errors='replace')}")
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        url = quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
        if file.get("is_stream") is True:
            found.insert(0, url)
        else:
            found.append(url)
    return found


async def download(
    http: Http,
    prefix: str,
    file: Mapping[str, Json],
    folder: Path,
    *,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Path:
    """Fetch a FileData into `folder` and give the path. Raises DownloadFailed or AuthError."""
    name = safe_name(file)
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            response = await _open(http, _addresses(http, prefix, file), name)
            try:
                return await _save(response, folder, name, on_progress)
            finally:
                await response.aclose()
    except TimeoutError:
        raise DownloadFailed("it took too long", where=name, hint="Try again later.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise DownloadFailed(
            f"cannot be written: {reason}", where=name, hint=f"Look at the folder {folder}."
        ) from error
    except AuthError:
        raise
    except DownloadFailed:
        raise
    except SpacetuiError as error:
        raise DownloadFailed(f"{error.where}: {error.message}", where=name, hint="Try again.") from error


async def _open(http: Http, addresses: list[str], name: str) -> httpx.Response:
    """Open the first address that has the file."""
    failure = DownloadFailed("the server named no place to get it", where=name)
    for url in addresses:
        try:
            response = await _follow(http, url, name)
        except SpacetuiError as error:
            failure = DownloadFailed(error.message, where=f"{name} from {urlsplit(url).netloc}", hint="Try again.")
            continue
        if response.is_success:
            return response
        await response.aclose()
        failure = _refusal(response.status_code, name, url)
        if response.status_code == 401 and http.is_own(url):
            raise AuthError("a login is needed", where=name, hint="Give a user and password, or a token.")
    raise failure


def _refusal(status: int, name: str, url: str) -> DownloadFailed:
    where = f"{name} from {urlsplit(url).netloc}"
    match status:
        case 401 | 403:
            return DownloadFailed("not allowed by the server", where=where, hint="Run the call again.")
        case 404 | 410:
            return DownloadFailed("the file is gone", where=where, hint="Run the call again.")
    return DownloadFailed(f"the server answers {status}", where=where, hint="Try again.")


async def _follow(http: Http, url: str, name: str) -> httpx.Response:
    """GET, following redirects; another origin gets no credentials, and a private one is left alone."""
    busy = 1
    for _ in range(MAX_REDIRECTS + 2):
        await _check_reach(http, url, name)
        async with asyncio.timeout(DOWNLOAD_IDLE_SECONDS):
            response = await http.send("GET", url)
        target = redirect_of(response.status_code, response.headers, url)
        if target is not None:
            await response.aclose()
            url = target
        elif response.status_code in (429, 503) and busy:
            busy -= 1
            await response.aclose()
            await asyncio.sleep(1)
        else:
            return response
    raise DownloadFailed(f"more than {MAX_REDIRECTS} redirects", where=name)


async def _check_reach(http: Http, url: str, name: str) -> None:
    """Refuse an address inside our network that a public server names: it could not reach that by itself."""
    if http.is_own(url):
        return
    _, host, port = origin_of(url)
    _, own_host, own_port = origin_of(http.root)
    if await _is_inside(host, port) and not await _is_inside(own_host, own_port):
        raise DownloadFailed(f"the server names an address inside this network ({host}); refused", where=name)


async def _is_inside(host: str, port: int) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port)
    except OSError:
        return False  # it cannot be reached either; connecting says so
    return any(not is_public(str(each[4][0])) for each in found)


async def _save(
    response: httpx.Response,
    folder: Path,
    name: str,
    on_progress: Callable[[int, int | None], None] | None,
) -> Path:
    length = response.headers.get("content-length", "")
    packed = response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", "")
    total = int(length) if length.isdecimal() and len(length) < 16 and not packed else None
    free = await asyncio.to_thread(_free_space, folder)
    room = min(DOWNLOAD_BYTES, free - _SPARE_BYTES)
    if (total or 0) > room:
        raise DownloadFailed("no room for it on this disk", where=name, hint=f"It has {total} bytes.")
    part, sink = await asyncio.to_thread(_create_part, folder, name)
    try:
        with sink:
            size = 0
            async for piece in _unhurried(body_parts(response, where=name)):
                size += len(piece)
                if size > room:
                    raise DownloadFailed("no room for it on this disk", where=name)
                await asyncio.to_thread(sink.write, piece)
                if on_progress is not None:
                    on_progress(size, total)
            if total is not None and size != total:
                raise DownloadFailed(f"ended after {size} of {total} bytes", where=name, hint="Try again.")
            await asyncio.to_thread(_flush, sink)
        return await asyncio.to_thread(_give_name, part, folder, name)
    finally:
        part.unlink(missing_ok=True)


async def _unhurried(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    while True:
        try:
            async with asyncio.timeout(DOWNLOAD_IDLE_SECONDS):
                part = await anext(parts)
        except StopAsyncIteration:
            return
        yield part


def _free_space(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def _create_part(folder: Path, name: str) -> tuple[Path, BinaryIO]:
    """Make a new file for what is not complete yet; one that lies there already is left alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    for number in range(_MAX_NUMBER):
        part = folder / f"{numbered(name, number)}.part"
        try:
            return part, os.fdopen(os.open(part, flags, 0o666), "wb")
        except FileExistsError:
            continue
    raise FileExistsError(f"{_MAX_NUMBER} files of this name")


def _flush(sink: BinaryIO) -> None:
    sink.flush()
    os.fsync(sink.fileno())


def _give_name(part: Path, folder: Path, name: str) -> Path:
    """Give the complete file the first free name. A link cannot replace what lies there; a rename could."""
    for number in range(_MAX_NUMBER):
        target = folder / numbered(name, number)
        try:
            os.link(part, target, follow_symlinks=False)
        except FileExistsError:
            continue
        except (OSError, NotImplementedError):  # a file system without hard links: take the name, then fill it
            try:
                os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            except FileExistsError:
                continue
            part.replace(target)
        return target
    raise FileExistsError(f"{_MAX_NUMBER} files of this name")
