"""Ranks the Spaces by what a query means, as the Hub's semantic search does; sharing a word helps, no more.

A card is compared as a whole and sentence by sentence: a Space that does three things is found by any of them.
"""

import re
from collections.abc import Mapping
from heapq import nlargest
from pathlib import Path

from spacetui.demo.word_vectors import Meaning, Words, cosine, words_of

# Of the nearness: how much the whole card counts, and how many of its sentences, the nearest ones, make the rest.
WHOLE = 0.3
NEAREST = 2
# What a query shares with a card beyond meaning: its own words.
LEXICAL = 0.25
# Nearness of mean vectors -> 0..1: below FLOOR is what any two texts have in common.
FLOOR, GAIN = 0.06, 1.75


class Card:
    """The meaning of one Space's card."""

    def __init__(self, text: str, words: Words) -> None:
        sentences = [each for each in re.split(r"(?<=[.:;])\s+|\n\n+", text) if each.strip()]
        self.whole = words.meaning(text)
        self.sentences = [words.meaning(each) for each in sentences]
        self.stems = {words.stem(word) or word for word in words_of(text)}

    def nearness(self, query: Meaning) -> float:
        nearest = nlargest(NEAREST, (cosine(query.vector, each.vector) for each in self.sentences))
        return WHOLE * cosine(query.vector, self.whole.vector) + (1 - WHOLE) * sum(nearest) / len(
            nearest
        )


class Ranking:
    """The cards of all Spaces, by Space id."""

    def __init__(self, cards: Mapping[str, str]) -> None:
        self._words = Words(Path(__file__).with_name("word_vectors.bin"))
        self._cards = {space_id: Card(text, self._words) for space_id, text in cards.items()}

    def scores(self, query: str) -> dict[str, float]:
        """Give how well each Space fits, from 0 to 1; all 0 for an empty query or one of unknown words."""
        meaning = self._words.meaning(query)
        if not meaning.known:
            return dict.fromkeys(self._cards, 0.0)
        return {
            space_id: self._score(query, meaning, card) for space_id, card in self._cards.items()
        }

    def _score(self, query: str, meaning: Meaning, card: Card) -> float:
        stems = [stem for word in words_of(query) if (stem := self._words.stem(word))]
        weights = {stem: self._words.weight(stem) for stem in stems}
        shared = sum(weight for stem, weight in weights.items() if stem in card.stems) / (
            sum(weights.values()) or 1
        )
        score = GAIN * (card.nearness(meaning) - FLOOR) + LEXICAL * shared
        return min(1.0, max(0.0, score * meaning.known))
