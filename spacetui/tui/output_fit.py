"""How well an output, or a part of it, fits an input: by its type, its file type, and its name."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from spacetui.model.file_data import name_of
from spacetui.model.output_path import iter_file_paths
from spacetui.model.schema import Json, Parameter, Return
from spacetui.model.validation import problem_with
from spacetui.system.accepted_files import accepted_types


class Kind(IntEnum):
    """How much an input wants just such a value."""

    LOOSE = 1
    FITS = 2
    EXACT = 3


class Fit(NamedTuple):
    """How well a value fits. Fits are compared: the better one is greater.

    names: words that the labels of the output and the input have in common.
    """

    kind: Kind
    names: int

    @property
    def text(self) -> str:
        """The fit in a word or two."""
        if self.kind is Kind.EXACT:
            return "exact"
        return "same name" if self.names else ("takes it", "fits")[self.kind is Kind.FITS]


def return_of_part(label: str, value: Json) -> Return:
    """Return the output that a part of another one would be, such as a cell: of no component."""
    return Return(label, "", {"type": _json_type(value)})


def _json_type(value: Json) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
    return "object" if isinstance(value, Mapping) else "array"


def fit_of(value: Json, output: Return, parameter: Parameter) -> Fit | None:
    """Return how well a value of an output fits a parameter; None where it does not."""
    if value is None or parameter.is_secret:
        return None
    files = [file for _, file in iter_file_paths(value)]
    if files or parameter.takes_files:
        kind = _kind_of_files(value, files, parameter)
    else:
        kind = _kind_of_value(value, output, parameter)
    return Fit(kind, _common_words(output, parameter)) if kind is not None else None


def _kind_of_files(
    value: Json, files: Sequence[Mapping[str, Json]], parameter: Parameter
) -> Kind | None:
    takes_several = parameter.takes_several_files
    if not files or not parameter.takes_files:
        return None
    if not takes_several and (len(files) > 1 or isinstance(value, list)):
        return None
    types = accepted_types(parameter)
    if not types:
        return Kind.FITS
    known = [_media_type(each) for each in files]
    pairs = zip(files, known, strict=True)
    if all(_is_accepted(name_of(file), media, types) for file, media in pairs):
        return Kind.EXACT
    return None if all(known) else Kind.LOOSE


def _media_type(file: Mapping[str, Json]) -> str:
    """Return the MIME type of a file by its name, else as it is stated; may be empty."""
    stated = file.get("mime_type")
    guessed = mimetypes.guess_type(name_of(file))[0]
    return guessed or (stated if isinstance(stated, str) else "")


def _is_accepted(name: str, media: str, types: Sequence[str]) -> bool:
    """types: each an ending `.csv`, a kind of media `image`, or a MIME type, perhaps `audio/*`."""
    for each in types:
        if each.startswith(".") and name.lower().endswith(each):
            return True
        if media and (media == each or media.startswith(f"{each.removesuffix('/*')}/")):
            return True
    return False


def _kind_of_value(value: Json, output: Return, parameter: Parameter) -> Kind | None:
    if problem_with(value, parameter) is not None:
        return None
    if parameter.component == output.component:
        return Kind.EXACT
    is_same_type = parameter.schema.get("type") == output.schema.get("type")
    return Kind.FITS if is_same_type and parameter.choices is None else Kind.LOOSE


def _common_words(output: Return, parameter: Parameter) -> int:
    words = _words(f"{parameter.name} {parameter.label}")
    return len(words & _words(output.label))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{2,}", text.lower()))
