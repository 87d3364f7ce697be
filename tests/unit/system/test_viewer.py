"""open_with_viewer: a file is handed to a program of this machine, or the reason says why not."""

import sys
import time
from pathlib import Path

import pytest

from spacetui.system import viewer
from spacetui.system.viewer import open_with_viewer
from tests.unit.system.programs import add_program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's programs")


def test_without_a_display_nothing_is_started(programs: Path, tmp_path: Path) -> None:
    add_program(programs, "xdg-open", f"/bin/touch {tmp_path}/started")
    reason = open_with_viewer("/a.png", {"PATH": str(programs)})
    assert "no display" in reason
    assert not (tmp_path / "started").exists()


def test_without_a_program_the_reason_says_so(programs: Path) -> None:
    reason = open_with_viewer("/a.png", {"PATH": str(programs), "DISPLAY": ":0"})
    assert "no program that opens files" in reason


@pytest.mark.parametrize(
    ("name", "variable"),
    [("xdg-open", "DISPLAY"), ("gio", "WAYLAND_DISPLAY"), ("wslview", "WSL_DISTRO_NAME")],
)
def test_the_program_gets_the_file(
    name: str, variable: str, programs: Path, tmp_path: Path
) -> None:
    lines = f'for each; do last=$each; done; printf %s "$last" > {tmp_path}/got'
    add_program(programs, name, lines)
    environ = {"PATH": str(programs), variable: "x"}
    assert open_with_viewer("/a b'c.png", environ) == ""
    assert (tmp_path / "got").read_text() == "/a b'c.png"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("exit 3", "no program here opens it"),
        ("echo 'gio: no handler' >&2; exit 4", "xdg-open: gio: no handler"),
        ("exit 9", "xdg-open ended with 9"),
    ],
)
def test_a_program_that_fails_at_once_gives_its_reason(
    lines: str, reason: str, programs: Path
) -> None:
    add_program(programs, "xdg-open", lines)
    assert open_with_viewer("/a.png", {"PATH": str(programs), "DISPLAY": ":0"}) == reason


def test_a_viewer_that_stays_open_is_not_waited_for(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer, "SETTLED_SECONDS", 0.2)
    add_program(programs, "xdg-open", "exec /bin/sleep 30")
    began = time.monotonic()
    assert open_with_viewer("/a.png", {"PATH": str(programs), "DISPLAY": ":0"}) == ""
    assert time.monotonic() - began < 5
    for process in viewer._started:
        process.kill()
        process.wait()
