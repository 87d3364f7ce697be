"""A Script as Python, with gradio_client."""

import builtins
import json
import keyword
import math
import re
import unicodedata

from spacetui.model.file_data import is_marked_file
from spacetui.model.file_input import FileInput
from spacetui.model.recording import Source
from spacetui.model.schema import FileShape, Json
from spacetui.model.script import Script
from spacetui.snippets.file_urls import file_url, is_private_host
from spacetui.snippets.literals import (
    UNSAFE,
    Syntax,
    contains_file,
    contains_non_finite,
    nesting_depth,
    write_literal,
)
from spacetui.snippets.plan import Argument, LinkedValue, MissingValue, Plan, PlannedStep, make_plan

# Names a snippet uses itself, and those that must keep their meaning in it.
_OWNED = frozenset(
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
# predict() and submit() take these for themselves, so a parameter of such a name goes by its position.
_CLIENTS_OWN = frozenset({"self", "api_name", "fn_index", "headers", "result_callbacks"})
# Python's parser stops at 200 open brackets (100 in older ones), of which some stand around a value already.
_PARSER_DEPTH = 80

# gradio_client 2.7.2 takes the path of any FileData for one on the reader's own disk, and uploads what it finds.
_FROM_APP = '''\


def from_app(url):
    """Fetch a file of the app, to hand it back to it."""
    path = Path(mkdtemp(), Path(unquote(url)).name)
    urlretrieve(url, path)
    return handle_file(path)


'''
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(f'[\\\\"]|{UNSAFE.pattern}')


def render(script: Script) -> str:
    """Give `script` as Python; ends with a newline."""
    plan = make_plan(script, _OWNED)
    writer = _Writer(plan)
    steps = [writer.step(step) for step in plan.steps]
    clients = "".join(writer.client(name, source) for name, source in plan.clients)
    wanted = "".join(
        f"{w.name} = {write_python_literal(w.empty)}  # {w.description}, wanted\n"
        for w in plan.missing
    )
    helper = _FROM_APP if "from_app" in writer.uses else "\n"
    return writer.imports() + helper + (f"{wanted}\n" if wanted else "") + clients + "".join(steps)


def quote_python(text: str) -> str:
    """Quote text; what is unsafe in code becomes an escape."""
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    if match[0] in _ESCAPES:
        return _ESCAPES[match[0]]
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def write_python_scalar(value: Json) -> str:
    """Write None, a boolean, a number or a text; what JSON has no number for becomes None, as it would there."""
    if isinstance(value, str):
        return quote_python(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "None"
    return repr(value)


def write_python_literal(value: Json, depth: int = 0, taken: int = 0) -> str:
    """Write any JSON value; files are not looked at."""
    return write_literal(value, _PLAIN, depth, taken)


def _key(text: str) -> str:
    return f"{quote_python(text)}:"


_PLAIN = Syntax(write_python_scalar, _key, lambda value: None)


class _Writer:
    """Writes the parts of one snippet and notes what they use."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.uses: set[str] = set()

    def imports(self) -> str:
        lines = [f"import {name}" for name in ("json", "os") if name in self.uses]
        if "from_app" in self.uses:
            lines += ["from pathlib import Path", "from tempfile import mkdtemp"]
            lines += ["from urllib.parse import unquote", "from urllib.request import urlretrieve"]
        names = "Client, handle_file" if self.uses & {"handle_file", "from_app"} else "Client"
        return "\n".join(
            [*lines, *([""] if lines else []), f"from gradio_client import {names}", ""]
        )

    def client(self, name: str, source: Source) -> str:
        token = ""
        if source.needs_token:
            self.uses.add("os")
            token = ', token=os.environ["HF_TOKEN"]'
        return f"{name} = Client({quote_python(source.src)}{token})\n"

    def step(self, step: PlannedStep) -> str:
        streams = self.plan.is_single and step.endpoint.streams
        name, verb = ("job", "submit") if streams else (step.result, "predict")
        lines = [] if self.plan.is_single else ["", f"# {step.heading}"]
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append("# JSON has no NaN and no Infinity: None stands for them")
        lines.append(f"{name} = {self.plan.clients[step.client][0]}.{verb}(")
        lines += [f"    {line}," for line in self.arguments(step)]
        lines.append(")")
        if streams:
            lines += ["for partial in job:", "    print(partial)", f"{step.result} = job.result()"]
        if step is self.plan.steps[-1]:
            lines.append(f"print({step.result})")
        return "\n".join(lines) + "\n"

    def arguments(self, step: PlannedStep) -> list[str]:
        source = self.plan.source(step)
        by_place = step.is_positional or any(each.name in _CLIENTS_OWN for each in step.arguments)
        lines = []
        for each in step.arguments:
            if by_place:
                lines.append(self.value(each, source, 0))
            elif _is_keyword(each.name):
                lines.append(f"{each.name}={self.value(each, source, len(each.name) + 1)}")
            else:
                key = quote_python(each.name)
                lines.append(f"**{{{key}: {self.value(each, source, len(key) + 6)}}}")
        endpoint = step.endpoint
        if endpoint.is_named:
            return [*lines, f"api_name={quote_python(endpoint.api_name)}"]
        return [*lines, f"fn_index={endpoint.fn_index}"]

    def value(self, argument: Argument, source: Source, taken: int) -> str:
        match argument.value:
            case LinkedValue():
                return self.taken(argument.value)
            case MissingValue(name=name):
                return self.into(name, name, argument.parameter.file_shape)
        if nesting_depth(argument.value) > _PARSER_DEPTH and not contains_file(argument.value):
            self.uses.add("json")
            return f"json.loads({quote_python(json.dumps(argument.value))})"
        syntax = Syntax(write_python_scalar, _key, lambda value: self.file(value, source))
        return write_literal(argument.value, syntax, 1, 4 + taken)

    def file(self, value: Json, source: Source) -> list[str] | None:
        if isinstance(value, FileInput):
            self.uses.add("handle_file")
            path = quote_python(value.path)
            if value.path.startswith("~"):
                self.uses.add("os")
                path = f"os.path.expanduser({path})"
            return [f"handle_file({path})"]
        if not is_marked_file(value):
            return None
        url = file_url(source, value)
        helper = "from_app" if url != value["path"] and is_private_host(source) else "handle_file"
        self.uses.add(helper)
        return [f"{helper}({quote_python(url)})"]

    def taken(self, link: LinkedValue) -> str:
        """Write the value of a link. gradio_client gives an output's files as local paths."""
        name = self.plan.steps[link.step].result
        value = name if link.is_only_output else f"{name}[{link.output}]"
        match link.source_shape:
            case FileShape.MANY:
                one, many = f"{value}[0]", value
            case FileShape.GALLERY:
                one, many = f'{value}[0]["image"]', f'[each["image"] for each in {value}]'
            case FileShape.VIDEO:
                one, many = f'{value}["video"]', f'[{value}["video"]]'
            case _:
                one, many = value, f"[{value}]"
        return (
            self.into(one, many, link.target_shape)
            if link.target_shape is not FileShape.NONE
            else value
        )

    def into(self, one: str, many: str, shape: FileShape) -> str:
        if shape is not FileShape.NONE:
            self.uses.add("handle_file")
        match shape:
            case FileShape.ONE:
                return f"handle_file({one})"
            case FileShape.VIDEO:
                return f'{{"video": handle_file({one}), "subtitles": None}}'
            case FileShape.MANY:
                return f"[handle_file(path) for path in {many}]"
            case FileShape.GALLERY:
                return f'[{{"image": handle_file(path), "caption": None}} for path in {many}]'
        return one


def _is_keyword(name: str) -> bool:
    """Say whether `name` can be written before `=`: Python folds some letters of identifiers into others."""
    return (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )
