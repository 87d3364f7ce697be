"""What an SVG is, in words: its size, its title and texts, and how much is drawn in it.

It is not parsed as XML: a stranger's entities would be expanded. Texts are untrusted.
"""

import re
from html import unescape
from typing import NamedTuple

from spacetui.text.format import count_text
from spacetui.tui.outputs.text_layout import paragraph
from spacetui.tui.outputs.view_body import Layout

# Bytes that are looked at, texts that are listed, and characters of one.
MAX_READ, MAX_TEXTS, MAX_TEXT = 2_000_000, 50, 200
_SHAPES = re.compile(r"<(?:\w+:)?(path|rect|circle|ellipse|line|polyline|polygon|image|use)\b")
_TEXTS = re.compile(r"<(?:\w+:)?(title|desc|text)\b[^>]{0,2000}>(.{0,5000}?)</(?:\w+:)?\1>", re.S)


class SvgSummary(NamedTuple):
    """size: `640×480`, or empty. drawn: `12 shapes`. texts: title, description and texts."""

    size: str
    drawn: str
    texts: tuple[str, ...]


def svg_summary(data: bytes, times: str) -> SvgSummary | None:
    """Describe an SVG; None for another file. times: stands between width and height."""
    text = data[:MAX_READ].decode("utf-8", "replace")
    root = re.search(r"<(?:\w+:)?svg\b([^>]{0,5000})>", text[:100_000])
    if root is None:
        return None
    words = (re.sub(r"<[^>]*>|\s+", " ", each[1]) for each in _TEXTS.findall(text)[:MAX_TEXTS])
    texts = (unescape(" ".join(each.split()))[:MAX_TEXT] for each in words)
    drawn = count_text(len(_SHAPES.findall(text)), "shape", is_grouped=True)
    return SvgSummary(_size(root[1], times), drawn, tuple(each for each in texts if each))


def svg_layout(svg: SvgSummary) -> Layout:
    """Lay out the texts of an SVG, each in lines of its own."""
    layouts = [paragraph(each) for each in svg.texts]
    return lambda width: [line for each in layouts for line in each(width)]


def _size(attributes: str, times: str) -> str:
    sides = [re.search(rf"""\b{name}\s*=\s*["']([\d.]{{1,9}})""", attributes) for name in _SIDES]
    numbers = [each[1] for each in sides if each is not None]
    box = re.search(r"""\bviewBox\s*=\s*["']\s*([\d.eE+,\s-]{1,99})""", attributes)
    if len(numbers) < 2 and box is not None:
        numbers = re.split(r"[\s,]+", box[1].strip())[2:4]
    return times.join(numbers) if len(numbers) == 2 else ""


_SIDES = ("width", "height")
