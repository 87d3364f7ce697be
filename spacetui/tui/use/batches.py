"""Batches: the form's endpoint called for every row of a file; esc stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from spacetui.errors import Failure, SpacetuiError
from spacetui.tui.use.batch_run import BatchRun, RowsWanted
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.tui.app_state import AppState
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.past_call import PastCall
    from spacetui.tui.use.shown_form import ShownForm
    from spacetui.tui.use.status_lines import StatusLines

# Seconds between two drawings of how far it is.
TICK = 0.25


class Batches:
    """One batch at a time. A dialog shows it, and the status bar while that is hidden.

    run: the last batch, or None before the first.
    """

    def __init__(
        self,
        host: Screen[None],
        state: AppState,
        status: StatusLines,
        shown_form: ShownForm,
        *,
        refresh_frame: Callable[[], None],
    ) -> None:
        """host: the screen whose workers, timers and dialogs are used."""
        self.run: BatchRun | None = None
        self._host = host
        self._state = state
        self._status = status
        self._shown_form = shown_form
        self._refresh_frame = refresh_frame
        self._worker: Worker[None] | None = None
        self._ticker: Timer | None = None
        self._path = ""
        status.under_way = (*status.under_way, self.line)

    def ask(self, space: OpenSpace) -> None:
        """Ask for a file, and call the endpoint in hand for each of its rows."""
        if self._may_begin(space):
            self._shown_form.keep()
            self._host.run_worker(self._ask(space), group="rows", exclusive=True)

    def go_on(self, space: OpenSpace, past: PastCall) -> None:
        """Go on with a batch of the history, whose form is on show, where it stopped."""
        if past.state.batch is not None and self._may_begin(space):
            self._begin(space, RowsWanted.of_entry(past.state.batch, past.call))

    def _may_begin(self, space: OpenSpace) -> bool:
        """Return whether a batch can begin now; if not, say why."""
        if self._worker is not None:
            self._status.show_refusal("not started", "one batch runs already; esc stops it")
            return False
        if not space.is_open or not self._shown_form.is_of(space):
            self._status.show_refusal("not started", "the app has not answered yet")
            return False
        return True

    def line(self) -> StatusLine | None:
        """Describe the batch for the status bar; None while there is none."""
        if self._worker is None or self.run is None:
            return None
        from spacetui.tui.use.batch_report import running_line

        return running_line(self.run, monotonic())

    def step(self) -> BackStep | None:
        """Return what esc stops here."""
        if self._worker is None:
            return None
        return BackStep("stop the batch", self.cancel, is_first=True)

    def cancel(self) -> None:
        """Stop the batch; run again for the same file, it goes on from there."""
        if self._worker is not None and self.run is not None:
            self.run.stop()
            self._worker.cancel()

    def show(self) -> None:
        """Show the last batch in its dialog."""
        run = self.run
        if run is None:
            return
        from spacetui.tui.use.batch_dialog import BatchDialog

        def go_on() -> None:
            if self._may_begin(run.space):
                self._begin(run.space, run.wanted)

        self._host.app.push_screen(BatchDialog(run, stop=self.cancel, go_on=go_on))

    async def _ask(self, space: OpenSpace) -> None:
        from spacetui.tui.use.rows_dialog import RowsDialog

        assert space.endpoint is not None
        wanted = await self._host.app.push_screen_wait(RowsDialog(space.endpoint, self._path))
        if wanted is not None and self._worker is None:
            self._path = str(wanted.rows)
            self._begin(space, wanted)

    def _begin(self, space: OpenSpace, wanted: RowsWanted) -> None:
        run = self.run = BatchRun(space, wanted)
        if self._ticker is None:
            self._ticker = self._host.set_interval(TICK, self._status.show)
        self._ticker.resume()
        self._status.clear_notice()
        self._worker = self._host.run_worker(self._follow(run), group="batch")
        self._refresh_frame()
        self.show()

    async def _follow(self, run: BatchRun) -> None:
        """Run a batch to its end, and say how it ended."""
        try:
            await run.run(await self._state.session())
        except asyncio.CancelledError:
            raise
        except SpacetuiError as error:
            message = self._state.redact(str(error))
            run.failure = Failure(error.kind, message)
        except OSError as error:
            run.failure = Failure("usage", str(error))
        finally:
            self._end(run)

    def _end(self, run: BatchRun) -> None:
        from spacetui.tui.use.batch_report import ended_line

        run.has_ended, self._worker = True, None
        if self._ticker is not None:
            self._ticker.pause()
        if self._host.is_attached:
            self._status.show_notice(ended_line(run))
            self._refresh_frame()
