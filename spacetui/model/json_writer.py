"""JSON of large values, written in short steps, so that other threads run between them.

json.dumps writes a long text, or all of a value without indentation, in one step of C, for which it
keeps the interpreter: the event loop stands still, even if a thread writes.
"""

import json
from collections.abc import Mapping
from json.encoder import encode_basestring

from spacetui.model.schema import Json

# Characters of a text that are encoded in one step.
STEP = 65_536
# Parts that are joined in one step.
BATCH = 5_000


def large_json_text(value: Json) -> str:
    """Return the same as json.dumps with an indent of 2, all characters as they are.

    What is no JSON is written as a text. Raises TypeError for a key that is none, ValueError for a
    number that Python does not write, RecursionError.
    """
    writer = _Writer()
    writer.write(value, "\n")
    return writer.text()


class _Writer:
    def __init__(self) -> None:
        self._scalar = json.JSONEncoder(ensure_ascii=False, default=str).encode
        self._parts: list[str] = []
        self._joined: list[str] = []

    def text(self) -> str:
        """Return what was written."""
        self._join()
        return "".join(self._joined)

    def write(self, value: Json, line_break: str) -> None:
        """Write a value that stands on a line with the indent of `line_break`."""
        if isinstance(value, str):
            self._parts.append(_quoted(value))
        elif isinstance(value, (dict, Mapping)):  # asked of a dict first, Mapping takes long
            self._write_object(value, line_break)
        elif isinstance(value, (list, tuple)):
            self._write_array(value, line_break)
        elif type(value) is int:
            self._parts.append(repr(value))
        else:
            self._parts.append(self._scalar(value))

    def _write_object(self, value: Mapping[object, Json], line_break: str) -> None:
        if not value:
            self._parts.append("{}")
            return
        inner = f"{line_break}  "
        before = "{" + inner
        for name, each in value.items():
            self._parts.append(f"{before}{_quoted(_key(name))}: ")
            self.write(each, inner)
            before = f",{inner}"
            self._join_many()
        self._parts.append(line_break + "}")

    def _write_array(self, value: list[Json] | tuple[Json, ...], line_break: str) -> None:
        if not value:
            self._parts.append("[]")
            return
        inner = f"{line_break}  "
        before = "[" + inner
        for each in value:
            self._parts.append(before)
            self.write(each, inner)
            before = f",{inner}"
            self._join_many()
        self._parts.append(line_break + "]")

    def _join_many(self) -> None:
        if len(self._parts) > BATCH:
            self._join()

    def _join(self) -> None:
        self._joined.append("".join(self._parts))
        self._parts.clear()


def _quoted(text: str) -> str:
    if len(text) <= STEP:
        return encode_basestring(text)
    steps = range(0, len(text), STEP)
    return f'"{"".join(encode_basestring(text[at : at + STEP])[1:-1] for at in steps)}"'


def _key(name: object) -> str:
    """Return the name that json.dumps gives an object's key."""
    if isinstance(name, str):
        return name
    if name is None or isinstance(name, (bool, int, float)):
        return json.dumps(name)
    raise TypeError(f"keys must be str, int, float, bool or None, not {type(name).__name__}")
