"""The form pane: a field for each parameter of an endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.schema import MISSING, Endpoint, Json, Parameter
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.oauth_token import WARNING, OAuthTokenField
from spacetui.tui.keys import bindings
from spacetui.tui.use.example_list import ExampleList
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import focus_neighbour
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.widgets.typing_focus import takes_text

# An app may accept an empty text, so the second ctrl+r sends it.
SEND_EMPTY = "a value is wanted; ctrl+r again sends an empty text"
# Whether an app can do without a file is not in its schema; its page sends null for none.
SEND_NULL = "a file is wanted; ctrl+r again sends none"
_SENT_SECOND: Mapping[str, Json] = {SEND_EMPTY: "", SEND_NULL: None}
# Seconds from a letter to the update of counts and code.
SETTLE_SECONDS = 0.05
# Fields. Further than any form is long.
TO_END = 10**6


class FormPane(Pane):
    """The generated form: fields and their values."""

    NUMBER = "3"
    TITLE = "form"
    DEFAULT_CSS = """
    FormPane #fields { height: 1fr; }
    FormPane #nothing { padding-left: 2; height: auto; }
    FormPane #token-warning { padding-left: 2; height: auto; color: $warning; }
    FormPane #about { padding-left: 2; height: auto; color: $muted; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "default": "default",
            "null": "null",
            "move.up": "walk(-1)",
            "move.down": "walk(1)",
            "move.page_up": "walk(-5)",
            "move.page_down": "walk(5)",
            "move.first": f"walk({-TO_END})",
            "move.last": f"walk({TO_END})",
        }
    )

    @dataclass
    class Changed(Message):
        """A value has changed."""

    def __init__(self) -> None:
        super().__init__()
        # The note of the field with focus, shown in the heading of a narrow window.
        self._note_text = ""
        # The field that had focus last.
        self._last: InputField | None = None
        self._is_settling = False
        # Whether a text field is typed into as soon as tab or enter comes to it; esc ends that.
        self.is_typing_next = True

    def compose_body(self) -> ComposeResult:
        yield VerticalScroll(id="fields", can_focus=False)

    @property
    def fields(self) -> list[InputField]:
        return list(self.query(InputField))

    @property
    def parameter_fields(self) -> list[InputField]:
        """The fields without that of an OAuth token, which is no parameter."""
        return [each for each in self.fields if not isinstance(each, OAuthTokenField)]

    @property
    def oauth_token(self) -> str:
        """The token for the code of the endpoint; empty where the user gave none."""
        return next((each.token for each in self.query(OAuthTokenField)), "")

    async def show_endpoint(
        self, endpoint: Endpoint | None, values: Mapping[str, Json], oauth_token: str = ""
    ) -> None:
        """Build the form of an endpoint and put `values` into it; one mount for all fields."""
        box = self.query_one("#fields", VerticalScroll)
        self._last = None
        await box.remove_children()
        if endpoint is None:
            await box.mount(Static(text_content("no endpoints to call here."), id="nothing"))
            self.show_detail("")
            return
        with self.app.batch_update():
            await box.mount_all(_parts(endpoint, values, oauth_token))
        self.show_count()

    def renew(self, endpoint: Endpoint) -> None:
        """Show what was learned about the endpoint on show: help on its fields."""
        for field in self.parameter_fields:
            field.update_help(endpoint.parameter(field.parameter.name) or field.parameter)

    def take_changes(self, endpoint: Endpoint, values: Mapping[str, Json]) -> None:
        """Give the fields that a call has changed their new choices and limits.

        endpoint: as it is now. values: those that the app put into the form.
        """
        # Fields are replaced one after another in the order of the changes.
        self.call_next(self._take_changes, endpoint, dict(values))

    async def _take_changes(self, endpoint: Endpoint, values: Mapping[str, Json]) -> None:
        with self.app.batch_update():
            for field in self.parameter_fields:
                name = field.parameter.name
                parameter = endpoint.parameter(name)
                if parameter is None or not _is_changed(field.parameter, parameter):
                    if name in values:
                        field.set_value(values[name])
                    continue
                await self._replace(field, parameter, values)
        self._settled()

    async def _replace(
        self, old: InputField, parameter: Parameter, values: Mapping[str, Json]
    ) -> None:
        """Put a field for `parameter` in the place of `old`, with the same value and focus."""
        new = field_for(parameter)
        try:
            new.set_value(values.get(parameter.name, old.value()))
        except BadValue:
            old.update_help(parameter)  # what is being typed is not lost
            return
        was_in_focus = old.is_in_focus
        await self.query_one("#fields", VerticalScroll).mount(new, before=old)
        if was_in_focus:
            new.focus_editor()
        if self._last is old:
            self._last = new
        await old.remove()

    def fill(self, values: Mapping[str, Json]) -> None:
        """Put `values` into the fields; a field with none gets the app's own."""
        for field in self.parameter_fields:
            field.set_value(values.get(field.parameter.name, field.parameter.default))

    def fill_example(self) -> None:
        """Fill the form from the app's next example, if there are any."""
        for examples in self.query(ExampleList):
            self._fill_from(examples.next())

    @on(ExampleList.Picked)
    def _example_picked(self, event: ExampleList.Picked) -> None:
        event.stop()
        self._fill_from(event.values)

    def _fill_from(self, example: Mapping[str, Json]) -> None:
        for field in self.parameter_fields:
            if field.parameter.name in example:
                field.set_value(example[field.parameter.name])

    @property
    def has_examples(self) -> bool:
        return bool(self.query(ExampleList))

    def edit_field(self) -> str:
        """Edit the field in hand in $EDITOR; return why not, or "".

        The type of the field decides how the saved text is read.
        """
        from spacetui.tui.use.external_editor import edit_externally

        field = self.field_in_hand
        if field is None:
            return "no field has focus"
        try:
            value = edit_externally(
                self.app, field.parameter, self.values().get(field.parameter.name)
            )
        except SpacetuiError as error:
            return str(error)
        field.set_value(value)
        self.focus_field(field)
        return ""

    def values(self) -> dict[str, Json]:
        """Return the values by parameter name, without those that are missing or cannot be read."""
        found: dict[str, Json] = {}
        for field in self.parameter_fields:
            try:
                value = field.value()
            except BadValue:
                continue
            if value is not MISSING:
                found[field.parameter.name] = value
        return found

    def find_problem(self) -> str:
        """Check all fields, and focus the first wrong one; return how many are wrong, as text."""
        wrong = self.check()
        if not wrong:
            return ""
        self.focus_field(wrong[0])
        return f"{count_text(len(wrong), 'field')} to mend"

    def check(self) -> list[InputField]:
        """Show every problem at its field, and return the fields that have one."""
        wrong = []
        for field in self.fields:
            if field.error in _SENT_SECOND and not field.is_set:
                field.set_value(_SENT_SECOND[field.error])
            field.error = field.problem() or self._missing(field)
            if field.error:
                wrong.append(field)
        self.show_count()
        return wrong

    @staticmethod
    def _missing(field: InputField) -> str:
        if field.is_set or not field.parameter.required:
            return ""
        if field.parameter.takes_files:
            return SEND_NULL
        is_text = field.parameter.component.lower() == "textbox" and field.parameter.choices is None
        return SEND_EMPTY if is_text else "a value is wanted"

    def show_problem(self, parameter: str, words: str) -> None:
        """Show what the server said about one field."""
        for field in self.parameter_fields:
            if field.parameter.name == parameter:
                field.error = words
        self.show_count()

    def show_count(self) -> None:
        """Show in the heading how many fields are set, which is missing, how many are wrong."""
        self.show_detail(self._count_text(self.fields))

    def _count_text(self, fields: list[InputField]) -> str | Content:
        if not fields:
            return ""
        wrong = sum(bool(field.error) for field in fields)
        if wrong:
            count = f"{glyphs().failed} {wrong} of {len(fields)}"
            return Content.assemble((count, "$error"), (" to mend", "$muted"))
        if self._note_text and self.screen.has_class("-narrow"):
            return self._note_text
        missing = [field.label for field in fields if not field.is_set]
        text = f"{len(fields) - len(missing)} of {len(fields)} set"
        if missing:
            text += f" {glyphs().dot} {visible_line(missing[0], 20)} wanted"
        return text

    @on(InputField.Changed)
    def _changed(self, event: InputField.Changed) -> None:
        event.stop()
        if event.field.error:
            event.field.error = event.field.problem() or ""
        # Typing must not wait for counts and code: they follow at most twenty times a second.
        if not self._is_settling:
            self._is_settling = True
            self.set_timer(SETTLE_SECONDS, self._settled)

    def _settled(self) -> None:
        self._is_settling = False
        self._update_note()
        self.show_count()
        self.post_message(self.Changed())

    @on(InputField.Submitted)
    def _submitted(self, event: InputField.Submitted) -> None:
        event.stop()
        self.is_typing_next = True
        focus_neighbour(self.screen, 1)

    @property
    def open_field(self) -> InputField | None:
        """The field whose choices lie open over the page."""
        return next((field for field in self.fields if field.has_overlay), None)

    @property
    def field_in_hand(self) -> InputField | None:
        """The field with focus, else the one that had it last."""
        return self.focused_field or self._last

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("default", "null"):
            return self.field_in_hand is not None
        if action == "walk":
            return bool(self.fields)
        return super().check_action(action, parameters)

    def action_walk(self, by: int) -> None:
        """Move among the fields. Where letters are keys, they stay keys."""
        fields, field = self.fields, self.focused_field
        self.is_typing_next = takes_text(self.screen.focused)
        at = fields.index(field) + by if field in fields else 0
        self.focus_field(fields[max(0, min(at, len(fields) - 1))])

    def focus_field(self, field: InputField) -> None:
        """Focus a field: its text is typed into, unless esc has ended that."""
        if self.is_typing_next:
            field.focus_editor()
        else:
            field.choose()

    def leave_text(self) -> None:
        """Choose the field that is typed into, so that letters are keys."""
        self.is_typing_next = False
        field = self.focused_field
        if field is not None:
            field.leave_text()

    def leave_search(self, at: Widget | None) -> None:
        """Choose the field whose label or note was found."""
        around = self.search.found.ancestors if self.search.found is not None else []
        field = next((each for each in self.fields if each in around), None)
        if field is None:
            super().leave_search(at)
        else:
            self.is_typing_next = False
            self.focus_field(field)

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

    def _update_note(self) -> None:
        # In a narrow window the notes have no room at their field; the heading shows the one in
        # hand.
        field = self.focused_field
        self._last = field or self._last
        if field is not None and takes_text(self.screen.focused):
            self.is_typing_next = True  # by enter, or by a click
        self._note_text = visible_line(field.note, 40) if field else ""

    def on_resize(self) -> None:
        self.show_count()  # the heading of a narrow window has the note of the field in hand

    def on_descendant_focus(self) -> None:
        super().on_descendant_focus()
        self._update_note()
        self.show_count()

    def on_descendant_blur(self) -> None:
        super().on_descendant_blur()
        field = self.focused_field
        if field is None:
            self._note_text = ""
            self.show_count()

    def focus_first(self) -> None:
        """Focus the first field that wants a value, else the first."""
        fields = self.fields
        if not fields:
            box = self.query_one("#fields", VerticalScroll)
            box.can_focus = True
            box.focus()
            return
        wanting = [field for field in fields if not field.is_set]
        self.focus_field((wanting or fields)[0])

    def focus_chosen(self) -> None:
        self.is_typing_next = False
        self.focus_first()

    def take_focus_at(self, widget: Widget) -> None:
        field = next((each for each in self.fields if each in widget.ancestors_with_self), None)
        if field is None or not field.holds_text or self.is_typing_next:
            super().take_focus_at(widget)
        else:
            field.choose()


def _is_changed(old: Parameter, new: Parameter) -> bool:
    """Return whether a field has to be built anew: more has changed than its help."""
    return replace(old, description=new.description, default=new.default) != new


def _parts(endpoint: Endpoint, values: Mapping[str, Json], oauth_token: str) -> list[Widget]:
    """Return the widgets of a form, with `values` in its fields."""
    parts: list[Widget] = []
    if endpoint.description:
        parts.append(Static(line_content(endpoint.description, 300), id="about"))
    for parameter in endpoint.parameters:
        field = field_for(parameter)
        if parameter.name in values:
            field.set_value(values[parameter.name])
        parts.append(field)
    if endpoint.oauth_token:
        token_field = OAuthTokenField(endpoint)
        if oauth_token:
            token_field.set_value(oauth_token)
        parts += [Static(text_content(WARNING), id="token-warning"), token_field]
    elif not endpoint.parameters:
        text = (("nothing to fill. ", "$muted"), ("ctrl+r", "bold"), (" runs it.", "$muted"))
        parts.append(Static(Content.assemble(*text), id="nothing"))
    if endpoint.examples:
        parts.append(ExampleList(endpoint.examples))
    return parts
