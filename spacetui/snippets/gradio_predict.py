"""A Script as command lines of `gradio predict`, which the gradio package has since 6.10.

Its payload is the JSON of all values by the names of the parameters. Every value is given: in the
place of one that is not, its client would take the default, and read a file of this machine at the
path of the app's.
Source: hf_gradio 0.4.1 cli.py, predict; gradio_client 2.7.2 client.py, Endpoint._upload_file.
"""

from spacetui.model.file_data import arrange_files, file_data, is_marked_file, map_files
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.same_file import file_url
from spacetui.model.schema import FileShape, Json, Parameter, Return
from spacetui.model.script import Script
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.curl_json import JSON, HomePath, Variable
from spacetui.snippets.linked_files import path_to_files
from spacetui.snippets.literals import contains_non_finite, literal_pieces
from spacetui.snippets.plan import Plan, PlannedStep, make_plan
from spacetui.snippets.shell_names import RESERVED
from spacetui.snippets.shell_quoting import (
    LAST_ALONE,
    NO_NAN,
    note_line,
    quote_json_pieces,
    quote_shell_word,
)
from spacetui.snippets.shell_script import (
    CLOSING,
    OPENING,
    join_parts,
    missing_line,
    name_missing,
    name_results,
    notes_text,
    result_lines,
)

# Edits by sed of the JSON of an output, so that its paths become files to upload: by the shape that
# an output has, and the one that a parameter takes.
_TEXT = r'("([^"\\]|\\.)*")'
_META = '"meta":{"_type":"gradio.FileData"}'
_AS_FILES = {
    (FileShape.MANY, FileShape.MANY): rf's/{_TEXT}/{{"path":\1,{_META}}}/g',
    (FileShape.MANY, FileShape.GALLERY): (
        rf's/{_TEXT}/{{"image":{{"path":\1,{_META}}},"caption":null}}/g'
    ),
    (FileShape.GALLERY, FileShape.MANY): (
        rf's/\{{"(image|video)":{_TEXT},"caption":(null|{_TEXT})\}}/{{"path":\2,{_META}}}/g'
    ),
    (FileShape.GALLERY, FileShape.GALLERY): (
        rf's/"(image|video)":{_TEXT}/"\1":{{"path":\2,{_META}}}/g'
    ),
}
_NO_SAVED_TOKEN = "HF_HUB_DISABLE_IMPLICIT_TOKEN=1"
# Where there is the command gradio, there is Python. -I: a file of the user's is no module of it.
_FUNCTIONS = {
    "pick": r""": 'pick RESULT KEY... prints the part of a result under some keys or numbers'
pick() {
  result=$1
  shift
  printf '%s' "$result" | python3 -Ic '
import json, sys
part = json.load(sys.stdin)
for key in sys.argv[1:]:
    part = part[int(key) if isinstance(part, list) else key]
print(json.dumps(part, separators=(",", ":")))' "$@"
}
""",
    "quote": r""": 'quote TEXT prints a text as JSON'
quote() {
  printf '%s' "$1" | python3 -Ic 'import json, sys; print(json.dumps(sys.stdin.read()))'
}
""",
}
HELPER_FUNCTIONS = tuple(_FUNCTIONS.values())


def render(script: Script) -> str:
    """Return `script` as shell commands that end with a newline."""
    plan = make_plan(script, ())
    commands = _Commands(plan)
    notes = notes_text(plan)
    given = "".join(
        f"{missing_line(each, commands.missing[each.name], has_json_path=True)}\n"
        for each in plan.missing
    )
    steps = ["\n".join(commands.lines(step)) + "\n" for step in plan.steps]
    functions = [text for name, text in _FUNCTIONS.items() if name in commands.uses]
    if len(steps) <= 1 and not functions:
        without = f"{_NO_SAVED_TOKEN} " if _names_address(plan) else ""
        return join_parts(notes + given, *(without + each for each in steps)) or "\n"
    opening = OPENING + (f"export {_NO_SAVED_TOKEN}\n" if _names_address(plan) else "")
    return join_parts(notes + opening + given, *functions, *steps) + CLOSING


def _names_address(plan: Plan) -> bool:
    """Return whether an app is no Space: to such a one, its client would send a saved token too."""
    return any("://" in each.source.src for each in plan.clients)


class _Commands:
    """Writes the command of each step.

    missing: the variable of each value that the reader fills in. uses: the names of the functions
    that the steps written so far need.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.missing = name_missing(plan)
        self.uses: set[str] = set()
        self._names = UniqueNames(RESERVED)
        self._results = name_results(plan, self._names)
        # The lines before the command of the step that is written.
        self._before: list[str] = []

    def lines(self, step: PlannedStep) -> list[str]:
        notes = list(map(note_line, step.note))
        if any(contains_non_finite(each.value) for each in step.arguments):
            notes.append(note_line(NO_NAN))
        if step.endpoint.streams:
            notes.append(note_line(LAST_ALONE))
        self._before = []
        command = self._command(step)
        if not step.is_printed:
            command = f"{self._results[step.number - 1]}=$({command})"
        return [*notes, *self._before, *result_lines(self._plan, step), command]

    def _command(self, step: PlannedStep) -> str:
        client = self._plan.clients[step.client]
        words = ["gradio predict", quote_shell_word(client.source.src)]
        words.append(quote_shell_word(step.endpoint.api_name))
        values = {each.name: self._value(step, each) for each in step.arguments}
        start = len(" ".join(words)) + len(_NO_SAVED_TOKEN)
        words.append(quote_json_pieces(literal_pieces(values, JSON, 0, start)))
        if token := client.access.hub_token:
            words.append(f'--token "${{{token}:?}}"')
        return " ".join(words)

    def _value(self, step: PlannedStep, argument: Argument) -> Json:
        parameter = argument.parameter
        match argument.value:
            case MissingValue(name=name):
                variable = Variable(self.missing[name])
                if not parameter.takes_files:
                    return variable
                return arrange_files([file_data(variable)], parameter.file_shape)
            case SecretValue(variable=variable):
                self.uses.add("quote")
                return self._assigned(parameter.name, f'quote "${{{variable}:?}}"')
            case LinkedValue():
                return self._linked_value(argument.value, parameter)
        source = self._plan.source(step)
        value = map_files(
            argument.value, is_marked_file, lambda file: FileInput(file_url(source, file))
        )
        return map_file_inputs(value, lambda file: file_data(_path(file.path)))

    def _linked_value(self, link: LinkedValue, parameter: Parameter) -> Json:
        """Return what is sent for a part of an output, in which each file is a local path."""
        self.uses.add("pick")
        # An endpoint that describes none of its outputs is taken to have one.
        returns = self._plan.steps[link.step].endpoint.returns or (Return(),)
        output = returns[link.output]
        label = output.label or f"value_{output.component_id}"
        path = (label, *link.path, *path_to_files(link))
        keys = (quote_shell_word(str(each)) for each in path)
        taken = f'pick "${self._results[link.step]}" {" ".join(keys)}'
        shapes = (link.source_shape, link.target_shape)
        if shapes in _AS_FILES:
            taken += f" | sed -E '{_AS_FILES[shapes]}'"
        part = self._assigned(parameter.name, taken)
        if shapes in _AS_FILES or FileShape.NONE in shapes:
            return part
        return arrange_files([file_data(part)], link.target_shape)

    def _assigned(self, name: str, command: str) -> Variable:
        """Add the line that keeps what a command prints, in a variable with a name like `name`."""
        variable = Variable(self._names.make(name.lower(), "value"))
        self._before.append(f"{variable.name}=$({command})")
        return variable


def _path(path: str) -> Json:
    if path.startswith("~/"):
        return HomePath(path.removeprefix("~"))
    return path
