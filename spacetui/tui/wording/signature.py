"""Short words for what an endpoint takes and gives, and plain paragraphs out of a README."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.model.components import component_type
from spacetui.text.html import strip_tags
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line, plain

if TYPE_CHECKING:
    from spacetui.model.schema import Endpoint, Return
    from spacetui.model.space import SpaceCard


def component_label(component: str) -> str:
    """Say what a component holds, in a word: `Textbox` is text, an unknown one its own name."""
    return component_type(component).label or line(component.lower(), 20) or "value"


def return_label(output: Return) -> str:
    """Name one output: its label where it has a telling one, else its kind."""
    label = output.label.strip()
    if label and not re.fullmatch(r"(value|output|parameter)[ _]?\d*", label.lower()):
        return line(label.lower(), 24)
    return component_label(output.component)


def parameters_text(endpoint: Endpoint) -> str:
    """Name the inputs, in order."""
    return ", ".join(line(p.name, 24) for p in endpoint.parameters) or "nothing"


def returns_text(endpoint: Endpoint) -> str:
    """Name the outputs, in order; `live` where they stream."""
    names = [return_label(each) for each in endpoint.returns] or ["nothing"]
    return ", ".join([*names, "live"] if endpoint.streams else names)


def signature(endpoint: Endpoint) -> Content:
    """Give `text, voice → audio` for an endpoint."""
    return Content.assemble(
        (parameters_text(endpoint), "$secondary"),
        (f" {glyphs().gives} ", "$muted"),
        (returns_text(endpoint), "$secondary"),
    )


def similar_query(card: SpaceCard | None) -> str:
    """Give the words to search for Spaces that do what this one does: its title and what is said of it."""
    if card is None:
        return ""
    said = " ".join(each.strip() for each in (card.title, card.description) if each.strip())
    return line(said or re.sub(r"[-_./]+", " ", card.id.rpartition("/")[2]), 120)


_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]]{1,300})\]\([^)]{0,2000}\)")
_MARKS = re.compile(r"(\*\*|__|`)")


def readme_content(text: str, limit: int = 20_000, title: str = "") -> Content:
    """Give a README as calm paragraphs: headings muted, pictures and badges left out, links by their words.

    A heading that only repeats `title` is left out too.
    """
    cleaned = _LINK.sub(r"\1", _IMAGE.sub("", strip_tags(text[:limit])))
    paragraphs: list[Content] = []
    fenced = False
    block: list[str] = []

    def close() -> None:
        if block:
            paragraphs.append(plain(" ".join(block)))
            block.clear()

    for raw in cleaned.splitlines():
        stripped = raw.strip()
        if stripped.startswith("```"):
            close()
            fenced = not fenced
        elif fenced:
            paragraphs.append(Content.styled("  " + line(raw.rstrip(), 200), "$muted"))
        elif not stripped:
            close()
        elif stripped.startswith("#"):
            close()
            if stripped.lstrip("# ") != title:
                paragraphs.append(
                    Content.styled(line(stripped.lstrip("# ").lower(), 100), "$muted")
                )
        elif stripped.startswith(("- ", "* ", "+ ")):
            close()
            block.append(f"{glyphs().dot} " + _MARKS.sub("", stripped[2:]))
        else:
            block.append(_MARKS.sub("", stripped))
    close()
    return Content("\n\n").join(paragraphs)
