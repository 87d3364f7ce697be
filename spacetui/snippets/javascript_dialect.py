"""What differs between the programs that use @gradio/client: for node, and for a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from spacetui.model.schema import Json, Parameter
from spacetui.snippets.arguments import LinkedValue, MissingValue
from spacetui.snippets.javascript_access import read_environment
from spacetui.snippets.literals import quote_json, write_json_scalar
from spacetui.snippets.plan import Plan, PlannedStep

# Of @gradio/client: the one that programs are tested with, and one that speaks to Gradio 3 too.
CLIENT_VERSION, GRADIO_3_CLIENT_VERSION = "2.7.0", "1.19.0"


def has_gradio_3(plan: Plan) -> bool:
    """Return whether an app of the script is older than Gradio 4."""
    return any(each.source.version.startswith("3.") for each in plan.clients)


def print_outputs(name: str, outputs: str, *, is_streamed: bool) -> str:
    """Write what prints outputs as JSON, in one line where they are one update of several.

    name: of the result, or empty where there is one step. outputs: their code.
    """
    spread = "" if is_streamed else ", null, 2"
    label = f"{quote_json(f'{name}:')}, " if name else ""
    return f"console.log({label}JSON.stringify({outputs}{spread}));"


class FileSource(Protocol):
    """Writes what reads the files that the user has to give. uses: gets the names it needs."""

    def named(self, path: str, uses: set[str]) -> str:
        """Write the file of a local path."""

    def missing(self, missing: MissingValue, uses: set[str]) -> tuple[str, str]:
        """Write a file that the reader gives, and an array of such files."""


class LocalFiles:
    """Reads files from their paths, as node can."""

    def named(self, path: str, uses: set[str]) -> str:
        uses.add("local")
        if path != "~" and not path.startswith("~/"):
            return f"await local({quote_json(path)})"
        uses.add("homedir")
        return f"await local(join(homedir(), {quote_json(path[2:])}))"

    def missing(self, missing: MissingValue, uses: set[str]) -> tuple[str, str]:
        uses.add("local")
        name = missing.name
        return f"await local({name})", f"await Promise.all({name}.map(local))"


def write_untyped(code: str, *_: object) -> str:
    """Return `code`, in a language that has no types."""
    return code


def write_no_type(step: PlannedStep) -> str:
    """Return no type, in a language that has none."""
    return ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the calls are written. The defaults are those of a program for node, without types.

    scalar: writes null, a boolean, a number or a text. read_variable: writes what reads the
    credential of a name. print_outputs: see the function. files: see FileSource. options: more
    options of every client. arguments_type,
    outputs_type: write the type of what a step takes and of what it gives, or nothing.
    write_output: writes an output, from its code, that is the value of a parameter, given the step
    and the link. write_part: writes an output of which a part or a file is used, given the same.
    write_parameter: writes the parameter of a function of such parts.
    """

    scalar: Callable[[Json], str] = write_json_scalar
    read_variable: Callable[[str], str] = read_environment
    print_outputs: Callable[..., str] = print_outputs
    files: FileSource = field(default_factory=LocalFiles)
    options: tuple[str, ...] = ()
    arguments_type: Callable[[PlannedStep], str] = write_no_type
    outputs_type: Callable[[PlannedStep], str] = write_no_type
    write_output: Callable[[str, PlannedStep, LinkedValue, Parameter], str] = write_untyped
    write_part: Callable[[str, PlannedStep, LinkedValue], str] = write_untyped
    write_parameter: Callable[[str], str] = write_untyped


NODE = Dialect()
