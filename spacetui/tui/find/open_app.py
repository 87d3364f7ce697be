"""Opening an app from the find page: its progress, and what to do where it does not open.

Loaded after the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from spacetui.errors import SpacetuiError, StageError, UnknownSpace
from spacetui.model.space import is_address
from spacetui.tui.opening import Opening
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.wording.opening_progress import OpeningProgress
from spacetui.tui.wording.recovery import Explanation, explain_open_failure

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.app_state import AppState
    from spacetui.tui.find.space_pane import SpacePane
    from spacetui.tui.find.status_lines import FindStatus

# Seconds between two drawings of the progress.
TICK = 0.1


class AppOpener:
    """Opens one app at a time and shows it in the space pane; a newer one replaces it.

    find_card: returns what is known of a Space. on_opened: called with the opened app. on_failed:
    called once it is shown why it did not open.
    """

    def __init__(
        self,
        state: AppState,
        pane: SpacePane,
        status: FindStatus,
        *,
        find_card: Callable[[str], SpaceCard],
        on_opened: Callable[[OpenedApp], None],
        on_failed: Callable[[], None],
    ) -> None:
        self._state = state
        self._pane = pane
        self._status = status
        self._find_card = find_card
        self._on_opened = on_opened
        self._on_failed = on_failed
        self._src = ""
        self._progress: OpeningProgress | None = None
        self._explanation: Explanation | None = None

    @property
    def src(self) -> str:
        """The app that is being opened, or that did not open until the user does something else."""
        return self._src

    @property
    def is_going(self) -> bool:
        return self._progress is not None

    @property
    def has_failed(self) -> bool:
        """Whether the last app did not open, because of an error or of esc."""
        return bool(self._src) and self._progress is None

    def start(self, src: str, *, is_patient: bool = False, opening: Opening | None = None) -> None:
        """Open an app.

        is_patient: wait while the server has no room, and ask again. opening: of this app, where
        it is being opened already.
        """
        self._src, self._explanation = src, None
        opening = opening or Opening(self._state.session, src, is_patient=is_patient)
        self._progress = opening.progress
        self._status.is_opening = True
        run_exclusive(self._pane, "open", partial(self._open, opening))

    def stop(self) -> bool:
        """Stop opening. Return whether an app was being opened."""
        progress, self._progress = self._progress, None
        if progress is None:
            return False
        self._pane.workers.cancel_group(self._pane, "open")
        self._pane.show_card(self._find_card(progress.src))
        self._status.is_opening = False
        self._status.show_stopped(progress.name)
        return True

    def forget(self) -> None:
        """Forget the app that did not open, since the user does something else."""
        self._src, self._progress, self._explanation = "", None, None
        self._status.is_opening = False

    def log_in(self) -> None:
        """Ask for a login to the app that did not open, and open it with that."""
        run_exclusive(self._pane, "login", self._log_in)

    async def _log_in(self) -> None:
        from spacetui.tui.widgets.login_dialog import ask_login

        src, explanation = self._src, self._explanation
        if explanation is None:
            return
        session, app = await self._state.session(), self._pane.app
        opened = await ask_login(app, session, src, wants_token=explanation.wants_token)
        if opened is not None:
            self._finish(opened)

    async def _open(self, opening: Opening) -> None:
        progress = opening.progress
        await self._pane.fill()
        self._pane.show_card(self._find_card(progress.src))
        self._show_progress(progress)
        ticking = self._pane.set_interval(TICK, lambda: self._show_progress(progress))
        try:
            opened = await opening.result()
        except SpacetuiError as error:
            self._progress = None
            self._status.is_opening = False
            self._explain(error, progress)
        else:
            self._finish(opened)
        finally:
            ticking.stop()

    def _finish(self, opened: OpenedApp) -> None:
        self.forget()
        self._on_opened(opened)

    def _show_progress(self, progress: OpeningProgress) -> None:
        if self._progress is progress:
            self._status.show(progress.line())
            self._pane.show_opening(progress)

    def _explain(self, error: SpacetuiError, progress: OpeningProgress) -> None:
        is_space = not is_address(progress.src)
        self._explanation = explain_open_failure(error, progress.limit, is_space=is_space)
        self._status.show_failure(error, _word_for(error))
        self._pane.show_explanation(self._explanation)
        self._on_failed()


def _word_for(error: SpacetuiError) -> str:
    """Return the word for an error in a heading, of a Space that is not running its stage."""
    if isinstance(error, UnknownSpace):
        return "not found"
    if isinstance(error, StageError):
        return error.stage or error.kind
    return error.kind
