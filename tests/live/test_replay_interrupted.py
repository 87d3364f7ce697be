"""Ctrl-C while a replay runs: the call is cancelled, its step is named, the exit code is 130."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.live, pytest.mark.soak]


def test_ctrl_c_cancels_the_step_that_runs(visits_url: str, tmp_path: Path) -> None:
    file = tmp_path / "long.toml"
    file.write_text(
        "".join(
            f'[[step]]\nname = "{name}"\nsrc = "{visits_url}"\napi_name = "/linger"\n'
            f"[step.inputs]\nseconds = {seconds}\n"
            for name, seconds in (("short", 0), ("long", 30), ("last", 0))
        )
    )
    command = [sys.executable, "-m", "spacetui", "replay", str(file), "--json"]
    environment = {**os.environ, "SPACETUI_NO_HISTORY": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(json.loads(line))
            if (lines[-1]["event"], lines[-1].get("step")) == ("started", "long"):
                process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
    assert [each["step"] for each in lines if each["event"] == "done"] == ["short"]
    assert (lines[-1]["event"], lines[-1]["kind"], lines[-1]["step"]) == (
        "error",
        "cancelled",
        "long",
    )
