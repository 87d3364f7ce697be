"""Rank the Spaces by the meaning of a query, as the Hub's semantic search does.

A word that query and card share helps, but is not needed. A card is compared as a whole and
sentence by sentence, so that a Space that does three things is found by each of them.
"""

import re
from collections.abc import Mapping
from heapq import nlargest
from pathlib import Path

from spacetui.demo.word_vectors import Meaning, WordVectors, cosine, words_of

# The weight of the whole card in its similarity. The rest is the mean of its NEAREST sentences.
WHOLE = 0.3
NEAREST = 2
# The weight of the words that a query and a card share.
LEXICAL = 0.25
# Maps a similarity to 0..1. Any two texts have a similarity of about FLOOR.
FLOOR, GAIN = 0.06, 1.75


class Card:
    """The meaning of one Space's card."""

    def __init__(self, text: str, words: WordVectors) -> None:
        sentences = [each for each in re.split(r"(?<=[.:;])\s+|\n\n+", text) if each.strip()]
        self.whole = words.meaning(text)
        self.sentences = [words.meaning(each) for each in sentences]
        self.stems = {words.stem(word) or word for word in words_of(text)}

    def similarity(self, query: Meaning) -> float:
        sentences = (cosine(query.vector, each.vector) for each in self.sentences)
        nearest = nlargest(NEAREST, sentences)
        whole = cosine(query.vector, self.whole.vector)
        return WHOLE * whole + (1 - WHOLE) * sum(nearest) / len(nearest)


class Ranking:
    """The cards of all Spaces, by Space id."""

    def __init__(self, cards: Mapping[str, str]) -> None:
        self._words = WordVectors(Path(__file__).with_name("word_vectors.bin"))
        self._cards = {space_id: Card(text, self._words) for space_id, text in cards.items()}

    def scores(self, query: str) -> dict[str, float]:
        """Return how well each Space fits, from 0 to 1; 0 for a query without known words."""
        meaning = self._words.meaning(query)
        if not meaning.known:
            return dict.fromkeys(self._cards, 0.0)
        return {
            space_id: self._score(query, meaning, card) for space_id, card in self._cards.items()
        }

    def _score(self, query: str, meaning: Meaning, card: Card) -> float:
        stems = [stem for word in words_of(query) if (stem := self._words.stem(word))]
        weights = {stem: self._words.weight(stem) for stem in stems}
        shared = sum(weight for stem, weight in weights.items() if stem in card.stems)
        total = sum(weights.values()) or 1
        score = GAIN * (card.similarity(meaning) - FLOOR) + LEXICAL * shared / total
        return min(1.0, max(0.0, score * meaning.known))
