"""Opening an app: by its URL, and as a Space whose host the Hub names."""

import pytest

from spacetui.errors import UsageError
from tests.unit.session.tiny_app import ScriptedHub, Server, Sessions, card


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


async def test_what_is_neither_id_nor_url_is_refused_before_anything_is_asked(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(card(server))
    with pytest.raises(UsageError):
        await sessions(hub).open("not a source")
    assert hub.asked == []
