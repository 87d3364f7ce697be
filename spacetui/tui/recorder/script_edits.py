"""ScriptEdits: what the keys of the recorder do to its script. Each can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.screen import Screen

from spacetui.model.recorded_script import RecordedScript, links_lost
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.recording import Recording
from spacetui.model.step_names import default_name
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.fitting_outputs import fitting_outputs
from spacetui.tui.recorder.status_lines import changed_line, nothing_line
from spacetui.tui.recorder.step_rows import path_text
from spacetui.tui.widgets.pick_dialog import PickDialog, PickRow
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.value_summary import summarize_quoted


class ScriptEdits:
    """Changes the recorder's script for one page."""

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        *,
        show_all: Callable[[], None],
    ) -> None:
        """page: the screen whose dialogs are used. show_all: draws the page again."""
        self._page = page
        self._recorder = state.calls.recorder
        self._show_all = show_all
        # What the last key did, for the status bar; until the user leaves the page.
        self.outcome: StatusLine | None = None

    @property
    def script(self) -> RecordedScript:
        return self._recorder.script

    @property
    def can_undo(self) -> bool:
        return self._recorder.can_undo

    @property
    def can_reduce(self) -> bool:
        """Whether there are steps that the last one does not need."""
        return self.script.only_needed() != self.script

    def do(self, key: str, step: RecordedStep) -> None:
        """Do what a key of STEP_KEYS does with a step."""
        actions = {
            "drop": self.drop,
            "link": self.link,
            "unlink": self.unlink,
            "describe": self.describe,
        }
        actions[key](step)

    def undo(self) -> None:
        """Take the last change back."""
        self._recorder.undo()
        self.say(changed_line("undone", "the script is as it was"))

    def drop(self, step: RecordedStep) -> None:
        """Take a step out of the script."""
        text = f"{_name(step)} is no longer in the script; what is on disk stays"
        self._change("dropped", text, self.script.remove(step.id))

    def move(self, step: RecordedStep, by: int) -> None:
        """Let a step change places with a neighbour."""
        before = self.script
        self._recorder.change(before.move(step.id, by))
        lost = links_lost(before, self.script)
        text = f"{_lost_text(lost)}, since a step takes what an earlier one gave"
        self.say(changed_line("moved", text if lost else _name(step)))

    def keep_needed(self) -> None:
        """Keep only what the last step needs."""
        reduced = self.script.only_needed()
        count = len(self.script.steps) - len(reduced.steps)
        text = f"{count_text(count, 'step')} that the last one does not need"
        self._change("dropped", text, reduced)

    def describe(self, step: RecordedStep) -> None:
        """Ask for the name of a step's result and for a note."""
        from spacetui.tui.recorder.step_dialog import StepDialog

        def take(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                name, note = answer
                changed = self.script.rename(step.id, name).annotate(step.id, note)
                self._change("named", f"{_name(step)} is {changed.names[step.id]}", changed)

        dialog = StepDialog(_name(step), step.name, default_name(step.endpoint), step.note)
        self._page.app.push_screen(dialog, take)

    def unlink(self, step: RecordedStep) -> None:
        """Give a parameter its value back, one of several by a list."""
        if len(step.links) == 1:
            self._unlink(step, step.links[0])
            return

        def take(index: int | None) -> None:
            if index is not None:
                self._unlink(step, step.links[index])

        rows = [PickRow(each.parameter, self._link_text(each)) for each in step.links]
        self._page.app.push_screen(PickDialog("unlink", _name(step), rows, "unlink"), take)

    def _unlink(self, step: RecordedStep, link: RecordedLink) -> None:
        text = f"{visible_line(link.parameter, 40)} has the value again that was sent"
        self._change("unlinked", text, self.script.unlink(step.id, link.parameter))

    def link(self, step: RecordedStep) -> None:
        """Let a parameter take an output of an earlier step, by a list of those that fit."""
        earlier = self.script.steps[: self.script.steps.index(step)]
        parameters = step.endpoint.parameters
        fitting = fitting_outputs(earlier, parameters, self._recorder.chosen_parts)
        choices = [each for each in fitting if each.link not in step.links]
        if not choices:
            self.say(nothing_line("not linked", "no earlier output fits this step"))
            return

        def take(index: int | None) -> None:
            if index is not None:
                link = choices[index].link
                text = f"{visible_line(link.parameter, 40)} takes {self._link_text(link)}"
                self._change("linked", text, self.script.link(step.id, link))

        rows = [
            PickRow(
                each.link.parameter,
                self._link_text(each.link),
                summarize_quoted(each.value),
                each.fit.text,
            )
            for each in choices
        ]
        self._page.app.push_screen(PickDialog("link", _name(step), rows, "link"), take)

    def _link_text(self, link: RecordedLink) -> str:
        name = f"{self.script.names[link.step]}{path_text(self.script, link)}"
        numbers = {step.id: at for at, step in enumerate(self.script.in_script, 1)}
        number = numbers.get(link.step)
        if number:
            return f"{name} of step {number}"
        return name

    def take_runs(self, made: Mapping[int, Recording], text: str) -> None:
        """Put new runs into their steps, those that are still there."""
        script = self.script
        for step in script.steps:
            if step.id in made:
                script = script.replace_recording(step.id, made[step.id])
        self._change("run again", text, script)

    def take_script(self, text: str, script: RecordedScript) -> None:
        """Put the steps of a recording file in the place of those that are there."""
        self._change("opened", text, script)

    def _change(self, done: str, text: str, script: RecordedScript) -> None:
        before = self.script
        self._recorder.change(script)
        lost = links_lost(before, script)
        if lost and done == "dropped":
            text = f"{text}; {_lost_text(lost)}"
        self.say(changed_line(done, text))

    def say(self, line: StatusLine) -> None:
        """Show a line until the user does something else here, or leaves the page."""
        self.outcome = line
        if self._page.is_attached:
            self._show_all()


def _name(step: RecordedStep) -> str:
    return visible_line(step.endpoint.api_name, 60)


def _lost_text(lost: Sequence[RecordedLink]) -> str:
    return f"{count_text(len(lost), 'link')} went with it"
