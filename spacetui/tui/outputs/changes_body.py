"""ChangesBody: what else of its component an app changed, under the value."""

from collections.abc import Mapping

from spacetui.model.file_data import is_file_data, name_of
from spacetui.model.schema import Json
from spacetui.text.component_changes import changes_lines, short_json
from spacetui.tui.outputs.text_layout import paragraph
from spacetui.tui.outputs.view_body import ViewBody


class ChangesBody(ViewBody):
    """A line for each property."""

    DEFAULT_CSS = "ChangesBody { color: $muted; }"

    def __init__(self) -> None:
        super().__init__()
        self.display = False

    def show(self, changes: Mapping[str, Json]) -> None:
        """Show what changed, by property; hide the body where nothing did."""
        self.display = bool(changes)
        if changes:
            self.show_lines(paragraph("\n".join(changes_lines(changes, _change_text))))


def _change_text(value: Json) -> str:
    """Return a property that an app changed as text: a file by its name."""
    if is_file_data(value):
        return name_of(value) or "file"
    return short_json(value)
