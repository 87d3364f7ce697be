"""Files of outputs -> disk: from where, with which credentials, and what can go wrong (security.md P2, P3, 5)."""

import asyncio
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from spacetui.errors import AuthError, DownloadFailed, SpacetuiError
from spacetui.model.file_data import is_streamed, path_of
from spacetui.model.schema import Json
from spacetui.system.network import is_compressed, is_public
from spacetui.wire.files.atomic_write import OnProgress, read_chunks, write_new_file
from spacetui.wire.files.file_names import clean_name, safe_name
from spacetui.wire.files.streamed_media import limit_idle_time, open_streamed_file
from spacetui.wire.files.wav import merge_wavs
from spacetui.wire.http.client import Http
from spacetui.wire.http.origin import origin_of
from spacetui.wire.http.response import iter_body, redirect_target
from spacetui.wire.limits import DOWNLOAD_IDLE_SECONDS, DOWNLOAD_SECONDS, MAX_REDIRECTS


def file_url(http: Http, prefix: str, file: Mapping[str, Json]) -> str:
    """Give the address of a FileData: built from its path and our root; its `url` only where that says more.

    The server's own `url` may name an internal host, lose a mount path or hold raw blanks.
    """
    return next(iter(_addresses(http, prefix, file)), "")


def _addresses(http: Http, prefix: str, file: Mapping[str, Json]) -> list[str]:
    path, url = path_of(file), file.get("url")
    found: list[str] = []
    if path:
        is_address = path.startswith(("http://", "https://"))
        place = "stream/" if is_streamed(file) else "file="
        found.append(
            path
            if is_address
            else f"{http.root}{prefix}/{place}{quote(path, safe='/', errors='replace')}"
        )
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        found.append(quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace"))
    return list(dict.fromkeys(found))


async def download(
    http: Http,
    prefix: str,
    file: Mapping[str, Json],
    folder: Path,
    *,
    on_progress: OnProgress | None = None,
    read_once: MutableMapping[str, Path],
) -> Path:
    """Fetch a FileData into `folder` and give the path. Raises DownloadFailed or AuthError.

    read_once: by address, where that lies which the server gives only once; kept up to date.
    """
    orig_name = file.get("orig_name")
    name = safe_name(file)
    if is_streamed(file):  # its path names a playlist, or nothing
        name = clean_name(orig_name if isinstance(orig_name, str) else "") or "stream"
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            addresses = _addresses(http, prefix, file)
            if is_streamed(file):
                return await _stream(
                    http, addresses, folder, name, on_progress=on_progress, read_once=read_once
                )
            response = await _open(http, addresses, name)
            try:
                parts = limit_idle_time(iter_body(response, where=name))
                return await write_new_file(
                    parts, folder, name, total=_length_of(response), on_progress=on_progress
                )
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
        raise DownloadFailed(error.failure.located, where=name, hint="Try again.") from error


async def _stream(
    http: Http,
    addresses: list[str],
    folder: Path,
    name: str,
    *,
    on_progress: OnProgress | None,
    read_once: MutableMapping[str, Path],
) -> Path:
    async def fetch_own(url: str) -> httpx.Response:
        if not http.is_own(url):
            place = urlsplit(url).netloc or urlsplit(url).scheme
            raise DownloadFailed(
                f"it names parts on another server ({place}); refused",
                where=name,
                hint="Play it on the app's page.",
            )
        return await _open(http, [url], name)

    known = next((read_once[each] for each in addresses if each in read_once), None)
    if known is not None and known.is_file():
        return await write_new_file(
            read_chunks(known),
            folder,
            known.name,
            total=known.stat().st_size,
            on_progress=on_progress,
        )
    response = await _open(http, addresses, name)
    try:
        streamed = await open_streamed_file(response, fetch_own, name)
        finish = merge_wavs if streamed.is_wav else None
        path = await write_new_file(
            streamed.chunks(), folder, streamed.name, on_progress=on_progress, finish=finish
        )
    finally:
        await response.aclose()
    if streamed.is_consumed:
        read_once[addresses[0]] = path
    return path


def _length_of(response: httpx.Response) -> int | None:
    """Return how many bytes must come, or None where the server does not say or compresses them."""
    length = response.headers.get("content-length", "")
    if is_compressed(response.headers) or not length.isdecimal() or len(length) >= 16:
        return None
    return int(length)


async def _open(http: Http, addresses: list[str], name: str) -> httpx.Response:
    """Open the first address that has the file."""
    failure = DownloadFailed("the server named no place to get it", where=name)
    for url in addresses:
        try:
            response = await _follow(http, url, name)
        except SpacetuiError as error:
            failure = DownloadFailed(
                error.failure.message,
                where=f"{name} from {urlsplit(url).netloc}",
                hint="Try again.",
            )
            continue
        if response.is_success:
            return response
        await response.aclose()
        failure = _refusal(response.status_code, name, url)
        if response.status_code == 401 and http.is_own(url):
            raise AuthError(
                "a login is needed", where=name, hint="Give a user and password, or a token."
            )
    raise failure


def _refusal(status: int, name: str, url: str) -> DownloadFailed:
    where = f"{name} from {urlsplit(url).netloc}"
    match status:
        case 401 | 403:
            return DownloadFailed(
                "not allowed by the server", where=where, hint="Run the call again."
            )
        case 404 | 410:
            return DownloadFailed("the file is gone", where=where, hint="Run the call again.")
    return DownloadFailed(f"the server answers {status}", where=where, hint="Try again.")


async def _follow(http: Http, url: str, name: str) -> httpx.Response:
    """GET, following redirects; another origin gets no credentials, and a private one is left alone."""
    busy = 1
    for _ in range(MAX_REDIRECTS + 2):
        await _check_reach(http, url, name)
        async with asyncio.timeout(DOWNLOAD_IDLE_SECONDS):
            response = await http.stream("GET", url)
        target = redirect_target(response.status_code, response.headers, url)
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
        raise DownloadFailed(
            f"the server names an address inside this network ({host}); refused", where=name
        )


async def _is_inside(host: str, port: int) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port)
    except OSError:
        return False  # it cannot be reached either; connecting says so
    return any(not is_public(str(each[4][0])) for each in found)
