"""A conversation: the turns of each side, with tool steps that fold, files and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from spacetui.model.chat_turns import ChatTurn, turns_in
from spacetui.model.file_data import name_of
from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.chat_cursor import ChatCursor
from spacetui.tui.outputs.chat_layout import ChatLayout
from spacetui.tui.outputs.file import file_address
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.rich_text.parts_body import PartsBody
from spacetui.tui.outputs.saved_value import SavedValue, saved_value
from spacetui.tui.outputs.turn_file import FilePictures, FileRows
from spacetui.tui.widgets.copy_request import copy_value


class ChatView(OutputView):
    """Messages in the shape of any version. One of them is chosen by ↑ and ↓."""

    TAKES_PAGE: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "turn.up": "turn(-1)",
            "turn.down": "turn(1)",
            "turn.fold": "fold",
            "copy_chat": "copy_all",
        }
    )

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.parts_body = PartsBody()
        self.body = self.parts_body
        pictures = FilePictures(self, fetch, self._show_picture)
        self.chat = ChatLayout(self.parts_body, pictures, self.turns_of)
        self.cursor = ChatCursor(self.parts_body, self.chat, on_choice=self.refresh_bindings)

    def turns_of(self, message: Json) -> list[ChatTurn] | None:
        """Return the turns of one element of the value; None where it is no message."""
        return turns_in(message)

    def draw(self, value: Json, final: bool) -> None:
        is_chat = isinstance(value, list) and bool(value)
        if not is_chat or not self.chat.show(value, is_growing=not final):
            self.chat.clear()
            self.cursor.forget()
            self.draw_json(value)
            return
        self.cursor.mark()
        self.summary = count_text(len(self.chat.turns), "message")

    def _show_picture(self, file: Mapping[str, Json]) -> None:
        sources = enumerate(self.parts_body.list.stack.sources)
        self.parts_body.lay_out_again(
            number for number, each in sources if isinstance(each, FileRows) and each.file is file
        )

    # What is chosen.

    @property
    def path_in_hand(self) -> OutputPath:
        return self.cursor.path

    @property
    def part_in_hand(self) -> str:
        if not self.cursor.path:
            return ""
        return "turn" if self.cursor.file is None else "file"

    @property
    def file(self) -> Mapping[str, Json] | None:
        return self.cursor.file

    def on_focus(self) -> None:
        self.cursor.focus(True)

    def on_blur(self) -> None:
        self.cursor.focus(False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "turn", (int(step),):
                return self.cursor.can_move(step)
            case "fold", _:
                return self.cursor.is_on_step
            case "copy_all", _:
                return bool(self.chat.turns)
        return super().check_action(action, parameters)

    def action_turn(self, step: int) -> None:
        self.cursor.move(step)

    def action_fold(self) -> None:
        self.cursor.fold()

    def action_copy_all(self) -> None:
        copy_value(self, self.value, self.text_to_copy)

    def copied_text(self) -> str:
        """Return the chosen turn or the address of the chosen file, else what any view copies."""
        chosen = self.cursor.chosen
        if chosen is None or chosen.item is None:
            return super().copied_text()
        if chosen.item.file is not None:
            return file_address(chosen.item.file)
        return chosen.item.text

    def to_save(self) -> SavedValue | None:
        if not self.chat.turns:
            return super().to_save()
        return saved_value(self.text_to_copy(), ".md")

    def text_to_copy(self) -> str:
        if not self.chat.turns:
            return super().text_to_copy()
        return chat_markdown(self.chat.turns)


def chat_markdown(turns: Sequence[ChatTurn]) -> str:
    """Return a chat as it is copied and saved: `user: hello`, with the names of files."""
    return "\n\n".join(f"{each.role}: {_turn_text(each)}" for each in turns)


def _turn_text(turn: ChatTurn) -> str:
    texts = [
        item.text if item.file is None else f"[{name_of(item.file) or 'file'}]"
        for item in turn.items
    ]
    title = turn.step.title or turn.step.log if turn.step is not None else ""
    return "\n".join([*filter(None, [title]), *texts])
