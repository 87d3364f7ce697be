"""Sound by a program of this machine: which one, with which arguments, and that it ends."""

import shutil
from pathlib import Path

import pytest

from spacetui.system.player import find_player, play, stop_playing
from tests.unit.system.programs import add_program

SLEEP = shutil.which("sleep") or ""


def found(folder: Path, path: str) -> tuple[str, ...]:
    return find_player(Path(path), {"PATH": str(folder)})


def test_the_first_player_that_is_there_gets_the_file_as_an_argument(programs: Path) -> None:
    assert found(programs, "/a b.wav") == ()
    add_program(programs, "aplay", "")
    assert found(programs, "/a b.wav") == (f"{programs}/aplay", "-q", "--", "/a b.wav")
    assert found(programs, "/a.mp3") == ()
    add_program(programs, "mpv", "")
    assert found(programs, "/a.mp3")[-2:] == ("--", "/a.mp3")
    add_program(programs, "ffplay", "")
    command = found(programs, "/a.mp3")
    assert command[-6:] == ("-protocol_whitelist", "file", "-f", "mp3", "-i", "file:/a.mp3")


@pytest.mark.skipif(not SLEEP, reason="sleep is not on this machine")
def test_one_sound_at_a_time_is_played_and_none_is_left() -> None:
    first = play((SLEEP, "600"))
    second = play((SLEEP, "600"))
    assert (first.is_running, second.is_running) == (False, True)
    stop_playing()
    assert not second.is_running


def test_a_player_that_does_not_want_to_end_is_killed(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_program(programs, "stubborn", f"trap '' TERM; : > {programs}/ready; exec {SLEEP} 600")
    sound = play((str(programs / "stubborn"),))
    while not (programs / "ready").exists() and sound.is_running:
        continue
    monkeypatch.setattr("spacetui.system.player.PATIENCE", 0.2)
    sound.stop()
    stop_playing()
    assert not sound.is_running
