"""security.md P1 to P3: where both front ends send credentials, as the servers saw it.

The rules are tested one by one in tests/unit/hub/test_token.py and
tests/unit/session/test_given_credentials.py.
"""

from typing import Any

import pytest

from tests.live.fault_server import FaultServer
from tests.promises.hostile_apps import HEADER, PASSWORD, TOKEN
from tests.promises.one_space_hub import OneSpaceHub

CREDENTIALS = ("--token", TOKEN, "--header", f"X-Api-Key: {HEADER}")


def received(server: FaultServer) -> str:
    """Return all that a server was sent."""
    return "\n".join(f"{each.rest} {each.headers} {each.body!r}" for each in server.requests)


@pytest.mark.parametrize(
    ("facts", "more", "goes"),
    [
        ({}, [], False),
        ({}, ["--hf-token-to-space"], True),
        ({"private": True}, [], True),
        ({"runtime": {"stage": "RUNNING", "hardware": {"current": "zero-a10g"}}}, [], True),
    ],
)
def test_a_hub_token_is_sent_to_a_space_that_needs_it_or_on_request_and_a_note_says_so(
    *,
    facts: dict[str, Any],
    more: list[str],
    goes: bool,
    cli: Any,
    hub: OneSpaceHub,
    hostile: FaultServer,
) -> None:
    hub.facts = {"host": hostile.url("well"), **facts}
    done = cli("run", "o/n", "text=x", "--token", TOKEN, *more)
    assert done.code == 0
    assert TOKEN in "".join(hub.asked)
    assert (TOKEN in received(hostile)) is goes
    assert ("your Hub token goes to this Space" in done.err) is goes


@pytest.mark.parametrize(
    "facts", [{"private": True}, {"runtime": {"stage": "RUNNING", "hardware": {"current": "zero"}}}]
)
def test_the_token_is_not_sent_to_a_host_outside_the_hub(
    facts: dict[str, Any], cli: Any, hub: OneSpaceHub, hostile: FaultServer
) -> None:
    # 0.0.0.0 leads to this machine too, and is no name of it: it stands for any host.
    hub.facts = {"host": hostile.url("well").replace("127.0.0.1", "0.0.0.0"), **facts}
    done = cli("run", "o/n", "text=x", "--token", TOKEN, "--hf-token-to-space")
    assert done.code == 0 and hostile.requests
    assert TOKEN not in received(hostile)


async def test_the_app_shows_where_the_token_is_sent(
    hub: OneSpaceHub, hostile: FaultServer, window: Any
) -> None:
    hub.facts = {
        "host": hostile.url("info_html"),
        "private": True,
    }  # an app that has a note of its own, too
    async with window("o/n", token=TOKEN) as shown:
        await shown.opened()
        assert "your Hub token goes to this Space" in shown.text
    assert TOKEN in received(hostile)


@pytest.mark.parametrize(
    "fault",
    [
        "evil_root",
        "config_away",
        "file_elsewhere",
        "stream_away",
        "file_away",
        "join_away",
        "data_away",
    ],
)
def test_no_answer_of_a_server_makes_us_send_credentials_elsewhere(
    fault: str, cli: Any, hostile: FaultServer, elsewhere: FaultServer, tmp_path: Any
) -> None:
    done = cli(
        "run", hostile.url(fault), "text=x", *CREDENTIALS, "--download", str(tmp_path / "here")
    )
    assert TOKEN in received(hostile) and HEADER in received(hostile)
    assert TOKEN not in received(elsewhere) and HEADER not in received(elsewhere)
    assert "cookie" not in received(elsewhere)
    asked = {each.rest.partition("?")[0] for each in elsewhere.requests}
    assert "/gradio_api/queue/join" not in asked, (
        "a call goes to the address the user typed, or not at all"
    )
    if fault in ("config_away", "file_elsewhere", "stream_away"):
        assert done.code == 0 and asked


def test_a_login_and_its_cookie_are_sent_to_the_source_only(
    cli: Any, hostile: FaultServer, elsewhere: FaultServer, tmp_path: Any
) -> None:
    done = cli(
        "run",
        hostile.url("file_elsewhere"),
        "text=x",
        "--auth",
        f"me:{PASSWORD}",
        "--download",
        str(tmp_path),
    )
    assert done.code == 0
    assert "crumb" in received(hostile) and PASSWORD in received(hostile)
    assert "crumb" not in received(elsewhere) and PASSWORD not in received(elsewhere)


def test_a_saved_token_is_not_sent_to_a_url(
    cli: Any, hostile: FaultServer, monkeypatch: Any
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    for more in ([], ["--hf-token-to-space"]):
        assert cli("run", hostile.url("well"), "text=x", *more).code == 0
    assert TOKEN not in received(hostile)


def test_a_snippet_names_the_source_the_user_typed(cli: Any, hostile: FaultServer) -> None:
    for language in ("python", "javascript", "curl"):
        done = cli("snippet", hostile.url("evil_root"), "--lang", language)
        assert done.code == 0
        assert hostile.url("evil_root") in done.out and "evil.invalid" not in done.out
