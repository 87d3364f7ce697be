"""JSON: any value without a view of its own, as a tree; the files in it are listed."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from spacetui.model.file_data import files_within
from spacetui.model.output_path import OutputPath, part_at, write_pointer
from spacetui.model.schema import MISSING, Json, Return
from spacetui.text.format import count_text
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.json_body import JsonBody
from spacetui.tui.outputs.json_layout import file_lines
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.place_chosen import PlaceChosen
from spacetui.tui.outputs.text_layout import as_json, paragraph
from spacetui.tui.outputs.view_body import no_lines
from spacetui.tui.widgets.copy_request import request_copy


class JsonView(OutputView):
    """Any value. A text by itself is shown without quotes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "node.up": "node(-1)",
            "node.down": "node(1)",
            "node.close": "close_node",
            "node.open": "open_node",
            "node.first": "to_node(0)",
            "node.last": "to_node(-1)",
            "node.toggle": "toggle_node",
            "copy_path": "copy_path",
        }
    )

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.body: JsonBody = JsonBody(self._node_chosen)
        # The files of the value on show, None until somebody asks for them: 10,000 parts are
        # looked at.
        self._found: list[Mapping[str, Json]] | None = None

    @property
    def _files(self) -> list[Mapping[str, Json]]:
        if self._found is None:
            self._found = files_within(self.value)
        return self._found

    @property
    def file(self) -> Mapping[str, Json] | None:
        return self._files[0] if self._files else None

    def draw(self, value: Json, final: bool) -> None:
        self._found = None
        self.summary = summarize_json(value)
        if value is None:  # the label says so
            self.body.show_lines(no_lines)
        elif isinstance(value, str):
            self.body.show_lines(paragraph(value))
        elif final and value and isinstance(value, (Mapping, list, tuple)):
            self.body.show_tree(value, file_lines(self._files))
        else:
            self.show_json(value)

    # The chosen node.

    @property
    def path_in_hand(self) -> OutputPath:
        """The path to the chosen node; to the file where it lies in one, since that is sent."""
        path = self.body.path if self.body.has_node else ()
        while part_at(self.value, path) is MISSING:
            path = path[:-1]
        return path

    @property
    def part_in_hand(self) -> str:
        return "value" if self.body.has_node and self.body.path else ""

    def copied_text(self) -> str:
        """Return the chosen node, text as it is, else what any view copies."""
        if not self.part_in_hand:
            return super().copied_text()
        value = self.body.chosen_value
        return value if isinstance(value, str) else as_json(value)

    def on_focus(self) -> None:
        self.body.focus_node(True)
        self._node_chosen()

    def on_blur(self) -> None:
        self.body.focus_node(False)
        self._node_chosen()

    def on_click(self, event: events.Click) -> None:
        self.body.node_clicked(event)

    def _node_chosen(self) -> None:
        self.refresh_bindings()
        place = write_pointer(self.body.path) if self.body.has_node else ""
        self.post_message(PlaceChosen(place))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "node", (int(by),):
                return self.body.can_move(by)
            case "close_node", _:
                return self.body.can_close()
            case "open_node", _:
                return self.body.can_open()
            case "toggle_node", _:
                return self.body.can_open() or self.body.can_close()
            case (("to_node" | "copy_path"), _):
                return self.body.has_node
        return super().check_action(action, parameters)

    def action_node(self, by: int) -> None:
        self.body.move(by)

    def action_to_node(self, at: int) -> None:
        self.body.to_end(is_last=at < 0)

    def action_open_node(self) -> None:
        self.body.open_chosen()

    def action_close_node(self) -> None:
        self.body.close_chosen()

    def action_toggle_node(self) -> None:
        self.body.toggle_chosen()

    def action_copy_path(self) -> None:
        request_copy(self, write_pointer(self.body.path))


def summarize_json(value: Json) -> str:
    """Return what a JSON value is in a word or two; empty for text and numbers."""
    match value:
        case None:
            return "null"
        case Mapping():
            return count_text(len(value), "key", is_grouped=True)
        case list():
            return count_text(len(value), "item", is_grouped=True)
    return ""
