"""The words of a call that a search looks through, and a query as SQLite's FTS5 wants it.

A word is found by its beginning. Two kinds of text have no beginnings that a user knows of, and any
part of them is found: scripts without spaces, and the words within a name such as `camelCase`.

FTS5 has a tokenizer of trigrams, which finds any part of any text, but only by three characters or
more: most words of Chinese and Japanese have one or two, and a look at each row for those takes a
second where the history is long. Its index is also several times as large.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice

from spacetui.model.file_input import FileInput
from spacetui.model.recording import Recording
from spacetui.model.schema import Json, Missing, Withheld
from spacetui.store.valid_text import valid

# Characters of one text, and of all texts of a call, that are searched. Parts of a value and its
# depth that are looked at.
MAX_TEXT, MAX_SEARCHED, MAX_PARTS, MAX_DEPTH = 20_000, 100_000, 2_000, 20

# Scripts that are written without spaces: Thai, Lao, Tibetan, Myanmar, Khmer, Japanese, Chinese.
# Each of their characters is a word of its own, and a query of several is a phrase, so that any
# part of a text is found by one character or more.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
# Emoji, arrows and other signs, for which the tokenizer of FTS5 has no words: each becomes one, a
# private character and its code point. What joins and varies them is left out.
_SIGN = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_JOINERS = re.compile("[\u200d\u20e3\ufe00-\ufe0f]")
# Where a word within a name begins: `camelCase`, `XMLHttpRequest`. A longer word is no name.
_NAME = re.compile("(?<![A-Za-z0-9])[A-Za-z0-9]{3,40}(?![A-Za-z0-9])")
_INNER_WORD = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What a text with such a name has, and hardly any other: a look at each of its words takes long.
_INNER_CAPITAL = re.compile("[a-z0-9][A-Z]|[A-Z]{2}[a-z]")
# Inner words of a call that are searched.
MAX_INNER = 500


def searched_text(recording: Recording) -> str:
    """Return the text of a call that is searched: source, endpoint, inputs and outputs."""
    source = recording.source
    parts = [source.src, source.title, recording.call.endpoint.api_name]
    for value in recording.call.values.values():
        parts += texts_in(value)
    for value in recording.state.values or ():
        parts += texts_in(value)
    if (batch := recording.state.batch) is not None:
        parts += [batch.rows, batch.out]
    text = "\n".join(part[:MAX_TEXT] for part in parts)
    return valid(f"{_source_word(source.src)}\n{indexed(text[:MAX_SEARCHED])}")


def indexed(text: str) -> str:
    """Return text as the index has it: with its inner words at the end."""
    spaced = _spaced(text)
    if not _INNER_CAPITAL.search(spaced):
        return spaced
    inner = (
        name[each.start() :]
        for name in _NAME.findall(spaced)
        for each in _INNER_WORD.finditer(name)
    )
    return "\n".join((spaced, *dict.fromkeys(islice(inner, MAX_INNER))))


def texts_in(value: Json) -> list[str]:
    """List the texts and numbers in a value, in order; of its first parts alone."""
    found: list[str] = []
    for part in _parts(value, 0):
        found.append(part)
        if len(found) >= MAX_PARTS:
            break
    return found


def _parts(value: Json, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH or value is None or isinstance(value, (bool, Missing, Withheld)):
        return
    if isinstance(value, FileInput):
        yield value.path
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _parts(each, depth + 1)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _parts(each, depth + 1)
    elif isinstance(value, str):
        yield value
    else:
        yield str(value)


def match_of(query: str, src: str = "") -> str:
    """Return the FTS5 query for calls that have each word of `query`, or a word that it begins.

    src: only of this app. Empty where the query has no letter or digit.
    """
    words = (_spaced(valid(word)) for word in query.split())
    terms = [_term(word) for word in words if any(map(str.isalnum, word))]
    if terms and src:
        terms.append(f'"{_source_word(src)}"')
    return " ".join(terms)


def _source_word(src: str) -> str:
    """Return the word by which the index knows the app of a call, and which nobody types.

    It begins with a private character. With it a search within an app reads only rows of that app.
    """
    return f"\ue000{hashlib.sha256(valid(src).encode()).hexdigest()[:16]}"


def _term(word: str) -> str:
    quoted = '"' + word.replace('"', '""') + '"'
    # A character that is a word of its own has no longer words to begin.
    return quoted if word.endswith(" ") else f"{quoted}*"


def _spaced(text: str) -> str:
    """Return text in one form of each character, with those apart that are words of their own."""
    if text.isascii():
        return text
    text = _JOINERS.sub("", unicodedata.normalize("NFKC", text))
    text = _SIGN.sub(lambda found: f" \ue001{ord(found[0]):x} ", text)
    return _UNSPACED.sub(r" \1 ", text)
