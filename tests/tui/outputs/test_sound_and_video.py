"""Sounds are played by a program of this machine, and a video shows its first frame."""

import asyncio
import shutil
import subprocess
import wave
from pathlib import Path

import pytest

from spacetui.model.schema import Return
from spacetui.system.player import stop_playing
from tests.tui.app_driver import wait_until
from tests.tui.outputs.view_on_screen import drawn, fetching, file_data, on_screen
from tests.tui.screen_text import screen_text
from tests.unit.system.programs import add_program

FFMPEG, SLEEP = shutil.which("ffmpeg") or "", shutil.which("sleep") or ""


def write_wav(path: Path) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x00\x40" * 8000)
    return path


def arguments(folder: Path) -> str:
    """Return what the player was given so far."""
    path = folder / "got"
    return path.read_text() if path.exists() else ""


async def test_space_plays_a_sound_and_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_wav(tmp_path / "a.wav")
    add_program(tmp_path, "ffplay", f'printf "%s " "$@" > {tmp_path}/got; exec {SLEEP} 600')
    monkeypatch.setenv("PATH", str(tmp_path))
    async with on_screen(Return("out", "Audio"), fetching(path)) as (app, view, pilot):
        view.show(file_data("a.wav"), True)
        view.focus()
        await app.workers.wait_for_complete()
        await pilot.press("space")
        await wait_until(pilot, lambda: "playing · wav · 1.0 s" in screen_text(app))
        sound = view._sound
        await wait_until(pilot, lambda: arguments(tmp_path).endswith(f"-i file:{path} "))
        await pilot.press("space")
        await wait_until(pilot, lambda: not sound.is_running)
        await wait_until(pilot, lambda: "playing" not in screen_text(app))
    stop_playing()


async def test_without_a_player_it_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_wav(tmp_path / "a.wav")
    monkeypatch.setenv("PATH", str(tmp_path))
    async with on_screen(Return("out", "Audio"), fetching(path)) as (app, view, pilot):
        assert not view.check_action("play", ())
        view.show(file_data("a.wav"), True)
        view.focus()
        await pilot.press("space")
        await app.workers.wait_for_complete()
        text = "not played: no player found: set player in the settings"
        assert [each.message for each in app._notifications] == [text]


@pytest.mark.skipif(not FFMPEG, reason="ffmpeg is not on this machine")
async def test_a_video_shows_its_first_frame_size_and_length(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    source = ("-f", "lavfi", "-i", "color=red:s=64x48:d=2:r=5")
    command = (FFMPEG, "-v", "error", *source, str(path))
    await asyncio.to_thread(subprocess.run, command, check=True)

    rows = await drawn("Video", {"video": file_data("a.mp4")}, fetching(path))

    assert "mp4 · 64×48 · 2.0 s · " in rows[0]
    assert "▀" in rows[1]
