"""Several pictures: a grid of them with captions, where the arrows choose one to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widget import Widget

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.file import file_address
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.picture_chooser import PictureChooser
from spacetui.tui.widgets.back_step import BackStep


class GalleryView(OutputView):
    """Images with captions, in the shape of any version."""

    TAKES_PAGE: ClassVar[bool] = True
    # How many pictures stand beside each other; 0 for as many as there is room for.
    COLUMNS: ClassVar[int] = 0

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "cell.up": "choose(-1, 0)",
            "cell.down": "choose(1, 0)",
            "cell.left": "choose(0, -1)",
            "cell.right": "choose(0, 1)",
            "picture.large": "large",
        }
    )

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.pictures = PictureChooser(fetch, self.body, self.COLUMNS)

    def value_widgets(self) -> Iterable[Widget]:
        return (self.pictures, self.body)

    @property
    def file(self) -> Mapping[str, Json] | None:
        return self.pictures.cursor.file

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        return tuple(self.pictures.cursor.files)

    @property
    def path_in_hand(self) -> OutputPath:
        return self.pictures.cursor.path if self.has_focus else ()

    @property
    def part_in_hand(self) -> str:
        return "picture" if self.has_focus and self.files else ""

    def text_to_copy(self) -> str:
        return file_address(self.file) or super().text_to_copy()

    def fit(self, rows: int) -> None:
        self.pictures.fit(rows)

    def draw(self, value: Json, final: bool) -> None:
        self.pictures.cursor.take(value)
        if not self.files:
            self.pictures.clear()
            self.draw_json(value)
            return
        self.summary = count_text(len(self.files), "picture")
        self.pictures.describe()
        if final:
            self.pictures.show_page()

    # The cursor.

    def on_focus(self) -> None:
        self.pictures.mark(True)

    def on_blur(self) -> None:
        self.pictures.mark(False)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self.pictures.grid)
        number = None if offset is None else self.pictures.grid.number_at(offset.x, offset.y)
        if number is not None:
            self._choose(self.pictures.cursor.page_start + number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "choose", (int(down), int(right)):
                return self.pictures.cursor.can_move(self.pictures.steps(down, right))
            case "large", _:
                return bool(self.pictures.grid.places)
        return super().check_action(action, parameters)

    def action_choose(self, down: int, right: int) -> None:
        self._choose(self.pictures.cursor.chosen + self.pictures.steps(down, right))

    def _choose(self, number: int) -> None:
        self.pictures.choose(number)
        self.refresh_bindings()

    def action_large(self) -> None:
        """Show the chosen picture over the whole width, or all of them again."""
        self.pictures.toggle_large()
        self.refresh_bindings()

    def back_step(self) -> BackStep | None:
        """Return what esc does here."""
        if not self.pictures.is_large:
            return None
        return BackStep("all pictures", self.action_large)
