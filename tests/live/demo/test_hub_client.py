"""Our Hub client with the demo's local Hub."""

import pytest

from spacetui.demo.space_catalog import SPACE_IDS
from spacetui.errors import UnknownSpace
from spacetui.hub.client import Hub
from spacetui.model.stage import StageGroup

pytestmark = pytest.mark.live

TOKEN = "hf_" + "x" * 30


@pytest.fixture
def hub(demo_hub_url: str) -> Hub:
    return Hub(demo_hub_url, use_saved_token=False)


async def test_search_returns_cards_in_the_hubs_order(hub: Hub) -> None:
    cards = await hub.search("add up spending by month from a spreadsheet")
    assert sorted(card.id for card in cards) == sorted(SPACE_IDS)
    first = cards[0]
    assert (first.id, first.title, first.emoji, first.author) == (
        "demo/table",
        "Table tools",
        "📊",
        "demo",
    )
    assert (first.description, first.group) == ("sort, group and sum a CSV", StageGroup.UP)
    assert first.score is not None and first.score > 0.3
    assert await hub.search("blur", sdk="docker") == ()


async def test_a_space_comes_with_its_host_and_what_a_card_shows(hub: Hub) -> None:
    card = await hub.space("demo/chat")
    assert card.host.startswith("http://127.0.0.1:") and card.host.endswith("/chat")
    assert (card.title, card.emoji, card.stage, card.hardware) == (
        "Echo chat",
        "💬",
        "RUNNING",
        "cpu-basic",
    )
    assert (card.description, card.sdk, card.private) == (
        "tokens one by one, and a chat that remembers",
        "gradio",
        False,
    )
    assert card.last_modified[:2] == "20" and "streaming" in card.tags


async def test_stage_readme_and_subdomain(hub: Hub) -> None:
    assert await hub.stage("demo/slow") == ("RUNNING", "")
    readme = await hub.readme("demo/slow")
    assert readme.startswith("# Slow job") and "colorFrom" not in readme
    assert await hub.by_subdomain("demo-slow") == "demo/slow"


async def test_the_account_comes_with_its_quota(hub: Hub, demo_hub_url: str) -> None:
    assert await hub.account() is None and not await hub.has_token()
    account = await Hub(demo_hub_url, TOKEN).account()
    assert account is not None
    assert account.quota is not None
    assert (account.name, account.quota.base, account.quota.left) == ("demo", 210.0, 210.0)
    assert account.quota.resets_at


async def test_the_token_goes_to_a_space_of_the_local_hub_only_if_asked(
    hub: Hub, demo_hub_url: str
) -> None:
    with_token = Hub(demo_hub_url, TOKEN)
    card = await with_token.space("demo/text")
    assert await with_token.token_for(card) == ""
    assert await with_token.token_for(card, to_public=True) == TOKEN
    assert await hub.token_for(card, to_public=True) == ""


async def test_what_does_not_exist_is_one_clear_line(hub: Hub) -> None:
    with pytest.raises(UnknownSpace, match=r"no Space demo/nope \(or it is private\)"):
        await hub.space("demo/nope")
    with pytest.raises(UnknownSpace, match=r"no Space at nope\.hf\.space"):
        await hub.by_subdomain("nope")
