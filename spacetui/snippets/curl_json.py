"""JSON in a shell script, with variables of the shell in it."""

from dataclasses import dataclass

from spacetui.model.schema import Json
from spacetui.snippets.literals import Code, Syntax, quote_json, write_json_scalar

INDENT = 2


@dataclass(frozen=True, slots=True)
class Variable:
    """A shell variable in a JSON value: the inside of a JSON text, or (is_json) a whole value."""

    name: str
    is_json: bool = False


def _variable_pieces(value: Json) -> list[str] | None:
    if not isinstance(value, Variable):
        return None
    code = Code(f'"${value.name}"')
    return [code] if value.is_json else ['"', code, '"']


JSON = Syntax(
    write_json_scalar,
    lambda key: f"{quote_json(key)}:",
    _variable_pieces,
    trailing_comma=False,
    indent=INDENT,
)
