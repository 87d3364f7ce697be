"""The session: which credentials go where, how a Space is woken, what is recorded (P1, P2, P11).

The apps are real HTTP servers on loopback. The Hub is scripted, for stages that no live Hub shows
on demand.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from spacetui.errors import AuthError, NotGradio, StageError, UnknownSpace, Unreachable, UsageError
from spacetui.hub.client import Hub
from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed
from spacetui.model.run import Status
from spacetui.model.space import SpaceCard
from spacetui.session.options import Login, Options
from spacetui.session.session import Session

TOKEN = "hf_secretSecretSecret"
CONFIG = {
    "version": "6.31.0",
    "protocol": "sse_v3",
    "api_prefix": "/gradio_api",
    "title": "An app",
    "root": "http://evil.invalid",
    "components": [
        {"id": 1, "type": "textbox", "props": {}},
        {"id": 2, "type": "state", "props": {}},
        {"id": 3, "type": "textbox", "props": {}},
    ],
    "dependencies": [
        {
            "id": 0,
            "inputs": [1],
            "outputs": [3],
            "backend_fn": True,
            "api_name": "plain",
            "queue": True,
        },
        {
            "id": 1,
            "inputs": [1, 2],
            "outputs": [1, 2],
            "backend_fn": True,
            "api_name": "stateful",
            "queue": True,
        },
    ],
}


@dataclass
class Server:
    """A tiny app. ready: whether it answers as Gradio; else as a Space that sleeps, with a page."""

    url: str = ""
    ready: bool = True
    # Whether its login refuses whoever comes.
    refuses: bool = False
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests of one connection until it closes."""
        try:
            while line := await reader.readline():
                path = line.split()[1].decode()
                headers = {}
                while (header := (await reader.readline()).decode().strip()) != "":
                    name, _, value = header.partition(": ")
                    headers[name.lower()] = value
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                self.requests.append((path, headers, body))
                status, kind, text = self.page(path, body)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n".encode())
                writer.write(f"Content-Length: {len(text)}\r\n\r\n".encode() + text)
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    def page(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        """Give status, type and text of a path."""
        if not self.ready:
            return 200, "text/html", b"<html>waking up</html>"
        if path.endswith("/login"):
            return 400 if self.refuses else 200, "application/json", b"{}"
        if path.endswith("/config"):
            return 200, "application/json", json.dumps(CONFIG).encode()
        if path.endswith("/queue/join"):
            return 200, "application/json", b'{"event_id": "e"}'
        if "/queue/data" in path:
            done = {
                "msg": "process_completed",
                "event_id": "e",
                "success": True,
                "output": {"data": ["gave", None]},
            }
            return (
                200,
                "text/event-stream",
                b"data: " + json.dumps({"event_id": "e", **done}).encode() + b"\n\n",
            )
        return 404, "application/json", b"{}"

    @property
    def told(self) -> str:
        return "\n".join(f"{path} {headers}" for path, headers, _ in self.requests)

    @property
    def hashes(self) -> list[str]:
        return [
            json.loads(body)["session_hash"]
            for path, _, body in self.requests
            if path.endswith("/queue/join")
        ]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    async with await asyncio.start_server(made.answer, "127.0.0.1", 0) as listening:
        made.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield made


@dataclass
class ScriptedHub:
    """A Hub that names one card and walks through stages. token: what `token_for` gives for it."""

    card: SpaceCard
    stages: Iterable[tuple[str, str] | Exception] = ()
    token: str = ""
    endpoint: str = "http://127.0.0.1:9"
    is_default: bool = False
    asked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Whether it shows the Space to those alone who give a token; the tokens given.
    is_hidden: bool = False
    given: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stages = iter(self.stages)

    def with_token(self, token: str) -> "ScriptedHub":
        self.given.append(token)
        return replace(self, is_hidden=False)

    async def space(self, space_id: str) -> SpaceCard:
        self.asked.append(space_id)
        if self.is_hidden:
            raise UnknownSpace(f"no Space {space_id} (or it is private)")
        return self.card

    async def by_subdomain(self, subdomain: str) -> str:
        self.asked.append(f"subdomain {subdomain}")
        return self.card.id

    async def stage(self, space_id: str) -> tuple[str, str]:
        told = next(self._stages)
        if isinstance(told, Exception):
            raise told
        return told

    async def token_for(self, card: SpaceCard, *, to_public: bool = False) -> str:
        return self.token if card.private or card.is_zero_gpu or to_public else ""


class Sessions:
    """Makes sessions and closes them at the end of the test."""

    def __init__(self) -> None:
        self.made: list[Session] = []

    def __call__(self, hub: Any, **options: Any) -> Session:
        session = Session(cast(Hub, hub), Options(**options))
        self.made.append(session)
        return session


@pytest.fixture
async def sessions() -> AsyncIterator[Sessions]:
    made = Sessions()
    yield made
    for session in made.made:
        await session.aclose()


def card(server: Server, **more: Any) -> SpaceCard:
    return SpaceCard(
        "owner/name", title="A Space", sdk="gradio", stage="RUNNING", host=server.url, **more
    )


async def test_an_id_is_opened_at_the_host_that_the_hub_names(
    server: Server, sessions: Sessions
) -> None:
    opened = await sessions(ScriptedHub(card(server))).open("owner/name")
    assert opened.app.url == server.url
    assert opened.card is not None and opened.card.id == "owner/name"
    assert (opened.source.title, opened.source.version, opened.source.needs_token) == (
        "A Space",
        "6.31.0",
        False,
    )
    assert "evil.invalid" not in repr(opened.source)


async def test_the_source_is_the_id_on_the_default_hub_alone(
    server: Server, sessions: Sessions
) -> None:
    assert (await sessions(ScriptedHub(card(server))).open("owner/name")).source.src == server.url
    default = ScriptedHub(card(server), is_default=True)
    assert (await sessions(default).open("owner/name")).source.src == "owner/name"
    assert (await sessions(default).open(server.url)).source.src == server.url


async def test_an_hf_space_address_is_resolved_by_the_hub(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(card(server))
    opened = await sessions(hub).open("https://owner-name.hf.space/")
    assert hub.asked == ["subdomain owner-name", "owner/name"]
    assert opened.app.url == server.url


@pytest.mark.parametrize(
    ("more", "options", "why"),
    [
        ({}, {}, ""),
        ({"private": True}, {}, "private"),
        ({"hardware": "zero-a10g"}, {}, "ZeroGPU"),
        ({}, {"hf_token_to_space": True}, "you asked"),
    ],
)
async def test_the_hub_token_goes_where_the_hub_allows_and_that_is_said(
    more: dict[str, Any], options: dict[str, Any], why: str, server: Server, sessions: Sessions
) -> None:
    opened = await sessions(ScriptedHub(card(server, **more), token=TOKEN), **options).open(
        "owner/name"
    )
    assert (TOKEN in server.told) is bool(why)
    assert opened.source.needs_token is bool(why)
    told = [note for note in opened.notes if "token" in note]
    assert [why in note for note in told] == [True] * bool(why)
    assert TOKEN not in repr(opened)


async def test_no_token_of_the_hub_goes_to_a_url(server: Server, sessions: Sessions) -> None:
    hub = ScriptedHub(card(server, private=True), token=TOKEN)
    session = sessions(hub, src="owner/name", token=TOKEN, hf_token_to_space=True)
    await session.open(server.url)
    assert hub.asked == []
    assert server.requests and TOKEN not in server.told


async def test_what_was_given_with_one_source_goes_to_no_other(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(card(server))
    given = {"token": TOKEN, "headers": (("X-Mine", "mine"),)}
    await sessions(hub, src=f"{server.url}/other", **given).open(server.url)
    await sessions(hub, src=server.url, **given).open("owner/name")
    await sessions(hub, **given).open(server.url)
    assert server.requests and TOKEN not in server.told and "mine" not in server.told
    await sessions(hub, src=f"{server.url}/", **given).open(server.url)
    assert TOKEN in server.told and "mine" in server.told


async def test_a_login_is_for_one_source_alone_and_kept_in_no_text(
    server: Server, sessions: Sessions
) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened = await session.log_in(f"{server.url}/", Login(("ada", "s3cret-word"), TOKEN))
    assert b"username=ada&password=s3cret-word" in [body for _, _, body in server.requests]
    assert TOKEN in server.told
    for secret in (TOKEN, "s3cret-word"):
        assert secret not in repr(opened) + repr(session.given.logins)
    server.requests.clear()
    again = await session.open(server.url)
    assert again.connection is opened.connection, "the same address, however it is written"
    server.requests.clear()
    await session.open("owner/name")
    assert server.requests and TOKEN not in server.told and b"s3cret" not in server.requests[0][2]


async def test_a_login_that_is_refused_is_not_kept(server: Server, sessions: Sessions) -> None:
    session = sessions(ScriptedHub(card(server)))
    server.refuses = True
    with pytest.raises(AuthError, match="the user or the password is wrong"):
        await session.log_in(server.url, Login(("ada", "wrong-word")))
    server.refuses = False
    server.requests.clear()
    await session.open(server.url)
    assert not any(path.endswith("/login") for path, _, _ in server.requests)


async def test_a_token_given_for_an_id_is_asked_of_the_hub_and_goes_where_the_hub_allows(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(card(server, private=True), token=TOKEN)
    session = sessions(hub)
    hub.is_hidden = True
    with pytest.raises(UnknownSpace):
        await session.open("owner/name")
    opened = await session.log_in("owner/name", Login(token=TOKEN))
    assert hub.given == [TOKEN]
    assert opened.source.needs_token and TOKEN in server.told
    assert "private" in opened.notes[0]


async def test_one_connection_is_used_again_but_never_with_other_credentials(
    server: Server, sessions: Sessions
) -> None:
    session = sessions(ScriptedHub(card(server, private=True), token=TOKEN))
    by_id, again, by_url = [
        await session.open(src) for src in ("owner/name", "owner/name", server.url)
    ]
    assert by_id.connection is again.connection
    assert by_id.connection is not by_url.connection


async def test_a_space_that_starts_is_waited_for_and_its_stages_are_told(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False

    def stages() -> Iterable[tuple[str, str] | Exception]:
        yield "BUILDING", ""
        yield Unreachable("the Hub hiccups")
        yield "APP_STARTING", ""
        server.ready = True
        yield "RUNNING", ""

    hub = ScriptedHub(replace(card(server), stage="BUILDING"), stages())
    told: list[str] = []
    opened = await sessions(hub).open("owner/name", on_stage=told.append)
    assert opened.app.title == "An app"
    assert list(dict.fromkeys(told)) == ["BUILDING", "APP_STARTING"]


async def test_an_app_that_answers_is_opened_whatever_stage_the_hub_still_names(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(replace(card(server), stage="APP_STARTING"))
    assert (await sessions(hub).open("owner/name")).app.title == "An app"


async def test_a_sleeping_space_is_woken_by_a_request(server: Server, sessions: Sessions) -> None:
    server.ready = False
    knocks: list[int] = []

    def stages() -> Iterable[tuple[str, str]]:
        yield "SLEEPING", ""
        knocks.append(len(server.requests))
        server.ready = True
        yield "RUNNING", ""

    hub = ScriptedHub(replace(card(server), stage="SLEEPING"), stages())
    opened = await sessions(hub).open("owner/name")
    assert opened.app.title == "An app"
    assert knocks[0] > 0


@pytest.mark.parametrize(
    ("stage", "message", "words"),
    [
        ("PAUSED", "", "paused"),
        ("BUILD_ERROR", "Job failed with exit code: 1\nno torch", "Job failed with exit code: 1"),
        (
            "RUNTIME_ERROR",
            'Exit code: 1. Reason: Traceback (most recent call last):\n  File "app.py"\n'
            "ModuleNotFoundError: No module named 'torch'\n\nContainer logs:\n\n=== start ===\n",
            r"\(RUNTIME_ERROR\): ModuleNotFoundError: No module named 'torch'\. Look",
        ),
        ("PAUSED", "Flagged as abusive", "this Space is paused: Flagged as abusive"),
        ("RUNTIME_ERROR", "", "RUNTIME_ERROR"),
    ],
)
async def test_a_space_that_will_not_come_up_is_said_at_once(
    stage: str, message: str, words: str, server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(replace(card(server), stage=stage, error_message=message))
    with pytest.raises(StageError, match=words) as caught:
        await sessions(hub).open("owner/name")
    assert (caught.value.stage, caught.value.is_waking) == (stage, False)
    assert server.requests == []


async def test_a_space_that_breaks_while_it_is_waited_for_ends_the_wait(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False
    hub = ScriptedHub(replace(card(server), stage="BUILDING"), [("BUILD_ERROR", "no torch")])
    with pytest.raises(StageError, match="no torch"):
        await sessions(hub).open("owner/name")


async def test_the_wait_has_a_limit_after_which_trying_again_may_help(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False
    hub = ScriptedHub(replace(card(server), stage="BUILDING"), [("BUILDING", "")] * 99)
    with pytest.raises(StageError, match=r"still BUILDING after 0\.2 s") as caught:
        await sessions(hub, wake_timeout=0.2).open("owner/name")
    assert caught.value.is_waking


async def test_a_space_of_another_kind_says_what_it_is_made_with(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False
    with pytest.raises(NotGradio, match="streamlit"):
        await sessions(ScriptedHub(replace(card(server), sdk="streamlit"))).open("owner/name")


async def test_what_is_neither_id_nor_url_is_refused_before_anything_is_asked(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(card(server))
    with pytest.raises(UsageError):
        await sessions(hub).open("not a source")
    assert hub.asked == []


async def test_a_call_is_recorded_with_all_that_came(server: Server, sessions: Sessions) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened = await session.open(server.url)
    call = Call(opened.app.endpoints[0], {opened.app.endpoints[0].parameters[0].name: "hi"})
    live = session.submit(opened, call)
    events = [event async for event in live]
    assert isinstance(events[-1], Completed)
    recording = live.recording
    assert (
        recording is live.recording and recording.call is call and recording.source == opened.source
    )
    assert recording.state.status is Status.COMPLETE
    assert recording.state.data == events[-1].data
    assert recording.made_at > 1e9


async def test_a_failed_call_is_recorded_too(server: Server, sessions: Sessions) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened = await session.open(server.url)
    endpoint = opened.app.endpoints[0]
    server.ready = False
    call = Call(endpoint, {endpoint.parameters[0].name: "hi"})
    live = session.submit(opened, call)
    events = [event async for event in live]
    assert isinstance(events[-1], Failed)
    recording = live.recording
    assert recording.state.failure == events[-1].failure
    assert recording.call.values == call.values


async def test_calls_with_state_share_it_and_no_other_call_does(
    server: Server, sessions: Sessions
) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened, other = [await session.open(server.url) for _ in range(2)]
    plain, stateful = opened.app.endpoints
    calls = [
        (opened, stateful),
        (opened, stateful),
        (opened, plain),
        (opened, plain),
        (other, stateful),
    ]
    for at, endpoint in calls:
        call = Call(endpoint, {endpoint.parameters[0].name: "hi"})
        assert [event async for event in session.submit(at, call)]
    first, second, third, fourth, fifth = server.hashes
    assert first == second
    assert third == fourth, "one after another, calls without State go by one session"
    assert len({first, third, fifth}) == 3
