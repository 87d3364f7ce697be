"""FormBody: the fields of an endpoint under the heading of the form; built, renewed, replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from spacetui.errors import BadValue
from spacetui.model.components import component_type
from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.keys import bindings, key_name
from spacetui.tui.use.form_values import FormValues
from spacetui.tui.widgets.safe_content import line_content, text_content

if TYPE_CHECKING:
    from spacetui.tui.use.example_list import ExampleList


class FormBody(VerticalScroll):
    """A field for each parameter of an endpoint, and below them the examples of its app."""

    DEFAULT_CSS = """
    FormBody { height: 1fr; }
    FormBody #nothing { padding-left: 2; height: auto; }
    FormBody #token-warning { padding-left: 2; height: auto; color: $warning; }
    FormBody #about { padding-left: 2; height: auto; color: $muted; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings({"form_json": "as_json"})

    def __init__(self) -> None:
        super().__init__(id="fields", can_focus=False)
        self.fields = FormValues(self)
        self._examples: ExampleList | None = None

    async def build(
        self, endpoint: Endpoint | None, values: Mapping[str, Json], oauth_token: str
    ) -> None:
        """Build the form of an endpoint and put `values` into it; one mount for all fields."""
        await self.remove_children()
        self._examples = _example_list(endpoint)
        if endpoint is None:
            await self.mount(Static(text_content("no endpoints to call here."), id="nothing"))
            return
        with self.app.batch_update():
            fields = _fields(endpoint, values, oauth_token)
            examples = [self._examples] if self._examples is not None else []
            await self.mount_all([*fields, *examples])

    def renew(self, endpoint: Endpoint) -> None:
        """Show what was learned about the endpoint on show: help on its fields."""
        for field in self.fields.of_parameters:
            field.update_help(endpoint.parameter(field.parameter.name) or field.parameter)

    async def take_changes(self, endpoint: Endpoint, values: Mapping[str, Json]) -> None:
        """Give the fields that a call has changed their new choices and limits.

        endpoint: as it is now. values: those that the app put into the form.
        """
        with self.app.batch_update():
            for field in self.fields.of_parameters:
                name = field.parameter.name
                parameter = endpoint.parameter(name)
                if parameter is not None and _is_changed(field.parameter, parameter):
                    await self._replace(field, parameter, values)
                elif name in values:
                    field.set_value(values[name])

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
        await self.mount(new, before=old)
        if was_in_focus:
            new.focus_editor()
        await old.remove()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "as_json":
            return bool(self.fields.of_parameters)
        return super().check_action(action, parameters)

    def action_as_json(self) -> None:
        """Show all values as JSON, and take them back as they are edited there."""
        from spacetui.tui.use.form_json_dialog import FormJsonDialog

        self.app.push_screen(FormJsonDialog(self.fields))

    @property
    def has_examples(self) -> bool:
        return self._examples is not None

    def fill_example(self) -> None:
        """Fill the form from the app's next example, if there are any."""
        if self._examples is not None:
            self.fields.fill_some(self._examples.next())

    # By its name, not by @on, which would import the class for a form without examples too.
    def on_example_list_picked(self, event: ExampleList.Picked) -> None:
        event.stop()
        self.fields.fill_some(event.values)


def _is_changed(old: Parameter, new: Parameter) -> bool:
    """Return whether a field has to be built anew: more has changed than its help."""
    return old._replace(description=new.description, default=new.default) != new


def _example_list(endpoint: Endpoint | None) -> ExampleList | None:
    """Return the list of the examples of an endpoint, if it has any."""
    if endpoint is None or not endpoint.examples:
        return None
    from spacetui.tui.use.example_list import ExampleList

    return ExampleList(endpoint.examples)


def _token_parts(endpoint: Endpoint, oauth_token: str) -> list[Widget]:
    """Return the field of the OAuth token for the code of an endpoint, under its warning."""
    from spacetui.tui.inputs.oauth_token import WARNING, OAuthTokenField

    field = OAuthTokenField(endpoint)
    if oauth_token:
        field.set_value(oauth_token)
    return [Static(text_content(WARNING), id="token-warning"), field]


def _fields(endpoint: Endpoint, values: Mapping[str, Json], oauth_token: str) -> list[Widget]:
    """Return the widgets of a form without its examples, with `values` in its fields."""
    parts: list[Widget] = []
    if endpoint.description:
        parts.append(Static(line_content(endpoint.description, 300), id="about"))
    for parameter in endpoint.parameters:
        field = field_for(parameter)
        if parameter.name in values:
            field.set_value(values[parameter.name])
        kind = component_type(parameter.component)
        field.display = parameter.required or not kind.is_hidden
        parts.append(field)
    if endpoint.oauth_token:
        parts += _token_parts(endpoint, oauth_token)
    elif not any(isinstance(each, InputField) and each.display for each in parts):
        text = (("nothing to fill. ", "$muted"), (key_name("run"), "bold"), (" runs it.", "$muted"))
        parts.append(Static(Content.assemble(*text), id="nothing"))
    return parts
