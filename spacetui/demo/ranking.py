"""Ranks the Spaces by meaning."""

import re
from collections.abc import Mapping


class Ranking:
    def __init__(self, cards: Mapping[str, str]) -> None:
        self.cards = {key: set(re.findall(r"\w+", text.lower())) for key, text in cards.items()}

    def scores(self, query: str) -> dict[str, float]:
        words = set(re.findall(r"\w+", query.lower()))
        return {key: len(words & card) / max(1, len(words)) for key, card in self.cards.items()}
