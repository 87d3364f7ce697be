"""The find page on the real Hub before anything was typed: what to open again, and what to try."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
from huggingface_hub import close_session

from spacetui.tui.find.task_rows import TASKS
from tests.replay.conftest import TOKEN
from tests.replay.hub import hub_time, json_reply
from tests.replay.replay import Replay

QUOTA = ("GET", "/api/spaces/zero-gpu/quota")
FIRST = TASKS[0].query


def status(shown: Any) -> str:
    """Return the row of the status bar."""
    return str(shown.text.splitlines()[-2])


async def test_a_new_user_finds_tasks_to_try_and_no_error(window: Callable[..., Any]) -> None:
    async with window() as shown:
        await shown.until(lambda: "no token found; public Spaces need none" in status(shown))
        lines = [each[:60].strip() for each in shown.text.splitlines()]
        at = lines.index("try")
        assert [each.strip("▌ ") for each in lines[at + 1 : at + 6]] == [
            each.query for each in TASKS
        ]
        assert "recent" not in lines
        assert "enter search" in shown.text.splitlines()[-1]
        assert "✕" not in shown.text


@pytest.mark.parametrize(
    ("quota", "words"),
    [
        ({"base": 300, "current": 220, "resetsAt": None}, "· 3:40 of ZeroGPU left ─"),
        ({"base": 300, "current": 220, "resetsAt": "later"}, "· 3:40 of ZeroGPU left until "),
        (None, "· this token may not read the ZeroGPU quota"),
    ],
)
async def test_the_status_bar_says_who_is_logged_in_and_what_is_left(
    replay: Replay,
    window: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    quota: dict[str, Any] | None,
    words: str,
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    if quota is None:
        replay.hub.replies[QUOTA] = json_reply({"error": "Forbidden"}, 403)
    else:
        resets_at = quota["resetsAt"] and hub_time(hours=3)
        replay.hub.quotas[TOKEN] = {**quota, "resetsAt": resets_at}
    async with window() as shown:
        await shown.until(lambda: f"logged in as ada (HF_TOKEN) {words}" in status(shown))


def was_asked(replay: Replay) -> Callable[[], bool]:
    wanted = f"semantic-search?q={quote_plus(FIRST)}"
    return lambda: any(wanted in each for each in replay.targets())


@pytest.mark.parametrize("keys", [("enter",), ("down", "enter")])
async def test_one_key_asks_the_hub_for_a_task(
    replay: Replay, window: Callable[..., Any], keys: tuple[str, ...]
) -> None:
    async with window() as shown:
        await shown.until(lambda: FIRST in shown.text)
        await shown.pilot.press(*keys)
        await shown.until(was_asked(replay))
        await shown.until(lambda: "acme/run" in shown.text and "returned" in shown.text)


async def test_one_click_asks_the_hub_for_a_task(
    replay: Replay, window: Callable[..., Any]
) -> None:
    async with window() as shown:
        await shown.until(lambda: FIRST in shown.text)
        lines = shown.text.splitlines()
        y = next(at for at, line in enumerate(lines) if FIRST in line)
        await shown.pilot.click(offset=(lines[y].index(FIRST) + 2, y))
        await shown.until(was_asked(replay))


async def test_what_was_opened_before_comes_first_and_enter_opens_it(
    window: Callable[..., Any],
) -> None:
    async with window("acme/echo") as shown:
        await shown.opened()
    async with window() as shown:
        await shown.until(lambda: "1 recent" in shown.text)
        lines = [each[:60].strip() for each in shown.text.splitlines()]
        assert lines.index("recent") < lines.index("try")
        assert "acme/echo" in lines[lines.index("recent") + 1]
        await shown.pilot.press("enter")
        await shown.opened()
        assert "acme/echo" in shown.text


async def test_from_a_space_to_a_task_and_back(window: Callable[..., Any]) -> None:
    async with window("acme/echo") as shown:
        await shown.opened()
    async with window() as shown:
        await shown.until(lambda: "1 recent" in shown.text)
        pane = shown.app.screen.search_pane
        await shown.pilot.press("down")
        await shown.until(lambda: "text → text" in shown.text)
        await shown.pilot.press("down")
        assert pane.found.card is None
        await shown.until(lambda: "enter search" in shown.text.splitlines()[-1])
        await shown.until(lambda: "text → text" not in shown.text)
        await shown.pilot.press("up")
        assert pane.found.card is not None and pane.found.card.id == "acme/echo"
        await shown.until(lambda: "enter open" in shown.text.splitlines()[-1])
        await shown.until(lambda: "acme/echo" in status(shown) and "1 of 1" in status(shown))


@pytest.mark.parametrize(
    ("token", "words"), [(TOKEN, "token found: HF_TOKEN"), ("", "no token found")]
)
async def test_without_a_network_the_page_is_as_full_and_says_nothing_of_an_error(
    window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, token: str, words: str
) -> None:
    async with window("acme/echo") as shown:
        await shown.opened()
    monkeypatch.setenv("HF_TOKEN", token)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    close_session()  # with the connections of the window before
    async with window() as shown:
        expected = f"the Hub did not answer · {words} · ctrl+r asks again"
        await shown.until(lambda: expected in status(shown))
        assert all(each.query in shown.text for each in TASKS)
        assert "✕" not in shown.text
        await shown.pilot.press("enter")
        await shown.until(lambda: "✕" in shown.text)
