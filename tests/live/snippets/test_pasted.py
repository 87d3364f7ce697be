"""A script for a shell is pasted into an interactive one: it runs nothing that an app wrote."""

import json
import os
import pty
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.schema import Choice, Endpoint, Parameter, Return
from spacetui.model.script import Link, Script, Step
from spacetui.model.source import Source
from spacetui.snippets import render
from tests.live.snippets.programs import COMMANDS
from tests.soak_after import soak_after

pytestmark = pytest.mark.live

# Without the user's own files. zsh is interactive as macOS has it: `#` begins no comment.
SHELLS = {
    "zsh": ["zsh", "-f", "-i", "-o", "nointeractivecomments"],
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "dash": ["dash", "-i"],
}
# Each makes the file HIT where a shell runs it, or is a word of its syntax.
HOSTILE = (
    "; touch HIT",
    "& touch HIT &",
    "| touch HIT",
    "> HIT",
    "< HIT",
    "$(touch HIT)",
    "`touch HIT`",
    "( touch HIT )",
    "{ touch HIT; }",
    "* ? [a-z]*",
    "a'; touch HIT; '",
    'a"; touch HIT; "',
    "it's; touch HIT",
    "a\ntouch HIT\n",
    "a\r\ntouch HIT",
    "!! !touch ^a^touch HIT^",
    "${HIT:=$(touch HIT)}",
    "# ; touch HIT",
    "\\'; touch HIT #",
    "~ =touch <(touch HIT)",
)
SECONDS = 60


class _Handler(BaseHTTPRequestHandler):
    """Takes every call, keeps its values, and gives them back."""

    calls: list[Any]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.calls.append(body["data"])
        self._send(b'{"event_id":"e"}')

    def do_GET(self) -> None:
        output = {"data": self.calls[-1], "is_generating": False}
        message = {"msg": "process_completed", "event_id": "e", "output": output, "success": True}
        self._send(b"data: " + json.dumps(message).encode() + b"\n\n")

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Print nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[Any]]]:
    """Yield the URL of a server that takes calls, and the values of those that it took."""
    calls: list[Any] = []
    handler = type("Handler", (_Handler,), {"calls": calls})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", calls
        running.shutdown()


def paste(shell: str, code: str, folder: Path) -> str:
    """Paste `code` into an interactive shell in a terminal; return all that it showed."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is required")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "HOME": str(folder), "HISTFILE": "/dev/null"}
    process = subprocess.Popen(
        SHELLS[shell],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    shown: list[bytes] = []
    reader = threading.Thread(target=_read_all, args=(ours, shown), daemon=True)
    reader.start()
    data = f"{code}\nexit\n".encode()
    for start in range(0, len(data), 256):
        os.write(ours, data[start : start + 256])
    try:
        process.wait(SECONDS)
    finally:
        process.kill()
        process.wait()
        reader.join(SECONDS)
        os.close(ours)
    return b"".join(shown).decode(errors="replace")


def _read_all(terminal: int, shown: list[bytes]) -> None:
    while True:
        try:
            data = os.read(terminal, 1 << 16)
        except OSError:  # the shell has left
            return
        shown.append(data)


def script_of(text: str, url: str) -> Script:
    """Return a script in which `text` stands wherever an app may write something."""
    source = Source(text, url, text, "/gradio_api", "sse_v3", "6.31.0")
    parameters = (
        Parameter(text, label=text, component="Textbox", default=text, description=text),
        Parameter("how", label=text, component="Radio", choices=(Choice(text, text),)),
        Parameter(f"{text} two", component=text, python_type=text, placeholder=text, info=text),
        Parameter("linked", label=text, component="Textbox"),
    )
    returns = (Return(text, text), Return(f"{text} two", text))
    endpoint = Endpoint(
        f"/{text}".replace("/", "_").replace("_", "/", 1),
        3,
        description=text,
        parameters=parameters,
        returns=returns,
        input_slots=(True,) * 4,
        output_slots=(True,) * 2,
    )
    first = Step(0, endpoint, {"linked": float("nan")})
    second = Step(1, endpoint, {}, (Link("linked", 0, 0),))
    return Script((source, source._replace(title="other")), (first, second))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("text", soak_after(4, reversed(HOSTILE)))
def test_a_pasted_script_runs_nothing_that_an_app_wrote(
    text: str, shell: str, server: tuple[str, list[Any]], tmp_path: Path
) -> None:
    url, calls = server
    shown = paste(shell, render(script_of(text, url), "curl"), tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name == "HIT"] == [], shown
    first, second = calls
    assert first[0] == second[0] == text
    assert second[3] == text, "the output of the first step is handed on"


# Keeps the arguments of a command, and what it reads where it reads, and prints a result.
COMMAND = r"""#!/bin/sh
{
  printf '%s\0' "$@"
  case "$*" in *' @-'*) cat ;; esac
  printf '\0end\0'
} >>"$HOME/log"
printf '%s\n' "$RESULT"
"""


def commands_of(folder: Path) -> list[list[str]]:
    """Return the arguments of each command that was run, and then what it read or nothing."""
    calls = (folder / "log").read_bytes().decode().split("\0end\0")
    return [each.split("\0") for each in calls[:-1]]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("name", "text"),
    soak_after(2, ((name, text) for text in reversed(HOSTILE) for name in COMMANDS)),
)
def test_pasted_commands_run_nothing_that_an_app_wrote(
    text: str, name: str, shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for each in ("spacetui", "gradio"):
        (folder / each).write_text(COMMAND)
        (folder / each).chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("RESULT", json.dumps({text: "picked"}))
    script = script_of(text, "http://127.0.0.1:9")
    shown = paste(shell, render(script, name), tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name == "HIT"] == [], shown
    first, second = commands_of(tmp_path)
    src, api_name = first[1:3]
    assert (src, api_name) == (text, script.steps[0].endpoint.api_name)
    if name == "command":
        assert json.loads(second[-1])["linked"] == {text: "picked"}
        return
    payload = json.loads(first[3])
    assert payload[text] == text
    assert json.loads(second[3])["linked"] == "picked"


@pytest.mark.parametrize("name", ("curl", *COMMANDS))
@pytest.mark.parametrize("text", soak_after(4, reversed(HOSTILE)))
def test_a_script_for_a_shell_has_no_comment(text: str, name: str) -> None:
    """In an interactive zsh `#` is a word, and what follows it runs."""
    if shutil.which("zsh") is None:
        pytest.skip("zsh is required")
    code = render(script_of(text, "http://127.0.0.1:9"), name)
    lexer = subprocess.run(
        ["zsh", "-f", "-o", "nointeractivecomments", "-c", "print -rl -- ${(z)CODE}"],
        env={**os.environ, "CODE": code},
        capture_output=True,
        check=True,
    )
    words = lexer.stdout.decode(errors="replace").splitlines()
    assert not any(word.startswith("#") for word in words)
