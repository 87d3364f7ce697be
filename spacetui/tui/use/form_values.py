"""FormValues: the fields of a form as one value; filled, read, checked, and counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content
from textual.widget import Widget

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.typing_focus import OpensChoices

# An app may accept an empty text, so the second ctrl+r sends it.
SEND_EMPTY = f"a value is wanted; {key_name('run')} again sends an empty text"
# Whether an app can do without a file is not in its schema; its page sends null for none.
SEND_NULL = f"a file is wanted; {key_name('run')} again sends none"
_SENT_SECOND: Mapping[str, Json] = {SEND_EMPTY: "", SEND_NULL: None}


class FormValues:
    """The fields of a form, in their order; looked up each time, since calls replace them.

    form: the widget whose children they are. A query would match the CSS of all widgets below it,
    which takes 20 ms for a form of 60 fields, and is asked for several times a key.
    Iterated over, they are those that are shown: a Timer has a default that its page sends unseen.
    """

    def __init__(self, form: Widget) -> None:
        self._form = form

    def __iter__(self) -> Iterator[InputField]:
        return (each for each in self._all if each.display)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, at: int) -> InputField:
        return list(self)[at]

    @property
    def _all(self) -> list[InputField]:
        return [each for each in self._form.children if isinstance(each, InputField)]

    @property
    def of_parameters(self) -> list[InputField]:
        """All fields, unseen ones too, without that of an OAuth token, which is no parameter."""
        return [each for each in self._all if each.is_of_parameter]

    @property
    def oauth_token(self) -> str:
        """The token for the code of the endpoint; empty where the user gave none."""
        others = [each for each in self._all if not each.is_of_parameter]
        if not others:
            return ""
        from spacetui.tui.inputs.oauth_token import OAuthTokenField  # few forms have one

        return next((each.token for each in others if isinstance(each, OAuthTokenField)), "")

    @property
    def opened(self) -> OpensChoices | None:
        """The editor whose choices lie open over the page."""
        focused = self._form.screen.focused  # choices close when the focus leaves them
        if focused is None or self.around(focused) is None:
            return None
        found = (each for each in focused.ancestors_with_self if isinstance(each, OpensChoices))
        return next((each for each in found if each.is_open), None)

    def around(self, widget: Widget | None) -> InputField | None:
        """Return the field that holds `widget`, or that `widget` is."""
        if widget is None:
            return None
        parents = widget.ancestors_with_self
        return next((each for each in parents if isinstance(each, InputField)), None)

    def values(self) -> dict[str, Json]:
        """Return the values by parameter name, without those that are missing or cannot be read."""
        found: dict[str, Json] = {}
        for field in self.of_parameters:
            try:
                value = field.value()
            except BadValue:
                continue
            if value is not MISSING:
                found[field.parameter.name] = value
        return found

    def fill(self, values: Mapping[str, Json]) -> None:
        """Put `values` into the fields; a field with none gets the app's own."""
        for field in self.of_parameters:
            field.set_value(values.get(field.parameter.name, field.parameter.default))

    def fill_some(self, values: Mapping[str, Json]) -> None:
        """Put `values` into their fields; the other fields stay as they are."""
        for field in self.of_parameters:
            if field.parameter.name in values:
                field.set_value(values[field.parameter.name])

    def check(self) -> list[InputField]:
        """Show every problem at its field, and return the fields that have one."""
        wrong = []
        for field in self:
            if field.error in _SENT_SECOND and not field.is_set:
                field.set_value(_SENT_SECOND[field.error])
            field.error = field.problem() or _missing(field)
            if field.error:
                wrong.append(field)
        return wrong

    def show_problem(self, parameter: str, words: str) -> None:
        """Show what the server said about one field."""
        for field in self.of_parameters:
            if field.parameter.name == parameter:
                field.display, field.error = True, words

    def summary(self, note: Content) -> str | Content:
        """Return how many fields are wrong, or a note, or how many are set and which is missing."""
        fields = list(self)
        if not fields:
            return ""
        wrong = sum(bool(field.error) for field in fields)
        if wrong:
            count = f"{glyphs().failed} {wrong} of {len(fields)}"
            return Content.assemble((count, "$error"), (" to mend", "$muted"))
        if note:
            return note
        missing = [field.label for field in fields if not field.is_set]
        text = f"{len(fields) - len(missing)} of {len(fields)} set"
        if missing:
            text += f" {glyphs().dot} {visible_line(missing[0], 20)} wanted"
        return text


def _missing(field: InputField) -> str:
    """Return what to show at a field that has no value but needs one."""
    if field.is_set or not field.parameter.required:
        return ""
    if field.parameter.takes_files:
        return SEND_NULL
    is_text = field.parameter.component.lower() == "textbox" and field.parameter.choices is None
    if is_text:
        return SEND_EMPTY
    return "a value is wanted"
