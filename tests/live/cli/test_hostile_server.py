"""The command line and a hostile server: what is printed, stored and sent.

security.md P1, P2, P4, P5, P7, P12 and P14.
"""

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from spacetui.text.terminal_escapes import is_safe
from tests.cli_result import Cli

pytestmark = pytest.mark.live
TOKEN = "hf_thisIsASecretToken123"


def test_json_has_the_exact_values_in_printable_ascii(cli: Cli, hostile_server: Any) -> None:
    done = cli("run", f"{hostile_server.url}/odd", "/odd", "text=x", "--json")
    assert done.code == 0
    assert done.raw.isascii() and done.out.replace("\n", "").isprintable()
    odd = hostile_server.odd
    expected = [odd, {**hostile_server.odd_output[1], "nan": None}]
    assert done.lines[-1]["event"] == "done"
    assert done.lines[-1]["data"] == expected
    assert done.lines[0] == {"event": "queued", "rank": 2, "queue_size": 7, "eta": 41.0}
    assert done.lines[1] == {"event": "started"}
    assert done.lines[2] == {"event": "log", "level": "info", "title": odd, "message": odd}
    info = json.loads(cli("info", f"{hostile_server.url}/odd", "--json").out)
    assert info["title"] == odd
    (endpoint,) = info["endpoints"]
    assert endpoint["parameters"][0]["default"] == odd
    assert info["src"] == f"{hostile_server.url}/odd"


@pytest.mark.parametrize(
    "args", [["info"], ["run", "/odd", "text=x"], ["run", "/odd", "text\x1b[2J=x"]]
)
def test_no_control_character_of_the_app_reaches_the_terminal(
    args: list[str], cli: Cli, hostile_server: Any
) -> None:
    done = cli(args[0], f"{hostile_server.url}/odd", *args[1:])
    assert is_safe(done.out) and is_safe(done.err)
    assert done.out + done.err
    if args == ["info"]:
        assert "\\x1b]0;owned\\x07" in done.out


def test_a_snippet_is_safe_to_show_and_exact(cli: Cli, hostile_server: Any) -> None:
    for language in ("python", "javascript", "curl"):
        done = cli("snippet", f"{hostile_server.url}/odd", "/odd", "--lang", language)
        assert done.code == 0
        assert is_safe(done.out)


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [
        ("page", 2, "web page|Gradio"),
        ("garbage", 2, "Gradio"),
        ("list", 2, "Gradio"),
        ("401", 4, "login|log in|token"),
        ("403", 4, "refus|allow|403"),
        ("404", 2, "no Gradio app"),
        ("429", 3, "busy|429|room|many"),
        ("500", 3, "500"),
        ("503", 3, "503|busy|room"),
    ],
)
def test_a_fault_is_one_clear_line_and_its_code(
    path: str, code: int, word: str, cli: Cli, hostile_server: Any
) -> None:
    done = cli("info", f"{hostile_server.url}/{path}")
    assert (done.code, done.out) == (code, "")
    assert any(each in done.err for each in word.split("|")), done.err
    assert done.err.startswith("spacetui: ") and done.err.count("\n") == 1 and len(done.err) <= 501
    assert "<" not in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    ("path", "word"), [("loud", "first line"), ("silent-failure", "reason"), ("object", "a")]
)
def test_a_failure_of_the_app_is_one_line_whatever_its_message(
    path: str, word: str, cli: Cli, hostile_server: Any
) -> None:
    done = cli("run", f"{hostile_server.url}/{path}", "text=x", "--json")
    assert done.code == 1
    errors = [line for line in done.err.splitlines() if line.startswith("spacetui: ")]
    assert len(errors) == 1 and word in errors[0] and len(errors[0]) <= 500
    assert is_safe(done.err)
    last = done.lines[-1]
    assert (last["event"], last["kind"]) == ("error", "app")


def test_a_stream_that_ends_early_is_lost_and_its_outputs_are_on_disk(
    cli: Cli, cli_env: Any, hostile_server: Any
) -> None:
    done = cli("run", f"{hostile_server.url}/cut", "text=x", "--json")
    assert done.code == 3
    assert done.lines[-2] == {"event": "output", "data": ["so far", None]}
    assert (done.lines[-1]["event"], done.lines[-1]["kind"]) == ("error", "lost")
    kept = Path(cli_env["SPACETUI_DATA_DIR"]) / "spacetui.sqlite3"
    assert b"so far" in b"".join(
        path.read_bytes() for path in kept.parent.glob("spacetui.sqlite3*") if path.is_file()
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_call_ends_at_once_and_is_cancelled_on_the_server(
    number: signal.Signals, cli_env: dict[str, str], hostile_server: Any, command: list[str]
) -> None:
    process = subprocess.Popen(
        [*command, "run", f"{hostile_server.url}/hang", "text=x", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=cli_env,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "log":
            break
    before = len(hostile_server.seen)
    began = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert time.monotonic() - began < 2
    assert process.returncode == 130
    assert json.loads(out.splitlines()[-1])["kind"] == "cancelled"
    assert "Traceback" not in err
    assert any(
        each.path.startswith("/hang/gradio_api/cancel") for each in hostile_server.seen[before:]
    )


def test_an_interrupt_while_it_connects_ends_at_once(
    command: list[str], cli_env: dict[str, str]
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = subprocess.Popen(
            [*command, "info", f"http://127.0.0.1:{silent.getsockname()[1]}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=cli_env,
            text=True,
        )
        silent.accept()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert time.monotonic() - began < 2
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err


def test_a_timeout_cancels_the_call_and_is_reported(cli: Cli, hostile_server: Any) -> None:
    done = cli("run", f"{hostile_server.url}/hang", "text=x", "--timeout", "0.5", "--json")
    assert done.code == 3
    assert (done.lines[-1]["event"], done.lines[-1]["kind"]) == ("error", "timeout")


def test_a_closed_stdout_ends_the_command_without_a_message(
    command: list[str], cli_env: dict[str, str], hostile_server: Any
) -> None:
    process = subprocess.Popen(
        [*command, "run", f"{hostile_server.url}/hang", "text=x", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=cli_env,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.wait(20) == 130
    assert process.stderr.read() == b""


def sent(hostile_server: Any, since: int) -> str:
    return "\n".join(f"{each.path} {each.headers}" for each in hostile_server.seen[since:])


def test_the_saved_token_never_goes_to_a_url(
    cli: Cli, cli_env: dict[str, str], hostile_server: Any
) -> None:
    home = Path(cli_env["HF_HOME"])
    home.mkdir()
    (home / "token").write_text(TOKEN)
    before = len(hostile_server.seen)
    for more in ([], ["--hf-token-to-space"]):
        assert cli("run", f"{hostile_server.url}/odd", "text=x", *more, HF_TOKEN=TOKEN).code == 0
    assert len(hostile_server.seen) > before
    assert TOKEN not in sent(hostile_server, before)


def test_credentials_for_a_url_go_to_its_origin_and_are_never_shown_or_stored(
    cli: Cli, cli_env: dict[str, str], hostile_server: Any
) -> None:
    before = len(hostile_server.seen)
    args = ("text=x", "--token", TOKEN, "--header", "X-Mine: mySecretHeader", "--json")
    for path in ("odd", "loud", "echo", "401"):
        done = cli("run", f"{hostile_server.url}/{path}", *args)
        assert TOKEN not in done.out + done.err
        assert "mySecretHeader" not in done.out + done.err
    requests = sent(hostile_server, before)
    assert TOKEN in requests and "mySecretHeader" in requests
    kept = b"".join(
        path.read_bytes()
        for path in Path(cli_env["SPACETUI_DATA_DIR"]).rglob("*")
        if path.is_file()
    )
    assert kept
    assert TOKEN.encode() not in kept and b"mySecretHeader" not in kept


def test_a_token_is_not_sent_without_encryption(cli: Cli) -> None:
    done = cli("info", "http://gradio.invalid:7860", "--token", TOKEN)
    assert done.code == 2
    assert "https" in done.err and TOKEN not in done.err


@pytest.mark.parametrize("auth", ["", "nobody", ":secret"])
def test_a_malformed_login_is_refused_and_not_repeated(auth: str, cli: Cli) -> None:
    done = cli("info", "http://127.0.0.1:1", "--auth", auth)
    assert done.code == 2
    assert "user:password" in done.err and "secret" not in done.err


def test_the_servers_root_and_space_change_nothing(cli: Cli, hostile_server: Any) -> None:
    before = len(hostile_server.seen)
    done = cli("run", f"{hostile_server.url}/odd", "text=x", "--json")
    assert done.code == 0
    assert all(each.path.startswith("/odd/") for each in hostile_server.seen[before:])
    assert "evil" not in cli("snippet", f"{hostile_server.url}/odd", "--lang", "python").out
