"""The form pane: a field for each parameter of the endpoint in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.schema import MISSING, Endpoint, Json
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line, plain
from spacetui.tui.wording.value_summary import summarize

if TYPE_CHECKING:
    from collections.abc import Mapping


# An app may well take an empty text, so asking twice sends it.
SEND_EMPTY = "a value is wanted; ctrl+r again sends an empty text"
# Seconds from a letter to the counts and the code that follow from it.
SETTLE = 0.05
# Examples on show under the form; f3 walks them all.
EXAMPLES_SHOWN = 4


class FormPane(Pane):
    """The generated form. It knows fields and values, nothing of calls."""

    NUMBER = "3"
    TITLE = "form"
    DEFAULT_CSS = """
    FormPane #fields { height: 1fr; }
    FormPane #nothing { padding-left: 2; height: auto; }
    FormPane .examples { padding: 1 0 0 2; height: auto; }
    FormPane #about { padding-left: 2; height: auto; color: $muted; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "default", "default", show=False),
        Binding("n", "null", "null", show=False),
    ]

    @dataclass
    class Changed(Message):
        """A value is another now."""

    def __init__(self) -> None:
        super().__init__()
        self._endpoint: Endpoint | None = None
        self._noted = ""
        self._last: InputField | None = None
        self._example = -1
        self._is_settling = False

    def compose_body(self) -> ComposeResult:
        yield VerticalScroll(id="fields", can_focus=False)

    @property
    def fields(self) -> list[InputField]:
        return list(self.query(InputField))

    async def show_endpoint(self, endpoint: Endpoint | None, values: Mapping[str, Json]) -> None:
        """Build the form of an endpoint and put `values` into it; one mount for all fields."""
        box = self.query_one("#fields", VerticalScroll)
        self._endpoint, self._last, self._example = endpoint, None, -1
        await box.remove_children()
        if endpoint is None:
            await box.mount(Static(plain("no endpoints to call here."), id="nothing"))
            self.say("")
            return
        parts: list[Static | InputField] = []
        if endpoint.description:
            parts.append(Static(plain(line(endpoint.description, 300)), id="about"))
        fields = [field_for(parameter) for parameter in endpoint.parameters]
        for field in fields:
            if field.parameter.name in values:
                field.set_value(values[field.parameter.name])
        if not fields:
            words = Content.assemble(
                ("nothing to fill. ", "$muted"), ("ctrl+r", "bold"), (" runs it.", "$muted")
            )
            parts.append(Static(words, id="nothing"))
        below = [Static(classes="examples")] if endpoint.examples else []
        with self.app.batch_update():
            await box.mount_all([*parts, *fields, *below])
        self._draw_examples()
        self.count()

    def renew(self, endpoint: Endpoint) -> None:
        """Take what was learned of the endpoint on show: help on its fields."""
        self._endpoint = endpoint
        for field in self.fields:
            field.renew(endpoint.parameter(field.parameter.name) or field.parameter)

    def _draw_examples(self) -> None:
        """Show the first rows of what the app offers as examples, under the form."""
        examples = self._endpoint.examples if self._endpoint is not None else ()
        for block in self.query(".examples").results(Static):
            width = max(20, self.size.width - 3)
            title, keys = (
                Content.styled("examples ", "$muted"),
                Content.assemble(("f3", "bold"), (" fills", "$muted")),
            )
            rule = Content.styled(
                glyphs().rule * max(0, width - title.cell_length - keys.cell_length - 1), "$rule"
            )
            rows = [title + rule + Content(" ") + keys]
            for at, example in enumerate(examples[:EXAMPLES_SHOWN]):
                words = " · ".join(summarize(value) for value in example.values())
                now = at == self._example
                left = Content.styled(line(words, 200), "$foreground" if now else "$muted")
                rows.append(left_right(left, Content.styled(str(at + 1), "$muted"), width))
            if len(examples) > EXAMPLES_SHOWN:
                rows.append(Content.styled(f"{len(examples) - EXAMPLES_SHOWN} more", "$muted"))
            block.update(Content("\n").join(rows))

    def fill(self, values: Mapping[str, Json]) -> None:
        """Put `values` into the fields; a field with none gets the app's own."""
        for field in self.fields:
            field.set_value(values.get(field.parameter.name, field.parameter.default))

    def fill_example(self) -> None:
        """Fill the form from the app's next example."""
        examples = self._endpoint.examples if self._endpoint is not None else ()
        if not examples:
            self.app.notify("this app offers no examples", timeout=3)
            return
        self._example = (self._example + 1) % len(examples)
        example = examples[self._example]
        for field in self.fields:
            if field.parameter.name in example:
                field.set_value(example[field.parameter.name])
        self._draw_examples()

    def edit_field(self) -> None:
        """Edit the field in hand in $EDITOR; its type decides how the saved text is read."""
        from spacetui.tui.use.external_editor import edit_externally

        field = self.field_in_hand
        if field is None:
            return
        try:
            value = edit_externally(
                self.app, field.parameter, self.values().get(field.parameter.name)
            )
        except SpacetuiError as error:
            self.app.notify(line(str(error), 300), severity="error", markup=False)
            return
        field.set_value(value)
        field.focus_editor()

    def on_resize(self) -> None:
        self._draw_examples()

    def values(self) -> dict[str, Json]:
        """Give the values that can be read now; what cannot be read or is not given is left out."""
        found: dict[str, Json] = {}
        for field in self.fields:
            try:
                value = field.value()
            except BadValue:
                continue
            if value is not MISSING:
                found[field.parameter.name] = value
        return found

    def check(self) -> list[InputField]:
        """Show every problem at its field and give the fields that have one."""
        wrong = []
        for field in self.fields:
            if field.error == SEND_EMPTY and not field.is_set:
                field.set_value("")
            field.error = field.problem() or self._wanted(field)
            if field.error:
                wrong.append(field)
        self.count()
        return wrong

    @staticmethod
    def _wanted(field: InputField) -> str:
        if field.is_set or not field.parameter.required:
            return ""
        is_text = field.parameter.component.lower() == "textbox" and field.parameter.choices is None
        return SEND_EMPTY if is_text else "a value is wanted"

    def show_problem(self, parameter: str, words: str) -> None:
        """Show what the server said about one field."""
        for field in self.fields:
            if field.parameter.name == parameter:
                field.error = words
        self.count()

    def count(self) -> None:
        """Say in the heading how much is set, what is wanting, what is to be mended."""
        fields = self.fields
        if not fields:
            self.say("")
            return
        wrong = sum(bool(field.error) for field in fields)
        if wrong:
            self.say(
                Content.assemble(
                    (f"{glyphs().failed} {wrong} of {len(fields)}", "$error"),
                    (" to mend", "$muted"),
                )
            )
            return
        if self._noted and self.screen.has_class("-narrow"):
            self.say(self._noted)
            return
        wanting = [field.label for field in fields if not field.is_set]
        words = f"{len(fields) - len(wanting)} of {len(fields)} set"
        if wanting:
            words += f" {glyphs().dot} {line(wanting[0], 20)} wanted"
        self.say(words)

    @on(InputField.Changed)
    def _changed(self, event: InputField.Changed) -> None:
        event.stop()
        if event.field.error:
            event.field.error = event.field.problem() or ""
        # Typing must never wait for counts and code: they follow at most twenty times a second.
        if not self._is_settling:
            self._is_settling = True
            self.set_timer(SETTLE, self._settled)

    def _settled(self) -> None:
        self._is_settling = False
        self._note()
        self.count()
        self.post_message(self.Changed())

    @on(InputField.Submitted)
    def _submitted(self, event: InputField.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    def close_overlay(self) -> bool:
        """Close the choices that lie open; say whether there were any."""
        for field in self.fields:
            if field.has_overlay:
                field.close_overlay()
                return True
        return False

    @property
    def field_in_hand(self) -> InputField | None:
        """The field with focus, else the one that had it last."""
        return self.focused_field or self._last

    def action_default(self) -> None:
        """Put the app's own value back into the field in hand."""
        field = self.field_in_hand
        if field is not None:
            field.set_value(field.parameter.default)

    def action_null(self) -> None:
        """Put null into the field in hand."""
        field = self.field_in_hand
        if field is not None:
            field.set_value(None)

    @property
    def focused_field(self) -> InputField | None:
        focused = self.screen.focused
        if focused is None:
            return None
        return next(
            (each for each in focused.ancestors_with_self if isinstance(each, InputField)), None
        )

    def _note(self) -> None:
        # In a narrow window the notes have no room at their field; the heading shows the one in
        # hand.
        field = self.focused_field
        self._last = field or self._last
        self._noted = line(field.note, 40) if field else ""

    def on_descendant_focus(self) -> None:
        super().on_descendant_focus()
        self._note()
        self.count()

    def on_descendant_blur(self) -> None:
        super().on_descendant_blur()
        field = self.focused_field
        if field is None:
            self._noted = ""
            self.count()

    def focus_first(self) -> None:
        """Focus the first field that wants a value, else the first."""
        fields = self.fields
        if not fields:
            box = self.query_one("#fields", VerticalScroll)
            box.can_focus = True
            box.focus()
            return
        wanting = [field for field in fields if not field.is_set]
        (wanting or fields)[0].focus_editor()
