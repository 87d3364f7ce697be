"""What Gradio versions do differently without saying so. Versions are compared here alone."""

import re
from collections.abc import Callable
from typing import TypeAlias

_Version: TypeAlias = tuple[int, ...]

# A version that cannot be read is taken for a new one.
_NEWEST: _Version = (999,)


class Quirk:
    """One row of Quirks: reads as True for the versions that have the quirk."""

    def __init__(self, holds: Callable[[_Version], bool]) -> None:
        self._holds = holds

    def __get__(self, quirks: "Quirks", owner: type["Quirks"]) -> bool:
        return self._holds(quirks.version)


def _since(*first: int) -> Quirk:
    return Quirk(lambda version: version >= first)


def _before(*first: int) -> Quirk:
    return Quirk(lambda version: version < first)


class Quirks:
    """The quirks of one Gradio version, a row each; a new quirk is one more row."""

    # Diffs name list items by their index after earlier deletions (see calls/diff.py). Dated from
    # the git history of gradio/utils.py, diff.
    shifted_deletes = _since(5, 29, 1)
    # The text of gr.Error comes in quotes.
    quoted_errors = _before(5)
    # POST cancel stops a call.
    cancel_route = _since(4, 31)
    # Files have `name` and `is_file`, images are sent as bytes (see files/gradio3_files.py).
    named_files = _before(4)
    # POST /call and a stream of named events make a call.
    call_route = _since(4, 20)
    # /monitoring/summary counts how calls went.
    usage_summary = _since(5, 44, 1)
    # openapi.json describes routes that exist.
    own_openapi = _since(6, 13)

    __slots__ = ("version",)

    def __init__(self, version: _Version) -> None:
        self.version = version


def quirks_of(version: str) -> Quirks:
    """Return the quirks of a Gradio version such as `5.29.0`."""
    match = re.match(r"\d{1,6}(?:\.\d{1,6}){0,3}", version)
    if match is None:
        return Quirks(_NEWEST)
    return Quirks(tuple(int(part) for part in match[0].split(".")))
