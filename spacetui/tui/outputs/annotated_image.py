"""An AnnotatedImage: its masks and boxes over the picture in a colour each, with a legend."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from textual.color import Color
from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.model.schema import Json
from spacetui.tui.outputs.half_blocks import CannotDraw, decode_image, decode_mask
from spacetui.tui.outputs.image import ImageView
from spacetui.tui.outputs.output_view import first_file
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.series_styles import legend, series_style

MAX_MASKS = 24
# Characters of a label in the legend.
MAX_LABEL = 40
RGB = tuple[int, int, int]


class Annotation(NamedTuple):
    """A label, and the FileData of its mask; None where it is of another shape."""

    label: str
    mask: Mapping[str, Json] | None


class AnnotatedImageView(ImageView):
    """The picture and its annotations, in the shape of any version."""

    def fit(self, rows: int) -> None:
        super().fit(rows - 1)  # its legend is seen with it

    def label_lines(self, value: Json) -> list[Content]:
        return label_line(annotations_in(value))

    def show_image(self, source: Path | bytes, name: str, size: int) -> None:
        show = partial(super().show_image, name=name, size=size)
        run_exclusive(self, "masks", partial(_show_annotated, self, source, show))


async def _show_annotated(
    view: AnnotatedImageView, source: Path | bytes, show: partial[None]
) -> None:
    """Fetch the masks and show the picture with those that came; without any, as it is."""
    value, masks = view.value, []
    for number, each in enumerate(annotations_in(value)):
        if each.mask is None or view.fetch is None:
            continue
        try:
            color = Color.parse(view.app.theme_variables[series_style(number)[1:]])
            masks.append((await view.fetch(each.mask), color.rgb))
        except SpacetuiError:
            continue  # its label is in the legend
    picture = await asyncio.to_thread(with_masks, source, masks)
    if view.is_attached and view.value is value:
        show(picture)


def with_masks(source: Path | bytes, masks: Sequence[tuple[Path, RGB]]) -> Path | bytes:
    """Return a picture with masks over it, each in its colour; as it is where it has none.

    Blocking: call it in a thread.
    """
    from PIL import Image

    try:
        picture = decode_image(source, (0, 0), (0, 0, 0)).convert("RGB")
    except CannotDraw:
        return source  # drawing it says why
    is_changed = False
    for path, color in masks:
        try:
            mask = decode_mask(path)
        except CannotDraw:
            continue
        picture.paste(Image.new("RGB", picture.size, color), None, mask.resize(picture.size))
        is_changed = True
    if not is_changed:
        return source
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def annotations_in(value: Json) -> list[Annotation]:
    """Return the annotations of a value: objects, or the pairs of Gradio 3."""
    match value:
        case {"annotations": list(items)} | [_, list(items)]:
            return [_annotation(each) for each in items[:MAX_MASKS]]
    return []


def _annotation(value: Json) -> Annotation:
    match value:
        case {"label": str(label)} | [_, str(label)]:
            return Annotation(label, first_file(value))
    return Annotation("", first_file(value))


def label_line(annotations: Sequence[Annotation]) -> list[Content]:
    """Return the legend of the annotations that have a label, if any has."""
    names = [
        (each.label, series_style(number)) for number, each in enumerate(annotations) if each.label
    ]
    return [legend(names, MAX_LABEL)] if names else []
