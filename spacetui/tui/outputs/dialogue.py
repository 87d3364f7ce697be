"""A dialogue: each line under the name of its speaker; or one text."""

from spacetui.model.schema import Json
from spacetui.tui.outputs.chatbot import ChatView
from spacetui.tui.outputs.text_layout import paragraph


class DialogueView(ChatView):
    """`[{"speaker", "text"}]` or a text, the two forms of Gradio 6."""

    def messages(self, value: Json) -> list[tuple[str, str]] | None:
        return lines_in(value)

    def draw(self, value: Json, final: bool) -> None:
        if isinstance(value, str):
            self.summary = ""
            self.body.show_lines(paragraph(value))
            return
        super().draw(value, final)


def lines_in(value: Json) -> list[tuple[str, str]] | None:
    """Return (speaker, text) of each line; None for a value of another shape."""
    if not isinstance(value, list) or not value:
        return None
    lines: list[tuple[str, str]] = []
    for each in value:
        match each:
            case {"speaker": str(speaker), "text": str(text)}:
                lines.append((speaker, text))
            case _:
                return None
    return lines
