"""UniqueNames: names for the steps of a script and the variables of a snippet, from any text."""

import re
from collections.abc import Collection

# Characters. Longer names make a snippet hard to read.
MAX_NAME = 32


class UniqueNames:
    """Makes names, each once. reserved: names that it never makes."""

    def __init__(self, reserved: Collection[str]) -> None:
        self._used = set(reserved)

    def make(self, text: str, fallback: str) -> str:
        """Return an unused name close to `text`, or to `fallback` where the text has no letters."""
        word = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_")[:MAX_NAME].rstrip("_")
        if not word or word[0].isdigit():
            word = f"{fallback}_{word}".rstrip("_")
        name, count = word, 1
        while name in self._used:
            count += 1
            name = f"{word}_{count}"
        self._used.add(name)
        return name
