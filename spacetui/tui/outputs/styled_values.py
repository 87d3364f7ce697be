"""StyledValues: what a Styler of pandas displays in place of the values, and in which styles.

Source: gradio 6.31 components/dataframe.py, `__extract_metadata`: `metadata.display_value` and
`metadata.styling`, both by row and column; the styling of a cell is CSS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from textual.color import Color, ColorParseError

from spacetui.model.schema import MISSING, Json, Missing

# Characters of the CSS of one cell that are read.
MAX_CSS = 400


class StyledValues(NamedTuple):
    """By row: what is displayed, and the CSS. A row or a cell may lack."""

    display: Sequence[Sequence[Json]] = ()
    styling: Sequence[Sequence[Json]] = ()

    def shown(self, row: int, column: int) -> Json | Missing:
        """Return what is displayed in a cell; MISSING where that is its value."""
        return _at(self.display, row, column)

    def style(self, row: int, column: int) -> str:
        """Return the style of a cell as Textual writes it; empty without one."""
        css = _at(self.styling, row, column)
        return _style(css[:MAX_CSS]) if isinstance(css, str) else ""


def styled_values(value: Json) -> StyledValues:
    """Return what a Styler says of a value; nothing where none made it."""
    metadata = value.get("metadata") if isinstance(value, Mapping) else None
    if not isinstance(metadata, Mapping):
        return StyledValues()
    display, styling = metadata.get("display_value"), metadata.get("styling")
    return StyledValues(_rows(display), _rows(styling))


def _rows(value: Json) -> Sequence[Sequence[Json]]:
    if not isinstance(value, list) or not set(map(type, value)) <= {list}:
        return ()
    return value


def _at(rows: Sequence[Sequence[Json]], row: int, column: int) -> Json | Missing:
    if row >= len(rows) or column >= len(rows[row]):
        return MISSING
    return rows[row][column]


@lru_cache(2_000)
def _style(css: str) -> str:
    """Return the colours and the weight that CSS names. A colour alone may not be readable."""
    rules = dict(_rule(each) for each in css.split(";") if ":" in each)
    words = []
    if rules.get("font-weight") in ("bold", "bolder", "700", "800", "900"):
        words.append("bold")
    if rules.get("font-style") == "italic":
        words.append("italic")
    ground = _colour(rules.get("background-color", rules.get("background", "")))
    if ground is not None:
        words.append(f"{ground.get_contrast_text(1).hex6} on {ground.hex6}")
    elif (colour := _colour(rules.get("color", ""))) is not None:
        words.append(f"{_readable(colour).hex6}")
    return " ".join(words)


def _rule(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name.strip().lower(), value.strip().lower()


def _colour(text: str) -> Color | None:
    try:
        colour = Color.parse(text)
    except ColorParseError:
        return None
    return colour if colour.a == 1 and not colour.ansi else None


def _readable(colour: Color) -> Color:
    """Return a colour of about this hue that can be read on a dark and on a light ground."""
    lightness = colour.hsl.l
    return Color.from_hsl(colour.hsl.h, colour.hsl.s, min(0.6, max(0.45, lightness)))
