"""A Script as one file that `uv run` takes: its values are flags, also for every row of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import indent

from spacetui.model.schema import MISSING, Json, Parameter
from spacetui.model.script import Script
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.given_values import GivenValue, take_values
from spacetui.snippets.plan import Plan, make_plan
from spacetui.snippets.python_calls import CallStyle, CallWriter, calls_in_words
from spacetui.snippets.python_files import HandledFiles, arrange_files_code
from spacetui.snippets.python_helpers import HELPERS
from spacetui.snippets.python_imports import RESERVED, import_lines
from spacetui.snippets.python_literals import print_label, quote_python, write_python_literal
from spacetui.snippets.python_uv_program import FILE, PATHS, READING, RUNNING

_OPTIONS = ("out", "rows", "jobs", "shard", "retries")
_HEAD = '''\
# /// script
# requires-python = ">=3.10"
# dependencies = ["gradio_client>=2.7,<3"]
# ///
r"""Call {what}, once or for every row of a file.

uv run script.py{example} --out results
uv run script.py --rows rows.csv --jobs 4 --out results
hf jobs uv run{secrets} -v ./data:/data -v hf://buckets/ME/RESULTS:/out \\
    script.py --rows /data/rows.csv --shard 1/4 --out /out

Each row is a line of results.jsonl, beside which the files lie. Run again, rows that are done stay.
"""
'''
_USED = frozenset(
    {"AppError", "Client", "Path", "StringIO", "ArgumentParser", "RawTextHelpFormatter", "SUPPRESS"}
    | {"ThreadPoolExecutor", "as_completed", "csv", "hashlib", "json", "suppress", "sys", "time"}
)


def render(script: Script) -> str:
    """Return `script` as Python code that ends with a newline."""
    names = UniqueNames({*_OPTIONS, "help", "h"})
    plan, given = take_values(
        make_plan(script, RESERVED), names, lambda name: f"values[{quote_python(name)}]"
    )
    flags = [_flag_of(each) for each in given]
    files = _FlagFiles()
    style = CallStyle(
        ("**CLIENT",),
        show_update=lambda step, value: _tell(plan.label(step), value),
        show_result=lambda step, value: "",
        joins_short=True,
    )
    writer = CallWriter(plan, files=files, style=style)
    shares_state = any(each.keeps_state or each.endpoint.has_state for each in plan.steps)
    calls = _connect(writer, is_cached=not shares_state) + _call(writer)
    helpers = [HELPERS[name] for name in HELPERS if name in writer.uses]
    used = (writer.uses | _USED).union(*(needed for _, needed in helpers))
    if not shares_state:
        used.add("cache")
    reads_paths = any(each.reader == "paths" for each in flags)
    readers = [PATHS] if reads_paths else []
    parts = [_head(plan, flags), import_lines(used), *readers, _flags(flags), READING]
    functions = [FILE] if "file" in writer.uses else []
    functions += [f"\n\n{text}" for text, _ in helpers]
    mark = "?wanted|"
    is_wanted = any(each.value == "WANTED" for each in flags)
    endpoint = quote_python(" ".join(each.endpoint.api_name for each in plan.steps))
    running = RUNNING.replace("ENDPOINT", endpoint, 1)
    lines = [each for each in running.splitlines(keepends=True) if is_wanted or mark not in each]
    functions += [calls, *(each.removeprefix(mark) for each in lines)]
    return "\n".join(parts) + "".join(functions)


@dataclass(frozen=True, slots=True)
class _Flag:
    """A value that a flag gives. reader: the function that reads its text. value: as code."""

    name: str
    reader: str
    value: str


def _flag_of(given: GivenValue) -> _Flag:
    reader = _reader_of(given.parameter, given.value)
    if given.parameter.takes_files:
        reader = "paths" if given.takes_several_files else "str"
    is_wanted = given.value is MISSING
    return _Flag(given.name, reader, "WANTED" if is_wanted else write_python_literal(given.value))


def _reader_of(parameter: Parameter, value: Json) -> str:
    kind = parameter.schema.get("type")
    is_text = kind == "string" or (kind is None and isinstance(value, str))
    if is_text:
        return "str"
    return "json.loads"


class _FlagFiles:
    """Files whose paths are in flags, read by the script's own function."""

    def __init__(self) -> None:
        self._handled = HandledFiles()
        self.uses = self._handled.uses
        self.local = self._handled.local
        self.of_app = self._handled.of_app
        self.linked = self._handled.linked

    def missing(self, name: str, parameter: Parameter, client: str) -> str:
        self.uses |= {"file", "handle_file"}
        return arrange_files_code(name, name, parameter.file_shape, lambda path: f"file({path})")


def _head(plan: Plan, flags: Sequence[_Flag]) -> str:
    wanted = [each for each in flags if each.value == "WANTED"]
    example = "".join(f" --{each.name.replace('_', '-')} …" for each in (wanted or flags[:1]))
    secrets = "".join(f" --secrets {name}" for name in plan.variables)
    notes = "".join(f"# {each}\n" for each in plan.notes)
    return notes + _HEAD.format(what=calls_in_words(plan), example=example, secrets=secrets)


def _flags(flags: Sequence[_Flag]) -> str:
    lines = "".join(f'    "{each.name}": ({each.reader}, {each.value}),\n' for each in flags)
    wanted = "WANTED = object()\n" if any(each.value == "WANTED" for each in flags) else ""
    note = "# Flag and column of a row: what reads its text, and its value where it is not given.\n"
    return f"{wanted}{note}FLAGS = {{\n{lines}}}\n\n"


def _tell(name: str, value: str) -> str:
    """Write the line that tells an update of a stream; stdout has the results alone."""
    return f"print({print_label(name)}{value}, file=sys.stderr)"


def _connect(writer: CallWriter, *, is_cached: bool) -> str:
    """Write the function that connects to the apps; for each row where they keep State."""
    clients = writer.plan.clients
    lines = "".join(map(writer.client, clients))
    names = ", ".join(each.name for each in clients)
    cached = "@cache\n" if is_cached else ""
    body = f"{_indented(lines)}    return {names}\n"
    if len(clients) == 1:
        body = _indented(lines.replace(f"{names} = ", "return ", 1))
    return f"\n\n{cached}def connect():\n{body}"


def _call(writer: CallWriter) -> str:
    plan = writer.plan
    names = ", ".join(each.name for each in plan.clients)
    steps = "".join(map(writer.step, plan.steps))
    results = [each for each in plan.steps if each.is_printed]
    if plan.is_single and len(plan.steps[0].endpoint.returns) != 1:
        given = f"list({results[0].result})"
    else:
        given = f"[{', '.join(each.result for each in results)}]"
    return f"\n\ndef call(values):\n    {names} = connect()\n{_indented(steps)}    return {given}\n"


def _indented(lines: str) -> str:
    return indent(lines, "    ")
