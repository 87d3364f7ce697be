"""Words that the user may have meant, for the hints of errors."""

import difflib
from collections.abc import Sequence

# Names that an error lists; the rest is an ellipsis.
MAX_LISTED = 12


def did_you_mean(word: str, names: Sequence[str]) -> str:
    """Return `Did you mean NAME?` for the name closest to `word`, or an empty text."""
    by_folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return f"Did you mean {by_folded[near[0]]}?" if near else ""


def listed(names: Sequence[str]) -> str:
    """Return names in one line, at most MAX_LISTED of them."""
    if len(names) > MAX_LISTED:
        names = [*names[:MAX_LISTED], "…"]
    return ", ".join(names)
