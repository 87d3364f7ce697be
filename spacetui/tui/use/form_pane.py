"""The form pane: a field for each parameter of an endpoint, with the keys that act on fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.text.format import count_text
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.keys import bindings
from spacetui.tui.use.field_focus import FieldFocus
from spacetui.tui.use.form_body import FormBody
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import focus_neighbour

# Seconds from a letter to the update of counts and code.
SETTLE_SECONDS = 0.05
# Fields. Further than any form is long.
TO_END = 10**6


class FormPane(Pane):
    """The generated form.

    body: builds the fields. fields: their values. field_focus: which of them has the focus.
    """

    NUMBER = "3"
    TITLE = "form"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "default": "fill(False)",
            "null": "fill(True)",
            "take": "take",
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

    @dataclass
    class TakeRequested(Message):
        """A field is to have an output of an earlier call."""

        parameter: Parameter

    def __init__(self, key_priority: KeyPriority) -> None:
        super().__init__()
        self.body = FormBody(key_priority)
        self.fields = self.body.fields
        self.field_focus = FieldFocus(self, self.fields)
        self._is_settling = False

    def compose_body(self) -> ComposeResult:
        yield self.body

    async def show_endpoint(
        self,
        endpoint: Endpoint | None,
        values: Mapping[str, Json],
        oauth_token: str,
        on_first: Callable[[], None],
    ) -> None:
        """Show the form of an endpoint, with `values` in its fields; see FormBody.build."""
        self.field_focus.forget()
        await self.body.build(endpoint, values, oauth_token, on_first)
        self.show_count()

    def take_changes(self, endpoint: Endpoint, values: Mapping[str, Json]) -> None:
        """Give the fields what a call has changed, later; see FormBody.take_changes."""
        # Fields are replaced one after another in the order of the changes.
        self.call_next(self._take_changes, endpoint, dict(values))

    async def _take_changes(self, endpoint: Endpoint, values: Mapping[str, Json]) -> None:
        await self.body.take_changes(endpoint, values)
        self._settled()

    # What is wrong, and what has changed.

    def find_problem(self) -> str:
        """Check all fields, and focus the first wrong one; return how many are wrong, as text."""
        wrong = self.fields.check()
        self.show_count()
        if not wrong:
            return ""
        self.field_focus.focus(wrong[0])
        return f"{count_text(len(wrong), 'field')} to mend"

    def show_count(self) -> None:
        """Show in the heading how many fields are set, which is missing, how many are wrong.

        In a narrow window a note has no room at its field; the heading shows the one in hand.
        """
        is_narrow = self.screen.has_class("-narrow")
        self.show_detail(self.fields.summary(self.field_focus.note if is_narrow else Content("")))

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
        self._follow_focus()
        self.post_message(self.Changed())

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("fill", "take"):
            return self.field_focus.in_hand is not None
        if action == "walk":
            return bool(self.fields)
        return super().check_action(action, parameters)

    def action_walk(self, by: int) -> None:
        self.field_focus.walk(by)

    def action_fill(self, is_null: bool) -> None:
        """Put null into the field in hand, or the app's own value back."""
        field = self.field_focus.in_hand
        if field is not None:
            field.set_value(None if is_null else field.parameter.default)

    def action_take(self) -> None:
        if (field := self.field_focus.in_hand) is not None:
            self.post_message(self.TakeRequested(field.parameter))

    # Focus.

    @on(InputField.Submitted)
    def _submitted(self, event: InputField.Submitted) -> None:
        event.stop()
        self.field_focus.is_typing_next = True
        focus_neighbour(self.screen, 1)

    def leave_text(self) -> None:
        self.field_focus.leave_text()

    def leave_search(self, at: Widget | None) -> None:
        """Choose the field whose label or note was found."""
        if (field := self.fields.around(self.search.found)) is None:
            super().leave_search(at)
        else:
            self.field_focus.choose(field)

    def on_resize(self) -> None:
        if self.fields:  # else the first frame would be followed by another that shows the same
            self.show_count()

    def _follow_focus(self) -> None:
        self.field_focus.follow()
        self.show_count()

    def on_descendant_focus(self) -> None:
        super().on_descendant_focus()
        self._follow_focus()

    def on_descendant_blur(self) -> None:
        super().on_descendant_blur()
        if self.field_focus.focused is None:
            self._follow_focus()

    def focus_first(self) -> None:
        """Focus the first field that wants a value, else the first."""
        if not self.field_focus.focus_first():
            self.body.can_focus = True
            self.body.focus()

    def focus_chosen(self) -> None:
        self.field_focus.is_typing_next = False
        self.focus_first()

    def take_focus_at(self, widget: Widget) -> None:
        if not self.field_focus.take(widget):
            super().take_focus_at(widget)
