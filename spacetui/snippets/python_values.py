"""The arguments of calls in Python snippets: values, variables, links and files."""

import json
import keyword
import unicodedata

from spacetui.model.file_data import is_marked_file
from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.model.source import Source
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.client_access import HeaderVariable
from spacetui.snippets.literals import Syntax, contains_file, nesting_depth, write_literal
from spacetui.snippets.plan import Plan, PlannedStep
from spacetui.snippets.python_files import FileWriter
from spacetui.snippets.python_literals import (
    quote_python,
    write_python_key,
    write_python_literal,
    write_python_scalar,
)

# Levels. Python's parser accepts 200 open brackets (older versions 100), some around the value.
_PARSER_DEPTH = 80


class ValueWriter:
    """Writes values. files: writes the files in them; its `uses` has the names of all of it.

    has_constants: variables of the environment are constants of the program, of the same name.
    """

    def __init__(self, plan: Plan, files: FileWriter, *, has_constants: bool = False) -> None:
        self.plan = plan
        self._has_constants = has_constants
        self.files = files
        self.uses = files.uses

    def value(self, argument: Argument, step: PlannedStep, column: int, depth: int = 1) -> str:
        """Write the value of an argument of a step.

        column: where it starts, after the indent of the line. depth: steps of that indent.
        """
        value, parameter = argument.value, argument.parameter
        client = self.plan.clients[step.client].name
        match value:
            case LinkedValue():
                return self._linked_value(value, parameter, client)
            case MissingValue(name=name):
                takes_files = parameter.file_shape is not FileShape.NONE
                if takes_files:
                    return self.files.missing(name, parameter, client)
                return name
            case SecretValue(variable=variable):
                return self.variable(variable)
        if nesting_depth(value) > _PARSER_DEPTH and not contains_file(value):
            self.uses.add("json")
            return f"json.loads({quote_python(json.dumps(value))})"
        source = self.plan.source(step)
        syntax = Syntax(
            write_python_scalar,
            write_python_key,
            lambda part: self._file(part, source, parameter, client),
        )
        return write_literal(value, syntax, depth, 4 * depth + column)

    def variable(self, name: str) -> str:
        """Write what reads a variable of the environment."""
        if self._has_constants:
            return name
        self.uses.add("os")
        return f"os.environ[{quote_python(name)}]"

    def header(self, header: HeaderVariable) -> str:
        """Write a header as an item of a dict."""
        value = self.variable(header.variable)
        if header.prefix:
            value = f"{quote_python(header.prefix)} + {value}"
        return f"{quote_python(header.name)}: {value}"

    def _file(
        self, value: Json, source: Source, parameter: Parameter, client: str
    ) -> list[str] | None:
        """Write a file to upload, or a FileData of the server; return None for any other value."""
        if isinstance(value, FileInput):
            return [self.files.local(value, parameter, client)]
        if is_marked_file(value):
            return [self.files.of_app(value, source)]
        return None

    def _linked_value(self, link: LinkedValue, parameter: Parameter, client: str) -> str:
        step = self.plan.steps[link.step]
        value = self.output(step, link)
        value += "".join(f"[{write_python_scalar(each)}]" for each in link.path)
        if link.target_shape is FileShape.NONE:
            return value
        clients = (self.plan.clients[step.client].name, client)
        return self.files.linked(value, link, parameter, clients)

    @staticmethod
    def output(step: PlannedStep, link: LinkedValue) -> str:
        """Write an output of a step; gradio_client returns the only one bare."""
        if link.is_only_output:
            return step.result
        return f"{step.result}[{link.output}]"


def missing_lines(plan: Plan) -> str:
    """Return the variables that the reader fills in, followed by an empty line; empty for none."""
    if not plan.missing:
        return ""
    return "".join(_missing_line(each) for each in plan.missing) + "\n"


def _missing_line(missing: MissingValue) -> str:
    empty = write_python_literal(missing.empty)
    return f"{missing.name} = {empty}  # {missing.description}, wanted\n"


def is_keyword_argument(name: str) -> bool:
    """Return whether `name` can stand before `=`. Python folds some letters of identifiers."""
    return (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )
