"""Changing a text that stands in a page, as rarely and as cheaply as may be."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def update_text(widget: Static, content: Content) -> None:
    """Show `content` in a widget of height auto, unless it does already.

    The page is laid out again only if the height changes: that takes as long as ten letters, and a
    call changes its texts 20 times a second.
    """
    before, width = widget.content, widget.content_size.width
    if not isinstance(before, Content) or not before.is_same(content):
        widget.update(content, layout=not _has_height_of(widget, content, width))


def _has_height_of(widget: Static, content: Content, width: int) -> bool:
    return bool(width) and content.get_height({}, width) == widget.content_size.height
