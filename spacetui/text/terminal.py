r"""The door for strangers' text, applied where text is drawn and nowhere else (security.md P5).

Model, wire, store, snippets, saved files and `--json` hold exact values; a terminal gets `safe(text)`.
Stand-ins look like Python escapes (`\x1b`, `\u202e`): never strip, `rm\x1b[8m -rf` must not look harmless.
"""

import re

# C0 but tab and newline, DEL, C1; the bidi controls; line and paragraph separators (some terminals
# break a line there); lone surrogates, which cannot be encoded; interlinear and tag characters hide text.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufff9-\ufffb\ufeff\U000e0000-\U000e007f]"
)
_LINE_BREAKS = re.compile(r"[\t\n]+")


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def is_safe(text: str) -> bool:
    """Say whether `text` may be drawn as it is."""
    return _UNSAFE.search(text) is None


def make_visible(text: str) -> str:
    """Give `text` with every control made visible; newline and tab stay."""
    return _UNSAFE.sub(_stand_in, text)


def mask_controls(text: str, stand_in: str) -> str:
    """Give `text` with every control replaced by `stand_in`; newline and tab stay."""
    return _UNSAFE.sub(stand_in, text)


def visible_line(text: str, limit: int = 500) -> str:
    """Give `text` as one safe line of at most `limit` characters, cut with an ellipsis."""
    # Cut before cleaning: a stranger's label may be a million characters long.
    cut = text if len(text) <= limit * 4 else text[: limit * 4]
    line = make_visible(_LINE_BREAKS.sub(" ", cut)).strip()
    return line if len(line) <= limit and cut is text else line[: limit - 1] + "…"
