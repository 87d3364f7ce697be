"""Putting words on one row: left and right, columns, cut by cells."""

from textual.content import Content


def left_right(left: Content, right: Content, width: int) -> Content:
    """Give one row: `left`, blanks, `right`; the left is cut with an ellipsis where they meet."""
    room = width - right.cell_length - (1 if right else 0)
    if left.cell_length > room:
        left = left.truncate(max(1, room), ellipsis=True)
    return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right


def key_hints(pairs: list[tuple[str, str]], gap: str = "  ") -> Content:
    """Give `ctrl+r run  f3 example`: key names in bold, words muted."""
    parts: list[Content] = []
    for key, words in pairs:
        parts.append(Content.assemble((key, "bold $foreground"), (f" {words}", "$muted")))
    return Content(gap).join(parts)
