r"""Make untrusted text safe to draw on a terminal (security.md P5).

This happens where text is drawn, and nowhere else: the model, the wire, the store, snippets, saved
files and `--json` hold exact values. A control character becomes an escape as in Python (`\x1b`,
`\u202e`). It is never removed, since `rm\x1b[8m -rf` must not look harmless.
"""

import re
from collections.abc import Iterator
from functools import cache

# Characters that are looked through in one step, a millisecond.
STEP = 200_000

# C0 except tab and newline, DEL, C1, and the bidirectional controls. Line and paragraph separators,
# at which some terminals break a line. Lone surrogates, which cannot be encoded. Interlinear and
# tag characters, which hide text.
UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufeff\U000e0000-\U000e007f]"
)


@cache
def _pattern() -> re.Pattern[str]:
    """Return UNSAFE, compiled: that takes 1 ms, and the first frame has printable text alone."""
    return re.compile(UNSAFE)


def escape(character: str) -> str:
    """Return the escape that stands for a character, as Python writes it: `\\x1b`, `\\u202e`."""
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\U{code:08x}"


def is_safe(text: str) -> bool:
    """Return whether `text` may be drawn as it is."""
    if len(text) > STEP:
        return all(map(is_safe, _steps(text)))
    # No character of UNSAFE counts as printable for Python.
    return text.isprintable() or _pattern().search(text) is None


def make_visible(text: str) -> str:
    """Return `text` with each control character escaped; newlines and tabs stay."""
    if len(text) > STEP:
        return "".join(map(make_visible, _steps(text)))
    if text.isprintable():
        return text
    return _pattern().sub(lambda match: escape(match[0]), text)


def _steps(text: str) -> Iterator[str]:
    """Yield a text in pieces: `re` keeps the interpreter for as long as it goes through one."""
    return (text[at : at + STEP] for at in range(0, len(text), STEP))


def mask_controls(text: str, replacement: str) -> str:
    """Return `text` with each control character replaced; newlines and tabs stay."""
    if text.isprintable():
        return text
    return _pattern().sub(replacement, text)


def visible_line(text: str, limit: int = 500) -> str:
    """Return `text` as one safe line of at most `limit` characters, cut with an ellipsis."""
    # Cut before escaping: an untrusted label may have a million characters.
    start = text[: limit * 4]
    is_whole = len(start) == len(text)
    if not start.isprintable():
        start = make_visible(re.sub(r"[\t\n]+", " ", start))
    line = start.strip()
    if len(line) <= limit and is_whole:
        return line
    return line[: limit - 1] + "…"
