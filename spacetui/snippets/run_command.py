"""One call as a command line of `spacetui run`, for a POSIX shell.

A value that the app states as its default is left out. A text is an ARG `name=value`, a file
`name=@path`, and whatever else `name:=JSON`; what no ARG can say goes into `--data`. What may be
too long for an argument of a command comes to `--data` by standard input.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacetui.model.file_data import arrange_files, file_data, is_marked_file, map_files
from spacetui.model.file_input import FileInput, files_in, map_file_inputs, shape_files
from spacetui.model.output_path import write_pointer
from spacetui.model.same_file import file_url
from spacetui.model.schema import MISSING, Json, Parameter
from spacetui.model.source import Source
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.client_access import ClientAccess
from spacetui.snippets.curl_json import JSON, Variable
from spacetui.snippets.linked_files import path_to_files
from spacetui.snippets.literals import UNSAFE, iter_leaves, literal_pieces, write_literal
from spacetui.snippets.plan import Plan, PlannedStep
from spacetui.snippets.shell_quoting import quote_json_pieces, quote_shell_word

# Names that an ARG can begin with.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Columns; a longer command has one word a line.
WIDTH = 88
# Bytes of values in a command line. Linux takes 131,072 in an argument, and some systems 262,144
# in all arguments and the environment.
MAX_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class ShellVariables:
    """The variables of a shell script that hold values of its calls.

    missing: by the name of a MissingValue: what the reader fills in. linked: what an earlier step
    gave, as JSON, by its number from 0 and the JSON Pointer in its outputs.
    """

    missing: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[tuple[int, str], str] = field(default_factory=dict)


NO_VARIABLES = ShellVariables()


def run_command(
    plan: Plan,
    step: PlannedStep,
    variables: ShellVariables = NO_VARIABLES,
    options: Sequence[str] = ("--json",),
) -> str:
    """Return the command that makes the call of a step, without a line break at its end.

    variables: of the script; a missing value that has none is left out. options: the last words.
    """
    client = plan.clients[step.client]
    values = _Values(step, client.source, variables)
    words = ["spacetui run", quote_shell_word(client.source.src)]
    words.append(quote_shell_word(step.endpoint.api_name))
    words += values.words
    words += access_words(client.access, step.oauth_token)
    words += options
    line = " ".join(words)
    if len(line) > WIDTH:
        line = " \\\n  ".join([" ".join(words[:3]), *words[3:]])
    if not values.input:
        return line
    return f"printf '%s\\n' {values.input} |\n  {line}"


def access_words(access: ClientAccess, oauth_token: str) -> list[str]:
    """Return the options that let the command in, by variables of the environment."""
    words = []
    if access.hub_token:
        words.append(f'--token "${{{access.hub_token}:?}}"')
    if access.login:
        user, password = access.login
        words.append(f'--auth "${{{user}:?}}:${{{password}:?}}"')
    for header in access.headers:
        text = quote_shell_word(f"{header.name}: {header.prefix}")
        words.append(f'--header {text}"${{{header.variable}:?}}"')
    if oauth_token:
        words.append(f'--oauth-token "${{{oauth_token}:?}}"')
    if access.is_insecure:
        words.append("--insecure")
    return words


def is_plain_name(name: str) -> bool:
    """Return whether an ARG can begin with the name of a parameter."""
    return _NAME.fullmatch(name) is not None


class _Values:
    """The values of a call. words: in the command. input: the word that goes to its input."""

    def __init__(self, step: PlannedStep, source: Source, variables: ShellVariables) -> None:
        self._source = source
        self._variables = variables
        values = [each for argument in step.arguments for each in self._value(argument)]
        size = sum(len(word.encode()) for each in values for word in each.words)
        is_long = size > MAX_VALUES
        data = {each.name: each.json for each in values if each.is_in_data(is_long=is_long)}
        self.words = [
            word for each in values for word in each.words if not each.is_in_data(is_long=is_long)
        ]
        self.input = ""
        if is_long or any(isinstance(each, Variable) for each in iter_leaves(data)):
            self.input = quote_json_pieces(literal_pieces(data, JSON))
            self.words.append("--data @-")
        elif data:
            self.words.append(f"--data {_json_word(data)}")

    def _value(self, argument: Argument) -> Iterator["_Value"]:
        """Yield the value of an argument, if it is to be given."""
        name, parameter, value = argument.name, argument.parameter, argument.value
        match value:
            case MissingValue():
                if variable := self._variables.missing.get(value.name):
                    yield _missing_value(argument, Variable(variable))
                return
            case SecretValue(variable=variable):
                yield _Value(name, [f'{quote_shell_word(f"{name}=")}"${{{variable}:?}}"'])
                return
            case LinkedValue():
                variable = self._variables.linked[linked_part(value)]
                yield _linked_value(argument, value, Variable(variable))
                return
        if _is_same(value, parameter.default):
            return
        value = map_files(value, is_marked_file, self._file_of_app)
        files = files_in(value)
        is_plain = is_plain_name(name)
        if files and is_plain and _is_made_of(value, files, parameter):
            yield _Value(name, [quote_shell_word(f"{name}={_at(each)}") for each in files])
            return
        value = map_file_inputs(value, lambda file: file_data(file.path))
        yield _Value(name, [] if files or not is_plain else [_arg(name, value, parameter)], value)

    def _file_of_app(self, file: Mapping[str, Json]) -> FileInput:
        return FileInput(file_url(self._source, file))


@dataclass(frozen=True, slots=True)
class _Value:
    """A value: the words that give it in a command, and its JSON; one of the two may be lacking."""

    name: str
    words: list[str]
    json: Json = MISSING

    def is_in_data(self, *, is_long: bool) -> bool:
        return self.json is not MISSING and (is_long or not self.words)


def linked_part(link: LinkedValue) -> tuple[int, str]:
    """Return the step that a link is to, and the JSON Pointer to what is taken of its outputs."""
    path = (link.output, *link.path)
    if link.target_shape is not link.source_shape:
        path += path_to_files(link)
    return link.step, write_pointer(path)


def _missing_value(argument: Argument, variable: Variable) -> _Value:
    name, parameter = argument.name, argument.parameter
    if is_plain_name(name):
        mark = "=@" if parameter.takes_files else ":="
        return _Value(name, [f'{name}{mark}"${variable.name}"'])
    if not parameter.takes_files:
        return _Value(name, [], variable)
    return _Value(name, [], arrange_files([file_data(variable)], parameter.file_shape))


def _linked_value(argument: Argument, link: LinkedValue, variable: Variable) -> _Value:
    # The JSON of a file is short. What else an app gives may be too long for an ARG.
    if not argument.parameter.takes_files or not is_plain_name(argument.name):
        return _Value(argument.name, [], variable)
    # `=` puts files into the shape of the parameter.
    mark = ":=" if link.source_shape is link.target_shape else "="
    return _Value(argument.name, [f'{argument.name}{mark}"${variable.name}"'])


def _arg(name: str, value: Json, parameter: Parameter) -> str:
    if isinstance(value, str) and _is_text(parameter) and not UNSAFE.search(value):
        return quote_shell_word(f"{name}={value}")
    return quote_shell_word(f"{name}:={write_literal(value, JSON)}")


def _at(file: FileInput) -> str:
    if file.is_url:
        return file.path
    return f"@{file.path}"


def _is_made_of(value: Json, files: Sequence[FileInput], parameter: Parameter) -> bool:
    """Return whether the command makes this very value of these files."""
    if any(UNSAFE.search(each.path) or each.folder for each in files):
        return False
    takes_several = parameter.takes_list
    if not parameter.takes_files or (len(files) > 1 and not takes_several):
        return False
    return bool(shape_files(parameter, files) == value)


def _is_text(parameter: Parameter) -> bool:
    return parameter.schema.get("type") == "string" and not parameter.choices


def _is_same(value: Json, default: Json) -> bool:
    return repr(value) == repr(default)


def _json_word(value: Mapping[str, Json]) -> str:
    return quote_shell_word(" ".join(write_literal(value, JSON).split("\n")))
