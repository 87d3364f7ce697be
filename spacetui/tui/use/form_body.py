"""FormBody: the fields of an endpoint under the heading of the form; built, renewed, replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, ClassVar, Self

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Static

from spacetui.errors import BadValue
from spacetui.model.components import component_type
from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.keys import bindings, key_name
from spacetui.tui.textual_private.compositor import holding_layout
from spacetui.tui.use.form_values import FormValues
from spacetui.tui.widgets.safe_content import line_content, text_content

if TYPE_CHECKING:
    from spacetui.tui.use.example_list import ExampleList

# Parts of a form that are mounted before it is seen, about as many as are seen then; those that are
# mounted between two looks at the keys; and those that are laid out together: each layout visits
# all that is there.
FIRST, PIECE, LAID_OUT = 8, 2, 8
# Seconds in which Textual lays the page out.
FRAME = 0.02


class FormBody(VerticalScroll):
    """A field for each parameter of an endpoint, and below them the examples of its app."""

    DEFAULT_CSS = """
    FormBody { height: 1fr; }
    FormBody #nothing { padding-left: 2; height: auto; }
    FormBody #token-warning { padding-left: 2; height: auto; color: $warning; }
    FormBody #about { padding-left: 2; height: auto; color: $muted; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings({"form_json": "as_json"})

    # What is mounted out of sight changes nothing that is seen, but the scrollbar.
    virtual_size = Reactive(Size(0, 0), layout=True, repaint=False)

    def __init__(self, key_priority: KeyPriority) -> None:
        super().__init__(id="fields", can_focus=False)
        self._key_priority = key_priority
        self._is_growing = False
        self.fields = FormValues(self)
        self._examples: ExampleList | None = None

    async def build(
        self,
        endpoint: Endpoint | None,
        values: Mapping[str, Json],
        oauth_token: str,
        on_first: Callable[[], None],
    ) -> None:
        """Build the form of an endpoint and put `values` into it.

        A long form is mounted in pieces, from the top: between two of them keys are answered, as
        those that are typed into its first fields. on_first: called when these are there.
        """
        self._examples = _example_list(endpoint)
        is_long = endpoint is not None and len(endpoint.parameters) > LAID_OUT
        parts: Iterator[Widget]
        if endpoint is None:
            parts = iter([Static(text_content("no endpoints to call here."), id="nothing")])
        else:
            examples = [self._examples] if self._examples is not None else []
            parts = chain(_parts(endpoint, values, oauth_token), examples)
        # The form before it is seen until the first fields are there; keys are answered meanwhile.
        with self._growing():
            await self.remove_children()
            # Else all fields would be laid out anew for the width that is left when it comes.
            self.styles.scrollbar_gutter = "stable" if is_long else "auto"
            # What is typed for this form waits for these: they must not wait for it.
            await self._mount_run(islice(parts, FIRST), self._key_priority.let_pass)
        if endpoint is not None:
            await self._mount_runs(islice(parts, _count_at_once(endpoint, values) - FIRST))
        on_first()
        await self._mount_runs(parts)

    @contextmanager
    def _growing(self) -> Iterator[None]:
        """Mount fields and lay them out together."""
        self._is_growing = True
        try:
            with holding_layout(self.screen):
                yield
        finally:
            self._is_growing = False

    async def _mount_runs(self, parts: Iterator[Widget]) -> None:
        """Mount parts, and let the page be laid out before each run of them, and at the end."""
        while piece := list(islice(parts, PIECE)):
            await asyncio.sleep(FRAME)
            with self._growing():
                run = chain(piece, islice(parts, LAID_OUT - PIECE))
                await self._mount_run(run, partial(self._key_priority.go_first, 0.0))

    async def _mount_run(
        self, parts: Iterator[Widget], let_keys_pass: Callable[[], Awaitable[None]]
    ) -> None:
        """Mount parts of which all are laid out together."""
        while self.is_attached and (piece := list(islice(parts, PIECE))):  # else it is taken down
            await self.mount_all(piece)
            await let_keys_pass()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        # Textual draws all of it again for each field that is mounted.
        is_drawn = repaint and not self._is_growing
        return super().refresh(*regions, repaint=is_drawn, layout=layout, recompose=recompose)

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


def _parts(endpoint: Endpoint, values: Mapping[str, Json], oauth_token: str) -> Iterator[Widget]:
    """Yield the widgets of a form without its examples, with `values` in its fields."""
    if endpoint.description:
        yield Static(line_content(endpoint.description, 300), id="about")
    has_field = False
    for parameter in endpoint.parameters:
        field = field_for(parameter)
        if parameter.name in values:
            field.set_value(values[parameter.name])
        kind = component_type(parameter.component)
        field.display = parameter.required or not kind.is_hidden
        has_field = has_field or field.display
        yield field
    if endpoint.oauth_token:
        yield from _token_parts(endpoint, oauth_token)
    elif not has_field:
        # Two lines: the column is narrow, since the result has the width.
        text = (("nothing to fill\n", "$muted"), (key_name("run"), "bold"), (" runs it", "$muted"))
        yield Static(Content.assemble(*text), id="nothing")


def _count_at_once(endpoint: Endpoint, values: Mapping[str, Json]) -> int:
    """Return how many parts are mounted before the user begins: to the first that wants a value."""
    wanting = (
        place
        for place, each in enumerate(endpoint.parameters, 2)  # below what the endpoint is about
        if each.required and each.name not in values
    )
    return max(FIRST, next(wanting, FIRST))
