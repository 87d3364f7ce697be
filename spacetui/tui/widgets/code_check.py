"""CodeCheck: the code on show, verified against a replay of the recorded calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from spacetui.snippets import LANGUAGES
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.model.script import Script
    from spacetui.verify.verdict import Verdict


class InHand(Protocol):
    """What a page shows the code of."""

    def script(self) -> Script | None:
        """Return what the code makes; None where there is none."""

    def recordings(self) -> Iterable[Recording]:
        """Return the calls that may answer its steps, oldest first."""


class CodeCheck:
    """Verifies the code of one page. The pane says so in its heading, the status bar why not."""

    def __init__(
        self,
        state: AppState,
        pane: CodePane,
        in_hand: InHand,
        show_status: Callable[[StatusLine], None],
    ) -> None:
        self._state = state
        self._pane = pane
        self._in_hand = in_hand
        self._show_status = show_status

    @property
    def is_possible(self) -> bool:
        return bool(self._pane.source)

    def start(self) -> None:
        """Verify the code on show, in place of a check that still runs."""
        script = self._in_hand.script()
        if script is None or not self._pane.source:
            return
        language = LANGUAGES[self._state.languages.current].name
        self._show_status(StatusLine(glyphs().running, "$accent", "verifying", language))
        recordings = tuple(self._in_hand.recordings())
        run_exclusive(self._pane, "verify", partial(self._verify, script, recordings, language))

    async def _verify(
        self, script: Script, recordings: tuple[Recording, ...], language: str
    ) -> None:
        source = self._pane.source
        check = await asyncio.to_thread(import_module, "spacetui.verify.check")
        answers = await asyncio.to_thread(import_module, "spacetui.verify.kept_answers")
        verdict = await check.check(
            script, answers.answers_from(script, recordings), LANGUAGES[language]
        )
        if not self._pane.is_attached:
            return
        if source != self._pane.source:
            self._show_status(_changed_line())
            return
        self._show_status(_verdict_line(verdict))
        if verdict.outcome.value == "verified":
            self._pane.show_verified()


def _changed_line() -> StatusLine:
    return StatusLine(glyphs().idle, "$muted", "not verified", "the code has changed meanwhile")


def _verdict_line(verdict: Verdict) -> StatusLine:
    """Say what came of a check."""
    match verdict.outcome.value:
        case "verified":
            calls = count_text(verdict.calls, "call")
            words = f"{verdict.language} makes the {calls} as recorded"
            return StatusLine(glyphs().verified, "$success", "verified", words)
        case "failed":
            reason = visible_line(verdict.reason, 300)
            return StatusLine(glyphs().failed, "$error", "not verified", reason)
    return StatusLine(glyphs().idle, "$muted", "not verified", visible_line(verdict.text, 300))
