"""The value of --data: an object of parameter names to JSON values, or where to read it."""

import sys
from pathlib import Path

from spacetui.errors import UsageError
from spacetui.model.schema import Json
from spacetui.model.typed_text import parse_json


def read_data(text: str | None) -> dict[str, Json] | None:
    """Read --data, if given: an object, `@file`, or `@-` for standard input. Raises UsageError."""
    if text is None:
        return None
    if text.startswith("@"):
        text = _read_source(text)
    try:
        value = parse_json(text)
    except ValueError as error:
        is_json = not str(error).startswith("not JSON")
        hint = "" if is_json else 'Write {"name": value}, @file or @-.'
        raise UsageError(str(error), where="--data", hint=hint) from error
    if not isinstance(value, dict):
        raise UsageError(
            "an object of names to values is wanted", where="--data", hint='Write {"name": value}.'
        )
    return value


def _read_source(text: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if text == "@-" else Path(text[1:]).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise UsageError(f"{text[1:]!r} cannot be read: {reason}", where="--data") from error
