"""What an empty editor shows, in one line without control characters."""

from spacetui.text.terminal_escapes import visible_line

# Characters.
LIMIT = 200


def placeholder_line(text: str) -> str:
    """Return a placeholder, which may be a stranger's text, as it is drawn."""
    return visible_line(text, LIMIT)
