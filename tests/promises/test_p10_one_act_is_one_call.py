"""security.md P10 to P12: one submit for one action, nothing lost by a failure, a quick end.

Elsewhere: what is sent again (tests/live/test_wire_call_faults.py); Ctrl-C in a running call and in
a connection that hangs, and a call that is cut off (tests/live/cli/test_hostile_server.py); time
limits (tests/live/test_wire_opening_faults.py).
"""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.run import Status
from tests.live.fault_server import FaultServer
from tests.promises.folder_contents import text_in

# Seconds. Two are promised (security.md P12); the rest is for a machine busy with other tests.
SOON = 8

JOIN = "/gradio_api/queue/join"
ONCE = (
    "join_401 join_404 join_422 join_429_long join_500 join_502 join_503 join_html join_odd"
    " join_away join_reset data_html data_404 data_cut data_reset data_gone app_error full"
)


@pytest.mark.parametrize("fault", ONCE.split())
def test_a_call_that_fails_was_submitted_once(fault: str, cli: Any, hostile: FaultServer) -> None:
    assert cli("run", hostile.url(fault), "text=x").code in (1, 2, 3, 4)
    assert len(hostile.asked(fault, JOIN)) == 1


def test_a_call_that_cannot_be_made_is_not_submitted(cli: Any, hostile: FaultServer) -> None:
    for args in (
        [],
        ["/nowhere", "text=x"],
        ["text=x", "text=y"],
        ["other=x"],
        ['text:="\\ud800"'],
        ["text:={"],
    ):
        assert cli("run", hostile.url("well"), *args).code == 2
    assert hostile.asked("well", JOIN) == []


async def test_a_failed_call_keeps_form_outputs_and_earlier_calls_on_screen_and_on_disk(
    hostile: FaultServer, window: Any, data_folder: Path
) -> None:
    async with window(hostile.url("data_reset")) as shown:
        await shown.opened()
        shown.page.view.form.fields[0].set_value("typed with care")
        for count in (1, 2):
            run = await shown.ended()
            assert run.state.status is Status.FAILED and run.state.data == ("part",)
            assert shown.app.app_state.calls.recorded_count == count
            assert "typed with care" in shown.text and "part" in shown.text
        assert len(shown.app.app_state.space.calls) == 2
    assert len(hostile.asked("data_reset", JOIN)) == 2
    disk = text_in(data_folder)
    assert disk.count("typed with care") >= 2 and '"part"' in disk


@pytest.mark.parametrize("fault", ["config_silent", "config_drip"])
async def test_ctrl_c_ends_an_opening_that_hangs(
    fault: str, hostile: FaultServer, window: Any
) -> None:
    async with window(hostile.url(fault)) as shown:
        await shown.until(lambda: hostile.asked(fault, "/config") and "opening" in shown.text)
        began = time.monotonic()
        await shown.pilot.press("ctrl+c")
        await shown.until(lambda: "opening" not in shown.text)
        await shown.until(
            lambda: not [w for w in shown.app.workers if w.group == "open" and w.is_running]
        )
        assert time.monotonic() - began < SOON
    assert time.monotonic() - began < SOON, "and leaving waits for nothing"


@pytest.mark.parametrize("fault", ["join_silent", "data_silent"])
async def test_esc_ends_a_call_that_hangs_and_the_form_stays(
    fault: str, hostile: FaultServer, window: Any
) -> None:
    async with window(hostile.url(fault)) as shown:
        await shown.opened()
        shown.page.view.form.fields[0].set_value("typed")
        await shown.pilot.press("ctrl+r")
        await shown.until(
            lambda: hostile.asked(fault, JOIN) and (fault != "data_silent" or shown.run.state.data)
        )
        began = time.monotonic()
        await shown.pilot.press("escape", "escape")  # out of the text, then the call
        await shown.until(lambda: shown.run.state.status is Status.CANCELLED)
        assert time.monotonic() - began < SOON
        assert "typed" in shown.text
        assert len(hostile.asked(fault, JOIN)) == 1


@pytest.mark.parametrize(
    ("fault", "path", "more"),
    [("join_silent", JOIN, ["--json"]), ("file_stall", "/gradio_api/file=", ["--download", "out"])],
)
def test_an_interrupt_ends_the_process_within_two_seconds(
    *,
    fault: str,
    path: str,
    more: list[str],
    hostile: FaultServer,
    data_folder: Path,
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "spacetui", "run", hostile.url(fault), "text=x", *more]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 20
    while not hostile.asked(fault, path):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - began < SOON
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not [each for each in (tmp_path / "out").rglob("*") if each.is_file()]
