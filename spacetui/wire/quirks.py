"""What a Gradio version does differently without saying so. No version is compared elsewhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

_Version: TypeAlias = tuple[int, ...]


def _since(*first: int) -> Callable[[_Version], bool]:
    return lambda version: version >= first


def _before(*first: int) -> Callable[[_Version], bool]:
    return lambda version: version < first


# Named as the fields of Quirks. The delete indices are dated from the git history of gradio/utils.py, diff.
QUIRKS: dict[str, Callable[[_Version], bool]] = {
    "shifted_deletes": _since(5, 29, 1),
    "quoted_errors": _before(5),
    "cancel_route": _since(4, 31),
    "named_files": _before(4),
    "call_route": _since(4, 20),
    "usage_summary": _since(5, 44, 1),
    "own_openapi": _since(6, 13),
}
# A version that cannot be read is taken for a new one.
_NEWEST: _Version = (999,)


@dataclass(frozen=True, slots=True)
class Quirks:
    """shifted_deletes: see calls/diff.py. quoted_errors: the text of gr.Error comes in quotes.

    cancel_route: POST cancel stops a call. named_files: a file is told by `name` and `is_file`, an image by
    its bytes (see files/gradio3_files.py). call_route: POST /call and a stream of named events make a call.
    usage_summary: /monitoring/summary tells how calls went. own_openapi: openapi.json describes routes that exist.
    """

    shifted_deletes: bool
    quoted_errors: bool
    cancel_route: bool
    named_files: bool
    call_route: bool
    usage_summary: bool
    own_openapi: bool


def quirks_of(version: str) -> Quirks:
    """Give the quirks of a Gradio version such as `5.29.0`."""
    match = re.match(r"\d{1,6}(?:\.\d{1,6}){0,3}", version)
    numbers = tuple(int(part) for part in match[0].split(".")) if match else _NEWEST
    return Quirks(**{name: holds(numbers) for name, holds in QUIRKS.items()})
