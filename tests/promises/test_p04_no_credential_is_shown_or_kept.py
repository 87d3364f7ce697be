"""security.md P4: credentials that a server repeats are not printed, drawn or stored.

Elsewhere: a token in a repr and a malformed one (tests/unit/wire/http/test_origin.py), errors of
the Hub (tests/unit/hub/test_token.py), snippets (tests/unit/snippets/test_languages.py), password
fields (tests/unit/store/test_store.py).
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.live.fault_server import FaultServer
from tests.promises.folder_contents import text_in
from tests.promises.hostile_apps import HEADER, HOSTILE, PASSWORD, TOKEN

ECHOES = [name for name in HOSTILE if name.startswith("echo_")]
SECRETS = (TOKEN, HEADER, PASSWORD)


def secrets_in(text: str) -> list[str]:
    return [each for each in SECRETS if each in text]


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("fault", ECHOES)
def test_credentials_that_a_server_repeats_are_neither_printed_nor_stored(
    fault: str, as_json: bool, cli: Any, hostile: FaultServer, data_folder: Path
) -> None:
    given = ("--token", TOKEN, "--header", f"X-Api-Key: {HEADER}", "--auth", f"me:{PASSWORD}")
    done = cli("run", hostile.url(fault), "text=x", *given, *(["--json"] if as_json else []))
    assert any(TOKEN in str(each.headers) for each in hostile.requests), (
        "it was sent, so the server can repeat it"
    )
    assert secrets_in(done.out + done.err) == []
    assert secrets_in(text_in(data_folder)) == []
    if fault not in ("echo_title", "echo_late_error"):
        assert "[hidden]" in unquote(done.out + done.err), "the server did repeat it"


def test_a_truncated_token_is_redacted_too(
    cli: Any, hostile: FaultServer, data_folder: Path
) -> None:
    done = cli("run", hostile.url("echo_late_error"), "text=x", "--token", TOKEN, "--json")
    assert TOKEN[:6] not in done.out + done.err + text_in(data_folder)


@pytest.mark.parametrize("args", [["info"], ["info", "--json"], ["snippet", "--lang", "python"]])
def test_a_token_in_the_title_of_an_app_is_not_printed(
    args: list[str], cli: Any, hostile: FaultServer
) -> None:
    done = cli(args[0], hostile.url("echo_title"), *args[1:], "--token", TOKEN)
    assert done.code == 0
    assert TOKEN not in done.out + done.err


def test_an_ordinary_word_in_a_header_leaves_outputs_unchanged(
    cli: Any, hostile: FaultServer
) -> None:
    done = cli("run", hostile.url("well"), "text=x", "--header", "X-User: done", "--json")
    assert done.lines[-1]["data"] == ["done"]


@pytest.mark.parametrize(
    "fault", ["echo_401", "echo_title", "echo_422", "echo_error", "echo_messages", "echo_output"]
)
async def test_credentials_that_a_server_repeats_are_neither_drawn_nor_stored(
    fault: str, hostile: FaultServer, window: Any, data_folder: Path
) -> None:
    given = {"token": TOKEN, "headers": (("X-Api-Key", HEADER),), "auth": ("me", PASSWORD)}
    async with window(hostile.url(fault), **given) as shown:
        await shown.until(lambda: shown.is_opened or "login is needed" in shown.text)
        if shown.is_opened:
            await shown.ended()
        assert secrets_in(shown.text) == []
        assert secrets_in(repr(shown.app.app_state.calls.recorded)) == []
    assert secrets_in(text_in(data_folder)) == []


def test_a_key_in_the_address_is_neither_stored_nor_shown(
    cli: Any, hostile: FaultServer, data_folder: Path
) -> None:
    for fault in ("well", "app_error"):
        done = cli("run", f"{hostile.url(fault)}/?__sign={TOKEN}", "text=x")
        assert TOKEN not in done.out + done.err
    assert TOKEN not in text_in(data_folder)


@pytest.mark.parametrize("src", ["https://me:{}@host:99999", "ftp://me:{}@host", "http://me:{}@/x"])
def test_a_login_in_an_address_is_refused_and_not_repeated(src: str, cli: Any) -> None:
    done = cli("info", src.format(PASSWORD))
    assert done.code == 2 and "--auth" in done.err
    assert PASSWORD not in done.err
