"""Parts of a row of text that can be clicked: each carries what it stands for."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.style import Style


def clickable(content: Content, kind: str, value: str | int) -> Content:
    """Return `content` so that a click on it gives `value`; see `clicked`."""
    return content.stylize(Style.from_meta({kind: value}))


def clicked(event: events.MouseEvent, kind: str) -> str | int | None:
    """Return what the clicked text stands for, or None where it is no clickable text of a kind."""
    value: str | int | None = event.style.meta.get(kind)
    return value
