"""security.md P14: each fault of a server is one line that says what, where and what next.

The exit codes are documented in `spacetui run --help`. Gradio's real errors:
tests/live/cli/test_demo_apps.py. Ctrl-C: tests/live/cli/test_hostile_server.py.
"""

import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from spacetui.cli import command_session as access
from spacetui.text.terminal_escapes import is_safe
from tests.live.fault_server import FaultServer
from tests.promises.one_space_hub import OneSpaceHub

# fault -> exit code, kind in the last line of --json, words of the error line
FAULTS = {
    "config_401": (4, "auth", "login is needed"),
    "config_403": (4, "auth", "refuses"),
    "config_404": (2, "not_gradio", "404"),
    "config_429_long": (3, "busy", "in 60 s"),
    "config_503": (3, "busy", "503"),
    "config_500": (3, "unreachable", "500"),
    "config_502": (3, "unreachable", "502"),
    "html_config": (2, "not_gradio", "not a Gradio app"),
    "config_deep": (2, "not_gradio", "not JSON"),
    "config_digits": (2, "not_gradio", "not JSON"),
    "config_list": (2, "not_gradio", "dependencies"),
    "config_not_http": (3, "lost", "broke off"),
    "config_reset": (3, "lost", "broke off"),
    "config_headers": (2, "not_gradio", "headers"),
    "config_loop": (2, "not_gradio", "redirects"),
    "config_to_file": (2, "not_gradio", "no web address"),
    "nasty_redirect": (3, "lost", "broke off"),
    "join_401": (4, "auth", "login is needed"),
    "join_403": (4, "auth", "refuses"),
    "join_404": (2, "not_gradio", "does not know"),
    "join_422": (2, "validation", "not a list"),
    "join_429": (3, "busy", "429"),
    "join_500": (3, "lost", "500"),
    "join_502": (3, "lost", "502"),
    "join_503": (3, "busy", "Queue is full"),
    "join_html": (2, "not_gradio", "not JSON"),
    "join_odd": (2, "not_gradio", "event_id"),
    "join_away": (2, "usage", "refused"),
    "join_reset": (3, "lost", "broke off"),
    "join_silent": (3, "timeout", "within 0.5 s"),
    "data_html": (2, "not_gradio", "not an event stream"),
    "data_away": (2, "not_gradio", "refused"),
    "data_cut": (3, "lost", "before the result"),
    "data_reset": (3, "lost", "run it again"),
    "data_silent": (3, "timeout", "within 0.5 s"),
    "data_gone": (3, "lost", "restarted"),
    "data_closed": (3, "lost", "before the result"),
    "data_not_json": (3, "lost", "cannot be read"),
    "data_deep": (3, "lost", "cannot be read"),
    "app_error": (1, "app", "Colour: no such colour"),
    "app_null": (1, "app", "without giving a reason"),
    "app_html": (1, "app", ""),
    "app_long": (1, "app", "first line"),
    "app_quota": (4, "quota", "1:02:03"),
    "app_cancelled": (1, "cancelled", "cancelled"),
    "full": (3, "busy", "queue is full"),
    "retry_loud": (3, "unreachable", "503"),
}


def check_error(done: Any, code: int, kind: str, words: str) -> None:
    last = done.lines[-1]
    assert (done.code, last["event"], last["kind"]) == (code, "error", kind)
    (line,) = [each for each in done.err.splitlines() if each.startswith("spacetui: ")]
    assert words in line
    assert len(line) <= 500 and is_safe(line)
    assert "<h1>" not in line and "<html" not in line
    assert "CancelledError" not in done.err and 'File "' not in done.err
    assert "\n" not in last["message"] and len(last["message"]) <= 500


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_is_one_line_with_the_documented_exit_code(
    fault: str, cli: Any, hostile: FaultServer
) -> None:
    done = cli(
        "run",
        hostile.url(fault),
        "text=x",
        "--timeout",
        "0.5" if "silent" in fault else "20",
        "--json",
    )
    check_error(done, *FAULTS[fault])
    assert "127.0.0.1" in done.err, "it says where"


@pytest.mark.parametrize(
    ("args", "kind", "words"),
    [
        (["/nowhere", "text=x"], "usage", "no endpoint /nowhere"),
        ([], "validation", "text"),
        (['text:="\\ud800"'], "validation", "not valid Unicode"),
        (["text:=1e400"], "validation", "too large"),
        (["other=x"], "usage", "no parameter 'other'"),
        (["text=x", "more"], "usage", "one value too many"),
        (["--data", "{"], "usage", "--data"),
        (["--data", "@/nowhere/at/all"], "usage", "cannot be read"),
    ],
)
def test_a_call_that_cannot_be_made_exits_with_2(
    args: list[str], kind: str, words: str, cli: Any, hostile: FaultServer
) -> None:
    check_error(cli("run", hostile.url("well"), *args, "--json"), 2, kind, words)


def test_a_refused_connection_and_an_unknown_host_exit_with_3(cli: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    check_error(cli("run", f"http://127.0.0.1:{port}", "--json"), 3, "unreachable", "refused")
    check_error(cli("run", "http://nowhere.invalid", "--json"), 3, "unreachable", "no such host")


@pytest.mark.parametrize(
    "src", ["no spaces here", "ftp://host", "http://", "a/b/c", "http://[::1", "http://h:99999"]
)
def test_an_invalid_source_exits_with_2(src: str, cli: Any) -> None:
    check_error(cli("run", src, "--json"), 2, "usage", "")


@pytest.mark.parametrize(
    ("stage", "code", "words"),
    [
        ("PAUSED", 2, "paused"),
        ("RUNTIME_ERROR", 2, "does not run"),
        ("BUILD_ERROR", 2, "does not run"),
        ("BUILDING", 3, "still BUILDING"),
        ("SLEEPING", 3, "still SLEEPING"),
    ],
)
def test_a_space_that_does_not_run_is_reported_with_its_stage(
    *,
    stage: str,
    code: int,
    words: str,
    cli: Any,
    hub: OneSpaceHub,
    hostile: FaultServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: Callable[..., Any] = access.options_for
    monkeypatch.setattr(
        access, "options_for", lambda *all_: replace(given(*all_), wake_timeout=0.2)
    )
    hub.facts = {"host": hostile.url("html_config"), "runtime": {"stage": stage}, "stage": stage}
    check_error(cli("run", "o/n", "text=x", "--json"), code, "stage", words)


@pytest.mark.parametrize("fault", ["html_config", "config_reset", "retry_loud"])
async def test_the_app_shows_a_fault_in_one_line_too(
    fault: str, hostile: FaultServer, window: Any
) -> None:
    async with window(hostile.url(fault)) as shown:
        if fault == "retry_loud":
            await shown.opened()
            await shown.ended()
        words = FAULTS[fault][2]
        await shown.until(lambda: "✕" in shown.text and words in " ".join(shown.text.split()))
        assert "<html" not in shown.text and "Traceback" not in shown.text
        assert shown.app.is_running
