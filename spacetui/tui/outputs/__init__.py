"""Output views, one for each component type (model/components.py).

To add a view, write a file here, a row in OUTPUTS, and a test. A component without a row is shown
as JSON.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from spacetui.model.components import BUTTONS, component_type
from spacetui.model.schema import Return

if TYPE_CHECKING:
    from spacetui.tui.outputs.output_view import Fetch, OutputView

OUTPUTS: dict[str, str] = {
    "Textbox": "textbox:TextView",
    "Markdown": "markdown:MarkdownView",
    "HTML": "html:HtmlView",
    "Code": "code:CodeView",
    "JSON": "json:JsonView",
    "Number": "short_value:ShortView",
    "Slider": "short_value:ShortView",
    "Checkbox": "short_value:ShortView",
    "CheckboxGroup": "short_value:ShortView",
    "Radio": "short_value:ShortView",
    "Dropdown": "short_value:ShortView",
    "ColorPicker": "color:ColorView",
    "DateTime": "short_value:ShortView",
    "Label": "label:LabelView",
    "HighlightedText": "highlighted_text:HighlightedTextView",
    "Image": "image:ImageView",
    "ImageEditor": "image:ImageView",
    "AnnotatedImage": "annotated_image:AnnotatedImageView",
    "Plot": "plot:PlotView",
    "Gallery": "gallery:GalleryView",
    "ImageSlider": "image_slider:ImageSliderView",
    "Audio": "audio:AudioView",
    "Video": "video:VideoView",
    "File": "file:FileView",
    "DownloadButton": "file:FileView",
    "UploadButton": "file:FileView",
    "Model3D": "file:FileView",
    "Dataframe": "table:TableView",
    "Timeseries": "table:TableView",
    "NativePlot": "native_plot:NativePlotView",
    "LinePlot": "native_plot:NativePlotView",
    "BarPlot": "native_plot:NativePlotView",
    "ScatterPlot": "native_plot:NativePlotView",
    "Timer": "short_value:ShortView",
    "Chatbot": "chatbot:ChatView",
    "Dialogue": "dialogue:DialogueView",
    "MultimodalTextbox": "multimodal:MultimodalView",
    "FileExplorer": "file_explorer:FileExplorerView",
    "ParamViewer": "param_viewer:ParamViewerView",
    **dict.fromkeys(BUTTONS, "short_value:ShortView"),
}
FALLBACK = "json:JsonView"


def view_for(return_: Return, fetch: "Fetch | None" = None) -> "OutputView":
    """Make the view of one output."""
    row = OUTPUTS.get(component_type(return_.component).name, FALLBACK)
    module, _, name = row.partition(":")
    view: OutputView = getattr(import_module(f"{__name__}.{module}"), name)(return_, fetch)
    return view
