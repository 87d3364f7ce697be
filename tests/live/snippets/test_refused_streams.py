"""A stream that the app does not accept ends the program, with what the app said.

A loop over a job of gradio_client itself never ends then.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from spacetui.model.call import Call
from spacetui.model.script import script_of_call
from spacetui.model.source import Source
from spacetui.snippets import render
from spacetui.verify.fastapi_request import POST, write_request

pytestmark = [pytest.mark.live, pytest.mark.soak]


@pytest.fixture
def full(one: Any) -> Iterator[Source]:
    """Serve the schema of an app whose queue is full."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = httpx.get(f"{one.source.url}{self.path}")
            self._answer(answer.status_code, answer.content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(503, json.dumps({"detail": "Queue is full."}).encode())

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield Source(url, url, "", one.source.api_prefix, one.source.protocol, one.source.version)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("language", ("python", "python-submit", "python-async", "uv", "fastapi"))
def test_a_program_ends_when_the_queue_is_full(
    language: str, full: Source, one: Any, tmp_path: Path
) -> None:
    script = script_of_call(Call(one.endpoint("/drip"), {"text": "a", "times": 2}), full)
    file = tmp_path / "program.py"
    file.write_text(render(script, language), "utf-8")
    command = [str(file)]
    if language == "uv":
        command += ["--retries", "0"]
    if language == "fastapi":
        write_request(script, file)
        command = ["-c", POST, str(file)]
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, timeout=90, cwd=tmp_path
    )
    assert done.returncode == 1
    assert "Queue is full" in done.stdout + done.stderr
