"""Key: what a key is called, what it does, and how the palette names it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from spacetui.snippets import FIRST_LANGUAGES

# Keys that are not shown by the name that Textual gives them.
NAMES = {"escape": "esc", "up": "↑", "down": "↓", "left": "←", "right": "→"}
# The languages at hand, as {languages} names them.
_languages = [*FIRST_LANGUAGES]


def name_languages(languages: Iterable[str]) -> None:
    """Let help and the palette name these languages as those at hand."""
    _languages[:] = languages


def with_languages(words: str) -> str:
    """Return words with the names of these languages for {languages}."""
    return words.format(languages=", ".join(_languages))


class Key(NamedTuple):
    """A key. Keys are written as Textual writes them, several with commas between them.

    keys: those that help names. label: what it does in a word or two, as the footer shows it.
    command: its title in the command palette; empty where it has no entry. place: where it works,
    if not on the whole page. also: more keys that do it, which only the README names. reason: why
    it does nothing where it does nothing, as the menu says, which leaves it out without one. In a
    command {languages} stands for the snippet languages at hand.
    """

    keys: str
    label: str
    command: str = ""
    place: str = ""
    also: str = ""
    reason: str = ""

    @property
    def title(self) -> str:
        """The command as the palette shows it."""
        return with_languages(self.command)

    @property
    def names(self) -> list[str]:
        """The names of `keys` as the app shows them."""
        return [NAMES.get(key, key) for key in self.keys.split(",")]

    @property
    def all_keys(self) -> str:
        """Every key that does this."""
        return f"{self.keys},{self.also}".strip(",")
