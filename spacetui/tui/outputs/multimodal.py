"""The value of a MultimodalTextbox: a text, and the files with it, as a chat has them in a turn."""

from collections.abc import Mapping

from spacetui.model.chat_turns import ChatItem, ChatTurn
from spacetui.model.file_data import files_within
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.text.word_count import WordCount
from spacetui.tui.outputs.chat_layout import ChatLayout
from spacetui.tui.outputs.file import FileView
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.rich_text.parts_body import PartsBody
from spacetui.tui.outputs.turn_file import FilePictures, FileRows
from spacetui.tui.widgets.glyphs import glyphs


class MultimodalView(FileView):
    """`{"text": …, "files": […]}`."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self._parts_body = PartsBody()
        self.body = self._parts_body
        pictures = FilePictures(self, fetch, self._show_picture)
        self._layout = ChatLayout(self._parts_body, pictures, _turns_of)
        self._words = WordCount()

    def draw(self, value: Json, final: bool) -> None:
        text = text_in(value)
        if text is None:
            self._layout.clear()
            super().draw(value, final)
            return
        files = files_within(value)
        words = count_text(self._words.count(text), "word", is_grouped=True)
        parts = [words, count_text(len(files), "file")] if files else [words]
        self.summary = f" {glyphs().dot} ".join(parts)
        self._layout.show([value], is_growing=not final)

    def _show_picture(self, file: Mapping[str, Json]) -> None:
        sources = enumerate(self._parts_body.list.stack.sources)
        self._parts_body.lay_out_again(
            number for number, each in sources if isinstance(each, FileRows) and each.file is file
        )

    def text_to_copy(self) -> str:
        text = text_in(self.value)
        if text is None:
            return super().text_to_copy()
        return text


def _turns_of(value: Json) -> list[ChatTurn] | None:
    items = [
        ChatItem(text_in(value) or ""),
        *(ChatItem("", (), file) for file in files_within(value)),
    ]
    return [ChatTurn("", tuple(items))]


def text_in(value: Json) -> str | None:
    """Return the text of a value, or None for one of another shape."""
    match value:
        case {"text": str(text)}:
            return text
    return None
