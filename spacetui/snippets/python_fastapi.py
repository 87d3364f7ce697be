"""A Script as a FastAPI app with one route: a POST gives its values, and is answered with results.

Values come as JSON. Where files are among them, all come as the fields of a form, and each file
goes to the app under the name that it has in the request.
"""

import keyword
from collections.abc import Callable, Mapping, Sequence
from textwrap import indent

from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.model.script import Script
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.given_values import GivenValue, take_values
from spacetui.snippets.literals import WIDTH
from spacetui.snippets.plan import Plan, PlannedStep, make_plan
from spacetui.snippets.python_calls import CallStyle, CallWriter, calls_in_words
from spacetui.snippets.python_fastapi_fields import MODEL_NAMES, Field, field_of
from spacetui.snippets.python_fastapi_parts import FILES, PARTS
from spacetui.snippets.python_files import HandledFiles, arrange_files_code, files_in_output
from spacetui.snippets.python_helpers import HELPERS
from spacetui.snippets.python_imports import RESERVED, TAKEN, import_lines
from spacetui.snippets.python_literals import quote_python

HELPER_FUNCTIONS = tuple(text for text, _ in (*HELPERS.values(), *PARTS.values()))
_HEAD = '''\
"""POST {path} calls {what}.

A value that is not given is the one below.

pip install "fastapi[standard]>=0.130" "gradio_client>=2.7,<3"
fastapi run api.py
"""

'''
# Names that stand in the function of a route beside its fields.
_IN_ROUTE = frozenset(
    {"Client", "FILES", "FileResponse", "Path", "bad_gateway", "folder", "from_app", "handle_file"}
    | {"job", "json", "json_lines", "outputs_of", "partial", "served", "updates", "upload"}
    | {"visitor"}
)
# Names of the program's own functions, types and variables.
_IN_PROGRAM = frozenset({*PARTS, "FILES", "Folder", "Inputs", "Visitor", "app", *HELPERS})
_INDENT = " " * 4
_ONE_FILE = ([FileShape.ONE], [FileShape.VIDEO])


def render(script: Script) -> str:
    """Return `script` as Python code that ends with a newline."""
    return _Program(script).code()


def request_of(script: Script) -> tuple[str, Mapping[str, Json]]:
    """Return the path of the route, and the recorded files by the field that takes them.

    A file is a path, and several are a list of paths.
    """
    program = _Program(script)
    fields = {each.name: each.value for each in program.given if each.parameter.takes_files}
    return program.path, {name: value for name, value in fields.items() if value}


class _Program:
    """Writes the program of one script. given: the values of the request. path: of its route."""

    def __init__(self, script: Script) -> None:
        plan = make_plan(script, RESERVED)
        self._labels = [each.result for each in plan.steps]
        _, given = take_values(plan, UniqueNames(()), str)
        self._is_form = any(each.parameter.takes_files for each in given)
        reserved = {*MODEL_NAMES, *plan.variables, *keyword.kwlist}
        code: Callable[[str], str] = "inputs.{}".format
        if self._is_form:  # the fields are variables beside the results
            reserved, code = reserved | _IN_ROUTE, str
            _, given = take_values(plan, UniqueNames(reserved), code)
            plan = make_plan(script, RESERVED | {each.name for each in given})
        self._plan, self.given = take_values(plan, UniqueNames(reserved), code)
        self._name = _route_name(plan)
        self.path = f"/{self._name}"
        self._streams = any(each.endpoint.streams for each in plan.steps)
        self._shown = [each for each in plan.steps if each.is_printed or each.endpoint.streams]
        shapes = [each.file_shape for step in self._shown for each in step.endpoint.returns]
        self._answers_file = shapes in _ONE_FILE and not self._streams
        self._serves = any(map(_gives_files, self._shown)) and not self._answers_file
        self._uses = {"FastAPI", "bad_gateway", "visitor"}

    def code(self) -> str:
        """Return the program."""
        plan = self._plan
        route = self._route()
        model = self._model()
        parts = [part for name, part in {**PARTS, **HELPERS}.items() if name in self._uses]
        names = self._uses.union(*(needed for _, needed in parts))
        constants = [f"{each} = os.environ[{quote_python(each)}]\n" for each in plan.variables]
        if constants:
            names.add("os")
        notes = [f"# {each}\n" for each in plan.notes]
        head = _HEAD.format(path=self.path, what=calls_in_words(plan))
        start = ["\n", *constants, "app = FastAPI()\n", FILES if self._serves else ""]
        first = "".join([*notes, head, import_lines(names), *start])
        return "\n\n".join([first, *(text for text, _ in parts), *model, route])

    def _route(self) -> str:
        """Return the function of the route, and note the names that it uses."""
        download = []
        if any(map(_gives_files, self._plan.steps)):
            download = ["download_files=FILES" if self._serves else "download_files=folder"]
        style = CallStyle(
            (*download, "verbose=False"),
            headers="visitor",
            show_update=lambda step, value: f"yield {self._answer([(step, value)])}",
            show_result=self._show_result,
            keeps_streams=False,
            has_constants=True,
        )
        writer = CallWriter(self._plan, files=_FormFiles(self.given), style=style)
        body = "".join(map(writer.client, self._plan.clients))
        body += "".join(self._step(writer, each) for each in self._plan.steps)
        self._uses |= writer.uses
        has_folder = "upload" in writer.uses or "download_files=folder" in download
        self._uses |= {"new_folder"} if has_folder else set()
        decorator = f"@app.post({quote_python(self.path)})\n"
        return f"{decorator}{self._signature(has_folder)}\n{self._body(body)}"

    def _signature(self, has_folder: bool) -> str:
        """Return the head of the function: its parameters, and what it gives."""
        folder = ["folder: Folder"] if has_folder else []
        parameters = ["inputs: Inputs"] if self.given and not self._is_form else []
        parameters += [*folder, "visitor: Visitor"]
        if self._is_form:
            fields = self._fields()
            wanted = [each.code for each in fields if not each.default]
            parameters = [*wanted, *parameters, *(each.code for each in fields if each.default)]
        gives = "StreamingResponse" if self._streams else "Any"
        self._uses.add(gives)
        one_line = f"def {self._name}({', '.join(parameters)}) -> {gives}:"
        if len(one_line) <= WIDTH and "\n" not in one_line:
            return one_line
        lines = "".join(f"    {each},\n" for each in parameters)
        return f"def {self._name}(\n{lines}) -> {gives}:"

    def _fields(self) -> list[Field]:
        fields = [field_of(each, is_form=self._is_form) for each in self.given]
        self._uses = self._uses.union(*(each.uses for each in fields))
        return fields

    def _model(self) -> list[str]:
        """Return the model of a request of JSON, or nothing."""
        if self._is_form or not self.given:
            return []
        self._uses.add("BaseModel")
        lines = "".join(f"    {each.code}\n" for each in self._fields())
        return [f"class Inputs(BaseModel):\n{lines}"]

    def _body(self, calls: str) -> str:
        """Return the lines of the function. calls: the clients and the steps."""
        if self._streams:
            self._uses.add("json_lines")
            return indent(f"def updates():\n{indent(calls, _INDENT)}\n", _INDENT) + (
                "    return json_lines(updates())\n"
            )
        answer = self._answer([(each, each.result) for each in self._shown])
        if self._answers_file:
            answer = self._file_answer(self._shown[0])
        return f"    with bad_gateway():\n{indent(calls, _INDENT * 2)}    return {answer}\n"

    def _file_answer(self, step: PlannedStep) -> str:
        self._uses |= {"FileResponse", "Path"}
        path, _ = files_in_output(step.result, step.endpoint.returns[0].file_shape)
        return f"FileResponse({path}, filename=Path({path}).name) if {step.result} else None"

    def _show_result(self, step: PlannedStep, value: str) -> str:
        if self._streams:
            return f"yield {self._answer([(step, value)])}"
        return ""

    def _answer(self, values: Sequence[tuple[PlannedStep, str]]) -> str:
        """Return the code of results: the only one that the program shows, or each by its name."""
        items = []
        for step, value in values:
            is_served = self._serves and _gives_files(step)
            self._uses |= {"served"} if is_served else set()
            code = f"served({value})" if is_served else value
            items.append((quote_python(self._labels[step.number - 1]), code))
        if len(self._shown) == 1:
            return items[0][1]
        return f"{{{', '.join(f'{name}: {value}' for name, value in items)}}}"

    def _step(self, writer: CallWriter, step: PlannedStep) -> str:
        headings = "".join(f"# {each}\n" for each in self._plan.headings(step))
        return headings + writer.step(step)


class _FormFiles:
    """Files of the request, which are written to a folder and uploaded from there."""

    def __init__(self, given: Sequence[GivenValue]) -> None:
        self._handled = HandledFiles()
        self._optional = {each.name for each in given if each.value is None}
        self.uses = self._handled.uses
        self.local = self._handled.local
        self.of_app = self._handled.of_app
        self.linked = self._handled.linked

    def missing(self, name: str, parameter: Parameter, client: str) -> str:
        self.uses |= {"upload", "handle_file"}
        value = arrange_files_code(
            name, name, parameter.file_shape, lambda file: f"upload({file}, folder)", "file"
        )
        if parameter.file_shape is FileShape.EDITOR:  # a file can be read once
            first = f"({name} := upload({name}, folder))"
            value = f'{{"background": {first}, "layers": [], "composite": {name}}}'
        if name in self._optional:
            return f"{name} and {value}"
        return value


def _gives_files(step: PlannedStep) -> bool:
    return any(each.file_shape is not FileShape.NONE for each in step.endpoint.returns)


def _route_name(plan: Plan) -> str:
    """Return the name of the route: of the only endpoint, or `run`."""
    if not plan.is_single:
        return "run"
    taken = TAKEN | _IN_PROGRAM | {*plan.variables}
    return UniqueNames(taken).make(plan.steps[0].endpoint.api_name, "call")
