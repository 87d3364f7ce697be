"""A sound: its waveform, and playing it by a program of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from threading import Thread
from typing import ClassVar

from textual.binding import BindingType
from textual.timer import Timer

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import type_of
from spacetui.model.schema import Json, Return
from spacetui.system.media import SOUND_DEMUXERS
from spacetui.system.player import Playing
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.file import FileView
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs

# Seconds between two looks at whether the player has ended.
LOOK = 0.2


class AudioView(FileView):
    """A file of sound."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"play": "play"})

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self._sound: Playing | None = None
        self._ticker: Timer | None = None

    @property
    def is_playing(self) -> bool:
        return self._sound is not None

    def on_unmount(self) -> None:
        self._end()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "play":
            file = self.file
            is_sound = file is not None and f".{type_of(file)}" in SOUND_DEMUXERS
            return is_sound and self.fetch is not None
        return super().check_action(action, parameters)

    def action_play(self) -> None:
        """Play the sound, or stop it."""
        if self.is_playing:
            self._end()
        elif self.file is not None:
            run_exclusive(self, "play", partial(self._play, self.file))

    async def _play(self, file: Mapping[str, Json]) -> None:
        from spacetui.settings.programs import play_file

        assert self.fetch is not None
        try:
            started = await asyncio.to_thread(play_file, await self.fetch(file))
        except SpacetuiError as error:
            started = str(error)
        if isinstance(started, str):
            text = visible_line(f"not played: {started}", 300)
            self.app.notify(text, severity="warning", markup=False)
            return
        self._sound = started
        self._ticker = self.set_interval(LOOK, self._look)
        self.summary = f"{_playing_mark()}{self.summary}"

    def _look(self) -> None:
        if self._sound is not None and not self._sound.is_running:
            self._end()

    def _end(self) -> None:
        """Stop the sound, if it still plays, and say so."""
        sound, self._sound = self._sound, None
        if sound is None or self._ticker is None:
            return
        self._ticker.stop()
        self.summary = self.summary.removeprefix(_playing_mark())
        Thread(target=sound.stop, daemon=True).start()  # it may wait for the player


def _playing_mark() -> str:
    return f"playing {glyphs().dot} "
