"""What the terminal answers to questions that are asked while the app runs.

Textual reads the terminal in a thread and takes an answer that it does not know for keys that
were pressed. AnswerFilter takes the answers out before that (textual_private/terminal.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Answers about Kitty's graphics, the device attributes, and the size of a cell in pixels. Compiled
# with the first question, since each start imports this.
_ANSWER = r"\x1b_G[^\x1b]*\x1b\\|\x1b\[\?[\d;]*c|\x1b\[6;\d+;\d+t"
# One of them that has not wholly come.
_BEGUN = r"\x1b(?:_(?:G[^\x1b]*\x1b?)?|\[(?:\?[\d;]*|6?|6;[\d;]*))$"

# Takes each answer; called in the thread that reads. None: nothing was ever asked.
_listener: Callable[[str], None] | None = None


def listen(listener: Callable[[str], None]) -> None:
    """Take the answers out of what is typed from now on, and give them to `listener`."""
    global _listener  # noqa: PLW0603  # one terminal; its parser is Textual's and out of reach
    _listener = listener


class AnswerFilter:
    """What comes from one terminal, without the answers."""

    def __init__(self) -> None:
        self._begun = ""

    def keys_in(self, data: str) -> str:
        """Return what is no answer of the next piece of input."""
        if _listener is None:
            return data
        data = self._begun + data
        for answer in re.findall(_ANSWER, data):
            _listener(answer)
        keys = re.sub(_ANSWER, "", data)
        begun = re.search(_BEGUN, keys)
        self._begun = begun[0] if begun else ""
        return keys.removesuffix(self._begun)
