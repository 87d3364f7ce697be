"""The words of a call that a search looks through, and a query as SQLite's FTS5 wants it."""

import hashlib
import re
from collections.abc import Iterator, Mapping

from spacetui.model.file_input import FileInput
from spacetui.model.recording import Recording
from spacetui.model.schema import Json, Missing, Withheld

# Characters of one text, and of all texts of a call, that are searched. Parts of a value and its
# depth that are looked at.
MAX_TEXT, MAX_SEARCHED, MAX_PARTS, MAX_DEPTH = 20_000, 100_000, 2_000, 20

# Scripts that are written without spaces: Thai, Lao, Tibetan, Myanmar, Khmer, Japanese, Chinese.
# Each of their characters is a word of its own, and a query of several is a phrase, so that any
# part of a text is found by one character or more.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])"
)


def searched_text(recording: Recording) -> str:
    """Return the text of a call that is searched: source, endpoint, inputs and outputs."""
    source = recording.source
    parts = [source.src, source.title, recording.call.endpoint.api_name]
    for value in recording.call.values.values():
        parts += texts_in(value)
    for value in recording.state.values or ():
        parts += texts_in(value)
    text = "\n".join(part[:MAX_TEXT] for part in parts)
    spaced = _UNSPACED.sub(r" \1 ", text[:MAX_SEARCHED])
    return valid(f"{_source_word(source.src)}\n{spaced}")


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
    terms = [_term(word) for word in query.split() if any(map(str.isalnum, word))]
    if terms and src:
        terms.append(f'"{_source_word(src)}"')
    return " ".join(terms)


def _source_word(src: str) -> str:
    """Return the word by which the index knows the app of a call, and which nobody types.

    It begins with a private character. With it a search within an app reads only rows of that app.
    """
    return f"\ue000{hashlib.sha256(valid(src).encode()).hexdigest()[:16]}"


def _term(word: str) -> str:
    spaced = _UNSPACED.sub(r" \1 ", valid(word))
    quoted = '"' + spaced.replace('"', '""') + '"'
    # A character that is a word of its own has no longer words to begin.
    return quoted if spaced.endswith(" ") else f"{quoted}*"


def valid(text: str) -> str:
    """Return text that SQLite accepts: a lone surrogate, which UTF-8 lacks, becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode()
