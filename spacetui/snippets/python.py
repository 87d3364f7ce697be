"""A Script as Python that uses gradio_client."""

import builtins
import json
import keyword
import unicodedata
from collections.abc import Mapping

from spacetui.model.file_data import is_marked_file
from spacetui.model.file_input import FileInput
from spacetui.model.recording import Source
from spacetui.model.same_file import file_url
from spacetui.model.schema import FileShape, Json
from spacetui.model.script import Script
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.client_access import HeaderVariable
from spacetui.snippets.file_urls import is_private_host
from spacetui.snippets.literals import (
    INDENT,
    WIDTH,
    Syntax,
    contains_file,
    contains_non_finite,
    nesting_depth,
    write_literal,
)
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient, PlannedStep, make_plan
from spacetui.snippets.python_literals import (
    quote_python,
    write_python_key,
    write_python_literal,
    write_python_scalar,
)

# Names that a snippet uses itself, and names that must keep their meaning in it.
_RESERVED = frozenset(
    {
        "Client",
        "handle_file",
        "job",
        "partial",
        "path",
        "each",
        "os",
        "json",
        "from_app",
        "url",
        "Path",
        "mkdtemp",
    }
    | {"unquote", "urlretrieve", *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
)
# Parameters of predict() and submit() themselves. An endpoint's parameter of such a name can only
# be given by position.
_CLIENT_PARAMETERS = frozenset({"self", "api_name", "fn_index", "headers", "result_callbacks"})
# Levels. Python's parser accepts 200 open brackets (older versions 100), some around the value.
_PARSER_DEPTH = 80

# gradio_client 2.7.2 uploads any FileData as if its path were on the reader's own disk.
_FROM_APP = '''\


def from_app(url):
    """Download a file of the app, so that it can be uploaded again."""
    path = Path(mkdtemp(), Path(unquote(url)).name)
    urlretrieve(url, path)
    return handle_file(path)


'''
HELPER_FUNCTIONS = (_FROM_APP,)


def render(script: Script) -> str:
    """Return `script` as Python code that ends with a newline."""
    plan = make_plan(script, _RESERVED)
    writer = _Writer(plan)
    # The imports depend on what clients and steps use, so they are written last.
    code = "".join(writer.client(each) for each in plan.clients)
    code += "".join([writer.step(step) for step in plan.steps])
    if plan.missing:
        code = "".join(_missing_line(each) for each in plan.missing) + "\n" + code
    notes = "".join(f"# {each}\n" for each in plan.notes)
    helper = _FROM_APP if "from_app" in writer.uses else "\n"
    return notes + writer.imports() + helper + code


def _missing_line(missing: MissingValue) -> str:
    empty = write_python_literal(missing.empty)
    return f"{missing.name} = {empty}  # {missing.description}, wanted\n"


class _Writer:
    """Writes the parts of one snippet. uses: the names that they need imported or defined."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.uses: set[str] = set()

    def imports(self) -> str:
        lines = [f"import {name}" for name in ("json", "os") if name in self.uses]
        if "from_app" in self.uses:
            lines += ["from pathlib import Path", "from tempfile import mkdtemp"]
            lines += ["from urllib.parse import unquote", "from urllib.request import urlretrieve"]
        if lines:
            lines.append("")
        names = ["Client"]
        if self.uses & {"handle_file", "from_app"}:
            names.append("handle_file")
        return "\n".join([*lines, f"from gradio_client import {', '.join(names)}", ""])

    def client(self, client: PlannedClient) -> str:
        arguments = [quote_python(client.source.src), *self.access(client)]
        comment = f"# {NEW_VISIT}\n" if client.is_new_visit else ""
        line = f"{client.name} = Client({', '.join(arguments)})\n"
        if len(line) <= WIDTH:
            return comment + line
        lines = "".join(f"    {each},\n" for each in arguments)
        return f"{comment}{client.name} = Client(\n{lines})\n"

    def access(self, client: PlannedClient) -> list[str]:
        """Write the arguments that let a client in."""
        access, arguments = client.access, []
        if access.hub_token:
            arguments.append(f"token={self.variable(access.hub_token)}")
        elif "://" in client.source.src:  # else the client sends the saved token to any address
            arguments.append("token=False")
        if access.login:
            arguments.append(f"auth=({', '.join(map(self.variable, access.login))})")
        if access.headers:
            headers = [self.header(each) for each in access.headers]
            one_line = f"headers={{{', '.join(headers)}}}"
            lines = "".join(f"        {each},\n" for each in headers)
            is_short = INDENT + len(one_line) < WIDTH
            arguments.append(one_line if is_short else f"headers={{\n{lines}    }}")
        if access.oauth_token:
            arguments.append(f"oauth_token={self.variable(access.oauth_token)}")
        if access.is_insecure:
            arguments.append("ssl_verify=False")
        return arguments

    def header(self, header: HeaderVariable) -> str:
        value = self.variable(header.variable)
        if header.prefix:
            value = f"{quote_python(header.prefix)} + {value}"
        return f"{quote_python(header.name)}: {value}"

    def variable(self, name: str) -> str:
        """Write what reads a variable of the environment."""
        self.uses.add("os")
        return f"os.environ[{quote_python(name)}]"

    def step(self, step: PlannedStep) -> str:
        client = self.plan.clients[step.client].name
        lines = []
        if not self.plan.is_single:
            lines += ["", f"# {step.heading}"]
        lines += [f"# {each}" for each in step.note]
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append("# JSON has no NaN and no Infinity: None stands for them")
        arguments = [f"    {each}," for each in self.arguments(step)]
        if self.plan.is_single and step.endpoint.streams:
            lines += [f"job = {client}.submit(", *arguments, ")"]
            lines += ["for partial in job:", "    print(partial)", f"{step.result} = job.result()"]
        else:
            lines += [f"{step.result} = {client}.predict(", *arguments, ")"]
        if self.plan.is_single:
            lines.append(f"print({step.result})")
        elif step.is_printed:
            lines.append(f"print({quote_python(f'{step.result}:')}, {step.result})")
        return "\n".join(lines) + "\n"

    def arguments(self, step: PlannedStep) -> list[str]:
        lines = [self.argument(each, step) for each in step.arguments]
        endpoint = step.endpoint
        if endpoint.is_named:
            return [*lines, f"api_name={quote_python(endpoint.api_name)}"]
        return [*lines, f"fn_index={endpoint.fn_index}"]

    def argument(self, argument: Argument, step: PlannedStep) -> str:
        source, name = self.plan.source(step), argument.name
        if step.is_positional or any(each.name in _CLIENT_PARAMETERS for each in step.arguments):
            return self.value(argument, source, 0)
        if _is_keyword(name):
            return f"{name}={self.value(argument, source, len(name) + 1)}"
        key = quote_python(name)
        return f"**{{{key}: {self.value(argument, source, len(key) + 6)}}}"

    def value(self, argument: Argument, source: Source, column: int) -> str:
        """Write the value of an argument. column: where it starts, after the indent of the line."""
        value = argument.value
        match value:
            case LinkedValue():
                return self.linked_value(value)
            case MissingValue(name=name):
                return self.files(name, name, argument.parameter.file_shape)
            case SecretValue(variable=variable):
                return self.variable(variable)
        if nesting_depth(value) > _PARSER_DEPTH and not contains_file(value):
            self.uses.add("json")
            return f"json.loads({quote_python(json.dumps(value))})"
        syntax = Syntax(write_python_scalar, write_python_key, lambda part: self.file(part, source))
        return write_literal(value, syntax, 1, 4 + column)

    def file(self, value: Json, source: Source) -> list[str] | None:
        """Write a file to upload, or a FileData of the server; return None for any other value."""
        if isinstance(value, FileInput):
            return [self.local_file(value.path)]
        if is_marked_file(value):
            return [self.server_file(value, source)]
        return None

    def local_file(self, path: str) -> str:
        self.uses.add("handle_file")
        if not path.startswith("~"):
            return f"handle_file({quote_python(path)})"
        self.uses.add("os")
        return f"handle_file(os.path.expanduser({quote_python(path)}))"

    def server_file(self, file: Mapping[str, Json], source: Source) -> str:
        url = file_url(source, file)
        is_of_app = url != file["path"]
        helper = "from_app" if is_of_app and is_private_host(source) else "handle_file"
        self.uses.add(helper)
        return f"{helper}({quote_python(url)})"

    def linked_value(self, link: LinkedValue) -> str:
        """Write an output of an earlier step. gradio_client returns its files as local paths."""
        value = self.plan.steps[link.step].result
        if not link.is_only_output:
            value = f"{value}[{link.output}]"
        value += "".join(f"[{write_python_scalar(each)}]" for each in link.path)
        if link.target_shape is FileShape.NONE:
            return value
        match link.source_shape:
            case FileShape.MANY:
                one, many = f"{value}[0]", value
            case FileShape.GALLERY:
                one, many = f'{value}[0]["image"]', f'[each["image"] for each in {value}]'
            case FileShape.VIDEO:
                one, many = f'{value}["video"]', f'[{value}["video"]]'
            case _:
                one, many = value, f"[{value}]"
        return self.files(one, many, link.target_shape)

    def files(self, one: str, many: str, shape: FileShape) -> str:
        """Write a value in which files have `shape`. one, many: code of one path and of a list."""
        if shape is FileShape.NONE:
            return one
        self.uses.add("handle_file")
        match shape:
            case FileShape.VIDEO:
                return f'{{"video": handle_file({one}), "subtitles": None}}'
            case FileShape.MANY:
                return f"[handle_file(path) for path in {many}]"
            case FileShape.GALLERY:
                return f'[{{"image": handle_file(path), "caption": None}} for path in {many}]'
            case FileShape.EDITOR:
                file = f"handle_file({one})"
                return f'{{"background": {file}, "layers": [], "composite": {file}}}'
        return f"handle_file({one})"


def _is_keyword(name: str) -> bool:
    """Return whether `name` can stand before `=`. Python folds some letters of identifiers."""
    return (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )
