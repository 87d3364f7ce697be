"""Spaces in every stage, on the real names: woken, waited for, or told why that does not help."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

from spacetui.cli.exit_codes import exit_code
from spacetui.errors import NotGradio, SpacetuiError, StageError
from spacetui.model.stage import error_reason
from spacetui.session import wake_pace, wake_space
from spacetui.session.session import Session
from spacetui.session.wake_pace import HOST_PACE, HUB_PACE, Pace
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.login_dialog import LoginDialog
from tests.cli_result import Cli
from tests.replay.conftest import TOKEN
from tests.replay.hub import error_reply, fact
from tests.replay.network import HUB
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace
from tests.tui.app_driver import go_to_actions

Connect = Callable[..., Session]
RUNTIME = "/api/spaces/acme/run/runtime"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a wake of this process ask twenty times as often, and be patient for 1 s."""
    for name in ("HUB_PACE", "HOST_PACE"):
        pace: Pace = getattr(wake_pace, name)
        quicker = Pace(pace.first / 20, pace.growth, pace.longest / 20)
        monkeypatch.setattr(wake_pace, name, quicker)
    monkeypatch.setattr(wake_space, "SETTLING", 1.0)


# What opening a Space with each runtime of facts comes to: the class and the words of the error, or
# None where it opens.
RUNTIMES: dict[str, tuple[type[SpacetuiError] | None, str, str]] = {
    "static RUNNING": (NotGradio, "It is made with static; spacetui calls Gradio apps.", ""),
    "first BUILDING": (StageError, "still BUILDING after 0.5 s. Try again later.", ""),
    "PAUSED": (StageError, "this Space is paused. Only its owner can start it", ""),
    "RUNTIME_ERROR": (
        StageError,
        "this Space does not run (RUNTIME_ERROR): Scheduling failure: unable to schedule. Look",
        "",
    ),
    "RUNTIME_ERROR timeout": (
        StageError,
        "(RUNTIME_ERROR): Launch timed out, workload was not healthy after 30 min. Look",
        "===== Application Startup at 2026-08-01 10:00:00 =====",
    ),
    "autoscaled": (None, "", ""),
    "js client test data (older)": (None, "", ""),
}


def test_every_runtime_of_facts_is_expected_here() -> None:
    assert list(fact("runtime_stages")) == list(RUNTIMES)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", RUNTIMES)
async def test_each_runtime_is_opened_or_explained(
    name: str, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    kind, words, details = RUNTIMES[name]
    runtime = fact("runtime_stages")[name]
    space = ReplaySpace("acme/some", stages=[runtime["stage"]], runtime=runtime, waking=False)
    if kind is None:
        space.app_url = replayed_url
    if kind is NotGradio:
        space.sdk, space.page = "static", (200, "text/html", "<h1>A page</h1>")
    replay.add(space)
    async with connect(wake_timeout=0.5) as session:
        if kind is None:
            assert (await session.open("acme/some")).app.endpoint("/echo") is not None
            return
        with pytest.raises(SpacetuiError) as caught:
            await session.open("acme/some")
    error = caught.value
    assert type(error) is kind and words in str(error)
    assert str(error).startswith("acme/some: ") and "\n" not in str(error)
    assert details in error.failure.details and bool(details) is ("\n" in error.failure.details)
    assert exit_code(error) == (3 if runtime["stage"] == "BUILDING" else 2)


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("", ""),
        ("Scheduling failure: unable to schedule", "Scheduling failure: unable to schedule"),
        ("Flagged as abusive\n", "Flagged as abusive"),
        ("\n\nLaunch timed out\n\nContainer logs:\n\nRuntimeError: x\n", "Launch timed out"),
        ("Job failed with exit code: 1. Reason: cache miss\nmore", "Job failed with exit code: 1"
         ". Reason: cache miss"),
        ("runtime error\nExit code: 1. Reason: Traceback (most recent call last):\n"
         '  File "/app.py", line 1\n    import torch\nModuleNotFoundError: No module named '
         "'torch'\n\nContainer logs:\n\nold\n", "ModuleNotFoundError: No module named 'torch'"),
        ("Traceback (most recent call last):\n  x\nKeyError: 'a'\n\nDuring handling of the above "
         "exception, another exception occurred:\n\nTraceback (most recent call last):\n  y\n"
         "httpx.ConnectError: no\nof two lines\n", "httpx.ConnectError: no"),
        ("the container said\nValueError: bad", "ValueError: bad"),
        ("the container said\nnothing of use", "the container said"),
        ("Container logs:\n\nx", "")],
)  # fmt: skip
def test_the_line_of_an_error_message_that_says_it(message: str, line: str) -> None:
    found, details = error_reason(message)
    assert found == line
    assert details == ("" if message.strip() == line else message.strip())


# Waking.


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "stages",
    [
        ["SLEEPING", "APP_STARTING", "RUNNING"],
        ["STOPPED", "BUILDING", "APP_STARTING", "RUNNING"],
        ["RUNNING_APP_STARTING"],
        ["RUNNING_HOT_SWAPPING"],
    ],
)
@pytest.mark.parametrize("page", [None, (200, "text/html", "<h1>Preparing Space</h1>")])
async def test_a_space_is_woken_by_a_request_and_its_stages_are_told(
    stages: list[str], page: Any, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    told: list[str] = []
    space = ReplaySpace("acme/run", app_url=replayed_url, stages=list(stages))
    space.page_before_last = page
    replay.add(space)
    async with connect() as session:
        opened = await session.open("acme/run", on_stage=told.append)
    assert opened.app.endpoint("/echo") is not None
    assert list(dict.fromkeys(told)) == stages[:-1]


def test_the_hub_is_asked_at_growing_intervals_and_at_most_14_times_a_minute() -> None:
    pauses, times = list(islice(HUB_PACE.pauses(), 60)), HUB_PACE.times(600)
    assert pauses == sorted(pauses) and pauses[0] < pauses[-1]
    # Two questions come before it: whose host it is, and its card.
    asked = [0.0, 0.0, *times]
    busiest = max(sum(at <= other < at + 60 for other in asked) for at in asked)
    assert 10 < busiest <= 14
    assert len(HOST_PACE.times(60)) > len(HUB_PACE.times(60))


class Clock:
    """Time that passes only while the wake sleeps, in place of its `time` and `asyncio`."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def test_a_wake_asks_as_often_as_its_schedule_says_and_the_host_more_often(
    replay: Replay, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay.add(ReplaySpace("acme/run", stages=["SLEEPING", *["APP_STARTING"] * 99]))
    clock = Clock()
    monkeypatch.setattr(wake_space, "time", clock)
    monkeypatch.setattr(wake_space, "asyncio", clock)
    async with connect(wake_timeout=60.0) as session:
        with pytest.raises(StageError, match="still APP_STARTING after 60 s") as caught:
            await session.open("acme/run")
    assert caught.value.is_waking and exit_code(caught.value) == 3
    questions = replay.targets(HUB).count(RUNTIME)
    assert questions == len(wake_pace.HUB_PACE.times(60.0))
    assert replay.targets("acme-run.hf.space").count("/config") > questions


@pytest.mark.usefixtures("quick")
async def test_a_hub_that_wants_fewer_questions_gets_none_until_it_said_so(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    space = ReplaySpace("acme/run", app_url=replayed_url, stages=["SLEEPING", "RUNNING"])
    replay.add(space)
    replay.hub.replies["GET", RUNTIME] = error_reply("rate limit")
    async with connect(wake_timeout=1.5) as session:
        with pytest.raises(StageError, match="still SLEEPING"):
            await session.open("acme/run")
        assert replay.targets(HUB).count(RUNTIME) == 1
        space.stages.pop(0)
        assert (await session.open("acme/run")).app.endpoints


async def test_an_app_that_is_up_is_opened_though_the_hub_has_not_noticed(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    stale = {"stage": "APP_STARTING"}
    replay.add(ReplaySpace("acme/run", app_url=replayed_url, runtime=stale))
    async with connect() as session:
        assert (await session.open("acme/run")).app.endpoints


async def test_a_host_that_the_card_does_not_name_is_made_from_the_subdomain(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    for host in (None, ""):
        replay.add(ReplaySpace("acme/run", app_url=replayed_url, card={"host": host}))
        async with connect() as session:
            assert (await session.open("acme/run")).app.url == "https://acme-run.hf.space"
    replay.add(ReplaySpace("acme/run", card={"host": None, "subdomain": "evil.example/x"}))
    async with connect() as session:
        with pytest.raises(StageError, match="the Hub names no address for this Space"):
            await session.open("acme/run")


def test_the_command_line_says_the_stages_while_it_waits(
    replay: Replay, cli: Cli, replayed_url: str
) -> None:
    stages = ["SLEEPING", "APP_STARTING", "RUNNING"]
    replay.add(ReplaySpace("acme/run", app_url=replayed_url, stages=stages))
    done = cli("run", "acme/run", "/echo", "text=hello")
    assert (done.code, done.out) == (0, "hello\n")
    assert done.err.splitlines() == [
        "acme/run is sleeping; waiting (Ctrl-C ends it)",
        "acme/run is app starting; waiting (Ctrl-C ends it)",
    ]


@pytest.mark.parametrize("reason", ["", "Flagged as abusive", "Flagged as abusive\nby a robot"])
def test_a_paused_space_says_why(reason: str, replay: Replay, cli: Cli) -> None:
    replay.add(ReplaySpace("acme/run", stages=["PAUSED"], error_message=reason))
    done = cli("run", "acme/run", "/echo", "text=x", "--json")
    (line,) = done.lines
    why = ": Flagged as abusive" if reason else ""
    assert (done.code, line["kind"], line["stage"]) == (2, "stage", "PAUSED")
    assert line["message"] == f"this Space is paused{why}"
    assert line.get("details", "") == (reason if "\n" in reason else "")


# In the app.


@pytest.mark.usefixtures("quick")
async def test_in_the_app_a_sleeping_space_wakes_and_opens(
    replay: Replay, window: Callable[..., Any], replayed_url: str
) -> None:
    stages = ["SLEEPING", "APP_STARTING", "APP_STARTING", "RUNNING"]
    replay.add(ReplaySpace("acme/run", app_url=replayed_url, stages=stages))
    async with window("acme/run") as shown:
        await shown.until(lambda: "asleep" in shown.text)
        await shown.opened()
        assert "/echo" in shown.text


async def test_in_the_app_a_paused_space_says_why(
    replay: Replay, window: Callable[..., Any]
) -> None:
    message = "Flagged as abusive\nSee the discussion on its page."
    replay.add(ReplaySpace("acme/run", stages=["PAUSED"], error_message=message))
    async with window("acme/run") as shown:
        await shown.until(lambda: "This Space is paused." in shown.text)
        await go_to_actions(shown.pilot, shown.app)
        assert "Flagged as abusive" in shown.text and "See the discussion" in shown.text
        await shown.until(lambda: "look for a similar Space" in shown.text)


async def test_in_the_app_a_private_space_offers_the_login(
    replay: Replay, window: Callable[..., Any], replayed_url: str
) -> None:
    replay.add(ReplaySpace("acme/run", app_url=replayed_url, private=True, owner_token=TOKEN))
    async with window("acme/run") as shown:
        await shown.until(lambda: "No such Space, or a private one." in shown.text)
        await go_to_actions(shown.pilot, shown.app)
        await shown.pilot.press("a")
        await shown.until(lambda: isinstance(shown.app.screen, LoginDialog))
        await shown.pilot.press(*TOKEN, "enter")
        await shown.opened()
        assert isinstance(shown.app.screen, UsePage) and TOKEN not in shown.text
    assert TOKEN in replay.received("acme-run.hf.space")


@pytest.mark.parametrize(
    ("when", "headline", "action"),
    [
        ("gated", "This Space is gated.", "open its page in the browser"),
        ("disabled", "This Space is disabled.", "look for a similar Space"),
    ],
)
async def test_in_the_app_a_closed_space_says_so(
    when: str, headline: str, action: str, replay: Replay, window: Callable[..., Any]
) -> None:
    replay.hub.replies["GET", "/api/spaces/acme/run"] = error_reply(when)
    async with window("acme/run") as shown:
        await shown.until(lambda: headline in shown.text)
        await shown.until(lambda: action in shown.text)
