"""Input fields, one for each component type (model/components.py).

To add a field, write a file here, a row in INPUTS, and a test. A component without a row is edited
as JSON.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from spacetui.model.components import BUTTONS, component_type
from spacetui.model.schema import Parameter

if TYPE_CHECKING:
    from spacetui.tui.inputs.input_field import InputField

TEXT = "text_fields:TextField"
CHOICES = "choice_field:ChoiceListField"
FILES = "file:FileField"
FALLBACK = "json:JsonField"
INPUTS: dict[str, str] = {
    "Textbox": TEXT,
    "Markdown": TEXT,
    "HTML": TEXT,
    "Code": "code:CodeField",
    "Number": "number:NumberField",
    "Slider": "slider:SliderField",
    "Checkbox": "checkbox:CheckboxField",
    "CheckboxGroup": CHOICES,
    "Radio": CHOICES,
    "Dropdown": "dropdown:DropdownField",
    "Image": FILES,
    "Audio": FILES,
    "Video": FILES,
    "File": FILES,
    "UploadButton": FILES,
    "Model3D": FILES,
    "Gallery": FILES,
    "ColorPicker": "color:ColorField",
    "DateTime": "date_time:TimeField",
    "Dataframe": "table:TableField",
    "ImageEditor": FILES,
    "Chatbot": "chat:ChatField",
    "MultimodalTextbox": "multimodal:MultimodalField",
    "ImageSlider": FILES,
    "DownloadButton": FILES,
    "Dataset": "dropdown:DropdownField",
    "FileExplorer": "app_files:AppFilesField",
    "Timer": "number:NumberField",
    "Timeseries": "table:TableField",
    "WorkflowCanvas": TEXT,
    **dict.fromkeys(BUTTONS, TEXT),
    # Each is an object or a list of its own shape, of which the empty field shows an example.
    "JSON": FALLBACK,
    "HighlightedText": FALLBACK,
    "AnnotatedImage": FALLBACK,
    "Label": FALLBACK,
    "ParamViewer": FALLBACK,
    "Dialogue": FALLBACK,
    "Plot": FALLBACK,
    "NativePlot": FALLBACK,
    "BrowserState": FALLBACK,
}


def field_for(parameter: Parameter) -> "InputField":
    """Make the input field of a parameter."""
    module, _, name = _row_for(parameter).partition(":")
    field: InputField = getattr(import_module(f"{__name__}.{module}"), name)(parameter)
    return field


def _row_for(parameter: Parameter) -> str:
    row = INPUTS.get(component_type(parameter.component).name)
    if row is None:
        if parameter.takes_files:
            return FILES
        return FALLBACK
    if row == FILES and parameter.schema and not parameter.takes_files:
        # An image in a shape of its own: a data URI of Gradio 3, or the layers of an image editor.
        return FALLBACK
    if row == CHOICES and not parameter.choices:
        return FALLBACK
    return row
