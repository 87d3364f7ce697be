"""Parts of a row of text that can be clicked: each carries what it stands for."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.style import Style


def clickable(content: Content, kind: str, value: str) -> Content:
    """Return `content` so that a click on it gives `value`; see `clicked`."""
    return content.stylize(Style.from_meta({kind: value}))


def clicked(event: events.MouseEvent, kind: str) -> str:
    """Return what the clicked text stands for; empty where it is no clickable text of this kind."""
    return str(event.style.meta.get(kind, ""))
