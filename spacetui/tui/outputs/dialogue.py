"""A dialogue: each line under the name of its speaker; or one text."""

from spacetui.model.chat_turns import ChatItem, ChatTurn
from spacetui.model.schema import Json
from spacetui.tui.outputs.chatbot import ChatView
from spacetui.tui.outputs.text_layout import paragraph


class DialogueView(ChatView):
    """`[{"speaker", "text"}]` or a text, the two forms of Gradio 6."""

    def turns_of(self, message: Json) -> list[ChatTurn] | None:
        match message:
            case {"speaker": str(speaker), "text": str(text)}:
                return [ChatTurn(speaker, (ChatItem(text, ("text",)),))]
        return None

    def draw(self, value: Json, final: bool) -> None:
        if isinstance(value, str):
            self.chat.clear()
            self.summary = ""
            self.body.show_lines(paragraph(value))
            return
        super().draw(value, final)
