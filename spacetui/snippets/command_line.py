"""A Script as command lines of `spacetui run`, for a POSIX shell.

One call is one command, which prints what `run --json` prints. Of several, each is a visit of its
own, and one that others are linked to prints the parts that they take (`--pick`), which shell
variables hand on. There is no comment in it, for the reason that curl.py gives.
"""

from collections.abc import Iterator

from spacetui.model.schema import FileShape
from spacetui.model.script import Script
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import LinkedValue, MissingValue
from spacetui.snippets.plan import Plan, PlannedStep, make_plan
from spacetui.snippets.run_command import ShellVariables, is_plain_name, linked_part, run_command
from spacetui.snippets.shell_names import OWN, RESERVED
from spacetui.snippets.shell_quoting import note_line, quote_shell_word
from spacetui.snippets.shell_script import (
    CLOSING,
    OPENING,
    OWN_FOLDER,
    join_parts,
    missing_line,
    name_missing,
    name_results,
    notes_text,
    result_lines,
)


def render(script: Script) -> str:
    """Return `script` as shell commands that end with a newline."""
    plan = make_plan(script, ())
    notes = notes_text(plan)
    missing = name_missing(plan)
    given = "".join(
        f"{missing_line(each, missing[each.name], has_json_path=not _is_plain(each))}\n"
        for each in plan.missing
    )
    commands = _Commands(plan, missing)
    steps = ["\n".join(commands.lines(step)) + "\n" for step in plan.steps]
    if len(steps) <= 1:
        return join_parts(notes + given, *steps) or "\n"
    opening = OPENING + (OWN_FOLDER if commands.has_files else "")
    return join_parts(notes + opening + given, *steps) + CLOSING


def _is_plain(missing: MissingValue) -> bool:
    return is_plain_name(missing.parameter.name)


class _Commands:
    """Writes the command of each step. has_files: some step hands on files."""

    def __init__(self, plan: Plan, missing: dict[str, str]) -> None:
        self._plan = plan
        self._parts = dict.fromkeys(linked_part(each) for each in _links(plan))
        of_files = [linked_part(each) for each in _links(plan) if _may_have_files(plan, each)]
        self._with_files = {step for step, _ in of_files}
        names = UniqueNames(RESERVED)
        self._results = name_results(plan, names)
        linked = {part: self._name_part(names, part) for part in self._parts}
        self._variables = ShellVariables(missing, linked)

    @property
    def has_files(self) -> bool:
        return bool(self._with_files)

    def lines(self, step: PlannedStep) -> list[str]:
        notes = list(map(note_line, step.note))
        number = step.number - 1
        picked = self._pointers(number)
        if not picked:
            command = run_command(self._plan, step, self._variables)
            return [*notes, *result_lines(self._plan, step), command]
        options = [f"--pick {quote_shell_word(each)}" for each in picked]
        if number in self._with_files:
            options.insert(0, f'--download "${OWN}"')
        command = run_command(self._plan, step, self._variables, options)
        result = self._results[number]
        return [*notes, f"{result}=$({command})", *self._part_lines(number, picked)]

    def _pointers(self, number: int) -> list[str]:
        """Return what later steps take of the outputs of step `number`."""
        return [pointer for step, pointer in self._parts if step == number]

    def _name_part(self, names: UniqueNames, part: tuple[int, str]) -> str:
        number, _ = part
        if len(self._pointers(number)) == 1:
            return self._results[number]
        return names.make(self._results[number], "value")

    def _part_lines(self, number: int, picked: list[str]) -> Iterator[str]:
        """Yield the lines that tell the parts of an output apart, which are printed one a line."""
        if len(picked) == 1:
            return
        for at, pointer in enumerate(picked, 1):
            variable = self._variables.linked[number, pointer]
            yield f"{variable}=$(printf '%s\\n' \"${self._results[number]}\" | sed -n {at}p)"


def _links(plan: Plan) -> Iterator[LinkedValue]:
    for step in plan.steps:
        for argument in step.arguments:
            if isinstance(argument.value, LinkedValue):
                yield argument.value


def _may_have_files(plan: Plan, link: LinkedValue) -> bool:
    """Return whether a link may hand on files, which have to be on this machine then."""
    return link.target_shape is not FileShape.NONE or link.source_shape is not FileShape.NONE
