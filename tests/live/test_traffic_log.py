"""The log of what went to an app: every request and message, no credential, a curl that runs."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from httpx import Request

from spacetui.model.call import Call
from spacetui.session.redaction import Redactor
from spacetui.snippets.literals import UNSAFE
from spacetui.tui.command_log.curl import curl_command
from spacetui.tui.command_log.step_text import step_details, step_row
from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.http.traffic import Step, TrafficLog
from spacetui.wire.limits import TRAFFIC_BYTES, TRAFFIC_STEPS
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live

TOKEN, HUB_TOKEN, PASSWORD = "hf_must_not_leak", "hf_hub_must_not_leak", 'hunter"2\u00e9 x'
ACCESS = Credentials(TOKEN, (("x-custom", "custom-secret"),), ("user", PASSWORD), HUB_TOKEN)


def shown(step: Step, redact: Redactor) -> str:
    """Return all that the log shows and copies of a step."""
    details = step_details(step, redact.sent_text, hides_bodies=False).plain
    row = step_row(step, 100, redact.sent_text, is_current=False).plain
    return "\n".join((row, details, curl_command(step, redact.sent_text)))


async def test_the_log_has_each_step_of_a_call_and_no_credential(
    faults: FaultServer, tmp_path: Path
) -> None:
    log, redactor = TrafficLog(), Redactor()
    redactor.add(ACCESS)
    connection = Connection(faults.url("well"), ACCESS, log=log)
    app = await connection.open()
    echoed = f"{TOKEN} {PASSWORD} say 'x' $HOME \x1b[2J"
    _ = [event async for event in connection.submit(Call(app.endpoints[0], {"text": echoed}))]
    await connection.aclose()
    steps = log.steps()
    requests = [each for each in steps if not each.is_message]
    assert len(requests) == len(faults.requests)
    assert all(each.status and each.duration is not None for each in requests)
    join = next(each for each in requests if each.url.endswith("queue/join"))
    assert (join.verb, join.sent) == ("POST", len(join.sent_body)) and join.received
    names = [step_row(each, 100, str, is_current=False).plain for each in steps if each.is_message]
    assert any("process_completed" in each for each in names)
    narrow = {each: step_row(each, 50, str, is_current=False).plain for each in requests}
    assert all(str(each.status) in row for each, row in narrow.items()), "the status is not cut"
    every = "\n".join(shown(each, redactor) for each in steps)
    in_json = json.dumps(PASSWORD)[1:-1]
    for secret in (TOKEN, HUB_TOKEN, "custom-secret", PASSWORD, in_json, "hunter%222", "crumb"):
        assert secret not in every
    assert "Bearer $APP_TOKEN" in every and "Bearer $HF_TOKEN" in every
    assert "x-custom: $APP_X_CUSTOM" in every and "cookie: $APP_COOKIE" in every
    assert not UNSAFE.search(every.replace("\n", ""))

    # The command makes the same request, with the credentials of the environment.
    variables = {"APP_TOKEN": TOKEN, "HF_TOKEN": HUB_TOKEN, "APP_X_CUSTOM": "custom-secret"}
    variables["APP_COOKIE"] = "a=b"
    faults.requests.clear()
    command = curl_command(join, lambda text: text)
    ran = subprocess.run(  # noqa: ASYNC221
        ["sh", "-c", command], cwd=tmp_path, env={**os.environ, **variables}, capture_output=True,
        text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "") and "event_id" in ran.stdout
    (again,) = faults.requests
    assert again.body == join.sent_body and again.method == "POST"
    assert again.headers["authorization"] == f"Bearer {TOKEN}"


def test_the_log_is_bounded() -> None:
    log = TrafficLog()
    for _ in range(TRAFFIC_STEPS + 5):
        log.message("<-", "/", (b"x" * 100,))
    assert (len(log), log.dropped) == (TRAFFIC_STEPS, 5)
    big = b"y" * 60_000
    for _ in range(2 * TRAFFIC_BYTES // len(big)):
        log.begin(Request("POST", "http://a/b", content=big), big, ())
    assert sum(len(each.sent_body) + len(each.body) for each in log.steps()) <= TRAFFIC_BYTES
    old = log.steps()[0]
    log.clear()
    log.receive(old, b"late")
    assert not len(log) and not old.body
