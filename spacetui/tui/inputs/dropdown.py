"""A dropdown of one row; its choices open over the page and are filtered by typing."""

from collections.abc import Iterable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.model.schema import MISSING, Choice, Json, Missing, Parameter
from spacetui.tui.inputs.choice_field import ChoiceField
from spacetui.tui.inputs.choice_list import ChoiceList
from spacetui.tui.inputs.choice_search import MAX_LABEL, ChoiceFilter
from spacetui.tui.inputs.chosen_choices import ChoiceMarks
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line_content
from spacetui.tui.widgets.typing_focus import TypingChanged

# Chosen values that the row names.
MAX_NAMED = 20
# Rows that a key moves the cursor by while the choices are open.
_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -(10**9), "end": 10**9}


class DropdownRow(Widget):
    """The row of a dropdown: what is chosen, or, while the choices are open, what is typed."""

    DEFAULT_CSS = """
    DropdownRow { height: 1; width: 1fr; }
    """

    def __init__(self, dropdown: "Dropdown") -> None:
        super().__init__()
        self.dropdown = dropdown

    def render(self) -> Content:
        dropdown, signs = self.dropdown, glyphs()
        arrow = Content.styled(signs.choices, "$accent" if dropdown.is_open else "$muted")
        shown = dropdown.chosen_content
        if dropdown.is_open and dropdown.typed:
            shown = Content.assemble(
                (f"{signs.query} ", "$accent"),
                line_content(dropdown.typed),
                (signs.caret, "$accent"),
            )
        return left_right(shown, arrow, self.content_size.width, gap=2, min_left=8)


class Dropdown(Widget, can_focus=True):
    """The row and its choices. It takes letters only while the choices are open: they filter.

    list: mounted when the choices are opened first.
    """

    DEFAULT_CSS = """
    Dropdown, Dropdown.editor, Dropdown.editor:focus {
        height: auto; width: 1fr; layout: vertical; padding: 0; border: none;
        background: $background;
    }
    Dropdown > DropdownRow { padding: 0 1; background: $surface; border-left: outer $surface; }
    Dropdown:focus > DropdownRow { background: $panel; border-left: outer $accent; }
    Dropdown.-error > DropdownRow, Dropdown.-error:focus > DropdownRow {
        border-left: outer $error;
    }
    Dropdown > ChoiceList {
        overlay: screen; constrain: none inside; display: none; border-left: outer $accent;
    }
    Dropdown ChoiceRows {
        max-height: 12; padding: 0 1; background: $surface; scrollbar-background: $surface;
    }
    Dropdown.-open > ChoiceList { display: block; }
    """
    SCOPED_CSS = False
    BINDINGS = bindings({"dropdown.open": "open"})

    is_open: reactive[bool] = reactive(False)

    class Picked(Message):
        """A choice was picked, or, with a text, a value that the user typed."""

        def __init__(self, text: str | None = None) -> None:
            super().__init__()
            self.text = text

    def __init__(self, choices: Sequence[Choice], *, is_multiple: bool, takes_text: bool) -> None:
        super().__init__(classes="editor")
        self.choices = choices
        self.takes_text = takes_text
        self.typed = ""
        self.chosen_content = Content("")
        self.row = DropdownRow(self)
        marks = ChoiceMarks(choices, is_multiple=is_multiple, are_drawn=is_multiple)
        self.list = ChoiceList(marks, classes="")
        self.list.can_focus = False
        self._search = ChoiceFilter(choices)

    def compose(self) -> ComposeResult:
        yield self.row

    def show(self, content: Content, chosen: Iterable[int]) -> None:
        """Show what is chosen: `content` in the row, and marks at the choices."""
        self.chosen_content = content
        if self.is_open:
            self.list.mark(chosen)
        else:
            self.list.choose(chosen)
        self.row.refresh()

    @property
    def is_typing(self) -> bool:
        """Whether letters become text: those that filter the open choices."""
        return self.is_open

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.is_open and bool(_printable(character))

    def action_open(self) -> None:
        if not self.is_open:
            self.is_open = True

    def watch_is_open(self, is_open: bool) -> None:
        self.typed = ""
        self.list.show_cursor(is_open)
        self.set_class(is_open, "-open")
        if is_open:
            if not self.list.is_attached:
                self.mount(self.list)
            self._search.prepare(self, self._show_rows)
            first_chosen = next(iter(self.list.marks.chosen), 0)
            self.list.show_rows(range(len(self.choices)), first_chosen)
        self.row.refresh()
        self.post_message(TypingChanged())

    def on_key(self, event: events.Key) -> None:
        if self.is_open and self._take_key(event):
            event.stop()
            event.prevent_default()

    def _take_key(self, event: events.Key) -> bool:
        """Handle a key while the choices are open; False for a key of the form or the app."""
        is_toggle = event.key == "space" and self.list.marks.is_multiple and not self.typed
        if event.key in _MOVES:
            self.list.action_step(_MOVES[event.key])
        elif event.key == "escape":
            self.is_open = False
        elif event.key == "enter" or is_toggle:
            self._pick()
        elif event.key == "backspace":
            self._filter(self.typed[:-1])
        elif character := _printable(event.character):
            self._filter(self.typed + character)
        else:
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        text = " ".join(event.text.split())
        if text:
            self.is_open = True
            self._filter(self.typed + text)

    def _filter(self, typed: str) -> None:
        self.typed = typed
        self.row.refresh()
        if not typed or self._search.is_ready:  # else the rows follow when it is
            self._show_rows()

    def _show_rows(self) -> None:
        """Show the rows that fit what is typed."""
        if self.typed:
            self.list.show_rows(self._rows_for(self.typed))
        else:
            self.list.show_rows(range(len(self.choices)))

    def _rows_for(self, typed: str) -> list[int | str]:
        """Return the choices that contain `typed`, then `typed` itself if it may be a value."""
        found = self._search.find(typed)
        is_choice = any(self.choices[index].label == typed for index in found)
        if self.takes_text and not is_choice:
            return [*found, typed]
        return [*found]

    def _pick(self) -> None:
        if self.typed and not self._search.is_ready:
            self._show_rows()
        row = self.list.rows.current_row
        if row is None:
            return
        if isinstance(row, str):
            self.post_message(self.Picked(self.typed))
            self.is_open = False
            return
        self.list.action_choose()
        if not self.list.marks.is_multiple:
            self.is_open = False

    def on_choice_list_picked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        self.post_message(self.Picked())
        if not self.list.marks.is_multiple:
            self.is_open = False

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.row:
            self.is_open = not self.is_open

    def on_blur(self) -> None:
        self.is_open = False


def _printable(character: str | None) -> str:
    """Return the character of a key that types one; empty for other keys."""
    if character is not None and character.isprintable():
        return character
    return ""


class DropdownField(ChoiceField):
    """One or several of many choices; if the app allows it, also text that is not a choice."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.dropdown = Dropdown(
            self.choices, is_multiple=self.is_multiple, takes_text=parameter.allow_custom_value
        )
        self._show_value()

    def editors(self) -> Iterable[Widget]:
        yield self.dropdown

    @property
    def holds_text(self) -> bool:
        return False

    def set_value(self, value: Json | Missing) -> None:
        self.given = value
        self._show_value()
        self.post_change()

    def watch_error(self, error: str) -> None:
        self.dropdown.set_class(bool(error), "-error")

    def _show_value(self) -> None:
        self.dropdown.show(self._value_content(), self.indices_of(self.given))

    def _value_content(self) -> Content:
        value = self.given
        if value is MISSING:
            hint = "choose, or type" if self.parameter.allow_custom_value else "choose"
            return Content.styled(hint, "$muted")
        if value is None:
            return Content.styled("null", "$muted")
        if not isinstance(value, list) or not self.is_multiple:
            return line_content(self._label_of(value))
        if not value:
            return Content.styled("none", "$muted")
        return line_content(", ".join(self._label_of(each) for each in value[:MAX_NAMED]))

    def _label_of(self, value: Json) -> str:
        """Return the label of one value, which need not be a choice."""
        indices = self.indices_of([value] if self.is_multiple else value)
        if not indices:
            return str(value)[:MAX_LABEL]
        return self.choices[indices[0]].label[:MAX_LABEL]

    def on_dropdown_picked(self, event: Dropdown.Picked) -> None:
        event.stop()
        self.given = self._value_after(event.text)
        self._show_value()
        self.post_change()

    def _value_after(self, text: str | None) -> Json:
        """Return the new value after a choice was picked, or `text` was typed."""
        if text is not None:
            if self.is_multiple:
                return [*self.given_list, text]
            return text
        picked = self.value_at(self.dropdown.list.marks.chosen)
        if not self.is_multiple:
            return picked
        typed = [each for each in self.given_list if not self.indices_of([each])]
        return [*typed, *picked]
