"""One call as a command line of `spacetui run`, for a POSIX shell.

A value that the app states as its default is left out. A text is an ARG `name=value`, a file
`name=@path`, and whatever else `name:=JSON`; what no ARG can say goes into `--data`.
"""

import re
from collections.abc import Mapping, Sequence

from spacetui.model.file_data import file_data, is_marked_file, map_files
from spacetui.model.file_input import FileInput, files_in, map_file_inputs, shape_files
from spacetui.model.recording import Source
from spacetui.model.same_file import file_url
from spacetui.model.schema import Json, Parameter
from spacetui.snippets.arguments import Argument, MissingValue, SecretValue
from spacetui.snippets.client_access import ClientAccess
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.literals import UNSAFE, write_literal
from spacetui.snippets.plan import Plan, PlannedStep
from spacetui.snippets.shell_quoting import quote_shell_word

# Names that an ARG can begin with.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Columns; a longer command has one word a line.
WIDTH = 88


def run_command(plan: Plan, step: PlannedStep) -> str:
    """Return the command that makes the call of a step, without a line break at its end."""
    client = plan.clients[step.client]
    words = ["spacetui run", quote_shell_word(client.source.src)]
    words.append(quote_shell_word(step.endpoint.api_name))
    data: dict[str, Json] = {}
    for argument in step.arguments:
        words += _words(argument, client.source, data)
    if data:
        words.append(f"--data {_json_word(data)}")
    words += access_words(client.access, step.oauth_token)
    words.append("--json")
    line = " ".join(words)
    if len(line) <= WIDTH:
        return line
    return " \\\n  ".join([" ".join(words[:3]), *words[3:]])


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


def _words(argument: Argument, source: Source, data: dict[str, Json]) -> list[str]:
    """Return the words for one argument; what no word can say is added to `data`."""
    parameter, value = argument.parameter, argument.value
    match value:
        case MissingValue():
            return []
        case SecretValue(variable=variable):
            return [f'{quote_shell_word(f"{argument.name}=")}"${{{variable}:?}}"']
    if _is_same(value, parameter.default):
        return []
    value = map_files(value, is_marked_file, lambda file: FileInput(file_url(source, file)))
    files = files_in(value)
    is_plain = _NAME.fullmatch(argument.name) is not None
    if files and is_plain and _is_made_of(value, files, parameter):
        return [quote_shell_word(f"{argument.name}={_at(each)}") for each in files]
    if files or not is_plain:
        data[argument.name] = map_file_inputs(value, lambda file: file_data(file.path))
        return []
    if isinstance(value, str) and _is_text(parameter) and not UNSAFE.search(value):
        return [quote_shell_word(f"{argument.name}={value}")]
    return [quote_shell_word(f"{argument.name}:={write_literal(value, JSON)}")]


def _at(file: FileInput) -> str:
    return file.path if file.is_url else f"@{file.path}"


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
