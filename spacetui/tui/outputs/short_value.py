"""ShortView: a number, choice or date, on the row of its label."""

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.output_view import MAX_SUMMARY, OutputView
from spacetui.tui.outputs.text_layout import cut_note, paragraph
from spacetui.tui.outputs.view_body import no_lines
from spacetui.tui.widgets.row_layout import text_style
from spacetui.tui.widgets.safe_content import line_content

# Characters. A longer value is drawn under its label.
MAX_INLINE = 40
# Items of a list that are shown, and characters of a text.
MAX_ITEMS, MAX_CHARACTERS = 20, 20_000


class ShortView(OutputView):
    """A number, a choice, on or off."""

    def draw(self, value: Json, final: bool) -> None:
        text = value_text(self._with_labels(value))
        self.summary = ""
        if not text:
            self.draw_json(value)
        elif len(text) <= MAX_INLINE and "\n" not in text:
            self.summary = text
            self.body.show_lines(no_lines)
        else:
            lines = paragraph(text[:MAX_CHARACTERS])
            hidden = len(text) - MAX_CHARACTERS
            after = cut_note(hidden > 0, count_text(hidden, "character", is_grouped=True))
            self.body.show_lines(lambda width: [*lines(width), *after])

    def summary_content(self) -> Content:
        style = text_style(is_lit=self.value is not None)
        return line_content(self.summary, MAX_SUMMARY, style)

    def text_to_copy(self) -> str:
        text = value_text(self.value, is_whole=True)
        if text is None:
            return super().text_to_copy()
        return text

    def _with_labels(self, value: Json) -> Json:
        """Return the labels of choices in place of their values, as the page shows them."""
        choices = self.return_.props.get("choices")
        if not isinstance(choices, list):
            return value
        if isinstance(value, list):
            return [_label_of(each, choices) for each in value[: MAX_ITEMS + 1]]
        return _label_of(value, choices)


def _label_of(value: Json, choices: list[Json]) -> Json:
    pairs = (each for each in choices if isinstance(each, list) and len(each) == 2)
    labels = (label for label, of in pairs if of == value and type(of) is type(value))
    return next(labels, value)


def value_text(value: Json, *, is_whole: bool = False) -> str | None:
    """Return a short value as text; None for a value that only JSON can show.

    is_whole: whether all items of a list are in it.
    """
    match value:
        case None:
            return "null"
        case True:
            return "true"
        case False:
            return "false"
        case str():
            return value
        case int() if abs(value) >= 10**30:
            return f"{value:.3e}"
        case int() | float():
            return repr(value)
        case list() if all(isinstance(each, (str, int, float)) for each in value):
            most = len(value) if is_whole else MAX_ITEMS
            ending = "…" if len(value) > most else ""
            return ", ".join(map(str, value[:most])) + ending
    return None
