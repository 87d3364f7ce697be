"""One step of a shell script: its uploads, its call, and what it takes from earlier steps."""

import json
from collections.abc import Sequence

from spacetui.model.components import component_type
from spacetui.model.file_data import arrange_files, file_data
from spacetui.model.file_input import FileInput, base_name, map_file_inputs
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.model.source import Source
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.app_versions import is_before
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.curl_json import JSON, Variable
from spacetui.snippets.literals import contains_non_finite, literal_pieces
from spacetui.snippets.plan import Plan, PlannedStep
from spacetui.snippets.shell_names import RESERVED
from spacetui.snippets.shell_quoting import (
    LAST_ALONE,
    NO_NAN,
    note_line,
    quote_json_pieces,
    quote_path,
    quote_shell_word,
)

# Files with commas between them, each as a picture of a gallery.
_AS_PICTURES = r"""sed 's/{"path"/{"image":&/g; s/"gradio.FileData"}}/&,"caption":null}/g'"""


class Names:
    """The names of the functions of the apps, and of the variables of the script.

    apps: for each client. missing: the variable of each value that the reader fills in.
    """

    def __init__(self, plan: Plan, apps: Sequence[str], missing: dict[str, str]) -> None:
        self.apps = apps
        self.missing = missing
        self._variables = UniqueNames(RESERVED)
        self._results = {step.number: self.new(step.result) for step in plan.steps}

    def new(self, text: str) -> str:
        """Return a variable that no other has, close to `text`."""
        return self._variables.make(text.lower(), "value")

    def result(self, step: PlannedStep) -> str:
        """Return the variable with the outputs of a step."""
        return self._results[step.number]


class StepWriter:
    """Writes one step. uses: the names of the functions that it needs, once it is written."""

    def __init__(self, plan: Plan, step: PlannedStep, names: Names) -> None:
        self.plan = plan
        self.step = step
        self.names = names
        self.uses: set[str] = set()
        self._before: list[str] = []

    def lines(self) -> list[str]:
        step = self.step
        notes = list(map(note_line, step.note))
        if any(contains_non_finite(each.value) for each in step.arguments):
            notes.append(note_line(NO_NAN))
        function = self.function()
        if step.endpoint.streams and function != "stream":
            notes.append(note_line(LAST_ALONE))
        call = f"{function} {self.app()} {quote_shell_word(step.endpoint.api_name)}"
        call = f"{call} {step.endpoint.fn_index} {self.inputs()}"
        return [*notes, *self._before, *self.result_lines(call, function)]

    def app(self, client: int | None = None) -> str:
        """Return the function of the app of a client; of this step without one."""
        return self.names.apps[self.step.client if client is None else client]

    def function(self) -> str:
        """Return the function that makes the call, and note that it is used."""
        name = _function_of(self.plan.source(self.step), self.step)
        self.uses.add(name)
        if name == "stream" and not all(self.step.endpoint.output_slots):
            self.uses.add("stream_shown")
        return name

    def result_lines(self, call: str, function: str) -> list[str]:
        """Return the lines that make the call, keep the shown outputs and print them."""
        step, name = self.step, self.names.result(self.step)
        shown = self.shown_places()
        if function == "stream":
            call = f"{call} {shown}".rstrip()
            if self.plan.is_single:
                return [f"{call} 3>&1 >/dev/null"]
            lines = [f"{{ {name}=$({call}); }} 3>&1"]
        else:
            lines = [f"{name}=$({call})"]
            if shown:
                lines.append(f'{name}=$(shown "${name}" {shown})')
        if self.plan.is_single:
            return [*lines, f"""printf '[%s]\\n' "${name}\""""]
        if step.is_printed:
            lines.append(f"""printf '{step.result}: [%s]\\n' "${name}\"""")
        return lines

    def shown_places(self) -> str:
        """Return the places of the shown outputs, or nothing where all are; note what it takes."""
        slots = self.step.endpoint.output_slots
        if all(slots):
            return ""
        self.uses |= {"shown", "json"}
        return " ".join(str(at) for at, is_shown in enumerate(slots) if is_shown)

    def inputs(self) -> str:
        """Return the word with the inputs in the order of the wire, null for each hidden one.

        Servers before 6.18 require the null. Further fields of the request follow the list.
        """
        values = [self.value(each) for each in self.step.arguments]
        slots = self.step.endpoint.input_slots
        if sum(slots) == len(values):
            left = iter(values)
            values = [next(left) if is_shown else None for is_shown in slots]
        pieces = literal_pieces(values, JSON, 0, 40)
        if self.step.oauth_token:
            pieces.append(', "oauth_token": ')
            pieces += literal_pieces(self.quoted(self.step.oauth_token, "token"), JSON)
        return quote_json_pieces(pieces)

    def value(self, argument: Argument) -> Json:
        match argument.value:
            case LinkedValue():
                return self.linked_value(argument.value, argument.parameter)
            case MissingValue():
                return self.missing_value(argument.value)
            case SecretValue(variable=variable):
                return self.quoted(variable, argument.name)
        return map_file_inputs(argument.value, lambda file: self.file(file, argument.parameter))

    def missing_value(self, missing: MissingValue) -> Json:
        variable, parameter = self.names.missing[missing.name], missing.parameter
        if not parameter.takes_files:
            return Variable(variable)
        file = self.uploaded(f'"${variable}"', parameter)
        return arrange_files([file], parameter.file_shape)

    def quoted(self, variable: str, name: str) -> Variable:
        """Add the line that makes a variable of the environment a JSON text."""
        self.uses.add("quote")
        return self.assigned(name, f'quote "${{{variable}:?}}"')

    def assigned(self, name: str, command: str) -> Variable:
        """Add the line that keeps what a command prints, in a variable with a name like `name`."""
        variable = Variable(self.names.new(name))
        self.set(variable, command)
        return variable

    def set(self, variable: Variable, command: str) -> None:
        """Add the line that keeps what a command prints in a variable."""
        self._before.append(f"{variable.name}=$({command})")

    def file(self, file: FileInput, parameter: Parameter) -> Json:
        """Return what is sent for a file; the line that uploads it is added where it is local."""
        if file.is_url:
            return file_data(file.path, orig_name=base_name(file.path))
        return self.uploaded(quote_path(file.path), parameter)

    def uploaded(self, path: str, parameter: Parameter) -> Variable:
        """Add the line that uploads a file. path: the word with its path."""
        if not _has_named_files(self.plan.source(self.step)):
            self.uses |= {"upload", "quote"}
            return self.assigned(parameter.name, f"upload {self.app()} {path}")
        if component_type(parameter.component).is_inline:
            self.uses.add("inline")
            return self.assigned(parameter.name, f"inline {path}")
        self.uses |= {"upload_3", "quote"}
        return self.assigned(parameter.name, f"upload_3 {self.app()} {path}")

    def linked_value(self, link: LinkedValue, parameter: Parameter) -> Json:
        """Return what is sent for an output of an earlier step, or for a part of it."""
        earlier = self.plan.steps[link.step]
        value = self.linked_part(link, earlier, parameter)
        is_same_value = link.is_same_app and link.source_shape is link.target_shape
        if is_same_value or FileShape.NONE in (link.source_shape, link.target_shape):
            return value
        self.uses |= {"copy", "upload", "quote"}
        files = value
        if value.name == self.names.result(earlier):
            files = Variable(self.names.new(parameter.name))
        self.set(files, f'copy {self.app(earlier.client)} "${value.name}" {self.app()}')
        if link.target_shape is FileShape.MANY:
            return [files]
        if link.target_shape is FileShape.GALLERY:
            self.set(files, f"""printf '%s\\n' "${files.name}" | {_AS_PICTURES}""")
            return [files]
        if link.source_shape is not FileShape.ONE:
            self.uses.add("json")
            self.set(files, f'json "[${files.name}]" 0')
        return arrange_files([files], link.target_shape)

    def linked_part(
        self, link: LinkedValue, earlier: PlannedStep, parameter: Parameter
    ) -> Variable:
        """Return the variable with an output or a part of it, which is taken first."""
        result = self.names.result(earlier)
        if link.is_only_output and not link.path:
            return Variable(result)
        self.uses.add("json")
        keys = " ".join(map(_key_word, (link.output, *link.path)))
        return self.assigned(parameter.name, f'json "[${result}]" {keys}')


def _key_word(key: str | int) -> str:
    """Return the word with a key in the JSON of Gradio, which escapes control characters alone."""
    if isinstance(key, int):
        return str(key)
    return quote_shell_word(json.dumps(key, ensure_ascii=False))


def _function_of(source: Source, step: PlannedStep) -> str:
    """Return the function that makes the call of a step, by the protocol of its app."""
    endpoint = step.endpoint
    if source.protocol == "ws" or (source.protocol == "sse" and not endpoint.is_queued):
        if endpoint.streams:
            return "run_each"
        return "run"
    if source.protocol == "sse":
        return "call_4_0"
    # Since 4.44 an app sends whole values in a stream where it is asked to.
    if endpoint.streams and not is_before(source, 4, 44):
        return "stream"
    return "call"


def _has_named_files(source: Source) -> bool:
    """Return whether files have the form of Gradio 3."""
    return source.version.startswith("3.")
