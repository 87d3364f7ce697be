"""GalleryCursor: the pictures of a gallery, and which of them is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacetui.model.file_data import files_within, name_of
from spacetui.model.output_path import OutputPath, iter_file_paths
from spacetui.model.schema import Json
from spacetui.tui.outputs.file import file_label
from spacetui.tui.widgets.glyphs import glyphs

# Pictures that are fetched and drawn at once.
PAGE = 12


class GalleryCursor:
    """The files of a gallery in their order. chosen: which one the keys act on, from 0."""

    def __init__(self) -> None:
        self.files: Sequence[Mapping[str, Json]] = ()
        self.captions: Sequence[str] = ()
        self.chosen = 0
        self._value: Json = None

    def take(self, value: Json) -> None:
        """Take a value; the cursor stays where that has as many pictures."""
        files = files_within(value)
        if len(files) <= self.chosen:
            self.chosen = 0
        captions = captions_in(value)
        # A file inside an item of another shape has no caption.
        padded = [*captions, *[""] * len(files)]
        self.files, self._value = files, value
        self.captions = [
            caption or name_of(file) or "picture"
            for caption, file in zip(padded, files, strict=False)
        ]

    @property
    def file(self) -> Mapping[str, Json] | None:
        return self.files[self.chosen] if self.files else None

    @property
    def path(self) -> OutputPath:
        """The path in the value to the chosen file; empty where it is not certain to be one."""
        paths = iter_file_paths(self._value)
        return next((path for path, file in paths if file is self.file), ())

    @property
    def page_start(self) -> int:
        """The number of the first picture of the page with the chosen one."""
        return self.chosen // PAGE * PAGE

    @property
    def page(self) -> slice:
        """The pictures that are drawn at once."""
        return slice(self.page_start, self.page_start + PAGE)

    def can_move(self, by: int) -> bool:
        return 0 <= self.chosen + by < len(self.files)

    @property
    def line(self) -> str:
        """What is chosen: `2 of 12 · dusk · webp · 214 kB`."""
        if self.file is None:
            return ""
        place = f"{self.chosen + 1} of {len(self.files)}"
        parts = (place, self.captions[self.chosen], file_label(self.file))
        return f" {glyphs().dot} ".join(parts)


def captions_in(value: Json) -> list[str]:
    """Return the caption of each item of a gallery, empty for an item without one."""
    items = value if isinstance(value, list) else []
    return [_caption(item) for item in items]


def _caption(item: Json) -> str:
    match item:
        case {"caption": str(caption)} | [_, str(caption)]:
            return caption
    return ""
