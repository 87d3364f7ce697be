"""The value of a FileExplorer: paths of files of the app, which stay there."""

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import cut_note
from spacetui.tui.widgets.safe_content import line_content

MAX_LISTED = 500


class FileExplorerView(OutputView):
    """A list of paths; Gradio sends each as a list of its parts."""

    def draw(self, value: Json, final: bool) -> None:
        paths = paths_in(value)
        if paths is None:
            self.draw_json(value)
            return
        self.summary = count_text(len(paths), "file", is_grouped=True)
        lines = [line_content(each) for each in paths[:MAX_LISTED]]
        more = count_text(len(paths) - MAX_LISTED, "file", is_grouped=True)
        lines += cut_note(len(paths) > MAX_LISTED, more)
        self.body.show_lines(lambda width: lines)

    def text_to_copy(self) -> str:
        paths = paths_in(self.value)
        if paths is None:
            return super().text_to_copy()
        return "\n".join(paths)


def paths_in(value: Json) -> list[str] | None:
    """Return the paths in a value: lists of parts, or texts; None for another shape."""
    if not isinstance(value, list) or not value:
        return None
    paths = [_path(each) for each in value]
    if None in paths:
        return None
    return [each for each in paths if each is not None]


def _path(value: Json) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "/".join(value)
    return None
