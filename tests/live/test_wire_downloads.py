"""Downloads write nothing outside the folder, overwrite nothing, leave no part (security.md P9)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import AuthError, DownloadFailed
from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from tests.live.fault_server import FaultServer
from tests.live.sample_files import names_in

pytestmark = pytest.mark.live

SECRET = "hf_must_not_leak"


def data(path: str = "/srv/x.txt", **more: Any) -> dict[str, Any]:
    return {"path": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}, **more}


@pytest.fixture
async def fetch(faults: FaultServer) -> AsyncIterator[Any]:
    made: list[Connection] = []

    async def run(fault: str, file: dict[str, Any], folder: Path, **more: Any) -> Path:
        made.append(Connection(faults.url(fault), Credentials(SECRET)))
        return await made[-1].download(file, folder, **more)

    yield run
    for each in made:
        await each.aclose()


async def test_a_file_has_its_name_and_its_progress_is_reported(fetch: Any, tmp_path: Path) -> None:
    reported: list[tuple[int, int | None]] = []
    path = await fetch(
        "well", data(), tmp_path, on_progress=lambda done, total: reported.append((done, total))
    )
    assert path == tmp_path / "x.txt"
    assert path.read_bytes() == b"file body"
    assert reported[-1] == (9, 9)
    assert names_in(tmp_path) == ["x.txt"]


async def test_the_folder_is_created(fetch: Any, tmp_path: Path) -> None:
    assert (await fetch("well", data(), tmp_path / "a" / "b")).read_bytes() == b"file body"


async def test_nothing_is_overwritten(fetch: Any, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("mine")
    (tmp_path / "x (1).txt.part").write_text("also mine")
    names = [(await fetch("well", data(), tmp_path)).name for _ in range(2)]
    assert names == ["x (1).txt", "x (2).txt"]
    assert (tmp_path / "x.txt").read_text() == "mine"
    assert (tmp_path / "x (1).txt.part").read_text() == "also mine"


async def test_a_link_in_the_folder_is_not_followed(fetch: Any, tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside.txt"
    folder.mkdir()
    (folder / "x.txt").symlink_to(outside)
    (folder / "x.txt.part").symlink_to(outside)
    path = await fetch("well", data(), folder)
    assert path == folder / "x (1).txt"
    assert not outside.exists()


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "..\\evil.txt", ".evil.txt", "evil.txt\x00.png"]
)
async def test_a_name_cannot_leave_the_folder(fetch: Any, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a" / "b"
    path = await fetch("well", data(orig_name=name), folder)
    assert path.parent == folder
    assert names_in(tmp_path) == [str(path.relative_to(tmp_path))]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("file_404", "gone"),
        ("file_403", "not allowed"),
        ("file_500", "500"),
        ("file_cut", "broke off"),
        ("file_short", "broke off|ended after"),
        ("file_endless", "no room"),
    ],
)
async def test_a_download_that_fails_leaves_nothing_behind(
    fetch: Any, tmp_path: Path, fault: str, words: str
) -> None:
    with pytest.raises(DownloadFailed, match=words) as caught:
        await fetch(fault, data(), tmp_path)
    assert "x.txt" in str(caught.value)
    assert "<" not in str(caught.value)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("uri", "content", "name"),
    [
        ("data:text/vtt;base64,V0VCVlRU", b"WEBVTT", "file.vtt"),
        ("data:text/plain,a%20b", b"a b", "file.txt"),
        ("data:,x", b"x", "file"),
    ],
)
async def test_a_file_whose_content_is_in_the_value_is_saved(
    fetch: Any, faults: FaultServer, tmp_path: Path, uri: str, content: bytes, name: str
) -> None:
    path = await fetch("well", {"name": None, "data": uri, "is_file": False}, tmp_path)
    assert (path.name, path.read_bytes()) == (name, content)
    assert faults.requests == []


async def test_content_that_is_no_base64_leaves_nothing_behind(fetch: Any, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="cannot be read"):
        await fetch(
            "well", {"name": None, "data": "data:a/b;base64,###", "is_file": False}, tmp_path
        )
    assert names_in(tmp_path) == []


async def test_a_401_is_an_auth_error(fetch: Any, tmp_path: Path) -> None:
    with pytest.raises(AuthError):
        await fetch("file_401", data(), tmp_path)


async def test_a_busy_server_is_asked_once_more(fetch: Any, tmp_path: Path) -> None:
    assert (await fetch("file_busy_once", data(), tmp_path)).exists()


@pytest.mark.parametrize(
    "file", [{}, {"path": 7}, {"path": None, "url": "file:///etc/passwd"}, {"url": "data:,x"}]
)
async def test_a_file_without_a_web_address_is_not_fetched(
    fetch: Any, faults: FaultServer, tmp_path: Path, file: dict[str, Any]
) -> None:
    with pytest.raises(DownloadFailed):
        await fetch("well", file, tmp_path)
    assert faults.requests == []


async def test_the_apps_own_address_is_asked_before_the_one_it_names(
    fetch: Any, faults: FaultServer, elsewhere: FaultServer, tmp_path: Path
) -> None:
    await fetch("well", data(url=elsewhere.url("well") + "/gradio_api/file=/srv/x.txt"), tmp_path)
    assert len(faults.requests) == 1
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("fault", "more"),
    [("file_404", {"url": True}), ("file_away", {}), ("well", {"url": True, "is_stream": True})],
)
async def test_a_file_on_another_origin_is_fetched_without_credentials(
    *,
    fetch: Any,
    faults: FaultServer,
    elsewhere: FaultServer,
    tmp_path: Path,
    fault: str,
    more: dict[str, Any],
) -> None:
    if "url" in more:
        more = {**more, "url": elsewhere.url("well") + "/gradio_api/file=/y.txt"}
    path = await fetch(fault, data(**more), tmp_path)
    assert path.read_bytes() == b"file body"
    (asked,) = elsewhere.requests
    assert SECRET not in str(asked.headers)
    assert all(SECRET in str(each.headers) for each in faults.requests)


def test_a_path_becomes_an_address_of_the_app() -> None:
    connection = Connection("http://host/sub")
    assert (
        connection.file_url({"path": "/tmp/a b#ü.txt"})
        == "http://host/sub/gradio_api/file=/tmp/a%20b%23%C3%BC.txt"
    )
    assert connection.file_url({"path": "https://other/x"}) == "https://other/x"
    assert connection.file_url({"path": None}) == ""


async def test_a_public_app_cannot_make_us_fetch_from_inside_our_network(
    faults: FaultServer, elsewhere: FaultServer, tmp_path: Path
) -> None:
    connection = Connection(
        "http://192.88.99.1:1"
    )  # public, and never asked: the file has no path there
    with pytest.raises(DownloadFailed, match="inside this network"):
        await connection.download({"url": elsewhere.url("well"), "is_stream": True}, tmp_path)
    await connection.aclose()
    assert elsewhere.requests == []
