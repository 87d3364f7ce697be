"""Vectors of words and texts, from word_vectors.bin, which tools/build_word_vectors.py writes.

Standard library only; the file is read in milliseconds. The vector of a text is the mean of the
vectors of its words, each weighted by how rare the word is (SIF: Arora, Liang and Ma, "A simple but
tough-to-beat baseline for sentence embeddings", 2017).
"""

import math
import re
import struct
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

Vector = Sequence[float]

# SIF's `a`: a word of this frequency has half the weight. The frequency of a word follows from its
# place in the file, by Zipf's law.
RARITY = 1e-3
# Endings that are removed from a word that is not in the file, and what replaces them.
ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("er", ""),
    ("ly", ""),
)
# Letters of the shorter half of a compound such as `ringtone`. Shorter ones occur in any nonsense.
HALF = 4
# Letters of the longest word that is tried as a compound.
LONGEST = 40


class Meaning(NamedTuple):
    """The meaning of a text. known: the share of its words, by weight, that are in the file."""

    vector: Vector
    known: float


class WordVectors:
    """The words of the file with their vectors."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        count, self.dimensions = struct.unpack_from("<II", data, 4)
        self._scales = array("f", data[12 : 12 + 4 * count])
        start, self._width = 12 + 4 * count, self.dimensions // 2
        self._packed = memoryview(data)[start : start + count * self._width]
        names = data[start + count * self._width :].decode().split("\n")
        self._index = {name: index for index, name in enumerate(names)}
        self._log_count = math.log(count)
        self._vector = cache(self._unpacked)

    def stem(self, word: str) -> str:
        """Return the word as it is in the file, perhaps without an ending; empty if it is not."""
        if word in self._index:
            return word
        for ending, instead in ENDINGS:
            if not word.endswith(ending):
                continue
            stem = word.removesuffix(ending) + instead
            if stem in self._index:
                return stem
        return ""

    def weight(self, stem: str) -> float:
        """Return the weight of a word of the file, from 0 to 1: little for `the`."""
        frequency = 1 / ((self._index[stem] + 2) * self._log_count)
        return RARITY / (RARITY + frequency)

    def meaning(self, text: str) -> Meaning:
        """Return the meaning of a text. An unknown word counts as one of full weight."""
        total = known = 0.0
        mean = [0.0] * self.dimensions
        for word in words_of(text):
            stems = self._stems(word)
            total += sum(map(self.weight, stems)) if stems else 1.0
            for stem in stems:
                weight = self.weight(stem)
                known += weight
                mean = [
                    value + weight * part
                    for value, part in zip(mean, self._vector(stem), strict=True)
                ]
        length = math.hypot(*mean) or 1.0
        unit = [value / length for value in mean]
        return Meaning(unit, known / (total or 1.0))

    def _stems(self, word: str) -> list[str]:
        """Return the known words in a word: itself, the two halves of a compound, or none."""
        if stem := self.stem(word):
            return [stem]
        for cut in range(HALF, min(len(word), LONGEST) - HALF + 1):
            if word[:cut] in self._index and (second := self.stem(word[cut:])):
                return [word[:cut], second]
        return []

    def _unpacked(self, stem: str) -> Vector:
        index = self._index[stem]
        scale = self._scales[index]
        packed = self._packed[index * self._width : (index + 1) * self._width]
        return [(half - 7.5) * scale for byte in packed for half in (byte & 15, byte >> 4)]


def words_of(text: str) -> Iterator[str]:
    """Return the words of a text in lower case, numbers included."""
    return (match[0] for match in re.finditer(r"[^\W\d_]+|\d+", text.lower()))


def cosine(one: Vector, two: Vector) -> float:
    """Return the similarity of two unit vectors, from -1 to 1."""
    return sum(a * b for a, b in zip(one, two, strict=True))
