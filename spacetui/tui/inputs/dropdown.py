"""A dropdown of one row; its choices open over the page and are filtered by typing."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.model.schema import MISSING, Choice, Json, Missing, Parameter
from spacetui.tui.inputs.choice_field import ChoiceField
from spacetui.tui.inputs.choice_list import ChoiceList
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import one_line

# Characters of a label that the filter looks at, and the most rows it gives.
SEARCHED, MOST_FOUND = 200, 500


class ChoiceSearch:
    """Finds choices by a part of their label. One long text and str.find: 100 000 labels take about 1 ms."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        labels = [choice.label[:SEARCHED].casefold().replace("\n", " ") for choice in choices]
        self._text = "\n".join(labels)
        self._starts = [0, *accumulate(len(label) + 1 for label in labels)]

    def find(self, part: str) -> list[int]:
        """Give the indices of the first MOST_FOUND choices whose label contains `part`."""
        wanted = part.casefold().replace("\n", " ")
        found: list[int] = []
        at = self._text.find(wanted)
        while at >= 0 and len(found) < MOST_FOUND:
            index = bisect_right(self._starts, at) - 1
            found.append(index)
            at = self._text.find(wanted, self._starts[index + 1])
        return found


class DropdownRow(Widget):
    """The row of a dropdown: what is chosen, or, while open, what is typed."""

    DEFAULT_CSS = """
    DropdownRow { height: 1; width: 1fr; }
    """

    def __init__(self, dropdown: "Dropdown") -> None:
        super().__init__()
        self.dropdown = dropdown

    def render(self) -> Content:
        dropdown, signs = self.dropdown, glyphs()
        arrow = Content.styled(signs.choices, "$accent" if dropdown.is_open else "$muted")
        if dropdown.is_open and dropdown.typed:
            shown = Content.assemble(
                (f"{signs.query} ", "$accent"), one_line(dropdown.typed), (signs.caret, "$accent")
            )
        else:
            shown = dropdown.words
        return left_right(shown, arrow, self.content_size.width, gap=2, min_left=8)


class Dropdown(Widget, can_focus=True):
    """The row and its choices. Closed, letters are not its own; open, they filter."""

    DEFAULT_CSS = """
    Dropdown, Dropdown.editor, Dropdown.editor:focus {
        height: auto; width: 1fr; layout: vertical; padding: 0; border: none; background: $background;
    }
    Dropdown > DropdownRow { padding: 0 1; background: $surface; border-left: outer $surface; }
    Dropdown:focus > DropdownRow { background: $panel; border-left: outer $accent; }
    Dropdown.-error > DropdownRow, Dropdown.-error:focus > DropdownRow { border-left: outer $error; }
    Dropdown > ChoiceList {
        overlay: screen; constrain: none inside; display: none; max-height: 12;
        padding: 0 1; background: $surface; border-left: outer $accent; scrollbar-background: $surface;
    }
    Dropdown.-open > ChoiceList { display: block; }
    """
    SCOPED_CSS = False
    BINDINGS = [
        Binding(
            "enter,space,down,up",
            "open",
            "choices",
            show=False,
            id="dropdown.open",
            tooltip="Open the choices",
        ),
    ]

    is_open: reactive[bool] = reactive(False)

    class Picked(Message):
        """A choice, or text of the person's own, was picked."""

        def __init__(self, text: str | None = None) -> None:
            super().__init__()
            self.text = text

    def __init__(self, choices: Sequence[Choice], *, is_multiple: bool, takes_text: bool) -> None:
        super().__init__(classes="editor")
        self.choices = choices
        self.takes_text = takes_text
        self.typed = ""
        self.words = Content("")
        self.row = DropdownRow(self)
        self.list = ChoiceList(choices, is_multiple=is_multiple, has_marks=is_multiple, classes="")
        self.list.can_focus = False
        self._search: ChoiceSearch | None = None

    def compose(self) -> ComposeResult:
        yield self.row
        yield self.list

    def show(self, words: Content, chosen: Iterable[int]) -> None:
        """Show what is chosen."""
        self.words = words
        self.list.choose(chosen)
        self.row.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.is_open and character is not None and character.isprintable()

    def action_open(self) -> None:
        if not self.is_open:
            self.is_open = True

    def watch_is_open(self, is_open: bool) -> None:
        self.typed = ""
        self.list.is_active = is_open
        self.set_class(is_open, "-open")
        if is_open:
            chosen = self.list.chosen[0] if self.list.chosen else 0
            self.list.show_rows(range(len(self.choices)), chosen)
        self.row.refresh()

    def on_key(self, event: events.Key) -> None:
        if not self.is_open:
            return
        moves = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -(10**9), "end": 10**9}
        is_space_chosen = event.key == "space" and self.list.is_multiple and not self.typed
        if event.key in moves:
            self.list.action_step(moves[event.key])
        elif event.key == "escape":
            self.is_open = False
        elif event.key == "enter" or is_space_chosen:
            self._pick()
        elif event.key == "backspace":
            self._filter(self.typed[:-1])
        elif event.character is not None and event.character.isprintable():
            self._filter(self.typed + event.character)
        else:
            return  # tab and the app's own keys go on
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        text = " ".join(event.text.split())
        if text:
            self.is_open = True
            self._filter(self.typed + text)

    def _filter(self, typed: str) -> None:
        self.typed = typed
        if not typed:
            self.list.show_rows(range(len(self.choices)))
        else:
            self._search = self._search or ChoiceSearch(self.choices)
            found = self._search.find(typed)
            is_own = self.takes_text and not any(self.choices[i].label == typed for i in found)
            self.list.show_rows([*found, typed] if is_own else found)
        self.row.refresh()

    def _pick(self) -> None:
        if isinstance(self.list.current_row, str):
            self.post_message(self.Picked(self.typed))
            self.is_open = False
            return
        if not self.list.rows:
            return
        self.list.action_choose()
        if not self.list.is_multiple:
            self.is_open = False

    def on_choice_list_picked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        self.post_message(self.Picked())
        if not self.list.is_multiple:
            self.is_open = False

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.row:
            self.is_open = not self.is_open

    def on_blur(self) -> None:
        self.is_open = False


class DropdownField(ChoiceField):
    """One or several of many choices, perhaps a text of one's own."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.dropdown = Dropdown(
            self.choices, is_multiple=self.is_multiple, takes_text=parameter.allow_custom_value
        )
        self._show()

    def editors(self) -> Iterable[Widget]:
        yield self.dropdown

    @property
    def has_overlay(self) -> bool:
        return self.dropdown.is_open

    def close_overlay(self) -> None:
        self.dropdown.is_open = False

    def set_value(self, value: Json | Missing) -> None:
        self.given = value
        self._show()
        self.changed()

    def watch_error(self, error: str) -> None:
        super().watch_error(error)
        self.dropdown.set_class(bool(error), "-error")

    def _show(self) -> None:
        self.dropdown.show(self._words(), self.chosen_of(self.given))

    def _words(self) -> Content:
        value = self.given
        if value is MISSING:
            return Content.styled(
                "choose, or type" if self.parameter.allow_custom_value else "choose", "$muted"
            )
        if value is None:
            return Content.styled("null", "$muted")
        if isinstance(value, list) and self.is_multiple:
            if not value:
                return Content.styled("none", "$muted")
            return one_line(", ".join(self._label(each) for each in value[:20]))
        return one_line(self._label(value))

    def _label(self, value: Json) -> str:
        chosen = self.chosen_of([value] if self.is_multiple else value)
        return (self.choices[chosen[0]].label if chosen else str(value))[:SEARCHED]

    def on_dropdown_picked(self, event: Dropdown.Picked) -> None:
        event.stop()
        own = event.text
        if own is None:
            chosen = self.dropdown.list.chosen
            kept = self._own_values() if self.is_multiple else []
            self.given = (
                [*kept, *self.value_of(chosen)] if self.is_multiple else self.value_of(chosen)
            )
        else:
            before = self.given if isinstance(self.given, list) else []
            self.given = [*before, own] if self.is_multiple else own
        self._show()
        self.changed()

    def _own_values(self) -> list[Json]:
        values = self.given if isinstance(self.given, list) else []
        return [each for each in values if not self.chosen_of([each])]
