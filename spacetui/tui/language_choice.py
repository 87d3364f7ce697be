"""LanguageChoice: the language of the code, and those that one key goes through."""

from spacetui.snippets import FIRST_LANGUAGES, LANGUAGES


class LanguageChoice:
    """Which language the code is in, for every page.

    first: the languages that the user has at hand, in this order.
    at_hand: those that ctrl+l goes through: the first ones, and the last one that was chosen from
    all others.
    """

    def __init__(self, first: tuple[str, ...] = FIRST_LANGUAGES) -> None:
        self.first = first
        self.current = first[0]
        self.at_hand = first

    def choose(self, name: str) -> None:
        """Take the language of this name. Raises KeyError where there is none."""
        self.current = LANGUAGES[name].name
        if name not in self.at_hand:
            self.at_hand = (*self.first, name)

    def choose_next(self) -> None:
        """Take the language after the current one; the first follows the last."""
        at = self.at_hand.index(self.current)
        self.current = self.at_hand[(at + 1) % len(self.at_hand)]
