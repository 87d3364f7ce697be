"""A search on the real name of the Hub: rows of every shape, and what is no list of rows."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from spacetui.errors import Busy, UsageError
from spacetui.hub.query_length import CUT_NOTE, fit_query, query_note
from spacetui.session.session import Session
from tests.cli_result import Cli
from tests.replay.hub import FACTS, fact, json_reply
from tests.replay.replay import Replay

Connect = Callable[..., Session]
SEARCH = ("GET", "/api/spaces/semantic-search")

# The ids that each file of facts gives: one odd row costs that row alone.
FOUND = {
    "semantic_search_real_shape": [
        "acme/run",
        "acme/Realtime-FLUX",
        "acme/flux1_schnell",
        "acme/multi",
    ],
    "semantic_search_no_id": [
        "acme/run",
        "acme/Realtime-FLUX",
        "acme/flux1_schnell",
        "acme/multi",
    ],
    "semantic_search_one_bad_runtime": [
        "acme/run",
        "acme/Realtime-FLUX",
        "acme/bad",
        "acme/flux1_schnell",
        "acme/multi",
    ],
    "semantic_search_nulls_and_odd_text": [
        "org/other-mcp",
        "acme/nulls",
        "acme/nohw",
        "acme/static",
        "acme/rtl",
        "acme/zwj",
        "acme/ctl",
        "acme/sleep",
        "acme/new",
    ],
    "semantic_search_empty": [],
    "semantic_search_300": [f"acme/space-{number:03}" for number in range(300)],
}
# What is shown of single rows; a text is empty where the Hub sends null or nothing.
SHOWN: dict[str, dict[str, Any]] = {
    "org/other-mcp": {"title": "", "stage": "", "score": 0.8, "tags": ("gradio", "mcp-server")},
    "acme/nulls": {"title": "", "author": "", "emoji": "", "likes": 0, "sdk": "", "score": None},
    "acme/nohw": {"sdk": "docker", "hardware": "", "stage": "RUNNING"},
    "acme/sleep": {"stage": "SLEEPING", "hardware": "cpu-basic"},
    "acme/new": {"stage": "RUNNING_HOT_SWAPPING", "hardware": "zero-b300"},
    "acme/bad": {"stage": "", "hardware": "cpu-basic", "title": "runtime without a stage"},
    "acme/multi": {"hardware": "zero-a10g", "score": 0.9137691233545246},
    "acme/run": {"likes": 378, "category": "Image Generation", "emoji": "🦀🏆🦀"},
}


def test_every_file_of_rows_is_expected_here() -> None:
    assert {each.stem for each in FACTS.glob("semantic_search_*.json")} == set(FOUND)


@pytest.mark.parametrize("name", FOUND)
async def test_one_odd_row_costs_one_row(name: str, replay: Replay, connect: Connect) -> None:
    replay.hub.found = fact(name)
    async with connect() as session:
        cards = await session.hub.search("make a picture")
    assert [card.id for card in cards] == FOUND[name]
    for card in cards:
        for field, value in SHOWN.get(card.id, {}).items():
            assert getattr(card, field) == value, (card.id, field)


@pytest.mark.parametrize("row", [None, 3, "acme/x", [], {}, {"id": None}, {"id": 3}, {"id": ""}])
async def test_a_row_that_is_no_space_is_left_out(
    row: Any, replay: Replay, connect: Connect
) -> None:
    replay.hub.found = [row, {"id": "acme/good"}, row]
    async with connect() as session:
        assert [card.id for card in await session.hub.search("x")] == ["acme/good"]


@pytest.mark.parametrize(
    "odd",
    [
        {"runtime": []},
        {"runtime": {"stage": None, "hardware": "x"}},
        {"runtime": {"stage": "RUNNING", "volumes": [{}], "hotReloading": {}}},
        {"tags": [1, None], "likes": "many", "private": "yes"},
        {"semanticRelevancyScore": "0.5", "title": {"en": "x"}},
    ],
)
async def test_a_field_of_another_shape_costs_that_field(
    odd: Any, replay: Replay, connect: Connect
) -> None:
    replay.hub.found = [{"id": "acme/odd", "likes": 2} | odd, {"id": "acme/good"}]
    async with connect() as session:
        cards = await session.hub.search("x")
    assert [card.id for card in cards] == ["acme/odd", "acme/good"]


@pytest.mark.parametrize("name", ["rate_limited_200_error_object"])
async def test_a_200_with_an_error_object_is_read_as_that_error(
    name: str, replay: Replay, connect: Connect
) -> None:
    replay.hub.replies[SEARCH] = json_reply(fact(name), headers={"RateLimit": '"api";r=0;t=55'})
    async with connect() as session:
        with pytest.raises(Busy) as caught:
            await session.hub.search("x")
    failure = caught.value.failure
    assert failure.message == "huggingface.co wants no more requests for 55 s (429)"
    assert failure.retry_after == 55.0
    assert "rate limit your IP" in failure.details


LONG = "a picture of a cat " * 20


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("x" * 250, "x" * 250),
        ("x" * 251, "x" * 250),
        (LONG, LONG[:250]),
        # JavaScript counts an emoji as two, and one is never cut in half.
        ("x" + "🦀" * 200, "x" + "🦀" * 124),
        ("é" * 300, "é" * 250),
    ],
)
def test_a_query_is_cut_to_what_the_hub_takes(query: str, sent: str) -> None:
    assert fit_query(query) == sent
    assert query_note(query) == ("" if query == sent else CUT_NOTE)


def test_a_long_query_is_searched_for_with_a_note(replay: Replay, cli: Cli) -> None:
    done = cli("search", "x" + "🦀" * 200, "--json")
    assert done.code == 0 and len(done.lines[0]) == 4
    assert done.err == f"{CUT_NOTE}\n"


async def test_what_a_400_says_is_shown(replay: Replay, connect: Connect) -> None:
    reason = "q: String must contain at most 250 character(s)"
    replay.hub.replies[SEARCH] = json_reply({"error": reason}, 400)
    async with connect() as session:
        with pytest.raises(UsageError) as caught:
            await session.hub.search("x")
    assert str(caught.value) == f"huggingface.co refuses this request (400): {reason}"


def test_odd_text_of_a_row_is_made_visible_and_exact_in_json(replay: Replay, cli: Cli) -> None:
    replay.hub.found = fact("semantic_search_nulls_and_odd_text")
    done = cli("search", "x", "--all", "--sdk", "any")
    assert done.code == 0
    assert "\x1b" not in done.out and "\\x1b" in done.out
    done = cli("search", "x", "--json")
    titles = {row["id"]: row["title"] for row in done.lines[0]}
    wanted = {row["id"]: row.get("title") or "" for row in replay.hub.found}
    assert titles == wanted, json.dumps(titles)


async def test_the_app_shows_the_rows_and_that_a_query_was_cut(
    replay: Replay, window: Callable[..., Any]
) -> None:
    replay.hub.found = fact("semantic_search_one_bad_runtime")
    async with window() as shown:
        await shown.pilot.press(*"cats")
        await shown.until(lambda: "runtime without a stage" in shown.text)
        shown.app.screen.query_one("#query").value = "x" * 260
        await shown.until(lambda: "250 characters of a query" in shown.text)
