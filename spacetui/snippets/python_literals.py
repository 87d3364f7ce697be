"""JSON values as Python code."""

import math
import re

from spacetui.model.schema import Json
from spacetui.snippets.literals import UNSAFE, Syntax, write_literal
from spacetui.text.terminal_escapes import escape

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(f'[\\\\"]|{UNSAFE.pattern}')


def quote_python(text: str) -> str:
    """Quote text; a character that is unsafe in code becomes an escape."""
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or escape(match[0])


def write_python_scalar(value: Json) -> str:
    """Write None, a boolean, a number or a text; NaN and infinities become None."""
    if isinstance(value, str):
        return quote_python(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "None"
    return repr(value)


def write_python_literal(value: Json, depth: int = 0, column: int = 0) -> str:
    """Write a JSON value without files. depth, column: as of write_literal."""
    return write_literal(value, _PLAIN, depth, column)


def write_python_key(text: str) -> str:
    return f"{quote_python(text)}:"


_PLAIN = Syntax(write_python_scalar, write_python_key, lambda value: None)


def print_label(name: str) -> str:
    """Return the first argument of print() that names a result, or nothing without a name."""
    if name:
        return f"{quote_python(f'{name}:')}, "
    return ""
