"""Sound, played by a program of this machine: one at a time, ended with ours."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from spacetui.system.at_exit import at_exit
from spacetui.system.media import SOUND_DEMUXERS, reading_options

# Seconds that a player gets to end before it is killed.
PATIENCE = 0.5


class _Program(NamedTuple):
    """A program that plays a sound and ends. suffixes: of what it plays; empty for any."""

    command: tuple[str, ...]
    suffixes: tuple[str, ...] = ()


# In the order in which they are tried. mpv opens nothing that a file names.
_PROGRAMS = (
    _Program(("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet")),
    _Program(
        ("mpv", "--no-config", "--no-video", "--really-quiet", "--ytdl=no",
         "--access-references=no", "--load-unsafe-playlists=no",
         "--demuxer-lavf-o=protocol_whitelist=file", "--"),
    ),
    _Program(("afplay",)),
    _Program(("aplay", "-q", "--"), (".wav",)),
    _Program(("paplay",), (".wav", ".flac", ".ogg")),
)  # fmt: skip


def find_player(path: Path, environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the command that plays a file; empty where no program here does."""
    suffix = path.suffix.lower()
    for program in _PROGRAMS:
        name, *options = program.command
        found = shutil.which(name, path=environ.get("PATH"))
        if not found or (program.suffixes and suffix not in program.suffixes):
            continue
        if name == "ffplay":
            options += reading_options(SOUND_DEMUXERS[suffix])
            return (found, *options, "-i", f"file:{path}")
        return (found, *options, str(path))
    return ()


class Playing:
    """A sound that is played."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End it. Blocking for up to PATIENCE."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if not self.is_running:
                return
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE)


# What is played; at most one.
_playing: list[Playing] = []


def play(command: Sequence[str], environ: Mapping[str, str] = os.environ) -> Playing:
    """Play by a command, in place of what is played. Raises OSError. Blocking as `Playing.stop`."""
    stop_playing()
    at_exit(stop_playing)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        start_new_session=True,  # ctrl+c in this terminal is not meant for it
    )
    _playing.append(Playing(process))
    return _playing[0]


def stop_playing() -> None:
    """End what is played. Blocking as `Playing.stop`."""
    while _playing:
        _playing.pop().stop()
