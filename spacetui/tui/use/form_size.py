"""Which endpoints have so small a form that its column is better given to the result."""

from spacetui.model.components import component_type
from spacetui.model.schema import Endpoint, Parameter

# Fields that fit into a narrow column as well as into a wide one.
SHORT = {"Number", "Slider", "Checkbox", "ColorPicker", "DateTime", "Timer", "Radio", "Dropdown"}
MAX_FIELDS = 2
# Characters of a text, and choices.
MAX_TEXT, MAX_CHOICES = 24, 8


def has_small_form(endpoint: Endpoint | None) -> bool:
    """Return whether an endpoint has nothing to fill, or at most two short fields."""
    if endpoint is None:
        return False
    fields = endpoint.parameters
    return len(fields) <= MAX_FIELDS and all(map(_is_short, fields))


def _is_short(parameter: Parameter) -> bool:
    if parameter.max_length is not None and parameter.max_length <= MAX_TEXT:
        return True
    name = component_type(parameter.component).name
    choices = parameter.choices or ()
    return name in SHORT and not parameter.multiselect and len(choices) <= MAX_CHOICES
