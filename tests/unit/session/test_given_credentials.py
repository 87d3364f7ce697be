"""Which credentials go where, and which never go anywhere else (P1, P2)."""

from typing import Any

import pytest

from spacetui.errors import AuthError, UnknownSpace
from spacetui.session.options import Login
from tests.unit.session.tiny_app import TOKEN, ScriptedHub, Server, Sessions, card


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
