"""Whether what a program sends equals what was recorded; files are compared by their content.

An expected value is JSON in which a SentFile stands for each file, as the official clients and the
shell name it in different ways: by its path on the server, by its URL, or as a new upload.
"""

import base64
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from spacetui.model.file_data import is_inline_file, name_of, path_of
from spacetui.model.schema import Json

# Characters of a value in a message.
MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a request names.

    name: for people. digest: of its content, where a program may upload it. addresses: paths and
    URLs by which the app knows it without an upload, percent-decoded.
    """

    name: str
    digest: str = ""
    addresses: frozenset[str] = frozenset()

    def is_named_by(self, value: Json, uploads: Mapping[str, str]) -> bool:
        """Return whether `value` names this file. uploads: path on the server -> digest."""
        if isinstance(value, str):
            return self._is_text(value)
        if not isinstance(value, Mapping):
            return False
        if is_inline_file(value):
            return self._is_text(value["data"])
        path = path_of(value)
        if unquote(path) in self.addresses or path in self.addresses:
            return True
        return bool(self.digest) and uploads.get(path) == self.digest

    def _is_text(self, value: str) -> bool:
        """Return whether a text stands for this file: an address, or a data URI as in Gradio 3."""
        if value in self.addresses or unquote(value) in self.addresses:
            return True
        if value.startswith("data:"):
            return bool(self.digest) and digest_of_data(value) == self.digest
        return value.endswith(self.name)  # a file in a text is the path of a local copy


@dataclass(frozen=True, slots=True)
class OneOf:
    """Values of which any is right, such as a gallery with its captions and without."""

    values: tuple[Json, ...]


def find_difference(expected: Json, actual: Json, uploads: Mapping[str, str]) -> str:
    """Return how `actual` differs from what was recorded, as a clause; empty where it does not."""
    return next(_differences(expected, actual, uploads), "")


def _differences(expected: Json, actual: Json, uploads: Mapping[str, str]) -> Iterator[str]:
    match expected:
        case OneOf(values=values):
            found = [find_difference(each, actual, uploads) for each in values]
            if all(found):
                yield found[0]
        case SentFile():
            if not expected.is_named_by(actual, uploads):
                yield _not_the_file(expected, actual, uploads)
        case Mapping():
            yield from _of_objects(expected, actual, uploads)
        case list() | tuple():
            yield from _of_lists(expected, actual, uploads)
        case _ if not is_same_scalar(expected, actual):
            yield f"{shown(actual)} is sent, and {shown(expected)} was recorded"


def _not_the_file(expected: SentFile, actual: Json, uploads: Mapping[str, str]) -> str:
    if isinstance(actual, Mapping) and path_of(actual) in uploads:
        return f"the file that is uploaded is not {expected.name!r}"
    return f"{shown(actual)} is sent, and the file {expected.name!r} was recorded"


def _of_objects(
    expected: Mapping[str, Json], actual: Json, uploads: Mapping[str, str]
) -> Iterator[str]:
    if not isinstance(actual, Mapping) or actual.keys() != expected.keys():
        yield f"{shown(actual)} is sent, and {shown(expected)} was recorded"
        return
    for key, value in expected.items():
        for difference in _differences(value, actual[key], uploads):
            yield f"at {shown(key)} {difference}"


def _of_lists(expected: Json, actual: Json, uploads: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(actual, list) or len(actual) != len(expected):
        yield f"{shown(actual)} is sent, and {shown(expected)} was recorded"
        return
    for number, (one, other) in enumerate(zip(expected, actual, strict=True)):
        for difference in _differences(one, other, uploads):
            yield f"at item {number} {difference}"


def is_same_scalar(expected: Json, actual: Json) -> bool:
    """Return whether two JSON scalars are equal: 3 and 3.0 are, true and 1, 0 and -0 are not."""
    if isinstance(expected, float) and not math.isfinite(expected):
        return actual is None  # JSON has no other form for it
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, (int, float)) and isinstance(actual, (int, float)):
        return expected == actual and math.copysign(1, expected) == math.copysign(1, actual)
    return bool(expected == actual)


def digest_of_data(uri: str) -> str:
    """Return the digest of the content of a data URI in base64; empty where it cannot be read."""
    try:
        content = base64.b64decode(uri.partition(",")[2], validate=True)
    except ValueError:
        return ""
    return hashlib.sha256(content).hexdigest()


def shown(value: Json) -> str:
    """Return a value in few characters, with files by their names."""
    if isinstance(value, SentFile):
        return f"the file {value.name!r}"
    if isinstance(value, Mapping) and name_of(value):
        return f"the file {name_of(value)!r}"
    text = repr(value)[: MAX_SHOWN * 2]
    if len(text) <= MAX_SHOWN:
        return text
    return f"{text[: MAX_SHOWN - 1]}…"
