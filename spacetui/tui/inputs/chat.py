"""A chat, turn by turn: each begins with its role in a line of its own. JSON holds what is more."""

from spacetui.errors import BadValue
from spacetui.model.chat_text import EXAMPLE, chat_form, chat_text, chat_value, read_turns
from spacetui.model.schema import Json, Missing
from spacetui.tui.inputs.json import JsonField, json_text


class ChatField(JsonField):
    """The turns of a Chatbot as text, or as JSON where they have files or tool steps."""

    def type_note(self) -> str:
        return "chat"

    def placeholder(self) -> str:
        return EXAMPLE

    def read(self, text: str) -> Json | Missing:
        if not text.strip() or text.lstrip().startswith(("[", "{")):
            return super().read(text)
        try:
            return chat_value(read_turns(text), chat_form(self.parameter.schema))
        except ValueError as error:
            raise BadValue(str(error), parameter=self.parameter.name) from error

    def write(self, value: Json) -> str:
        text = chat_text(value)
        return json_text(value) if text is None else text
