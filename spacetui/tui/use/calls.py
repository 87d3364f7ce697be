"""Calls of the use page: submitted, followed, drawn, and cancelled."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.screen import Screen
from textual.timer import Timer

from spacetui.model.call import Call
from spacetui.session.live_call import LiveCall
from spacetui.text.word_count import WordCount
from spacetui.tui.app_state import AppState
from spacetui.tui.call_drift import CallDrift
from spacetui.tui.made_call import MadeCall
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.use.follow_call import follow
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.side_panes import RecentCallsPane
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine, join_parts
from spacetui.tui.wording.call_status import describe_call, streamed_text

# How many calls the list at the side shows.
RECENT = 50
# Seconds between two drawings of what moves by itself while a call runs.
TICK = 0.1


class Calls:
    """Makes calls and draws the one on show: its result, and the list of recent calls."""

    def __init__(
        self,
        host: Screen[None],
        state: AppState,
        *,
        shown_form: ShownForm,
        result: ResultPane,
        recent: RecentCallsPane,
        on_start: Callable[[], None],
        on_status: Callable[[], None],
        on_update: Callable[[], None],
    ) -> None:
        """host: the screen whose timers are used.

        on_start: called when a call of the form on show begins. on_status: called when a call
        begins, changes its status or ends. on_update: called when the call on show has more of the
        same, and often while calls run.
        """
        self._host = host
        self._state = state
        self._result = result
        self._recent = recent
        self._shown_form = shown_form
        self._on_start = on_start
        self._on_status = on_status
        self._on_update = on_update
        self._ticker: Timer | None = None
        self._drift = CallDrift()
        self._words = WordCount()
        self._drawn_at = 0.0

    @property
    def on_show(self) -> MadeCall | None:
        space = self._state.space
        if space is not None:
            return space.shown_call
        return None

    async def make(self, space: OpenSpace, call: Call) -> LiveCall:
        """Make a call, follow it to its end, and return it."""
        session = await self._state.session()
        live = session.submit(space.opened, call)
        self._state.calls.add(live)
        space.started(live)
        if live is self.on_show:
            self._on_start()
        self.show()
        taken = live.state.updated

        def take_changes() -> None:
            nonlocal taken
            if live.state.updated is not taken:
                taken = live.state.updated
                opened = session.with_changes(space.opened, live)
                self._shown_form.take_changes(space, opened, live)

        await follow(
            live,
            self._state.key_priority,
            lambda: self._status_changed(live, take_changes),
            lambda: self._update(live, take_changes),
        )
        failure = live.state.failure
        if failure is not None and live is self.on_show and self._shown_form.is_of(space):
            self._shown_form.show_problems(failure)
        return live

    def show(self) -> None:
        """Draw the call on show and the list of recent calls."""
        space = self._state.space
        if space is None:
            return
        self._result.show_call(space.shown_call, space.position, space.actions)
        self._recent.show_calls(space.all_calls[: -RECENT - 1 : -1])
        self._on_status()
        self._tick_while_calls_run()

    def _tick_while_calls_run(self) -> None:
        if self._ticker is None:
            self._ticker = self._host.set_interval(TICK, self._tick, pause=True)
        if self._state.calls.running:
            self._ticker.resume()
        else:
            self._ticker.pause()

    def _tick(self) -> None:
        """Draw what moves by itself while a call runs, unless it was drawn with an update."""
        since = monotonic() - self._drawn_at
        if since >= TICK and self._state.key_priority.is_frame_due(since):
            self._redraw()

    def _redraw(self) -> None:
        """Draw the call on show as it stands."""
        self._drawn_at = monotonic()
        self._on_update()
        space, live = self._state.space, self.on_show
        if space is not None and live is not None and live.state.status.is_live:
            self._result.show_call(live, space.position)

    def line(self) -> StatusLine:
        """Describe the call on show for the status bar."""
        space, live = self._state.space, self.on_show
        if live is None:
            parts = [space.summary if space is not None else "", "every call is recorded"]
            return StatusLine(glyphs().idle, "$muted", "ready", join_parts(parts))
        others = [each for each in self._state.calls.running if each is not live]
        text = streamed_text(live.state)
        words = 0 if text is None else self._words.count(text)
        line = describe_call(live.state, live.elapsed, live.silence, len(others), words)
        parts = [line.rest]
        if number := self._state.calls.step_number(live):
            parts.append(f"recorded as step {number}")
        if space is not None and space.has_form_changed:
            parts.append("the form has changed since")
        if space is not None:
            parts.append(self._drift.line(live, space.endpoint))
        return line._replace(rest=join_parts(parts))

    @property
    def can_cancel(self) -> bool:
        """Whether the call on show runs; a call that is not on show is not cancelled by a key."""
        live = self.on_show
        return live is not None and live.state.status.is_live

    def cancel(self) -> None:
        """Cancel the call on show."""
        if self.on_show is not None:
            self.on_show.cancel()

    async def forget_state(self, space: OpenSpace) -> StatusLine:
        """Begin a new session with the app, so that its State is gone; return what to show."""
        idle = (glyphs().idle, "$muted")
        if not space.is_open:
            return StatusLine(*idle, "nothing to forget", "no call was made yet")
        if not space.keeps_state:
            return StatusLine(*idle, "nothing to forget", "this app keeps no state")
        session = await self._state.session()
        space.opened = session.forget_state(space.opened)
        return StatusLine(*idle, "state forgotten", "the next call starts anew")

    def _status_changed(self, live: LiveCall, take_changes: Callable[[], None]) -> None:
        take_changes()
        log = self._state.calls
        if live.state.status.is_final:
            log.record(live)
        self.show()

    def _update(self, live: LiveCall, take_changes: Callable[[], None]) -> None:
        take_changes()
        if live is self.on_show:
            self._redraw()
