"""Where the token goes, by the bytes that a server on loopback received (security.md P1, P4)."""

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from spacetui.errors import AuthError, SpacetuiError, UnknownSpace, Unreachable
from spacetui.hub.client import Hub
from spacetui.model.space import SpaceCard
from spacetui.session.session import Session
from spacetui.tui.command_log.curl import curl_command
from spacetui.tui.command_log.step_text import step_details

TOKEN = "hf_" + "SECRET" * 5
BEARER = f"Bearer {TOKEN}"


def space(host: str, **more: Any) -> bytes:
    return json.dumps(
        {"id": "a/b", "host": host, "sdk": "gradio", "private": False, **more}
    ).encode()


@pytest.fixture
def saved_token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return TOKEN


async def test_a_given_token_goes_to_the_endpoint(fake: Any, reply: Any) -> None:
    fake.replies["/api/spaces/semantic-search"] = reply(body=b"[]")
    assert await Hub(fake.url, TOKEN).search("x") == ()
    assert fake.tokens() == [BEARER]


async def test_the_saved_token_is_sent_unless_that_is_disabled(
    fake: Any, reply: Any, saved_token: str
) -> None:
    fake.replies["/api/spaces/semantic-search"] = reply(body=b"[]")
    await Hub(fake.url).search("x")
    await Hub(fake.url, use_saved_token=False).search("x")
    await Hub(fake.url, "hf_another_one", use_saved_token=False).search("x")
    assert fake.tokens() == [BEARER, "", "Bearer hf_another_one"]


async def test_the_setting_of_the_library_against_implicit_tokens_applies(
    fake: Any, reply: Any, saved_token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_IMPLICIT_TOKEN", True)
    fake.replies["/api/spaces/semantic-search"] = reply(body=b"[]")
    await Hub(fake.url).search("x")
    await Hub(fake.url, TOKEN).search("x")
    assert fake.tokens() == ["", BEARER]


async def test_no_token_goes_over_plain_http_to_another_machine(
    fake: Any, reply: Any, saved_token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        return real(
            "127.0.0.1" if host in ("hub.example", b"hub.example") else host, port, *args, **more
        )

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fake.replies["/api/spaces/semantic-search"] = reply(body=b"[]")
    fake.replies["/api/spaces/a/b"] = reply(body=space("https://a-b.hf.space", private=True))
    for hub in (
        Hub(f"http://hub.example:{fake.port}"),
        Hub(f"http://hub.example:{fake.port}", TOKEN),
    ):
        await hub.search("x")
        card = await hub.space("a/b")
        assert await hub.token_for(card, to_public=True) == ""
        assert not await hub.has_token()
        assert await hub.account() is None
    assert fake.tokens() == ["", "", "", ""]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_to_another_origin_goes_without_the_token(
    make_hub: Callable[[], Any], reply: Any, status: int
) -> None:
    fake, other = make_hub(), make_hub()
    paths = [
        "/api/spaces/semantic-search",
        "/api/spaces/a/b",
        "/spaces/a/b/raw/main/README.md",
        "/api/whoami-v2",
    ]
    for path in [*paths, "/api/spaces/by-subdomain/a-b"]:
        fake.replies[path] = reply(status, headers={"Location": other.url + path})
    other.replies[paths[0]] = reply(body=b"[]")
    other.replies[paths[1]] = reply(body=space("https://a-b.hf.space"))
    other.replies[paths[2]] = reply(body=b"hello")
    other.replies[paths[3]] = reply(body=b'{"name":"someone"}')
    other.replies["/api/spaces/by-subdomain/a-b"] = reply(body=b'{"space":"a/b"}')
    hub = Hub(fake.url, TOKEN)
    await hub.search("x")
    await hub.space("a/b")
    await hub.readme("a/b")
    await hub.account()
    await hub.by_subdomain("a-b")
    assert set(fake.tokens()) == {BEARER}
    assert len(other.requests) >= 5 and set(other.tokens()) == {""}
    assert not any(TOKEN in str(request) for request in other.requests), (
        "nor anywhere else in a request"
    )


async def test_a_redirect_on_the_same_origin_keeps_the_token(fake: Any, reply: Any) -> None:
    fake.replies["/api/spaces/old/name"] = reply(307, headers={"Location": "/api/spaces/a/b"})
    fake.replies["/api/spaces/a/b"] = reply(body=space("http://127.0.0.1:1"))
    assert (await Hub(fake.url, TOKEN).space("old/name")).id == "a/b"
    assert fake.tokens() == [BEARER, BEARER]


@pytest.mark.parametrize(
    ("facts", "to_public", "goes"),
    [
        ({"private": True}, False, True),
        ({"runtime": {"stage": "RUNNING", "hardware": {"current": "zero-a10g"}}}, False, True),
        ({}, True, True),
        ({}, False, False),
        ({"runtime": {"stage": "RUNNING", "hardware": {"current": "t4-small"}}}, False, False),
    ],
)
async def test_a_space_gets_the_token_only_if_it_needs_it_or_the_user_says_so(
    fake: Any, reply: Any, facts: dict[str, Any], to_public: bool, goes: bool
) -> None:
    fake.replies["/api/spaces/a/b"] = reply(body=space("http://127.0.0.1:1", **facts))
    hub = Hub(fake.url, TOKEN)
    card = await hub.space("a/b")
    assert await hub.token_for(card, to_public=to_public) == (TOKEN if goes else "")
    assert await Hub(fake.url).token_for(card, to_public=to_public) == "", "there is none"


@pytest.mark.parametrize(
    "host", ["http://a-b.hf.space", "https://evil.example", "http://10.0.0.1:80", ""]
)
async def test_a_host_that_is_not_one_of_spaces_never_gets_the_token(
    fake: Any, reply: Any, host: str
) -> None:
    fake.replies["/api/spaces/a/b"] = reply(body=space(host, private=True))
    hub = Hub(fake.url, TOKEN)
    assert await hub.token_for(await hub.space("a/b"), to_public=True) == ""


async def test_a_card_that_the_hub_did_not_send_decides_nothing(fake: Any, reply: Any) -> None:
    fake.replies["/api/spaces/a/b"] = reply(body=space("http://127.0.0.1:1"))
    hub = Hub(fake.url, TOKEN)
    forged = SpaceCard("a/b", host="http://127.0.0.1:2", private=True, hardware="zero-a10g")
    assert await hub.token_for(forged, to_public=True) == "", "another host than the Hub names"
    kept = SpaceCard("a/b", host="http://127.0.0.1:1", private=True, hardware="zero-a10g")
    assert await hub.token_for(kept) == "", "the Hub says that it is public"


async def test_a_token_is_in_no_error(fake: Any, reply: Any) -> None:
    body = json.dumps(
        {"error": f"the token {TOKEN} is bad, and so is hf_abcdefghijklmnop"}
    ).encode()
    for status in (400, 401, 403, 404, 429, 500):
        headers = {"X-Error-Message": f"{BEARER} is bad"}
        fake.replies["/api/spaces/semantic-search"] = reply(status, body, headers)
        fake.replies["/api/whoami-v2"] = reply(status, body, headers)
        hub = Hub(fake.url, TOKEN)
        for ask in (hub.search, lambda _, hub=hub: hub.account()):
            with pytest.raises(SpacetuiError) as caught:
                await ask("x")
            error = caught.value
            text = f"{error} {error.failure.details} {error!r} {error.__cause__}"
            assert TOKEN not in text and "hf_abcdefgh" not in text
            assert error.__context__ is None, "a traceback would print what it is chained to"


@pytest.mark.parametrize("token", ["hf_a\nb", "hf_ä", "hf_a b", "hf_\x00"])
async def test_an_impossible_token_is_refused_before_it_is_sent(fake: Any, token: str) -> None:
    with pytest.raises(AuthError) as failure:
        await Hub(fake.url, token).search("x")
    assert token not in str(failure.value) and fake.requests == []


async def test_the_log_has_each_request_and_the_token_as_a_variable(fake: Any, reply: Any) -> None:
    answer = json.dumps([{"id": "a/b", "seen": BEARER}]).encode()
    fake.replies["/api/spaces/semantic-search"] = reply(body=answer)
    session = Session(Hub(fake.url, TOKEN))
    session.keep_traffic()
    await session.hub.search("two words")
    with pytest.raises(UnknownSpace):
        await session.hub.with_token(TOKEN[::-1]).space("no/such")
    assert session.traffic is not None
    found, missing = session.traffic.steps()
    assert [(each.verb, each.status) for each in (found, missing)] == [("GET", 200), ("GET", 404)]
    assert found.received == len(answer) and None not in (found.duration, missing.duration)
    redact = session.redactor.sent_text
    every = "".join(
        curl_command(each, redact) + step_details(each, redact, hides_bodies=False).plain
        for each in (found, missing)
    )
    assert "semantic-search?q=two+words" in every and "Bearer $HF_TOKEN" in every
    assert TOKEN not in every and TOKEN[::-1] not in every


async def test_a_hub_that_cannot_be_reached_is_in_the_log() -> None:
    session = Session(Hub("http://127.0.0.1:1", use_saved_token=False))
    session.keep_traffic()
    with pytest.raises(Unreachable):
        await session.hub.search("x")
    assert session.traffic is not None
    (step,) = session.traffic.steps()
    assert step.error and step.duration is not None
