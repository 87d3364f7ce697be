"""InputField: one parameter's rows in the form; what every field promises to its form.

A field is a head (label, note), an editor, and a foot (the error, else the help of the field in focus). The
classes `-narrow` and `-short` of the screen decide its shape by CSS alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.model.validation import problem_with
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import one_line, plain

MAX_LABEL = 120
MAX_HELP = 300


class FieldHead(Widget):
    """Label at the left, note at the right, one row."""

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    FieldHead { height: 1; width: 1fr; padding: 0 0 0 2; color: $muted; }
    .-narrow FieldHead { width: 16; padding: 0 1 0 2; }
    """

    def __init__(self, field: "InputField") -> None:
        super().__init__()
        self.field = field

    def render(self) -> Content:
        width = self.content_size.width
        style = "bold $foreground" if self.field.is_in_focus else "$muted"
        label = one_line(self.field.label, MAX_LABEL, style)
        if self.screen.has_class("-narrow"):
            return label.truncate(width, ellipsis=True)
        return left_right(label, self.field.note_content(), width, gap=2, min_left=8)


class FieldFoot(Widget):
    """The line under an editor: the error if there is one, else, while in focus, the help."""

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    FieldFoot { height: auto; min-height: 1; max-height: 3; padding: 0 0 0 2; color: $muted; }
    .-short FieldFoot { display: none; }
    .-short .-error > .body > FieldFoot { display: block; }
    .-error > .body > FieldFoot { color: $error; }
    """

    def __init__(self, field: "InputField") -> None:
        super().__init__()
        self.field = field

    def render(self) -> Content:
        if self.field.error:
            return Content.assemble(f"{glyphs().failed} ", plain(self.field.error, MAX_HELP))
        if self.field.is_in_focus and self.field.help:
            return one_line(self.field.help, MAX_HELP).truncate(
                self.content_size.width, ellipsis=True
            )
        return Content("")


class InputField(Widget):
    """One parameter's field. Subclasses give `editors`, `value`, `set_value` and `type_note`."""

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    InputField {
        height: auto;
        layout: vertical;
        & > .body { height: auto; width: 1fr; }
        .editor { background: $surface; color: $foreground; padding: 0 1; border-left: outer $surface; }
        .editor:focus, .editor.-open { background: $panel; border-left: outer $accent; }
        .editor.-bare { background: $background; border-left: outer $background; padding: 0 0 0 1; }
        .editor.-bare:focus { background: $background; border-left: outer $accent; }
        &.-error .editor, &.-error .editor:focus { border-left: outer $error; }
    }
    .-narrow InputField { layout: horizontal; }
    """

    error: reactive[str] = reactive("")
    """What is wrong, in a few words; empty: nothing."""

    is_in_focus: reactive[bool] = reactive(False)

    @dataclass
    class Changed(Message):
        """The value may be another one now, by the user's act or by `set_value`."""

        field: "InputField"

        @property
        def control(self) -> "InputField":
            return self.field

    @dataclass
    class Submitted(Message):
        """Enter in a one-line field: the form moves on to the next one."""

        field: "InputField"

        @property
        def control(self) -> "InputField":
            return self.field

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self._head = FieldHead(self)
        self._foot = FieldFoot(self)

    def compose(self) -> ComposeResult:
        yield self._head
        with Vertical(classes="body"):
            yield from self.editors()
            yield self._foot

    def editors(self) -> Iterable[Widget]:
        """Give the editor widgets, each with the class `editor`; the first takes the focus."""
        raise NotImplementedError

    def value(self) -> Json | Missing:
        """Give the JSON value (a FileInput for a file), or MISSING. Raises BadValue for unreadable text."""
        raise NotImplementedError

    def set_value(self, value: Json | Missing) -> None:
        """Show `value` in the editor; None is null, MISSING empties it. Any JSON may come."""
        raise NotImplementedError

    def type_note(self) -> str:
        """Give what the note says of the type and its limits, `1–10, step 0.1`."""
        return line_of_type(self.parameter)

    @property
    def label(self) -> str:
        """The name on show: the app's label where it says more than the parameter's name."""
        label, name = self.parameter.label.strip(), self.parameter.name
        return label if label and not _is_same(label, name) else name or label

    @property
    def help(self) -> str:
        """What is known of the field beyond its label; may be empty."""
        parts = dict.fromkeys(
            each for each in (self.parameter.info, self.parameter.description) if each
        )
        said = f" {glyphs().dot} ".join(parts)
        name = self.parameter.name
        if self.label == name:
            return said
        return f"{name} {glyphs().dot} {said}" if said else name

    @property
    def is_set(self) -> bool:
        """Whether something would be sent: given or default. Unreadable text counts as given."""
        try:
            return self.value() is not MISSING
        except BadValue:
            return True

    @property
    def note(self) -> str:
        """The short note at the right of the label."""
        try:
            value = self.value()
        except BadValue:
            return self.type_note()
        if value is MISSING and self.parameter.required:
            return f"{self.type_note()} {glyphs().dot} wanted"
        return "null" if value is None else self.type_note()

    def note_content(self) -> Content:
        """Give the note as drawn."""
        return one_line(self.note, MAX_LABEL, "$muted")

    def problem(self) -> str | None:
        """Say what is wrong with what stands in the field, or None. A wanted value is no problem here."""
        try:
            value = self.value()
        except BadValue as error:
            return error.failure.message
        return None if value is MISSING else problem_with(value, self.parameter)

    def focus_editor(self) -> None:
        """Put the cursor into the first editor."""
        for editor in self.query(".editor"):
            editor.focus()
            return

    @property
    def has_overlay(self) -> bool:
        """Whether choices lie open over the page; esc closes them first."""
        return False

    def close_overlay(self) -> None:
        """Close what lies open."""

    def changed(self) -> None:
        """Redraw what depends on the value and tell the form."""
        self._head.refresh()
        self.post_message(self.Changed(self))

    def redraw_head(self) -> None:
        """Redraw label and note; for what becomes known later, such as a file's size."""
        self._head.refresh()

    def renew(self, parameter: Parameter) -> None:
        """Take the same parameter with more help on it."""
        self.parameter = parameter
        self._foot.refresh()

    def watch_error(self, error: str) -> None:
        self.set_class(bool(error), "-error")
        self._foot.refresh(layout=True)

    def watch_is_in_focus(self) -> None:
        # Not by `:focus-within`: a rule for a child of what it matches is not applied again on blur.
        self._head.refresh()
        self._foot.refresh()

    def on_descendant_focus(self) -> None:
        self.is_in_focus = True

    def on_descendant_blur(self) -> None:
        self.is_in_focus = False


def _is_same(label: str, name: str) -> bool:
    return len(label) <= MAX_LABEL and label.casefold().replace(" ", "_") == name.casefold()


def line_of_type(parameter: Parameter) -> str:
    """Give a parameter's type in a word or two: the server's own text, else the schema's, else its component."""
    kind = parameter.schema.get("type")
    if isinstance(kind, str):
        return {"string": "text", "object": "JSON object", "array": "JSON list"}.get(kind, kind)
    return parameter.python_type or parameter.component or "JSON"
