"""ScriptFiles: the recorder's script, written to files where the app was started."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from spacetui.recording_files.write import document_of, write_document
from spacetui.snippets import LANGUAGES, render
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

    @property
    def code(self) -> str:
        """The script in the language on show; empty without a step."""
        script = self._state.calls.recorded
        return render(script.script(), self._state.language) if script.in_script else ""

    def export_code(self) -> None:
        """Write the script in the language on show."""
        self._start(f"script{LANGUAGES[self._state.language].suffix}", self.code)

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
