"""What a form shows of a parameter, whatever its field: its label, its help and its type."""

from spacetui.model.components import component_type
from spacetui.model.parameter_limits import limits_of_value, text_limit
from spacetui.model.schema import Parameter
from spacetui.tui.widgets.glyphs import glyphs

MAX_LABEL = 120
# Gradio names five types in a row where it takes any value.
ANY_TYPES = 4
# JSON types under the names that users read.
_TYPE_NAMES = {"string": "text", "object": "JSON object", "array": "JSON list"}


def label_text(parameter: Parameter) -> str:
    """Return the label: the app's, unless it only repeats the parameter's name."""
    label, name = parameter.label.strip(), parameter.name
    if not label or _repeats_name(label, name):
        return name or label
    return label


def _repeats_name(label: str, name: str) -> bool:
    return len(label) <= MAX_LABEL and label.casefold().replace(" ", "_") == name.casefold()


def help_text(parameter: Parameter) -> str:
    """Return what is known of a parameter beyond its label; may be empty."""
    limits = limits_of_value(parameter)
    if component_type(parameter.component).name == "Textbox" and limits == text_limit(parameter):
        limits = ""  # its field counts the characters: `3 of 20 characters`
    # What the app says of it comes first: the end may be cut.
    texts = dict.fromkeys((parameter.info, parameter.description, limits))
    parts = [each for each in texts if each]
    if label_text(parameter) != parameter.name:
        parts.append(parameter.name)
    return f" {glyphs().dot} ".join(parts)


def type_label(parameter: Parameter) -> str:
    """Return a parameter's type in a word or two.

    It is the type of the schema, else the server's own text, else the component.
    """
    name = parameter.schema.get("type")
    if isinstance(name, str):
        return _TYPE_NAMES.get(name, name)
    if parameter.python_type.count("|") >= ANY_TYPES:
        return "any JSON"
    return parameter.python_type or parameter.component or "JSON"
