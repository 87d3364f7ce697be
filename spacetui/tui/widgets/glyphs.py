"""The signs we draw with, and their ASCII stand-ins (`glyphs = "ascii"`).

Each is one cell wide everywhere and has no emoji form. Terminals with wide "ambiguous" characters want the
ASCII set.
"""


class Glyphs:
    """One set of signs. A plain class: a dataclass of so many fields costs 3 ms of the start."""

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


class AsciiGlyphs(Glyphs):
    """The signs where the terminal has no others."""

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


UNICODE, ASCII = Glyphs(), AsciiGlyphs()
_current = UNICODE


def use_glyphs(glyphs: Glyphs) -> None:
    """Choose the set; called once, before the first frame."""
    global _current  # noqa: PLW0603  # one terminal, one set
    _current = glyphs


def glyphs() -> Glyphs:
    """Give the set in use."""
    return _current
