"""The value of a MultimodalTextbox: a text, and the files with it."""

from spacetui.model.file_data import files_within
from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.file import FileView, file_lines
from spacetui.tui.outputs.text_layout import paragraph
from spacetui.tui.widgets.glyphs import glyphs


class MultimodalView(FileView):
    """`{"text": …, "files": […]}`."""

    def draw(self, value: Json, final: bool) -> None:
        text = text_in(value)
        if text is None:
            super().draw(value, final)
            return
        files = files_within(value)
        words = count_text(len(text.split()), "word", is_grouped=True)
        parts = [words, count_text(len(files), "file")] if files else [words]
        self.summary = f" {glyphs().dot} ".join(parts)
        layout = paragraph(text)
        self.body.show_lines(lambda width: [*layout(width), *file_lines(files, width)])

    def text_to_copy(self) -> str:
        text = text_in(self.value)
        if text is None:
            return super().text_to_copy()
        return text


def text_in(value: Json) -> str | None:
    """Return the text of a value, or None for one of another shape."""
    match value:
        case {"text": str(text)}:
            return text
    return None
