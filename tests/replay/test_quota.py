"""The ZeroGPU quota: what the Hub says of it, and what `spacetui quota` and the header show."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from huggingface_hub import HfApi

from spacetui.text.zero_gpu import quota_line, reset_clock
from tests.cli_result import Cli
from tests.replay.conftest import TOKEN, USER
from tests.replay.hub import fact, hub_time, json_reply
from tests.replay.in_process import use_replay
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace

FACTS = ("zero_gpu_quota_fresh", "zero_gpu_quota_used", "zero_gpu_quota_over")
ROUTE = ("GET", "/api/spaces/zero-gpu/quota")
NOW = datetime(2026, 11, 27, 7, 46, tzinfo=UTC)


@pytest.fixture
def logged_in(environment: dict[str, str]) -> None:
    environment |= {"HF_TOKEN": TOKEN, "TZ": "UTC"}


@pytest.fixture
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process be where local time is UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.usefixtures("logged_in")
def test_json_holds_what_the_hub_sent(replay: Replay, cli: Cli, name: str) -> None:
    sent = replay.hub.quotas[TOKEN] = fact(name)
    done = cli("quota", "--json")
    assert done.code == 0, done.err
    shown = done.lines[0]
    resets_at, sent_at = shown.pop("resets_at"), sent["resetsAt"]
    assert shown == {
        "name": USER,
        "base": sent["base"],
        "left": sent["current"],
        "overquota_used": sent["overquotaUsed"],
    }
    assert (resets_at and datetime.fromisoformat(resets_at)) == (
        sent_at and datetime.fromisoformat(sent_at)
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("zero_gpu_quota_fresh", "5:00 of 5:00 left; nothing of it is used"),
        ("zero_gpu_quota_used", "0:00 of 5:00 left; it resets at 10:00, in 2 h 14 min"),
        (
            "zero_gpu_quota_over",
            "0:00 of 40:00 left, 0:12 over it; 1:01 used of paid credits; "
            "it resets at 10:00, in 2 h 14 min",
        ),
    ],
)
@pytest.mark.usefixtures("in_utc")
def test_each_quota_in_words(name: str, words: str) -> None:
    sent = fact(name)
    resets_at = sent["resetsAt"] or ""
    left, base, paid = sent["current"], sent["base"], sent["overquotaUsed"]
    line = quota_line(left, base, resets_at, paid, NOW)
    assert line == words


@pytest.mark.parametrize(
    ("resets_at", "clock"),
    [
        ("2026-11-27T10:00:00.000Z", "10:00"),
        ("2026-11-28T10:00:00.000Z", "28 Nov 10:00"),
        ("2026-11-27T07:00:00.000Z", ""),
        ("", ""),
        ("soon", ""),
    ],
)
@pytest.mark.usefixtures("in_utc")
def test_the_time_of_a_reset(resets_at: str, clock: str) -> None:
    assert reset_clock(resets_at, NOW) == clock


@pytest.mark.usefixtures("logged_in")
def test_the_command_says_what_is_left_and_until_when(replay: Replay, cli: Cli) -> None:
    resets_at = hub_time(hours=2.5)
    replay.hub.quotas[TOKEN] = {"base": 300, "current": 220, "resetsAt": resets_at}
    done = cli("quota")
    clock = f"{datetime.fromisoformat(resets_at):%H:%M}"
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{USER}: 3:40 of 5:00 left; it resets at {clock}, in 2 h ")


def test_without_a_login_it_says_so(replay: Replay, cli: Cli) -> None:
    done = cli("quota")
    assert (done.code, done.out) == (4, "")
    assert done.err.count("\n") == 1
    assert "not logged in" in done.err and "hf auth login" in done.err
    assert replay.targets() == []


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.usefixtures("logged_in")
def test_a_token_that_may_not_read_it_is_told_which_right_it_needs(
    replay: Replay, cli: Cli, status: int
) -> None:
    replay.hub.replies[ROUTE] = json_reply({"error": "Forbidden"}, status)
    done = cli("quota", "--json")
    assert (done.code, done.out) == (4, "")
    assert "this token may not read the ZeroGPU quota" in done.err
    assert "read-billing" in done.err and done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"base": "much", "current": 1}, 200, 3),
        ({"base": 300, "current": float("inf")}, 200, 3),
        ([], 200, 3),
        ({"error": "Internal error"}, 500, 3),
    ],
)
@pytest.mark.usefixtures("logged_in")
def test_an_odd_answer_is_one_line(
    replay: Replay, cli: Cli, sent: Any, status: int, code: int
) -> None:
    replay.hub.replies[ROUTE] = json_reply(sent, status)
    done = cli("quota")
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert "may not read" not in done.err


@pytest.mark.parametrize("name", FACTS)
def test_huggingface_hub_reads_the_answers_of_the_replay(
    replay: Replay, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    sent = replay.hub.quotas[TOKEN] = fact(name)
    with use_replay(replay, monkeypatch):
        quota = HfApi(token=TOKEN).get_zero_gpu_quota()
    assert (quota.base, quota.remaining) == (sent["base"], sent["current"])
    assert (quota.resets_at is None) == (sent["resetsAt"] is None)
    assert quota.overquota_used == sent["overquotaUsed"]


@pytest.mark.parametrize(
    ("size", "words"),
    [((120, 40), "ZeroGPU 3:40 of 5:00 left until "), ((80, 24), "ZeroGPU 3:40")],
)
async def test_the_header_shows_what_is_left(
    replay: Replay,
    window: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    words: str,
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    replay.hub.quotas[TOKEN] = {"base": 300, "current": 220, "resetsAt": hub_time(hours=2)}
    async with window(size=size) as shown:
        await shown.until(lambda: words in shown.text.splitlines()[0])


async def test_help_explains_tiers_and_credits_as_of_a_date(
    cli: Cli, window: Callable[..., Any]
) -> None:
    async with window() as shown:
        await shown.pilot.press("f1")
        await shown.pilot.press("end")
        await shown.until(lambda: "As of November 2026" in shown.text)
    text = " ".join(cli("quota", "--help").out.split())
    for words in ("As of November 2026", "without a login", "free account", "PRO", "credits"):
        assert words in text


async def test_the_header_counts_a_call_on_zero_gpu(
    replay: Replay,
    window: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    replayed_url: str,
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    replay.add(ReplaySpace("acme/zero", app_url=replayed_url, hardware="zero-a10g"))
    replay.hub.quotas[TOKEN] = {"base": 300, "current": 220, "resetsAt": hub_time(hours=2)}
    async with window("acme/zero") as shown:
        await shown.opened()
        await shown.until(lambda: "ZeroGPU 3:40 of 5:00" in shown.text.splitlines()[0])
        replay.hub.quotas[TOKEN]["current"] = 160
        await shown.ended()
        await shown.until(lambda: "ZeroGPU 2:40 of 5:00" in shown.text.splitlines()[0])
