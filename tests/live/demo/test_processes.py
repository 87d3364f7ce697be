"""However the process that started the demo ends, the processes of the demo end, too."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spacetui.demo.demo_processes import Demo, DemoFailed

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[3]
# Starts the demo, prints the two process ids, then does what a test wants. It restores the default
# handling of SIGINT, SIGQUIT and SIGHUP, which a shell or nohup may ignore in background programs.
STARTER = """
import json, os, signal, sys, time
from spacetui.demo.demo_processes import Demo
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
demo = Demo.start()
print(json.dumps(demo.pids), flush=True)
{then}
"""
LIMIT = 5.0


def is_alive(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until_gone(pids: list[int]) -> None:
    limit = time.monotonic() + LIMIT
    while alive := [pid for pid in pids if is_alive(pid)]:
        assert time.monotonic() < limit, f"{alive} of {pids} still run"
        time.sleep(0.02)


@pytest.fixture
def started() -> Iterator["subprocess.Popen[str]"]:
    """Return a process that has started the demo and sleeps, and that leads a session."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER.format(then="time.sleep(300)")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def pids_of(process: "subprocess.Popen[str]") -> list[int]:
    assert process.stdout is not None
    pids: list[int] = json.loads(process.stdout.readline())
    assert all(map(is_alive, pids)), "they run before anything happens to their starter"
    return pids


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP, signal.SIGQUIT])
def test_they_end_when_a_signal_ends_their_starter(
    started: "subprocess.Popen[str]", sent: signal.Signals
) -> None:
    pids = pids_of(started)
    started.send_signal(sent)
    started.wait(LIMIT)
    wait_until_gone(pids)


def test_ctrl_c_in_the_terminal_reaches_only_their_starter(
    started: "subprocess.Popen[str]",
) -> None:
    pids = pids_of(started)
    assert os.getpgid(pids[0]) == os.getpgid(pids[1]) == pids[0], (
        "a group of their own: the terminal signals ours"
    )
    for pid in pids:
        os.kill(pid, signal.SIGINT)
    os.killpg(started.pid, signal.SIGINT)
    started.wait(LIMIT)
    wait_until_gone(pids)


def test_an_interrupt_sent_to_them_does_not_end_them(demo: Demo) -> None:
    for pid in demo.pids:
        os.kill(pid, signal.SIGINT)
    demo.wait_until_running(10)
    assert all(map(is_alive, demo.pids))


@pytest.mark.parametrize(
    "then",
    [
        "sys.exit(0)",
        "raise RuntimeError('a crash')",
        "os._exit(3)",
        "os.abort()",
        "demo.stop(); time.sleep(300)",
    ],
)
def test_they_end_when_their_starter_ends(then: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER.format(then=f"time.sleep(0.3); {then}")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        wait_until_gone(pids_of(process))
    finally:
        process.kill()
        process.wait()


def test_the_gradio_process_ends_with_the_local_hub() -> None:
    with Demo.start() as demo:
        hub, apps = demo.pids
        os.kill(hub, signal.SIGKILL)
        wait_until_gone([apps])
        with pytest.raises(DemoFailed):
            demo.wait_until_running(10)


def test_stop_is_fast_leaves_no_file_and_may_be_repeated() -> None:
    demo = Demo.start()
    pids, folder = demo.pids, demo.folder
    started_at = time.monotonic()
    demo.stop()
    assert time.monotonic() - started_at < 3
    assert not any(map(is_alive, pids))
    assert not folder.exists()
    demo.stop()


def test_stop_kills_processes_that_do_not_respond() -> None:
    demo = Demo.start()
    pids = demo.pids
    os.kill(pids[0], signal.SIGSTOP)
    started_at = time.monotonic()
    demo.stop()
    assert time.monotonic() - started_at < 3
    wait_until_gone(list(pids))


def test_the_end_of_the_gradio_process_is_reported_with_its_exit_code() -> None:
    with Demo.start() as demo:
        os.kill(demo.pids[1], signal.SIGKILL)
        with pytest.raises(DemoFailed, match="ended with code -9") as failure:
            demo.wait_until_running(10)
        assert failure.value.failure.where == "demo/text"


def test_without_gradio_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An import finder that hides gradio from every process of the demo.
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class NoGradio:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name == 'gradio':\n"
        "            raise ModuleNotFoundError(\"No module named 'gradio'\", name='gradio')\n"
        "sys.meta_path.insert(0, NoGradio)\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    with Demo.start() as demo, pytest.raises(DemoFailed, match=r"pip install 'spacetui\[demo\]'"):
        demo.wait_until_running(30)
