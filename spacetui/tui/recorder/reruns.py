"""Reruns: steps of the recorder made once more, and what is different then."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing

from textual.screen import Screen
from textual.worker import Worker

from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.call import Call
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import MISSING, WITHHELD, Endpoint, Json
from spacetui.session.live_call import LiveCall
from spacetui.session.opened_app import OpenedApp
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.history.compare_calls import compare_recordings, is_same
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.passed_value import passed_value
from spacetui.tui.recorder.script_edits import ScriptEdits
from spacetui.tui.recorder.status_lines import not_run_line, running_line
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.diff_view import DiffLine


class Visits:
    """The visits of one run. As in the code, each begins anew: no State of before is used."""

    def __init__(self) -> None:
        # By the root URL and the visit in which the calls of the steps were made.
        self._apps: dict[tuple[str, int], OpenedApp] = {}

    def app_for(self, step: RecordedStep, opened: OpenedApp) -> OpenedApp:
        """Return the app for a step: that of the same visit as before, and else of a new one."""
        visit = step.recording.visit
        if not (visit or step.endpoint.has_state):
            return opened
        key = opened.app.url, visit
        if key not in self._apps or not visit:
            self._apps[key] = opened.new_visitor()
        return self._apps[key]


class Reruns:
    """Makes calls of the script again, one after another, for one page.

    A linked input takes what the new run of the earlier step gave. Nothing changes in the script
    unless all of them come to a result.
    """

    def __init__(self, page: Screen[None], state: AppState, edits: ScriptEdits) -> None:
        """page: the screen whose workers and dialogs are used."""
        self._page = page
        self._state = state
        self._edits = edits
        self._worker: Worker[None] | None = None
        # The call that is being made.
        self._live: LiveCall | None = None

    def start(self, steps: Sequence[RecordedStep]) -> None:
        """Make the calls of these steps again, unless some are being made."""
        if self.cancel_step() is None:
            self._worker = self._page.run_worker(self._run(steps), group="rerun")

    def cancel_step(self) -> BackStep | None:
        """Return what esc stops: the run."""
        worker = self._worker
        if worker is None or worker.is_finished:
            return None
        return BackStep("stop the run", self._stop, is_first=True)

    def _stop(self) -> None:
        if self._live is not None:
            self._live.cancel()  # it ends within a second, and the run with it
        elif self._worker is not None:
            self._worker.cancel()
            self._edits.say(not_run_line("stopped", "the script is as it was"))

    async def _run(self, steps: Sequence[RecordedStep]) -> None:
        script, made = self._edits.script, dict[int, Recording]()
        visits = Visits()
        for at, step in enumerate(steps, 1):
            name = visible_line(step.endpoint.api_name, 60)
            self._edits.say(running_line(name, at, len(steps)))
            try:
                made[step.id] = await self._make(script, step, visits)
            except (SpacetuiError, OSError) as error:
                reason = visible_line(str(error), 200)
                self._edits.say(not_run_line(f"{name} was not run again", reason))
                return
            script = script.replace_recording(step.id, made[step.id])
        self._edits.take_runs(made, f"{count_text(len(made), 'step')}, with new results")
        lines = await asyncio.to_thread(_compared, steps, made)
        from spacetui.tui.recorder.diff_dialog import DiffDialog

        if lines:
            self._page.app.push_screen(DiffDialog(lines, "run again", "- before   + now"))

    async def _make(self, script: RecordedScript, step: RecordedStep, visits: Visits) -> Recording:
        """Make the call of a step. Raises SpacetuiError unless it comes to a result."""
        recorded = step.recording
        space = self._state.find(recorded.source.url)
        if space is None:
            raise BadValue("its app is not open now; open it in find first")
        endpoint = space.opened.app.endpoint(recorded.call.endpoint.api_name)
        if endpoint is None:
            raise BadValue("the app has no such endpoint any more")
        values = dict(_own_values(recorded.call, space))
        for link in step.links:
            values[link.parameter] = await self._linked(script, link, endpoint, space)
        token = space.oauth_tokens.get(endpoint.api_name, "")
        session = await self._state.session()
        opened = visits.app_for(step, space.opened)
        live = session.submit(opened, Call(endpoint, values, token))
        self._state.calls.add(live)
        self._live = live
        try:
            async with aclosing(live):
                async for _ in live:
                    pass
        finally:
            self._live = None
        self._state.calls.end_rerun(live)
        if live.state.status is not Status.COMPLETE:
            failure = live.state.failure
            raise SpacetuiError(failure.message if failure is not None else "it was stopped")
        return live.recording

    async def _linked(
        self, script: RecordedScript, link: RecordedLink, endpoint: Endpoint, taker: OpenSpace
    ) -> Json:
        parameter, value = endpoint.parameter(link.parameter), script.value_of(link)
        giver = self._state.find(script.step(link.step).recording.source.url)
        if not script.step(link.step).is_made:
            raise BadValue(f"the step that gives {link.parameter} was not run yet"[:120])
        if parameter is None or value is MISSING:
            raise BadValue(f"the link to {link.parameter} leads nowhere any more"[:120])
        if giver is None:
            raise BadValue("the app of a step that it takes a value from is not open now")
        recorder = self._state.calls.recorder
        session = await self._state.session()
        return await passed_value(
            session, giver.opened, taker.opened, value, parameter, recorder.save_file
        )


def _own_values(call: Call, space: OpenSpace) -> Mapping[str, Json]:
    """Return the values of a call; a secret, which is not kept, is that of the form."""
    held = space.values.get(call.endpoint.api_name, {})
    values = {
        name: held.get(name, WITHHELD) if value is WITHHELD else value
        for name, value in call.values.items()
    }
    if WITHHELD in values.values():
        raise BadValue("a secret of this call is not kept; run it in its form")
    return values


def _compared(steps: Sequence[RecordedStep], made: Mapping[int, Recording]) -> list[DiffLine]:
    """Return what is different in the new run of the steps that had a result before."""
    lines: list[DiffLine] = []
    for step in filter(lambda each: each.is_made, steps):
        lines.append(DiffLine("#", f"step {step.endpoint.api_name}"))
        if is_same(step.recording, made[step.id]):
            lines.append(DiffLine("…", "the same"))
        else:
            lines += compare_recordings(step.recording, made[step.id])
    return lines
