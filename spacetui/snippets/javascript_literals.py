"""JSON values and files in the shapes of components, as JavaScript."""

import re
from collections.abc import Callable

from spacetui.model.schema import FileShape, Json
from spacetui.snippets.javascript_access import INDENT
from spacetui.snippets.literals import Syntax, write_json_scalar, write_literal

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


_Scalar = Callable[[Json], str]


def write_js_key(text: str, scalar: _Scalar = write_json_scalar) -> str:
    """Write a property's name with its colon; the name that would set a prototype is computed."""
    if text == "__proto__":
        return '["__proto__"]:'
    if _IDENTIFIER.fullmatch(text):
        return f"{text}:"
    return f"{scalar(text)}:"


def write_js_literal(value: Json) -> str:
    """Write a JSON value without files."""
    return write_literal(value, PLAIN)


PLAIN = Syntax(
    write_json_scalar, write_js_key, lambda value: None, padded_braces=True, indent=INDENT
)


def write_js_access(key: str | int, scalar: _Scalar = write_json_scalar) -> str:
    """Write the access to a property or an item."""
    if isinstance(key, str) and _IDENTIFIER.fullmatch(key):
        return f".{key}"
    return f"[{scalar(key)}]"


def arrange_js_files(one: str, many: str, shape: FileShape, image: str = "image") -> str:
    """Write a value in which files have `shape`.

    one, many: code of one file and of an array. image: the parameter of a function of one image.
    """
    match shape:
        case FileShape.VIDEO:
            return f"{{ video: {one}, subtitles: null }}"
        case FileShape.MANY:
            return many
        case FileShape.GALLERY:
            if many.startswith("await "):
                many = f"({many})"
            return f"{many}.map(({image}) => ({{ image, caption: null }}))"
        case FileShape.EDITOR:
            return f"{{ background: {one}, layers: [], composite: {one} }}"
    return one
