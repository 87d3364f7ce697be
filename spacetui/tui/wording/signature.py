"""An endpoint in a line: its parameters and its returns, each in a word or two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.model.components import component_type
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from spacetui.model.schema import Endpoint, Return


_DEFAULT_LABEL = re.compile(r"(value|output|parameter)[ _]?\d*")


def component_label(component: str) -> str:
    """Return what a component holds, in a word: `Textbox` is text; an unknown one its name."""
    return component_type(component).label or visible_line(component.lower(), 20) or "value"


def return_label(output: Return) -> str:
    """Return the name of an output: its label, or what it holds where the label is a default."""
    label = output.label.strip()
    if label and not _DEFAULT_LABEL.fullmatch(label.lower()):
        return visible_line(label.lower(), 24)
    return component_label(output.component)


def parameters_text(endpoint: Endpoint) -> str:
    """Return the names of the parameters, in order."""
    return ", ".join(visible_line(p.name, 24) for p in endpoint.parameters) or "nothing"


def returns_text(endpoint: Endpoint) -> str:
    """Return the names of the outputs, in order, and `live` if they stream."""
    names = [return_label(each) for each in endpoint.returns] or ["nothing"]
    if endpoint.streams:
        names.append("live")
    return ", ".join(names)


def signature(endpoint: Endpoint) -> Content:
    """Return an endpoint as `text, voice → audio`."""
    return Content.assemble(
        (parameters_text(endpoint), "$secondary"),
        (f" {glyphs().gives} ", "$muted"),
        (returns_text(endpoint), "$secondary"),
    )
