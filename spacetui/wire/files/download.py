"""Downloading files of outputs: addresses, credentials, errors (security.md P2, P3, section 5)."""

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import httpx

from spacetui.errors import AuthError, DownloadFailed, SpacetuiError
from spacetui.model.file_data import is_inline_file, is_streamed, name_of, path_of
from spacetui.model.schema import Json
from spacetui.system.network import is_compressed, is_public
from spacetui.wire.files.atomic_write import OnProgress, read_chunks, write_new_file
from spacetui.wire.files.file_names import clean_name, safe_name
from spacetui.wire.files.gradio3_files import inline_chunks
from spacetui.wire.files.streamed_media import limit_idle_time, open_streamed_file
from spacetui.wire.files.wav import merge_wavs
from spacetui.wire.http.client import Http
from spacetui.wire.http.response import iter_body, redirect_target
from spacetui.wire.http.urls import origin_of
from spacetui.wire.limits import DOWNLOAD_IDLE_SECONDS, DOWNLOAD_SECONDS, MAX_REDIRECTS


def file_url(http: Http, prefix: str, file: Mapping[str, Json]) -> str:
    """Return the address of a FileData, or an empty string if it has none.

    It is built from its path and our root, since the `url` that a server names may have an internal
    host, lack a mount path or contain blanks. That `url` comes first where it is the same address
    but for a beginning of its own, such as the replica of a Space that has the file.
    """
    return next(iter(_addresses(http, prefix, file)), "")


def _addresses(http: Http, prefix: str, file: Mapping[str, Json]) -> list[str]:
    """Return the addresses to try, the best first."""
    path, url = path_of(file), file.get("url")
    addresses: list[str] = []
    if path:
        route = "stream/" if is_streamed(file) else "file="
        own = f"{http.root}{prefix}/{route}{quote(path, safe='/', errors='replace')}"
        addresses.append(path if _is_web_address(path) else own)
    if isinstance(url, str) and _is_web_address(url):
        named = quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
        is_better = bool(addresses) and _is_of_replica(named, addresses[0], http)
        addresses.insert(0 if is_better else len(addresses), named)
    return list(dict.fromkeys(addresses))


def _is_of_replica(named: str, own: str, http: Http) -> bool:
    """Return whether `named` is `own` with more at the beginning of its path, by https.

    Source: gradio pull request 5668, `/--replicas/ID/` in the addresses of files.
    """
    if not named.startswith("https://") or not http.is_own(named) or "?" in named or "#" in named:
        return False
    named_path, own_path = unquote(urlsplit(named).path), unquote(urlsplit(own).path)
    return named_path.endswith(own_path)


def _is_web_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


async def download(
    http: Http,
    prefix: str,
    file: Mapping[str, Json],
    folder: Path,
    *,
    on_progress: OnProgress | None = None,
    read_once: MutableMapping[str, Path],
) -> Path:
    """Save a FileData in `folder` and return its path. Raises DownloadFailed or AuthError.

    read_once: the saved file of each address that the server sends only once; this adds to it.
    """
    name = _name_to_save(file)
    this = _Download(http, folder, name, on_progress)
    addresses = _addresses(http, prefix, file)
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            if is_inline_file(file):
                return await write_new_file(inline_chunks(file), folder, name)
            if is_streamed(file):
                return await this.save_streamed(addresses, read_once)
            return await this.save(addresses)
    except TimeoutError:
        raise DownloadFailed("it took too long", where=name, hint="Try again later.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise DownloadFailed(
            f"cannot be written: {reason}", where=name, hint=f"Look at the folder {folder}."
        ) from error
    except (AuthError, DownloadFailed):
        raise
    except SpacetuiError as error:
        raise DownloadFailed(error.failure.located, where=name, hint="Try again.") from error


def _name_to_save(file: Mapping[str, Json]) -> str:
    if is_streamed(file):
        return _stream_name(file)
    if is_inline_file(file):
        return clean_name(name_of(file))
    return safe_name(file)


def _stream_name(file: Mapping[str, Json]) -> str:
    """Return the name for a streamed output, whose path names a playlist or nothing."""
    orig_name = file.get("orig_name")
    if not isinstance(orig_name, str):
        return "stream"
    return clean_name(orig_name) or "stream"


@dataclass(frozen=True, slots=True)
class _Download:
    """One download. name: of the file to save, and in errors."""

    http: Http
    folder: Path
    name: str
    on_progress: OnProgress | None

    async def save(self, addresses: list[str]) -> Path:
        """Save the body of the first address that has the file."""
        response = await self._open(addresses)
        try:
            return await write_new_file(
                limit_idle_time(iter_body(response, where=self.name)),
                self.folder,
                self.name,
                total=_body_length(response),
                on_progress=self.on_progress,
            )
        finally:
            await response.aclose()

    async def save_streamed(
        self, addresses: list[str], read_once: MutableMapping[str, Path]
    ) -> Path:
        """Save a streamed output, or copy the file it was saved as before."""
        saved = next((read_once[each] for each in addresses if each in read_once), None)
        if saved is not None and saved.is_file():
            return await self._copy(saved)
        response = await self._open(addresses)
        try:
            streamed = await open_streamed_file(response, self._open_own, self.name)
            path = await write_new_file(
                streamed.chunks(),
                self.folder,
                streamed.name,
                on_progress=self.on_progress,
                finish=merge_wavs if streamed.is_wav else None,
            )
        finally:
            await response.aclose()
        if streamed.is_consumed:
            read_once[addresses[0]] = path
        return path

    async def _copy(self, saved: Path) -> Path:
        size = (await asyncio.to_thread(saved.stat)).st_size
        return await write_new_file(
            read_chunks(saved),
            self.folder,
            saved.name,
            total=size,
            on_progress=self.on_progress,
        )

    async def _open_own(self, url: str) -> httpx.Response:
        """Open a segment of a stream, which must be on the app's own server."""
        if not self.http.is_own(url):
            place = urlsplit(url).netloc or urlsplit(url).scheme
            raise DownloadFailed(
                f"it names parts on another server ({place}); refused",
                where=self.name,
                hint="Play it on the app's page.",
            )
        return await self._open([url])

    async def _open(self, addresses: list[str]) -> httpx.Response:
        """Return the response of the first address that has the file."""
        failed = DownloadFailed("the server named no place to get it", where=self.name)
        for url in addresses:
            where = f"{self.name} from {urlsplit(url).netloc}"
            try:
                response = await self._get(url)
            except SpacetuiError as error:
                failed = DownloadFailed(error.failure.message, where=where, hint="Try again.")
                continue
            if response.is_success:
                return response
            await response.aclose()
            if response.status_code == 401 and self.http.is_own(url):
                raise AuthError(
                    "a login is needed",
                    where=self.name,
                    hint="Give a user and password, or a token.",
                )
            failed = _error_of_status(response.status_code, where)
        raise failed

    async def _get(self, url: str) -> httpx.Response:
        """GET `url`. Redirects are followed, to another origin without credentials.

        A busy server is asked once more.
        """
        may_retry = True
        for _ in range(MAX_REDIRECTS + 2):
            await self._check_reach(url)
            async with asyncio.timeout(DOWNLOAD_IDLE_SECONDS):
                response = await self.http.stream("GET", url)
            target = redirect_target(response.status_code, response.headers, url)
            if target is not None:
                await response.aclose()
                url = target
            elif response.status_code in (429, 503) and may_retry:
                may_retry = False
                await response.aclose()
                await asyncio.sleep(1)
            else:
                return response
        raise DownloadFailed(f"more than {MAX_REDIRECTS} redirects", where=self.name)

    async def _check_reach(self, url: str) -> None:
        """Refuse an address inside our network if the server, which named it, is outside."""
        if self.http.is_own(url):
            return
        _, host, port = origin_of(url)
        _, own_host, own_port = origin_of(self.http.root)
        if await _is_inside(host, port) and not await _is_inside(own_host, own_port):
            raise DownloadFailed(
                f"the server names an address inside this network ({host}); refused",
                where=self.name,
            )


def _body_length(response: httpx.Response) -> int | None:
    """Return how many bytes must come, or None if the server does not say or compresses them."""
    length = response.headers.get("content-length", "")
    if is_compressed(response.headers) or not length.isdecimal() or len(length) >= 16:
        return None
    return int(length)


def _error_of_status(status: int, where: str) -> DownloadFailed:
    match status:
        case 401 | 403:
            message = "not allowed by the server"
        case 404 | 410:
            message = "the file is gone"
        case _:
            return DownloadFailed(f"the server answers {status}", where=where, hint="Try again.")
    return DownloadFailed(message, where=where, hint="Run the call again.")


async def _is_inside(host: str, port: int) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port)
    except OSError:
        return False  # it cannot be reached, and connecting to it says so
    return any(not is_public(str(each[4][0])) for each in found)
