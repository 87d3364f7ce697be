"""ScriptFiles: the recorder's script, written to files where the app was started."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from spacetui.errors import SpacetuiError
from spacetui.model.recording import Recording
from spacetui.model.script import Script
from spacetui.recording_files.write import document_of, write_document
from spacetui.snippets import LANGUAGES
from spacetui.system.paths import path_text
from spacetui.system.saved_files import write_new
from spacetui.tui.app_state import AppState
from spacetui.tui.recorder.status_lines import not_written_line
from spacetui.tui.widgets.status_bar import StatusLine


class ScriptFiles:
    """Writes the script of one page, never over another file."""

    def __init__(
        self, page: Screen[None], state: AppState, show_status: Callable[[StatusLine], None]
    ) -> None:
        """page: the screen whose workers are used."""
        self._page = page
        self._state = state
        self._show_status = show_status

    def script(self) -> Script | None:
        """Return the script of the recorded calls; None without a step."""
        recorded = self._state.calls.recorded
        return recorded.script() if recorded.in_script else None

    def recordings(self) -> tuple[Recording, ...]:
        """Return the calls that the script repeats."""
        return tuple(each.recording for each in self._state.calls.recorded.in_script)

    def export_code(self) -> None:
        """Write the script in the language on show, or say why that language cannot."""
        language = LANGUAGES[self._state.languages.current]
        try:
            code = language.render(self._state.calls.recorded.script())
        except SpacetuiError as error:
            self._show_status(not_written_line(error))
            return
        self._start(f"script{language.suffix}", code)

    def export_toml(self) -> None:
        """Write the recording, to be read, edited and replayed."""
        document = document_of(self._state.calls.recorded, Path.cwd())
        self._start("recording.toml", write_document(document))

    def _start(self, name: str, text: str) -> None:
        self._page.run_worker(self._write(name, text), group="export")

    async def _write(self, name: str, text: str) -> None:
        try:
            path = await asyncio.to_thread(write_new, name, text)
        except OSError as error:
            self._show_status(not_written_line(error))
            return
        self._page.app.notify(f"wrote {path.name} in {path_text(path.parent)}")
