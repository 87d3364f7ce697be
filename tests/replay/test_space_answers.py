"""What hosts of hf.space answer that is not Gradio's: when a Space is opened, and during a call."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from spacetui.cli.exit_codes import exit_code, failure_code
from spacetui.cli.wait import wait_until_up
from spacetui.errors import AuthError, Failure, NotGradio, SpacetuiError, StageError, Unreachable
from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed
from spacetui.session import wake_pace, wake_space
from spacetui.session.opened_app import OpenedApp
from spacetui.session.options import Login
from spacetui.session.session import Session
from spacetui.session.wake_pace import Pace
from spacetui.tui.widgets.action_list import ActionList
from tests.cli_result import Cli
from tests.replay.conftest import TOKEN
from tests.replay.hub import fact
from tests.replay.network import HUB
from tests.replay.replay import NOT_FOUND, Replay
from tests.replay.spaces import ReplaySpace

Connect = Callable[..., Session]
RUNTIME = "/api/spaces/acme/run/runtime"
HOST = "acme-run.hf.space"
AWAY = "the container is not there"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a wake of this process ask ten times as often, and be patient for 0.6 s."""
    for name in ("HUB_PACE", "HOST_PACE"):
        pace: Pace = getattr(wake_pace, name)
        monkeypatch.setattr(wake_pace, name, Pace(pace.first / 10, pace.growth, pace.longest / 10))
    monkeypatch.setattr(wake_space, "SETTLING", 0.6)


Page = tuple[int, str, str]
# Each row of facts: what the host answers, and what opening a Space then comes to that the Hub
# calls running all the time. `None` for the class: it opens.
ANSWERS: dict[str, tuple[Page | None, type[SpacetuiError] | None, int, str]] = {
    "the Space's container is not there (asleep, paused, in error)": (
        (503, "text/plain", "Your space is in error, check its status on hf.co"),
        StageError,
        3,
        "the Hub calls it RUNNING, but its app does not answer: the server answers"
        " 503 Service Unavailable: Your space is in error, check its status on hf.co",
    ),
    "building or starting": (
        (200, "text/html", "<html><h1>Preparing Space</h1></html>"),
        StageError,
        3,
        "the Hub calls it RUNNING, but its app does not answer: the",
    ),
    "private, no or wrong token": (
        (404, "text/html", NOT_FOUND.body.decode()),
        StageError,
        3,
        "no Gradio app here (404)",
    ),
    "private, no token (2026, gradio PR 13657)": (
        (401, "text/html", "<h1>401</h1>"),
        AuthError,
        4,
        "a login is needed",
    ),
    "every answer of the app": (None, None, 0, ""),
}


def test_every_answer_of_facts_is_expected_here() -> None:
    rows = fact("hf_space_answers")
    assert [row["when"] for row in rows] == list(ANSWERS)
    for row in rows:
        page = ANSWERS[row["when"]][0]
        if page is not None:
            assert str(page[0]) in str(row["status"]) and row["content-type"] in page[1]
            words = row["body"].replace("…", " ").replace("a page, no JSON", "").strip()
            assert words in page[2]


# What is public does not settle which status a page of a Space that starts has.
PAGES = [(when, row[0]) for when, row in ANSWERS.items()]
PAGES.append(("building or starting", (503, "text/html", "<html><h1>Preparing Space</h1></html>")))


@pytest.mark.parametrize(("when", "page"), PAGES)
async def test_no_answer_of_a_host_is_called_a_full_queue(
    when: str, page: Page | None, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    _, kind, code, words = ANSWERS[when]
    replay.add(ReplaySpace("acme/run", app_url=replayed_url, page=page))
    told: list[str] = []
    async with connect() as session:
        if kind is None:
            assert (await session.open("acme/run")).app.endpoints
            return
        with pytest.raises(SpacetuiError) as caught:
            await session.open("acme/run", on_stage=told.append)
    line = str(caught.value)
    assert type(caught.value) is kind and exit_code(caught.value) == code
    assert words in line and "\n" not in line and "<" not in line
    assert "queue" not in line and "no room" not in line
    if kind is StageError:
        assert RUNTIME in replay.targets(HUB), "its stage was asked"
        assert set(told) == {"RUNNING"}, "and said"


@pytest.mark.parametrize(
    "page",
    [
        (503, "text/plain", "Your space is in error, check its status on hf.co"),
        (200, "text/html", "<h1>Preparing Space</h1>"),
        (502, "text/html", "<h1>Bad Gateway</h1>"),
    ],
)
async def test_a_space_whose_stage_the_hub_had_not_noticed_is_waited_for(
    page: Any, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    stages = ["RUNNING", "SLEEPING", "APP_STARTING", "RUNNING"]
    space = ReplaySpace("acme/run", app_url=replayed_url, stages=stages)
    space.page_before_last = page
    replay.add(space)
    told: list[str] = []
    async with connect() as session:
        assert (await session.open("acme/run", on_stage=told.append)).app.endpoints
    assert list(dict.fromkeys(told)) == ["RUNNING", "SLEEPING", "APP_STARTING"]


def test_the_command_line_says_that_a_running_space_does_not_answer(
    replay: Replay, cli: Cli, replayed_url: str
) -> None:
    space = ReplaySpace("acme/run", app_url=replayed_url, stages=["RUNNING", "RUNNING"])
    words = "Your space is in error, check its status on hf.co"
    space.page_before_last = (503, "text/plain", words)
    replay.add(space)
    done = cli("run", "acme/run", "/echo", "text=hello")
    assert (done.code, done.out) == (0, "hello\n")
    assert (
        done.err == "acme/run is running, but its app does not answer; waiting (Ctrl-C ends it)\n"
    )


async def test_wait_goes_on_while_a_running_space_does_not_answer(
    replay: Replay,
    connect: Connect,
    replayed_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(wake_space, "SETTLING", 0.0)
    space = ReplaySpace("acme/run", app_url=replayed_url, stages=["RUNNING"] * 6)
    space.page_before_last = (503, "text/html", "<h1>Preparing Space</h1>")
    replay.add(space)
    async with connect() as session:
        opened = await wait_until_up(session, "acme/run", 60)
    assert opened.app.endpoints and space.stages == ["RUNNING"]
    assert "but its app does not answer" in capsys.readouterr().err


async def test_a_space_that_turns_out_to_be_broken_is_said_at_once(
    replay: Replay, connect: Connect
) -> None:
    stages = ["RUNNING", "RUNTIME_ERROR"]
    space = ReplaySpace("acme/run", stages=stages, error_message="Memory limit exceeded (16Gi)")
    space.page = (503, "text/plain", "Your space is in error, check its status on hf.co")
    replay.add(space)
    async with connect() as session:
        with pytest.raises(StageError, match=r"\(RUNTIME_ERROR\): Memory limit exceeded") as caught:
            await session.open("acme/run")
    assert exit_code(caught.value) == 2


async def test_a_space_of_another_kind_is_no_gradio_app_at_once(
    replay: Replay, connect: Connect
) -> None:
    page = (200, "text/html", "<h1>a page of Streamlit</h1>")
    replay.add(ReplaySpace("acme/run", sdk="docker", page=page))
    async with connect() as session:
        with pytest.raises(NotGradio, match="It is made with docker") as caught:
            await session.open("acme/run")
    assert exit_code(caught.value) == 2 and RUNTIME not in replay.targets(HUB)


# During a call.


async def call_echo(session: Session, opened: OpenedApp) -> Any:
    """Call /echo and return the last event."""
    endpoint = opened.app.endpoint("/echo")
    assert endpoint is not None
    events = [event async for event in session.submit(opened, Call(endpoint, {"text": "hello"}))]
    return events[-1]


@pytest.mark.parametrize(
    ("stage", "words", "code"),
    [
        ("SLEEPING", "this Space is asleep now (the server answers 503", 3),
        ("APP_STARTING", "this Space is starting now (the server answers 503", 3),
        ("PAUSED", "this Space is paused: Flagged as abusive", 2),
        ("RUNTIME_ERROR", "this Space does not run (RUNTIME_ERROR): Flagged as abusive", 2),
        ("RUNNING", "the server answers 503 Service Unavailable", 3),
    ],
)
async def test_a_call_to_a_space_that_is_away_names_its_stage(
    stage: str, words: str, code: int, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    space = replay.add(ReplaySpace("acme/run", app_url=replayed_url))
    async with connect() as session:
        opened = await session.open("acme/run")
        space.stages, space.error_message = [stage], "Flagged as abusive"
        if stage == "RUNNING":
            space.page = (503, "text/html", "<h1>Preparing Space</h1>")
        last = await call_echo(session, opened)
    assert isinstance(last, Failed)
    failure: Failure = last.failure
    assert words in failure.message and "<" not in str(failure)
    assert failure.kind == ("unreachable" if stage == "RUNNING" else "stage")
    assert failure_code(failure) == code
    assert "queue" not in failure.message


async def test_for_a_call_to_an_app_that_the_hub_does_not_know_the_hub_is_not_asked(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    space = replay.add(ReplaySpace("acme/run", app_url=replayed_url, is_known=False))
    async with connect() as session:
        opened = await session.open(HOST)
        space.page = (503, "text/plain", "Your space is in error, check its status on hf.co")
        replay.requests.clear()
        last = await call_echo(session, opened)
    assert isinstance(last, Failed) and last.failure.kind == Unreachable.kind
    assert replay.targets(HOST) and not replay.targets(HUB)


async def test_a_stage_of_a_private_space_is_asked_with_its_login(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    space = ReplaySpace("acme/run", app_url=replayed_url, private=True, owner_token=TOKEN)
    replay.add(space)
    async with connect() as session:
        opened = await session.log_in("acme/run", Login(token=TOKEN))
        space.stages = ["SLEEPING"]
        last = await call_echo(session, opened)
    assert isinstance(last, Failed) and last.failure.stage == "SLEEPING"


async def test_gradios_own_full_queue_is_a_full_queue(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    space = replay.add(ReplaySpace("acme/run", app_url=replayed_url))
    async with connect() as session:
        opened = await session.open("acme/run")
        detail = {"detail": "Queue is full. Max size is 2 and size is 2."}
        space.page = (503, "application/json", json.dumps(detail))
        last = await call_echo(session, opened)
    assert isinstance(last, Failed) and last.failure.kind == "busy"
    assert "Queue is full. Max size is 2" in last.failure.message
    assert RUNTIME not in replay.targets(HUB)


async def test_in_the_app_a_space_that_fell_asleep_is_woken_and_called_again(
    replay: Replay, window: Callable[..., Any], replayed_url: str
) -> None:
    space = replay.add(ReplaySpace("acme/run", app_url=replayed_url))
    async with window("acme/run") as shown:
        await shown.opened()
        # The question why the call failed goes to the second stage.
        stages = ["SLEEPING", "SLEEPING", "APP_STARTING", "RUNNING"]
        space.stages, space.was_woken = stages, False
        await shown.pilot.press(*"hello")
        live = await shown.ended()
        assert live.state.failure is not None and live.state.failure.stage == "SLEEPING"
        await shown.until(lambda: "This Space is asleep." in shown.text)
        await shown.until(lambda: "wake the Space, then run" in shown.text)
        await shown.pilot.press("f6")
        assert isinstance(shown.app.focused, ActionList)
        await shown.pilot.press("w")
        await shown.until(lambda: shown.run is not live and isinstance(shown.run.state.data, tuple))
        assert shown.run is not None and shown.run.state.data == ("hello",)


async def test_in_the_app_a_running_space_that_does_not_answer_says_so(
    replay: Replay, window: Callable[..., Any]
) -> None:
    page = (503, "text/plain", "Your space is in error, check its status on hf.co")
    replay.add(ReplaySpace("acme/run", page=page))
    async with window("acme/run") as shown:
        await shown.until(lambda: "This Space runs, but its app" in shown.text)
        await shown.until(lambda: "wait again" in shown.text)
        assert "queue" not in shown.text


# Files of outputs.


@pytest.mark.parametrize("is_on_one_replica", [False, True])
def test_the_url_of_a_file_is_printed_as_the_app_gave_it(
    is_on_one_replica: bool, replay: Replay, cli: Cli, replayed_url: str, tmp_path: Any
) -> None:
    space = replay.add(ReplaySpace("acme/run", app_url=replayed_url))
    if is_on_one_replica:
        space.replica = "oyerizs4-dspr4"
    done = cli("run", "acme/run", "/file", "text=hello", "--json")
    (file,) = done.lines[-1]["data"]
    beginning = f"https://{HOST}/gradio_api/file=/"
    if is_on_one_replica:
        beginning = f"https://{HOST}/--replicas/oyerizs4-dspr4/gradio_api/file=/"
    assert file["url"].startswith(beginning)
    done = cli("run", "acme/run", "/file", "text=hello", "--download", str(tmp_path))
    assert done.code == 0, done.err
    assert (tmp_path / "said.txt").read_text() == "hello"


async def test_the_last_event_of_a_call_is_as_before_where_all_is_well(
    replay: Replay, connect: Connect
) -> None:
    async with connect() as session:
        opened = await session.open("acme/echo")
        last = await call_echo(session, opened)
    assert isinstance(last, Completed) and last.data == ("hello",)
    assert not [each for each in replay.targets(HUB) if each.endswith("/runtime")]
