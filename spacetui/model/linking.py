"""Linking: which value of a call is an output of an earlier step, by what the values show.

A link that is wrong makes a script that gives other results than the calls did, so only what can
hardly be a coincidence is one: a file that an earlier step gave, and a long text, a list or an
object that equals exactly one earlier output. Never a number, a boolean, a short text, what the app
itself offers for the parameter, or what the user has given to an earlier step too.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacetui.model.component_update import is_update
from spacetui.model.file_data import is_certain_file
from spacetui.model.file_input import FileInput, files_in
from spacetui.model.output_path import OutputPath, iter_file_paths
from spacetui.model.recorded_step import RecordedLink, RecordedStep, SavedFile
from spacetui.model.recording import Recording
from spacetui.model.same_file import decode_address, file_addresses
from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.model.source import Source

# Characters from which on an equal text is hardly a coincidence.
MIN_TEXT = 8
# Leaves from which on an equal list or object of numbers and short texts is hardly one.
MIN_LEAVES = 8
# Leaves that are looked at to find out.
MAX_LEAVES = 1_000


@dataclass(frozen=True, slots=True)
class _Place:
    """An output of an earlier step, or a part of it. step: the id of the step."""

    step: int
    output: int
    path: OutputPath = ()

    def link(self, parameter: Parameter) -> RecordedLink:
        return RecordedLink(parameter.name, self.step, self.output, self.path)


def find_links(
    recording: Recording, earlier: Sequence[RecordedStep], saved_files: Sequence[SavedFile] = ()
) -> tuple[RecordedLink, ...]:
    """Return a link for each parameter of `recording` whose value an earlier step gave."""
    endpoint, values = recording.call.endpoint, recording.call.values
    saved = {_whole_path(each.path): each.url for each in saved_files}
    links = []
    for parameter in endpoint.parameters:
        value = values.get(parameter.name)
        if value is None or _is_offered(value, parameter, endpoint):
            continue
        if parameter.takes_files:
            place = _place_of_files(value, parameter, recording.source, earlier, saved)
        else:
            place = _place_of_value(value, earlier)
        if place is not None:
            links.append(place.link(parameter))
    return tuple(links)


def _is_offered(value: Json, parameter: Parameter, endpoint: Endpoint) -> bool:
    """Return whether the app itself offers this value: a default, an example or a choice."""
    offered = [parameter.default, parameter.example, parameter.placeholder]
    offered += [row[parameter.name] for row in endpoint.examples if parameter.name in row]
    for choice in parameter.choices or ():
        offered += [choice.value, choice.label]
    return value in offered


# Files.


def _place_of_files(
    value: Json,
    parameter: Parameter,
    source: Source,
    earlier: Sequence[RecordedStep],
    saved: Mapping[str, str],
) -> _Place | None:
    """Return which earlier output, or which file of one, the files in a value are."""
    given = [_addresses(each, source, saved) for each in _files_given(value)]
    if not given or not all(given) or _has_caption(value):
        return None
    takes_several = parameter.takes_several_files
    # The newest first: an app gives the same path to files of the same content.
    for step in reversed(earlier):
        for number, output in enumerate(step.outputs):
            path = _path_of_files(given, output, step.recording.source, takes_several)
            if path is not None:
                return _Place(step.id, number, path)
    return None


def _path_of_files(
    given: Sequence[frozenset[str]], output: Json, source: Source, takes_several: bool
) -> OutputPath | None:
    """Return the path in an output to the files that were given; None where they are not there.

    given: for each file, the addresses that it may have.
    """
    found = list(iter_file_paths(output))
    addresses = [file_addresses(source, file) for _, file in found]
    if takes_several and isinstance(output, list) and len(found) == len(given):
        pairs = zip(given, addresses, strict=True)
        if all(one & other for one, other in pairs):
            return ()
    if len(given) != 1:
        return None
    paths = (path for (path, _), each in zip(found, addresses, strict=True) if each & given[0])
    return next(paths, None)


def _files_given(value: Json) -> list[FileInput | Mapping[str, Json]]:
    """List the files in a value: those that the user named, and those that are the server's own."""
    return [*files_in(value), *(file for _, file in iter_file_paths(value))]


def _addresses(
    file: FileInput | Mapping[str, Json], source: Source, saved: Mapping[str, str]
) -> frozenset[str]:
    """Return the addresses of a file in a value; none of a local file that no output gave."""
    if not isinstance(file, FileInput):
        return file_addresses(source, file)
    url = file.path if file.is_url else saved.get(_whole_path(file.path), "")
    return frozenset({decode_address(url)} if url else ())


def _whole_path(path: str) -> str:
    """Return a path as one text, however the user wrote it; the disk is not looked at."""
    # pathlib can make no whole path without looking for links on the disk.
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111


def _has_caption(value: Json) -> bool:
    """Return whether the user wrote something beside the files, which a link would lose."""
    if not isinstance(value, list):
        return False
    items = [each for each in value if isinstance(each, Mapping) and not is_certain_file(each)]
    return any(each.get("caption") for each in items)


# Texts, lists and objects.


def _place_of_value(value: Json, earlier: Sequence[RecordedStep]) -> _Place | None:
    """Return the only earlier output that equals a value; None where there is none or several."""
    if not is_telling(value) or files_in(value) or _is_given_before(value, earlier):
        return None
    places = [place for place, output in _iter_outputs(earlier) if output == value]
    if len(places) == 1:
        return places[0]
    return None


def _iter_outputs(earlier: Sequence[RecordedStep]) -> Iterator[tuple[_Place, Json]]:
    """Yield every output of the steps; not those that changed only something else than a value."""
    for step in earlier:
        for number, output in enumerate(step.outputs):
            if not is_update(output):
                yield _Place(step.id, number), output


def _is_given_before(value: Json, earlier: Sequence[RecordedStep]) -> bool:
    """Return whether the user gave the same value to an earlier step: then it is a constant."""
    return any(
        given == value and step.link_of(name) is None
        for step in earlier
        for name, given in step.recording.call.values.items()
    )


def is_telling(value: Json) -> bool:
    """Return whether an equal value elsewhere is hardly a coincidence."""
    if isinstance(value, str):
        return len(value.strip()) >= MIN_TEXT
    if not isinstance(value, (list, tuple, Mapping)):
        return False
    leaves = list(_iter_leaves(value))
    has_text = any(isinstance(leaf, str) and is_telling(leaf) for leaf in leaves)
    return has_text or len(leaves) >= MIN_LEAVES


def _iter_leaves(value: Json) -> Iterator[Json]:
    """Yield what is neither list nor object in a value, of its first MAX_LEAVES parts."""
    stack, left = [value], MAX_LEAVES
    while stack and left:
        part = stack.pop()
        left -= 1
        if isinstance(part, Mapping):
            stack += list(part.values())[:MAX_LEAVES]
        elif isinstance(part, (list, tuple)):
            stack += part[:MAX_LEAVES]
        else:
            yield part
