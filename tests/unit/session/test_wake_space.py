"""A Space that sleeps, starts or builds is woken and waited for (P11); a broken one is not."""

from collections.abc import Iterable

import pytest

from spacetui.errors import NotGradio, StageError, Unreachable
from tests.unit.session.tiny_app import ScriptedHub, Server, Sessions, card


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

    hub = ScriptedHub(card(server)._replace(stage="BUILDING"), stages())
    told: list[str] = []
    opened = await sessions(hub).open("owner/name", on_stage=told.append)
    assert opened.app.title == "An app"
    assert list(dict.fromkeys(told)) == ["BUILDING", "APP_STARTING"]


async def test_an_app_that_answers_is_opened_whatever_stage_the_hub_still_names(
    server: Server, sessions: Sessions
) -> None:
    hub = ScriptedHub(card(server)._replace(stage="APP_STARTING"))
    assert (await sessions(hub).open("owner/name")).app.title == "An app"


async def test_a_sleeping_space_is_woken_by_a_request(server: Server, sessions: Sessions) -> None:
    server.ready = False
    knocks: list[int] = []

    def stages() -> Iterable[tuple[str, str]]:
        yield "SLEEPING", ""
        knocks.append(len(server.requests))
        server.ready = True
        yield "RUNNING", ""

    hub = ScriptedHub(card(server)._replace(stage="SLEEPING"), stages())
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
    hub = ScriptedHub(card(server)._replace(stage=stage, error_message=message))
    with pytest.raises(StageError, match=words) as caught:
        await sessions(hub).open("owner/name")
    assert (caught.value.stage, caught.value.is_waking) == (stage, False)
    assert server.requests == []


async def test_a_space_that_breaks_while_it_is_waited_for_ends_the_wait(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False
    hub = ScriptedHub(card(server)._replace(stage="BUILDING"), [("BUILD_ERROR", "no torch")])
    with pytest.raises(StageError, match="no torch"):
        await sessions(hub).open("owner/name")


async def test_the_wait_has_a_limit_after_which_trying_again_may_help(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False
    hub = ScriptedHub(card(server)._replace(stage="BUILDING"), [("BUILDING", "")] * 99)
    with pytest.raises(StageError, match=r"still BUILDING after 0\.2 s") as caught:
        await sessions(hub, wake_timeout=0.2).open("owner/name")
    assert caught.value.is_waking


async def test_a_space_of_another_kind_says_what_it_is_made_with(
    server: Server, sessions: Sessions
) -> None:
    server.ready = False
    with pytest.raises(NotGradio, match="streamlit"):
        await sessions(ScriptedHub(card(server)._replace(sdk="streamlit"))).open("owner/name")
