"""Each error of the Hub on its real name: what is said, the exit code, and what is done."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.exit_codes import exit_code
from spacetui.errors import (
    AuthError,
    Busy,
    ClosedSpace,
    SpacetuiError,
    StaleLogin,
    UnknownSpace,
    Unreachable,
)
from spacetui.hub.client import Hub
from spacetui.session.options import Login
from spacetui.session.session import Session
from tests.cli_result import Cli
from tests.replay.conftest import STALE_TOKEN, TOKEN
from tests.replay.hub import FACTS, Reply, error_reply, fact, json_reply
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace

Connect = Callable[..., Session]
STALE_NOTE = "the Hub does not accept this token (expired?); public Spaces are read without it"
GATED = "Access to space acme/gated is restricted and you are not in the authorized list."

# What the opening of `acme/wanted` says for each row of facts: the token, the class, the exit code
# and the words. None: it opens, with a note.
ERRORS: dict[str, tuple[str, type[SpacetuiError] | None, int, str]] = {
    "anonymous asks for a missing or private Space": (
        "",
        UnknownSpace,
        2,
        "no Space acme/wanted (or it is private). If it is private, log in",
    ),
    "logged in, missing or not yours": (
        TOKEN,
        UnknownSpace,
        2,
        "no Space acme/wanted (or it is private)",
    ),
    "stale or wrong token, whatever is asked, public too": (STALE_TOKEN, None, 0, STALE_NOTE),
    "rate limit, API bucket": (
        "",
        Busy,
        3,
        "huggingface.co wants no more requests for 55 s (429). Try again in 55 s.",
    ),
    "gated": (TOKEN, ClosedSpace, 4, f"acme/wanted: this Space is gated: {GATED}"),
    "disabled": (
        "",
        ClosedSpace,
        4,
        "this Space is disabled: Access to this resource is disabled.",
    ),
    "renamed": ("", None, 0, "acme/wanted is called acme/new-name now"),
}


def test_every_row_of_facts_is_expected_here() -> None:
    assert [row["when"] for row in fact("hub_error_answers")] == list(ERRORS)


@pytest.mark.parametrize("when", ERRORS)
async def test_each_error_of_the_hub_says_what_happened(
    when: str, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    token, kind, code, words = ERRORS[when]
    if kind is not None:
        replay.hub.replies["GET", "/api/spaces/acme/wanted"] = error_reply(when)
    elif token:
        replay.add(ReplaySpace("acme/wanted", app_url=replayed_url))
    else:
        replay.hub.renamed["acme/wanted"] = "acme/new-name"
        replay.add(ReplaySpace("acme/new-name", app_url=replayed_url))
    async with connect(token) as session:
        if kind is None:
            assert words in (await session.open("acme/wanted")).notes
            return
        with pytest.raises(SpacetuiError) as caught:
            await session.open("acme/wanted")
    assert type(caught.value) is kind
    assert words in str(caught.value) and "\n" not in str(caught.value)
    assert exit_code(caught.value) == code
    assert "HF_ENDPOINT" not in str(caught.value), "it is not set"


async def test_the_seconds_of_a_rate_limit_are_in_the_message_and_a_field(
    replay: Replay, cli: Cli
) -> None:
    replay.hub.replies["GET", "/api/spaces/acme/echo"] = error_reply("rate limit")
    done = cli("run", "acme/echo", "/echo", "text=x", "--json")
    (line,) = done.lines
    assert (done.code, line["kind"], line["retry_after"]) == (3, "busy", 55.0)
    assert "55 s" in line["message"]


# A login that the Hub does not accept.


@pytest.mark.parametrize("is_saved", [True, False])
def test_a_stale_login_does_not_block_what_is_public(
    is_saved: bool, replay: Replay, cli: Cli, environment: dict[str, str]
) -> None:
    option = ["--token", STALE_TOKEN]
    if is_saved:
        environment["HF_TOKEN"], option = STALE_TOKEN, []
    done = cli("search", "x", "--json", *option)
    assert (done.code, len(done.lines[0]), done.err) == (0, 4, f"{STALE_NOTE}\n")
    done = cli("run", "acme/echo", "/echo", "text=hello", *option)
    assert (done.code, done.out, done.err) == (0, "hello\n", f"{STALE_NOTE}\n")
    done = cli("info", "acme-echo.hf.space", "--json", *option)
    assert (done.code, done.lines[0]["notes"][0]) == (0, STALE_NOTE)
    assert STALE_TOKEN not in replay.received("acme-echo.hf.space")


def test_a_stale_login_is_why_a_private_space_is_not_seen(
    replay: Replay, cli: Cli, replayed_url: str
) -> None:
    replay.add(ReplaySpace("acme/private", app_url=replayed_url, private=True, owner_token=TOKEN))
    done = cli("run", "acme/private", "/echo", "text=x", "--token", STALE_TOKEN)
    assert done.code == 4
    assert done.err == (
        "spacetui: the Hub does not accept this token (expired?); without it there is"
        " no Space acme/private (or it is private)."
        " Log in with `hf auth login`, or give --token.\n"
    )


async def test_a_stale_login_is_tried_once_and_not_sent_to_a_zero_gpu_space(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    replay.add(ReplaySpace("acme/zero", app_url=replayed_url, hardware="zero-a10g"))
    async with connect(STALE_TOKEN) as session:
        for _ in range(2):
            opened = await session.open("acme/zero")
    assert STALE_TOKEN not in replay.received("acme-zero.hf.space")
    assert not opened.source.needs_token and opened.notes == (STALE_NOTE,)
    sent = [each for each in replay.requests if STALE_TOKEN in str(each.headers)]
    assert len(sent) == 1, "the Hub counts each question"


async def test_a_token_typed_into_the_dialog_must_be_accepted(
    replay: Replay, connect: Connect
) -> None:
    async with connect() as session:
        with pytest.raises(StaleLogin, match="does not accept this token"):
            await session.log_in("acme/echo", Login(token=STALE_TOKEN))
        assert (await session.log_in("acme/echo", Login(token=TOKEN))).app.endpoints


async def test_a_token_that_the_hub_says_is_expired_is_one_it_does_not_accept(
    replay: Replay, connect: Connect
) -> None:
    answer = json_reply({"error": 'User Access Token "laptop" is expired'}, 401)
    replay.hub.replies["GET", "/api/whoami-v2"] = answer
    async with connect(TOKEN) as session:
        with pytest.raises(StaleLogin) as caught:
            await session.hub.account()
    assert "laptop" in caught.value.failure.details


# Trouble with the saved login itself.


@pytest.fixture
def hf_home(environment: dict[str, str], tmp_path: Path) -> Path:
    """Return the folder of the saved login of the processes of this test."""
    folder = tmp_path / "hf home"
    folder.mkdir()
    environment["HF_HOME"] = str(folder)
    environment.pop("HF_TOKEN", None)
    return folder


TROUBLE = "trouble with the saved login or HF_TOKEN: "


def save_oauth_login(folder: Path) -> None:
    (folder / "token").write_text("hf_oauth_old")
    fields = {"hf_token": "hf_oauth_old", "refresh_token": "r", "expires_at": int(time.time()) + 5}
    lines = [f"{name} = {value}" for name, value in fields.items()]
    (folder / "stored_tokens").write_text("\n".join(["[ada]", *lines]))


def make_unreadable(folder: Path) -> None:
    (folder / "token").mkdir()


def write_no_text(folder: Path) -> None:
    (folder / "token").write_bytes(b"hf_\xff\xfe")


def write_odd_token(folder: Path) -> None:
    (folder / "token").write_text("hf_\x1b]0;owned\x07 x")


def write_broken_list(folder: Path) -> None:
    (folder / "token").write_text(TOKEN)
    (folder / "stored_tokens").write_text("\x1b]0;owned\x07 no section\n")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (make_unreadable, "token: Is a directory"),
        (write_no_text, "codec can't decode byte"),
        (write_odd_token, "it has a character that no token has"),
        (write_broken_list, "Error parsing stored tokens file"),
        (save_oauth_login, "could not be refreshed"),
    ],
)
def test_trouble_with_the_saved_login_is_named_and_blocks_nothing_public(
    prepare: Callable[[Path], None], words: str, hf_home: Path, replay: Replay, cli: Cli
) -> None:
    prepare(hf_home)
    refusal = {"error": "invalid_grant", "error_description": "\x1b]0;owned\x07 revoked"}
    replay.hub.replies["POST", "/oauth/token"] = json_reply(refusal, 400)
    done = cli("search", "x", "--json")
    assert done.code == 0 and len(done.lines[0]) == 4
    first, *rest = done.err.splitlines()
    assert first.startswith(TROUBLE) and words in first
    assert rest in ([], [STALE_NOTE])
    assert "\x1b" not in done.err and TOKEN not in done.err and "hf_oauth" not in done.err


def test_oidc_that_was_asked_for_and_fails_is_named(
    hf_home: Path, environment: dict[str, str], cli: Cli
) -> None:
    environment["HF_OIDC_RESOURCE"] = "spaces/acme/echo"
    done = cli("search", "x", "--json")
    assert done.code == 0 and done.err.startswith(f"{TROUBLE}HF_OIDC_RESOURCE is set")


async def test_trouble_with_the_saved_login_is_why_nobody_is_logged_in(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_ä")
    async with connect() as session:
        with pytest.raises(AuthError, match="trouble with the saved login"):
            await session.hub.account()


# What libraries print.


def test_what_a_library_prints_is_one_line_without_control_characters(
    environment: dict[str, str], tmp_path: Path, cli: Cli
) -> None:
    environment["HF_HUB_VERBOSITY"] = "\x1b]0;owned\x07"
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, threading, time, warnings, logging\n"
        "def speak():\n"
        "    while 'huggingface_hub' not in sys.modules: time.sleep(0.01)\n"
        "    warnings.warn('\\x1b]0;warned\\x07\\nof something')\n"
        "    logging.getLogger('some.library').error('\\x1b]0;%s\\x07', 'logged')\n"
        "threading.Thread(target=speak, daemon=True).start()\n"
    )
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), str(Path.cwd())])
    done = cli("search", "x", "--json")
    assert done.code == 0
    assert "\x1b" not in done.err and "\x07" not in done.err
    assert "UserWarning: \\x1b]0;warned" in done.err
    assert "some.library: \\x1b]0;logged" in done.err
    assert "Unknown option HF_HUB_VERBOSITY=\\x1b" in done.err


# Offline, and no Hub at all.


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_offline_means_that_the_hub_is_not_asked(
    name: str, replay: Replay, cli: Cli, environment: dict[str, str], replayed_url: str
) -> None:
    environment[name] = "1"
    for args in (("search", "x"), ("info", "acme/echo"), ("info", "acme-echo.hf.space")):
        done = cli(*args)
        assert done.code == 3 and f"the Hub is not asked, because {name} is set" in done.err
        assert "Unset it" in done.err
    assert not replay.requests and not replay.names.refused
    assert cli("info", replayed_url).code == 0, "an app on this machine needs no Hub"


@pytest.mark.parametrize(
    "answer",
    [Reply(200, b"<html>"), json_reply({}, 404), json_reply({"a": 1}), Reply(204)],
)
async def test_hf_endpoint_is_named_only_where_it_is_set(
    answer: Reply, replay: Replay, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay.hub.replies["GET", "/api/spaces/semantic-search"] = answer
    async with connect() as session:
        with pytest.raises(SpacetuiError) as caught:
            await session.hub.search("x")
    assert "HF_ENDPOINT" not in str(caught.value)
    monkeypatch.setenv("HF_ENDPOINT", "https://huggingface.co")
    with pytest.raises(SpacetuiError, match="Check HF_ENDPOINT"):
        await Hub().search("x")


@pytest.mark.parametrize("when", list(ERRORS)[:-1])
@pytest.mark.parametrize("token", ["", TOKEN])
async def test_no_message_has_an_empty_name(
    when: str, token: str, replay: Replay, connect: Connect
) -> None:
    for path in ("/api/spaces/semantic-search", "/api/whoami-v2", "/api/spaces/by-subdomain/a"):
        replay.hub.replies["GET", path] = error_reply(when)
    async with connect(token) as session:
        hub = session.hub
        for ask in (hub.search("x"), hub.by_subdomain("a"), hub.account()):
            try:
                await ask
            except SpacetuiError as error:
                line = str(error)
                assert "  " not in line and "''" not in line and " ." not in line, line
                assert not line.startswith(":") and "Space (" not in line, line


async def test_an_error_object_of_another_kind_is_told_as_it_is(
    replay: Replay, connect: Connect
) -> None:
    replay.hub.replies["GET", "/api/spaces/acme/echo"] = json_reply({"error": "Being moved"})
    async with connect() as session:
        with pytest.raises(Unreachable, match="answers with an error: Being moved"):
            await session.open("acme/echo")


# Who is logged in.

NAMES = {"whoami_access_token": "acme", "whoami_oauth": "acme", "whoami_org": "acme-org"}


def test_every_account_of_facts_is_expected_here() -> None:
    assert {each.stem for each in FACTS.glob("whoami_*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
async def test_every_kind_of_account_has_its_name(
    name: str, replay: Replay, connect: Connect
) -> None:
    replay.hub.users["hf_another"] = fact(name)
    async with connect("hf_another") as session:
        account = await session.hub.account()
    assert account is not None
    assert (account.name, account.quota) == (NAMES[name], None)


async def test_the_app_says_that_the_login_is_stale_and_searches_all_the_same(
    replay: Replay, window: Callable[..., Any]
) -> None:
    async with window(token=STALE_TOKEN) as shown:
        await shown.until(lambda: "does not accept this token" in shown.text)
        await shown.pilot.press(*"flux")
        await shown.until(lambda: "FLUXllama" in shown.text)
        assert STALE_TOKEN not in shown.text
