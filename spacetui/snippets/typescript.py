"""A Script as TypeScript that uses @gradio/client, with types from the schema of each endpoint.

It compiles with `tsc --strict --skipLibCheck --module esnext --moduleResolution bundler`, in a
folder with @gradio/client and @types/node, and fails to where a value has another type.
"""

import re
from dataclasses import replace

from spacetui.model.schema import Json, Parameter
from spacetui.model.script import Script
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.javascript_calls import CallWriter, reserved_names
from spacetui.snippets.javascript_dialect import NODE
from spacetui.snippets.javascript_functions import END
from spacetui.snippets.javascript_literals import write_js_literal
from spacetui.snippets.javascript_values import goes_by_position
from spacetui.snippets.node_program import assemble
from spacetui.snippets.plan import Plan, PlannedStep, make_plan
from spacetui.snippets.typescript_functions import FILE_DATA, HELPERS, OWN_CLIENT, UPLOAD
from spacetui.snippets.typescript_schema import type_of_parameter, type_of_return
from spacetui.snippets.typescript_types import (
    UNKNOWN,
    ListType,
    ObjectType,
    Property,
    TupleType,
    TypeScriptType,
)

HELPER_FUNCTIONS = (*HELPERS.values(), OWN_CLIENT)
# Characters of the words of an endpoint's name in that of a type, and of a type in one line.
_MAX_WORD, _SHORT = 24, 60
# Types of an output that is a file, or files.
_FILES = ("FileData | null", "FileData[] | null")
# TypeScript 6 and later load no types of node that are not asked for.
_NODE_TYPES = '/// <reference types="node" />\n'


def render(script: Script) -> str:
    """Return `script` as TypeScript that ends with a newline."""
    plan = make_plan(script, reserved_names(script), client="app")
    types = _Types(plan)
    dialect = replace(
        NODE,
        read_variable=lambda name: f"process.env.{name}!",
        arguments_type=types.arguments,
        outputs_type=types.outputs,
        write_output=types.write_output,
        write_part=types.write_part,
        write_parameter=lambda name: f"{name}: any",
    )
    writer = CallWriter(plan, dialect)
    calls = "".join(writer.client(number) for number in range(len(plan.clients)))
    calls += "".join([writer.step(step) for step in plan.steps])
    missing = "".join(types.missing(each) for each in plan.missing)
    own_client = OWN_CLIENT if writer.needs_own_client else ""
    declared = types.declarations(has_files="remote" in writer.uses)
    return assemble(
        plan, writer.uses, HELPERS, (own_client, declared, missing, calls + END), _NODE_TYPES
    )


class _Types:
    """The types that a program declares: of what each step takes, and of what it gives."""

    def __init__(self, plan: Plan) -> None:
        self._names = UniqueNames(())
        # The wanted name and the code of a type -> the name that it has.
        self._declared: dict[tuple[str, str], str] = {}
        # By the number of a step.
        self._arguments: dict[int, str] = {}
        self._outputs: dict[int, str] = {}
        # The type of each missing value, by its name.
        self._missing: dict[str, str] = {}
        for step in plan.steps:
            self._add(step)

    def arguments(self, step: PlannedStep) -> str:
        return self._arguments[step.number]

    def outputs(self, step: PlannedStep) -> str:
        return self._outputs[step.number]

    def missing(self, value: MissingValue) -> str:
        """Write the variable of a missing value: an empty value of its type."""
        kind, empty = self._missing[value.name], value.empty
        if not value.parameter.takes_files:
            empty = _empty_of(value)
        elif isinstance(empty, list):
            kind = "string[]"
        else:
            kind = "string"
        literal = write_js_literal(empty)
        return f"const {value.name}: {kind} = {literal}; // {value.description}, wanted\n"

    def write_output(
        self, code: str, earlier: PlannedStep, link: LinkedValue, parameter: Parameter
    ) -> str:
        """Write an output that is an argument, without its type where the argument's is another."""
        given = _type_of_output(earlier, link)
        wanted = type_of_parameter(parameter).write()
        if wanted in (given.replace("FileData", "Upload"), "unknown"):
            return code
        return f"{code} as any"

    def write_part(self, code: str, earlier: PlannedStep, link: LinkedValue) -> str:
        """Write an output that is a file or has parts: as a file that is there, or without type."""
        is_file = not link.path and _type_of_output(earlier, link) in _FILES
        if is_file:
            return f"{code}!"
        return f"({code} as any)"

    def declarations(self, *, has_files: bool) -> str:
        """Write the types. has_files: a function of the program takes a FileData."""
        code = "".join(f"type {name} = {code};\n" for (_, code), name in self._declared.items())
        if re.search(r"\bUpload\b", code):
            return FILE_DATA + UPLOAD + code
        if has_files or re.search(r"\bFileData\b", code):
            return FILE_DATA + code
        return code

    def _add(self, step: PlannedStep) -> None:
        words = re.findall(r"[A-Za-z0-9]+", step.endpoint.api_name)
        word = "".join(each[:1].upper() + each[1:] for each in words)[:_MAX_WORD]
        arguments = _type_of_arguments(step)
        name = self._declare(f"{word}Input", arguments)
        self._arguments[step.number] = name
        for at, each in enumerate(step.arguments):
            if isinstance(each.value, MissingValue):
                key = at if isinstance(arguments, TupleType) else each.name
                self._missing[each.value.name] = f"{name}[{write_js_literal(key)}]"
        self._outputs[step.number] = self._declare(f"{word}Output", _type_of_outputs(step))

    def _declare(self, wanted: str, kind: TypeScriptType) -> str:
        """Return the name of a type, which is declared once."""
        code = _spread(kind)
        if (wanted, code) not in self._declared:
            self._declared[wanted, code] = self._names.make(wanted, "Type")
        return self._declared[wanted, code]


def _type_of_arguments(step: PlannedStep) -> TypeScriptType:
    types = [_type_of_argument(each) for each in step.arguments]
    if goes_by_position(step):
        return TupleType(tuple(types))
    named = zip(step.arguments, types, strict=True)
    return ObjectType(tuple(Property(each.name, kind) for each, kind in named))


def _type_of_argument(argument: Argument) -> TypeScriptType:
    """Return the type of a parameter, or the unknown one where its value is of another."""
    wanted = type_of_parameter(argument.parameter)
    match argument.value:
        case LinkedValue():
            is_fitting = True
        case SecretValue():
            is_fitting = wanted.accepts("")
        case MissingValue() as missing:
            is_fitting = argument.parameter.takes_files or wanted.accepts(_empty_of(missing))
        case value:
            is_fitting = wanted.accepts(value)
    if is_fitting:
        return wanted
    return UNKNOWN


def _type_of_output(step: PlannedStep, link: LinkedValue) -> str:
    """Return the type of the output that a link takes."""
    returns = step.endpoint.returns
    if returns:
        return type_of_return(returns[link.output]).write()
    return "unknown"


def _empty_of(value: MissingValue) -> Json:
    """Return an empty value of the type of a parameter: the first choice where one is wanted."""
    wanted = type_of_parameter(value.parameter)
    choices = value.parameter.choices or ()
    possible = (value.empty, *(each.value for each in choices), None)
    return next((each for each in possible if wanted.accepts(each)), None)


def _type_of_outputs(step: PlannedStep) -> TypeScriptType:
    returns = step.endpoint.returns
    if not returns:
        return ListType(UNKNOWN)
    names = UniqueNames(())
    labels = tuple(names.make(each.label.lower(), "output") for each in returns)
    return TupleType(tuple(map(type_of_return, returns)), labels)


def _spread(kind: TypeScriptType) -> str:
    """Write a type: in one line if it fits, else with one property or place a line."""
    code = kind.write()
    if len(code) <= _SHORT:
        return code
    if isinstance(kind, ObjectType):
        return "{\n" + "".join(f"  {each.write()};\n" for each in kind.properties) + "}"
    if isinstance(kind, TupleType):
        return "[\n" + "".join(f"  {each},\n" for each in kind.places()) + "]"
    return code
