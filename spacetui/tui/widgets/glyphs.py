"""The symbols that the app draws, and a set of ASCII characters for the same (`glyphs = "ascii"`).

Each is one cell wide in every terminal and has no emoji form. The ASCII set is for terminals that
draw characters of ambiguous width in two cells.
"""

import os
from collections.abc import Mapping


class Glyphs:
    """A set of symbols.

    A plain class, because a dataclass with so many fields takes 3 ms to make.
    """

    idle: str = "○"
    queued: str = "◔"
    running: str = "◑"
    streaming: str = "◕"
    done: str = "●"
    failed: str = "✕"
    asleep: str = "◌"
    paused: str = "‖"
    cancelled: str = "⊘"
    verified: str = "✓"
    kept: str = "★"
    rule: str = "─"
    lit: str = "━"
    half: str = "╸"
    knob: str = "●"
    bar: str = "▌"
    caret: str = "▍"
    gives: str = "→"
    wrap: str = "↳"
    query: str = "›"
    cut: str = "…"
    dot: str = "·"
    dash: str = "–"
    times: str = "×"
    likes: str = "♡"
    choices: str = "▼"
    up: str = "↑"
    down: str = "↓"
    warning: str = "!"
    upright: str = "│"
    corner_down: str = "╭"
    corner_up: str = "╰"
    branch: str = "├"
    cross: str = "┼"
    tip: str = "▸"
    tick: str = "┤"


class AsciiGlyphs(Glyphs):
    """The set in ASCII."""

    idle = "o"
    queued = "q"
    running = "%"
    streaming = "~"
    done = "*"
    failed = "x"
    asleep = "z"
    paused = "="
    cancelled = "/"
    verified = "v"
    kept = "#"
    rule = "-"
    lit = "="
    half = "-"
    knob = "O"
    bar = ">"
    caret = "_"
    gives = ">"
    wrap = "\\"
    query = ">"
    cut = "."
    dot = "-"
    dash = "-"
    times = "x"
    likes = "+"
    choices = "v"
    up = "^"
    down = "v"
    upright = "|"
    corner_down = "+"
    corner_up = "+"
    branch = "+"
    cross = "+"
    tip = ">"
    tick = "+"


UNICODE, ASCII = Glyphs(), AsciiGlyphs()
_current = UNICODE


def choose_glyphs(name: str, environ: Mapping[str, str] = os.environ) -> None:
    """Select a set by the value of its setting: auto, unicode or ascii."""
    is_ascii = name == "ascii" or (name == "auto" and not _draws_unicode(environ))
    use_glyphs(ASCII if is_ascii else UNICODE)


def _draws_unicode(environ: Mapping[str, str]) -> bool:
    """Return whether nothing says that this terminal has ASCII alone.

    Without a locale nothing is said: Python takes UTF-8 then (PEP 538), and so do terminals.
    """
    if environ.get("TERM") in ("dumb", "linux"):
        return False
    names = (environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next(filter(None, names), "UTF-8")
    return "utf8" in locale.lower().replace("-", "")


def use_glyphs(glyphs: Glyphs) -> None:
    """Select the set. To be called once, before the first frame."""
    global _current  # noqa: PLW0603  # one terminal, one set
    _current = glyphs


def glyphs() -> Glyphs:
    """Return the set in use."""
    return _current
