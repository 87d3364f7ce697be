"""The rows of the recorder: a step with its inputs and outputs, and the threads between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.schema import MISSING, Return
from spacetui.text.format import duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.recorder.link_lines import TAIL, Thread, margins
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, text_style
from spacetui.tui.wording.call_status import status_style, status_symbol
from spacetui.tui.wording.signature import return_label
from spacetui.tui.wording.value_summary import summarize_quoted

NAME_WIDTH = 13
MAX_NAME, MAX_NOTE = 40, 200

# Draws what stands right of the margin, in so many cells.
_Draw = Callable[[int], Content]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A line of a step. margin: the thread, or the number of the step."""

    margin: Content
    draw: _Draw


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as the list shows it. above: what stands in the blank line above it."""

    step: RecordedStep
    lines: tuple[StepLine, ...]
    above: Content

    def content(self, width: int) -> list[Content]:
        """Return the lines in `width` cells."""
        return [
            each.margin + each.draw(max(1, width - each.margin.cell_length - 1))
            for each in self.lines
        ]


def step_rows(script: RecordedScript, *, has_gaps: bool) -> list[StepRow]:
    """Return a row for each step. has_gaps: a blank line stands above each but the first."""
    plans = [_Plan(script, each) for each in script.steps]
    first, total = [], 0
    for at, plan in enumerate(plans):
        total += int(has_gaps and at > 0)
        first.append(total)
        total += len(plan.draws)
    places = {plan.step.id: start for plan, start in zip(plans, first, strict=True)}
    drawn = margins(total, list(_threads(script, plans, places)))
    numbers = {step.id: at for at, step in enumerate(script.in_script, 1)}
    rows = []
    for plan, start in zip(plans, first, strict=True):
        lines = [
            StepLine(_margin(drawn[start + at], at in plan.outputs.values()), draw)
            for at, draw in enumerate(plan.draws)
        ]
        lines[0] = StepLine(_numbered(drawn[start], numbers.get(plan.step.id)), plan.draws[0])
        above = Content.styled(drawn[start - 1] if start else "", "$accent")
        rows.append(StepRow(plan.step, tuple(lines), above))
    return rows


def _margin(drawn: str, is_output: bool) -> Content:
    """Return the margin of a value: its thread, or the mark of an output that has none."""
    if is_output and not drawn[-TAIL:].strip():
        return Content.assemble((drawn[:-TAIL], "$accent"), (f" {glyphs().gives} ", "$muted"))
    return Content.styled(drawn, "$accent")


def _numbered(margin: str, number: int | None) -> Content:
    """Return the margin of the title of a step: threads that pass, and its number."""
    shown = "" if number is None else str(number)
    return Content.assemble((margin[:-TAIL], "$accent"), (f"{shown:>{TAIL - 1}} ", "$muted"))


class _Plan:
    """The lines of one step, from the top. A step is drawn muted that the code leaves out."""

    def __init__(self, script: RecordedScript, step: RecordedStep) -> None:
        self.step = step
        self._script = script
        self._is_muted = step.left_out is not None
        self.draws: list[_Draw] = [self._draw_title]
        # The line of each parameter, and of each output.
        self.inputs: dict[str, int] = {}
        self.outputs: dict[int, int] = {}
        if step.note:
            self.draws.append(self._draw_note)
        for parameter in step.endpoint.parameters:
            self._add_input(parameter.name)
        for number, (output, text) in enumerate(_shown_outputs(step)):
            self.outputs[number] = len(self.draws)
            tail = "unused" if number == 0 and step in script.unused else ""
            self.draws.append(self._value_line(return_label(output), text, tail))

    def _add_input(self, name: str) -> None:
        link, value = self.step.link_of(name), self.step.recording.call.value_of
        parameter = self.step.endpoint.parameter(name)
        assert parameter is not None
        shown = value(parameter)
        if link is None and shown is MISSING:
            return
        self.inputs[name] = len(self.draws)
        if link is None:
            self.draws.append(self._value_line(name, summarize_quoted(shown)))
        else:
            self.draws.append(self._link_line(name, link))

    def _draw_title(self, width: int) -> Content:
        recording, step = self.step.recording, self.step
        state, source = recording.state, recording.source
        styles = ("$muted", "$muted") if self._is_muted else ("bold", "$secondary")
        left = Content.assemble(
            (visible_line(source.title or source.src, MAX_NAME), styles[0]),
            (f" {visible_line(recording.call.endpoint.api_name, MAX_NAME)}", styles[1]),
        )
        if step.name:
            left += Content.styled(f" as {visible_line(step.name, MAX_NAME)}", "$accent")
        ending = duration_text(state.duration) if step.is_made else "not run yet"
        if step.left_out is not None:
            reason = state.failure.kind if state.failure is not None else step.left_out.value
            ending = f"{reason} {glyphs().dot} left out"
        symbol = (status_symbol(state.status), status_style(state.status))
        return left_right(left, Content.assemble(symbol, (f" {ending}", "$muted")), width)

    def _draw_note(self, width: int) -> Content:
        note = Content.styled(visible_line(self.step.note, MAX_NOTE), "italic $muted")
        return note.truncate(width, ellipsis=True)

    def _value_line(self, name: str, value: str, tail: str = "") -> _Draw:
        style = text_style(is_lit=not self._is_muted)
        return lambda width: _row(name, Content.styled(value, style), tail, width)

    def _link_line(self, name: str, link: RecordedLink) -> _Draw:
        text = f"{self._script.names[link.step]}{path_text(self._script, link)}"
        value = Content.styled(visible_line(text, MAX_NAME), "$accent")
        numbers = {step.id: at for at, step in enumerate(self._script.in_script, 1)}
        number = numbers.get(link.step)
        tail = f"from {number}" if number else "from what is left out"
        return lambda width: _row(name, value, tail, width)


def _shown_outputs(step: RecordedStep) -> list[tuple[Return, str]]:
    """Return the outputs of a step with the text of each; those of one not made without."""
    returns = step.endpoint.returns
    if not step.is_made:
        return [(each, "") for each in returns]
    pairs = zip(returns, step.outputs, strict=False)
    return [(output, summarize_quoted(value)) for output, value in pairs]


def path_text(script: RecordedScript, link: RecordedLink) -> str:
    """Return which output a link takes and which part of it, `[1]['image']`; empty for all."""
    keys = list(link.path)
    if len(script.step(link.step).endpoint.returns) > 1:
        keys.insert(0, link.output)
    return "".join(f"[{each!r}]" for each in keys)


def _row(name: str, value: Content, tail: str, width: int) -> Content:
    label = f"{visible_line(name, NAME_WIDTH):<{NAME_WIDTH}} "
    left = Content.assemble((label, "$muted"), value)
    return left_right(left, Content.styled(tail, "$muted"), width, gap=2, min_left=NAME_WIDTH + 4)


def _threads(
    script: RecordedScript, plans: Sequence[_Plan], places: dict[int, int]
) -> Iterator[Thread]:
    """Yield a thread for each output that is linked. places: the first line of each step."""
    ends: dict[tuple[int, int], list[int]] = {}
    for plan in plans:
        for link in plan.step.links:
            end = places[plan.step.id] + plan.inputs[link.parameter]
            ends.setdefault((link.step, link.output), []).append(end)
    by_id = {plan.step.id: plan for plan in plans}
    for (step_id, output), lines in ends.items():
        start = by_id[step_id].outputs.get(output)
        if start is not None:
            yield Thread(places[step_id] + start, tuple(sorted(lines)))
