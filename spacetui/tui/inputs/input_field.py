"""InputField: the rows of one parameter in a form; the base class of all fields.

A field has a head (label, note), one or more editors, and a row below them: its help while it has
focus, else blank. In its place stands a foot if something is wrong. The classes `-narrow` and
`-short` of the screen set its shape in CSS.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.model.schema import Json, Missing, Parameter
from spacetui.tui.inputs.field_reading import FieldReading, read_field
from spacetui.tui.inputs.parameter_text import MAX_LABEL, help_text, label_text, type_label
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.widgets.typing_focus import after_typing, takes_text

MAX_HELP = 300
# Cells: of a label that is cut, and between a label and the note at the right.
MIN_LABEL, LABEL_GAP = 8, 2
# Of the help, which stands one cell further to the right: below the editor.
INDENT, NARROW_INDENT = 1, 17
# Of a field whose value can be picked in a dialog.
PICK_KEYS = bindings({"field.pick": "pick", "field.pick_letter": "pick"})


class FieldHead(Widget):
    """One row: the label at the left, the note at the right."""

    SCOPED_CSS = False  # rules depend on the classes of the field and the screen
    # The rules of the editors too: among the rules of bases of fields, they would lose to those of
    # the bases of editors.
    DEFAULT_CSS = """
    FieldHead { height: 1; width: 1fr; padding: 0 0 0 2; color: $muted; }
    .-narrow FieldHead { dock: left; width: 16; padding: 0 1 0 2; }
    InputField {
        border-subtitle-align: left; border-subtitle-color: $muted; border-subtitle-style: italic;
        .editor {
            background: $surface; color: $foreground; padding: 0 1; border-left: outer $surface;
        }
        .editor:focus, .editor.-open { background: $panel; border-left: outer $accent; }
        .editor.-bare {
            background: $background; border-left: outer $background; padding: 0 0 0 1;
        }
        .editor.-bare:focus { background: $background; border-left: outer $accent; }
    }
    /* Two of them would look like one. */
    .-short InputField TextEditor { margin: 0 0 1 0; }
    InputField.-chosen .editor { background: $background; border-left: outer $accent; }
    InputField.-error .editor, InputField.-error .editor:focus {
        border-left: outer $error;
    }
    """

    def __init__(self, field: "InputField") -> None:
        super().__init__()
        self.field = field

    def on_mount(self) -> None:
        # Not by `:focus-within`: Textual does not apply the rules for children again on blur.
        self.watch(self.field, "is_in_focus", self.redraw, init=False)
        self.watch(self.field, "is_in_focus", self.show_help, init=False)
        self.watch(self.field, "error", self.field.foot.resize, init=False)

    def on_resize(self) -> None:
        self.show_help()  # in a narrow window it stands elsewhere

    def show_help(self) -> None:
        """Show the help in the row below the editors, while the field has the focus.

        That row is the border of the field: a widget would have to be mounted, and the whole form
        to be laid out, for each field to which tab comes.
        """
        field = self.field
        help_line = line_content(field.help, MAX_HELP) if field.is_in_focus else Content("")
        if help_line:
            indent = NARROW_INDENT if self.screen.has_class("-narrow") else INDENT
            field.border_subtitle = Content(" " * indent) + help_line
        elif field.border_subtitle is not None:
            field.border_subtitle = None

    def redraw(self) -> None:
        """Draw label and note again, because one of them may have changed."""
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        style = "bold $foreground" if self.field.is_in_focus else "$muted"
        label = line_content(self.field.label, MAX_LABEL, style)
        if self.screen.has_class("-narrow"):
            return label.truncate(width, ellipsis=True)
        # The label says what the field is: the note gives way, down to a third of the row.
        min_left = max(MIN_LABEL, min(label.cell_length + LABEL_GAP, width * 2 // 3))
        note = self.field.note_content()
        return left_right(label, note, width, gap=LABEL_GAP, min_left=min_left)


class FieldFoot(Widget):
    """The lines under an editor that say what is wrong; mounted when something is first."""

    SCOPED_CSS = False  # rules depend on the field
    DEFAULT_CSS = """
    FieldFoot { height: auto; max-height: 3; padding: 0 0 0 2; color: $error; display: none; }
    .-error > FieldFoot { display: block; }
    """

    def __init__(self, field: "InputField") -> None:
        super().__init__()
        self.field = field

    def resize(self) -> None:
        """Draw another error, in as many rows as it needs."""
        if self.field.head.is_attached and not self.is_attached:
            self.field.mount(*self.if_needed())
        self.refresh(layout=True)

    def if_needed(self) -> Iterator[Widget]:
        """Yield the foot if it has something to say."""
        if self.field.error:
            yield self

    def render(self) -> Content:
        return Content.assemble(f"{glyphs().failed} ", text_content(self.field.error, MAX_HELP))


@dataclass
class FieldMessage(Message):
    """A message about one field."""

    field: "InputField"

    @property
    def control(self) -> "InputField":
        return self.field


class InputField(Widget):
    """The field of one parameter, a TextTarget: a text in it is chosen, or typed into.

    Subclasses implement `editors`, `value` and `set_value`, and may override `type_note`.
    label: as shown. error: what is wrong with the value, in a few words; empty if nothing is.
    """

    is_of_parameter: ClassVar[bool] = True  # the OAuth token of a call is none
    BINDINGS: ClassVar[list[BindingType]] = bindings({"field.type": "type"})
    SCOPED_CSS = False  # rules depend on the screen's classes
    DEFAULT_CSS = """
    InputField { height: auto; layout: vertical; max-width: 100; border-bottom: blank; }
    .-short InputField, InputField.-error { border-bottom: none; }
    """

    error: reactive[str] = reactive("", toggle_class="-error")
    is_in_focus: reactive[bool] = reactive(False)

    class Changed(FieldMessage):
        """The value may have changed, because the user or `set_value` changed it."""

    class Submitted(FieldMessage):
        """Enter was pressed in a one-line field: the form moves on to the next field."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self.label = label_text(parameter)
        self.head = FieldHead(self)
        self.foot = FieldFoot(self)
        self.has_changed = False  # since it was checked

    def compose(self) -> ComposeResult:
        yield self.head
        yield from (*self.editors(), *self.foot.if_needed())

    def editors(self) -> Iterable[Widget]:
        """Return the editor widgets, each with the class `editor`; the first one gets the focus."""
        raise NotImplementedError

    def value(self) -> Json | Missing:
        """Return the JSON value (a FileInput for a file), or MISSING.

        Raises BadValue for text that cannot be read as a value.
        """
        raise NotImplementedError

    def set_value(self, value: Json | Missing) -> None:
        """Show any JSON value in the editor; None is null, MISSING empties the field."""
        raise NotImplementedError

    def type_note(self) -> str:
        """Return the part of the note on the type and its limits, `1–10, step 0.1`."""
        return type_label(self.parameter)

    @property
    def help(self) -> str:
        """What is known of the parameter beyond its label; may be empty."""
        return help_text(self.parameter)

    def reading(self) -> FieldReading:
        """Return the value, or why the text in the editor cannot be read as one."""
        return read_field(self.value)

    @property
    def is_set(self) -> bool:
        """Whether a call would send a value: a given one or the default; or unreadable text."""
        return self.reading().is_set

    @property
    def note(self) -> str:
        """The short note at the right of the label."""
        return self.reading().note(self.type_note(), required=self.parameter.required)

    def note_content(self) -> Content:
        """Return the note as drawn."""
        return line_content(self.note, MAX_LABEL, "$muted")

    def problem(self) -> str | None:
        """Return what is wrong with the value, or None. A required value may still be missing."""
        return self.reading().problem(self.parameter)

    @property
    def holds_text(self) -> bool:
        """Whether what stands in it is a text; else its editor takes no letters."""
        return any(takes_text(editor) for editor in self.query(".editor"))

    def focus_editor(self) -> None:
        if editors := self.query(".editor"):
            # At once: `focus` waits behind the keys that have been pressed meanwhile.
            self.screen.set_focus(editors.first())

    def choose(self) -> None:
        self.can_focus = self.holds_text
        if self.can_focus:
            self.screen.set_focus(self)
        else:
            self.focus_editor()

    def leave_text(self) -> None:
        self.choose()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "type":
            return self.has_focus
        return super().check_action(action, parameters)

    def action_type(self) -> None:
        """Begin to type into the chosen field."""
        self.focus_editor()

    def post_change(self) -> None:
        """Redraw what depends on the value, and post Changed."""
        self.has_changed = True
        self.head.redraw()
        self.post_message(self.Changed(self))

    def update_help(self, parameter: Parameter) -> None:
        """Replace the parameter by the same one with more help."""
        self.parameter = parameter
        self.head.show_help()

    @on(events.Focus)
    @on(events.Blur)
    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _follow_focus(self) -> None:
        # By the screen: the editor's blur may come after the field's own focus.
        focused, was_in_focus = self.screen.focused, self.is_in_focus
        self.is_in_focus = focused is not None and self in focused.ancestors_with_self
        if was_in_focus and focused is not None and not self.is_in_focus:
            after_typing(next(iter(self.query(".editor")), None), partial(_check_left, self))
        self.can_focus = focused is self
        self.set_class(self.can_focus, "-chosen")


def _check_left(field: InputField) -> None:
    """Show what is wrong with the value of a field that was left, if it was changed there."""
    if field.is_attached and field.has_changed and not field.is_in_focus:
        field.has_changed = False
        field.error = field.problem() or ""
        field.post_message(field.Changed(field))
