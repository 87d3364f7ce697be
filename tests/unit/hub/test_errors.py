"""Whatever the Hub sends, or does not send, the error is one clear line without a traceback."""

import asyncio
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import AuthError, Busy, SpacetuiError, TimedOut, Unreachable, UsageError
from spacetui.hub import huggingface_setup as library
from spacetui.hub.client import Hub

SEARCH = "/api/spaces/semantic-search"


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        # Without a token it means a missing or private Space, whatever else it says.
        (401, {}, UsageError),
        (401, {"X-Error-Message": "Invalid username or password."}, UsageError),
        (403, {}, AuthError),
        (404, {}, UsageError),
        (404, {"X-Error-Code": "RepoNotFound"}, UsageError),
        (401, {"X-Error-Code": "RepoNotFound"}, UsageError),
        (403, {"X-Error-Code": "GatedRepo"}, AuthError),
        (400, {}, UsageError),
        (429, {"Retry-After": "7"}, Busy),
        (500, {}, Busy),
        (502, {}, Busy),
        (503, {}, Busy),
    ],
)
async def test_each_status_is_an_error_of_ours(
    fake: Any, reply: Any, status: int, headers: dict[str, str], kind: type[SpacetuiError]
) -> None:
    page = b"<html><body>" + b"sorry " * 5000 + b"</body></html>"
    fake.replies["/api/spaces/a/b"] = reply(status, page, headers)
    with pytest.raises(kind) as failure:
        await Hub(fake.url).space("a/b")
    line = str(failure.value)
    assert "\n" not in line and len(line) < 300 and "<html" not in line and "Traceback" not in line
    if status == 404:
        assert "no Space a/b (or it is private)" in line
    if status == 429:
        assert "7 s" in line and failure.value.failure.retry_after == 7.0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>hello</html>",
        b"{",
        b"null",
        b"3",
        b'"x"',
        b'{"a": 1}',
        b"[1]",
        b"[null]",
        b'[{"id": 3}]',
        b"\xff\xfe",
    ],
)
async def test_an_unexpected_response_is_an_error_of_ours(
    fake: Any, reply: Any, body: bytes
) -> None:
    for path in (
        SEARCH,
        "/api/spaces/a/b",
        "/api/spaces/a/b/runtime",
        "/api/whoami-v2",
        "/api/spaces/by-subdomain/a",
    ):
        fake.replies[path] = reply(body=body)
    hub = Hub(fake.url, "hf_token")
    for ask in (
        hub.search("x"),
        hub.space("a/b"),
        hub.stage("a/b"),
        hub.account(),
        hub.by_subdomain("a"),
    ):
        with pytest.raises(Unreachable, match="does not answer as the Hub does"):
            await ask


async def test_unexpected_fields_of_a_card_are_empty(fake: Any, reply: Any) -> None:
    fake.replies[SEARCH] = reply(
        body=b'[{"id":"a/b","title":null,"likes":"many","tags":[1,"x"],"emoji":{},"runtime":{"stage":7}}]'
    )
    (card,) = await Hub(fake.url).search("x")
    assert (card.id, card.title, card.likes, card.tags, card.emoji, card.stage) == (
        "a/b",
        "",
        0,
        ("x",),
        "",
        "",
    )


async def test_texts_of_a_card_stay_exact(fake: Any, reply: Any) -> None:
    fake.replies[SEARCH] = reply(
        body=b'[{"id":"a/b","title":"\\u001b[2J[bold]x[/]\\u202e","semanticRelevancyScore":0.5}]'
    )
    (card,) = await Hub(fake.url).search("x")
    assert card.title == "\x1b[2J[bold]x[/]\u202e" and card.score == 0.5


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "http://no-such-host.invalid"])
async def test_a_hub_that_cannot_be_reached(endpoint: str) -> None:
    with pytest.raises(Unreachable, match="cannot reach"):
        await Hub(endpoint).search("x")


@pytest.mark.parametrize(
    "endpoint", ["huggingface.co", "ftp://hub", "https://", "file:///etc/passwd"]
)
def test_an_endpoint_that_is_not_an_address_is_refused_at_once(endpoint: str) -> None:
    with pytest.raises(UsageError, match="not the address of a Hub"):
        Hub(endpoint)


@pytest.mark.parametrize("space_id", ["a b/c", "../..", "a/b/c", "a/b?x=1", "-/-"])
async def test_an_invalid_space_id_is_never_sent(fake: Any, space_id: str) -> None:
    hub = Hub(fake.url)
    for ask in (hub.space(space_id), hub.stage(space_id), hub.readme(space_id)):
        with pytest.raises(UsageError):
            await ask
    assert fake.requests == []


async def test_a_hub_that_is_silent_or_slow_is_given_up(
    fake: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub  # noqa: F401  so that its import is not timed

    monkeypatch.setattr(library, "TIMEOUT_SECONDS", 0.5)
    fake.replies[SEARCH] = reply(delay=5)
    fake.replies["/api/spaces/a/b"] = reply(body=b" " * 1000, drip=0.1)
    for ask in (Hub(fake.url).search("x"), Hub(fake.url).space("a/b")):
        begun = time.monotonic()
        with pytest.raises(TimedOut):
            await ask
        assert time.monotonic() - begun < 2


async def test_an_endless_redirect_is_given_up(fake: Any, reply: Any) -> None:
    fake.replies[SEARCH] = reply(302, headers={"Location": SEARCH})
    with pytest.raises(Unreachable):
        await Hub(fake.url).search("x")


async def test_neither_a_cancelled_request_nor_the_next_one_waits_for_the_hub(
    fake: Any, reply: Any
) -> None:
    fake.replies[SEARCH] = reply(delay=3)
    fake.replies["/api/spaces/a/b/runtime"] = reply(body=b'{"stage":"RUNNING"}')
    hub = Hub(fake.url)
    stuck = [asyncio.create_task(hub.search("x")) for _ in range(20)]
    limit = time.monotonic() + 20
    while not fake.requests:
        assert time.monotonic() < limit
        await asyncio.sleep(0.01)
    begun = time.monotonic()
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)
    assert await hub.stage("a/b") == ("RUNNING", "")
    assert time.monotonic() - begun < 2
    assert all(task.cancelled() for task in stuck)


def test_the_program_ends_without_waiting_for_the_hub() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        program = (
            "import asyncio, time\n"
            "from spacetui.hub.client import Hub\n"
            "import huggingface_hub\n"
            "async def main():\n"
            f"    task = asyncio.create_task(Hub('http://127.0.0.1:{silent.getsockname()[1]}').search('x'))\n"
            "    await asyncio.sleep(1)\n"
            "    print(time.time(), flush=True)\n"
            "asyncio.run(main())\n"
        )
        result = subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert result.returncode == 0, result.stderr
        assert time.time() - float(result.stdout) < 2


async def test_a_readme_loses_its_front_matter_and_nothing_else(fake: Any, reply: Any) -> None:
    path = "/spaces/a/b/raw/main/README.md"
    hub = Hub(fake.url)
    for body, text in {
        b"---\ntitle: x\n---\n\n# Hello\n---\nrest\n": "# Hello\n---\nrest",
        b"---\r\ntitle: x\r\n---\r\nHello": "Hello",
        b"# no front matter\n\n---\nmore": "# no front matter\n\n---\nmore",
        b"--- not front\n---\n": "--- not front\n---",
        b"---\n---\nx": "x",
        b"": "",
        b"\xff\xfe bytes": "\ufffd\ufffd bytes",
    }.items():
        fake.replies[path] = reply(body=body)
        assert await hub.readme("a/b") == text
    fake.replies[path] = reply(
        404, b'{"error":"Entry not found"}', {"X-Error-Code": "EntryNotFound"}
    )
    assert await hub.readme("a/b") == ""
    with pytest.raises(UsageError):
        await hub.readme("no/space")


async def test_an_endless_readme_is_cut(
    fake: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "FILE_BYTES", 1000)
    fake.replies["/spaces/a/b/raw/main/README.md"] = reply(
        body=b"x" * 100_000, headers={"Content-Length": "999999999"}
    )
    assert await Hub(fake.url).readme("a/b") == "x" * 1000


async def test_a_warning_of_the_server_is_not_printed(
    fake: Any, reply: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    fake.replies[SEARCH] = reply(
        body=b"[]", headers={"X-HF-Warning": "topic; \x1b]0;owned\x07 hello"}
    )
    await Hub(fake.url).search("x")
    assert capfd.readouterr() == ("", "")


async def test_hf_endpoint_is_read_after_the_library_was_imported(
    fake: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub  # noqa: F401

    fake.replies[SEARCH] = reply(body=b"[]")
    monkeypatch.setenv("HF_ENDPOINT", fake.url + "/")
    hub = Hub()
    assert (hub.endpoint, hub.is_default) == (fake.url, False)
    assert await hub.search("x", sdk=None, include_non_running=True) == ()
    assert fake.requests[0][0] == f"{SEARCH}?q=x&includeNonRunning=true"
    monkeypatch.delenv("HF_ENDPOINT")
    assert Hub().is_default


async def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    fake: Any, reply: Any
) -> None:
    program = (
        "import asyncio\n"
        "from spacetui.hub.client import Hub\n"
        f"print(asyncio.run(Hub({fake.url!r}).search('x')))\n"
    )
    fake.replies[SEARCH] = reply(body=b"[]")
    result = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        env={
            "http_proxy": "http://127.0.0.1:9",
            "HTTP_PROXY": "http://127.0.0.1:9",
            "PATH": "/usr/bin",
        },
        capture_output=True,
        text=True,
    )
    assert result.stdout == "()\n", result.stderr


def test_the_package_loads_nothing_of_the_library() -> None:
    program = (
        "import sys, spacetui.hub.client\n"
        "spacetui.hub.client.Hub()\n"
        "print(sorted(set(sys.modules) & {'huggingface_hub', 'httpx2', 'httpx', 'yaml'}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
    )
    assert result.stdout == "[]\n", result.stderr
