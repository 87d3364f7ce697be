"""JSON in a shell script, with variables of the shell in it."""

from dataclasses import dataclass

from spacetui.model.schema import Json
from spacetui.snippets.literals import Code, Syntax, quote_json, write_json_scalar

INDENT = 2


@dataclass(frozen=True, slots=True)
class Variable:
    """A shell variable that holds a JSON value."""

    name: str


@dataclass(frozen=True, slots=True)
class HomePath:
    """The path of a file in the home folder, such as `/a.png`: a text that begins with $HOME."""

    path: str


def _variable_pieces(value: Json) -> list[str] | None:
    match value:
        case Variable(name=name):
            return [Code(f"${name}")]
        case HomePath(path=path):
            return ['"', Code("$HOME"), quote_json(path)[1:]]
    return None


JSON = Syntax(
    write_json_scalar,
    lambda key: f"{quote_json(key)}:",
    _variable_pieces,
    trailing_comma=False,
    indent=INDENT,
)
