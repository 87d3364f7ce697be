"""Input fields, one for each component type (model/components.py); the table is the registry.

A new one is a file here, a row in INPUTS, and a test. What is not in the table is edited as JSON.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from spacetui.model.components import component_type
from spacetui.model.schema import Parameter

if TYPE_CHECKING:
    from spacetui.tui.inputs.input_field import InputField

INPUTS: dict[str, str] = {
    "Textbox": "textbox:TextField",
    "Markdown": "textbox:TextField",
    "HTML": "textbox:TextField",
    "Code": "textbox:CodeField",
    "Number": "number:NumberField",
    "Slider": "slider:SliderField",
    "Checkbox": "checkbox:CheckboxField",
    "CheckboxGroup": "choice_field:ChoiceListField",
    "Radio": "choice_field:ChoiceListField",
    "Dropdown": "dropdown:DropdownField",
    "Image": "file:FileField",
    "Audio": "file:FileField",
    "Video": "file:FileField",
    "File": "file:FileField",
    "UploadButton": "file:FileField",
    "Model3D": "file:FileField",
    "Gallery": "file:FileField",
    "ColorPicker": "textbox:ColorField",
    "DateTime": "textbox:TimeField",
    "Dataframe": "table:TableField",
    "MultimodalTextbox": "multimodal:MultimodalField",
}
FALLBACK = "json:JsonField"


def field_for(parameter: Parameter) -> "InputField":
    """Make the input field of a parameter; the JSON field for a component we do not know."""
    row = INPUTS.get(component_type(parameter.component).name, "")
    if not row:
        row = "file:FileField" if parameter.takes_files else FALLBACK
    elif row.startswith("file:") and not parameter.takes_files and parameter.schema:
        # An image in a shape of its own: a data URI of Gradio 3, or the layers of an image editor.
        row = FALLBACK
    elif row.startswith("choice_field:") and not parameter.choices:
        row = FALLBACK
    module, _, name = row.partition(":")
    field: InputField = getattr(import_module(f"{__name__}.{module}"), name)(parameter)
    return field
