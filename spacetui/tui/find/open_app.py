"""Opening an app from the find page: told stage by stage, stopped by esc; what stands in the way becomes steps.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from spacetui.errors import Busy, SpacetuiError, StageError, UnknownSpace
from spacetui.model.space import SpaceCard
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.opening_progress import FIRST_PAUSE, OpeningProgress, next_pause
from spacetui.tui.wording.recovery import Explanation, explain_open_failure

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session
    from spacetui.tui.find.page import FindPage

# Seconds between two drawings of what moves while it opens.
TICK = 0.1


class AppOpener:
    """Opens one SRC at a time; the newest is the one that counts."""

    def __init__(self, page: FindPage, on_opened: Callable[[OpenedApp], None]) -> None:
        self._page = page
        self._on_opened = on_opened
        self._opening: OpeningProgress | None = None
        # The SRC of the last one that did not open, and why; until the person goes on to something else.
        self.src = ""
        self.trouble: Explanation | None = None
        # Where the person was when it began to open: who has gone on since is left alone.
        self._place: tuple[object, str] = (None, "")

    @property
    def is_going(self) -> bool:
        return self._opening is not None

    @property
    def has_failed(self) -> bool:
        """Whether an app did not open, by trouble or by esc, and the person has not gone on."""
        return not self.is_going and bool(self.src)

    def start(self, src: str, *, is_patient: bool = False) -> None:
        """Open `src`. is_patient: where there is no room it waits, asking again and again."""
        page = self._page
        self.src, self.trouble = src, None
        if page.focused is page.card_pane.steps:
            page.card_pane.leave_steps()
        self._place = (page.focused, page.find.query_text)
        self._opening = opening = OpeningProgress(src)
        for others in ("card", "search"):  # what they would say is about something else
            page.workers.cancel_group(page, others)
        page.run_worker(self._open(opening, is_patient=is_patient), group="open", exclusive=True)
        page.refresh_frame()

    def stop(self) -> bool:
        """Stop opening; say whether there was something to stop."""
        opening = self._opening
        if opening is None:
            return False
        self._opening = None
        page = self._page
        page.workers.cancel_group(page, "open")
        page.card_pane.show_card(self._card())
        page.say(StatusLine(glyphs().cancelled, "$muted", "stopped", opening.name))
        page.refresh_frame()
        return True

    def forget(self) -> None:
        """Say no more what did not open: the person has gone on to something else."""
        self.src, self.trouble = "", None

    def take(self, key: str) -> bool:
        """Do one of the steps that the trouble offers; say whether it is one of ours."""
        match key:
            case "w" | "ctrl+r":
                self.start(self.src, is_patient=key == "w")
            case "a":
                self._page.run_worker(self._log_in(), group="login", exclusive=True)
            case _:
                return False
        return True

    async def _open(self, opening: OpeningProgress, *, is_patient: bool) -> None:
        page = self._page
        await page.card_pane.fill()
        page.card_pane.show_card(self._card())
        self._tell(opening)
        ticking = page.set_interval(TICK, lambda: self._tell(opening))
        try:
            session = await page.desk.session()
            opening.limit = session.options.wake_timeout
            opened = await self._asked(session, opening, is_patient=is_patient)
        except SpacetuiError as error:
            self._opening = None
            self._show(error, opening)
        else:
            self._done(opened)
        finally:
            ticking.stop()

    @staticmethod
    async def _asked(session: Session, opening: OpeningProgress, *, is_patient: bool) -> OpenedApp:
        pause = FIRST_PAUSE
        while True:
            try:
                return await session.open(opening.src, on_stage=opening.hear)
            except Busy as error:
                pause = error.failure.retry_after or pause
                if not is_patient or monotonic() + pause - opening.began > opening.limit:
                    raise
            opening.waits_until = monotonic() + pause
            await asyncio.sleep(pause)
            opening.waits_until = None
            pause = next_pause(pause)

    def _done(self, opened: OpenedApp) -> None:
        self._opening = None
        self.forget()
        self._on_opened(opened)

    def _tell(self, opening: OpeningProgress) -> None:
        if self._opening is opening:
            self._page.say(opening.line())
            self._page.card_pane.show_opening(opening)

    def _card(self) -> SpaceCard:
        known = (card for card in self._page.find.rows.rows if card.id == self.src)
        return next(known, SpaceCard(self.src))

    def _show(self, error: SpacetuiError, opening: OpeningProgress) -> None:
        """Say why it did not open: in a line on the horizon, whole on the card, with what one can do."""
        page = self._page
        self.trouble = explain_open_failure(error, opening.limit, is_space="://" not in opening.src)
        word = error.stage if isinstance(error, StageError) and error.stage else error.kind
        word = "not found" if isinstance(error, UnknownSpace) else word
        where = (
            f"{error.failure.where}: "
            if error.failure.where and error.failure.where not in error.failure.message
            else ""
        )
        page.show_failure(one_line(f"{where}{error.failure.message}", 200), word)
        page.card_pane.show_trouble(self.trouble)
        if page.is_current and self._place == (page.focused, page.find.query_text):
            page.show_pane(page.card_pane)
            page.card_pane.focus_first()
        page.refresh_frame()

    async def _log_in(self) -> None:
        from spacetui.tui.widgets.login_dialog import ask_login

        if self.trouble is None:
            return
        session = await self._page.desk.session()
        opened = await ask_login(
            self._page.app, session, self.src, wants_token=self.trouble.wants_token
        )
        if opened is not None:
            self._done(opened)
