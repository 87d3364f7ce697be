"""What is known of Gradio's component types: one row each. What reads or draws them is elsewhere.

A component that has no row is an unknown one: its values are edited and shown as JSON. How the app
draws one is in tui/inputs (INPUTS) and tui/outputs (OUTPUTS), by the names of this table.
"""

from typing import NamedTuple


# Not a dataclass, which takes three times as long to make, before the first form.
class ComponentType(NamedTuple):
    """One component type.

    name: as Gradio's class is spelled, `CheckboxGroup`; servers send other spellings of it.
    label: what it holds, in a word or two for the user; empty where the name is enough.
    is_hidden: its page does not show it, and sends its default.
    has_value: whether it is a parameter or a return where the server does not say so (Gradio 3);
    False for layout and State.
    takes_null: False where Gradio's preprocess compares or unpacks the value.

    Values: has_choices: its config lists them. takes_list: a value is a list. is_numeric: its
    minimum and maximum are limits. has_precision: precision 0 means whole numbers. plain_step: the
    step of one that was given none, which limits nothing.

    Files: takes_files, gives_files: a value is one or several files. has_file_count: its config
    states how many. is_gallery: each of its files has a caption. is_pair: there are two.
    is_multimodal: a value is a text with files. media: image, audio or video where its files are
    mostly that. file_types: the endings that its page takes, where its config states none. With
    Gradio 3, is_inline: the content is sent in the value; fetches_urls: the server fetches a file
    from a URL by itself.
    """

    name: str
    label: str = ""
    has_value: bool = True
    is_hidden: bool = False
    takes_null: bool = True
    has_choices: bool = False
    takes_list: bool = False
    is_numeric: bool = False
    has_precision: bool = False
    plain_step: float | None = None
    takes_files: bool = False
    gives_files: bool = False
    has_file_count: bool = False
    is_gallery: bool = False
    is_pair: bool = False
    is_multimodal: bool = False
    file_types: tuple[str, ...] = ()
    media: str = ""
    is_inline: bool = False
    fetches_urls: bool = False


# In Gradio 3 only their type shows that these have no value (gradio_client utils, SKIP_COMPONENTS).
WITHOUT_VALUE = (
    "State",
    "Row",
    "Column",
    "Tabs",
    "Tab",
    "TabItem",
    "Box",
    "Form",
    "Accordion",
    "Group",
    "Interpretation",
    "Sidebar",
)
# Only in Gradio 3 is a button a parameter: its value is its caption.
BUTTONS = (
    "Button",
    "ClearButton",
    "DeepLinkButton",
    "DuplicateButton",
    "LoginButton",
    "LogoutButton",
)

COMPONENTS = (
    ComponentType("Textbox", "text"),
    ComponentType("MultimodalTextbox", "text and files", is_multimodal=True),
    ComponentType("Markdown", "text"),
    ComponentType("HTML", "html"),
    ComponentType("Code"),
    ComponentType("JSON", "json"),
    ComponentType("HighlightedText", "marked text"),
    ComponentType("Chatbot", "chat"),
    ComponentType("Dialogue", "speech"),
    ComponentType("Label"),
    ComponentType("ParamViewer", "parameters"),
    ComponentType("WorkflowCanvas", "workflow"),
    ComponentType("Number", "number", is_numeric=True, has_precision=True, plain_step=1),
    ComponentType("Slider", "number", is_numeric=True, takes_null=False),
    ComponentType("Checkbox", "yes or no"),
    ComponentType("CheckboxGroup", "choices", has_choices=True, takes_list=True, takes_null=False),
    ComponentType("Radio", "choice", has_choices=True),
    ComponentType("Dropdown", "choice", has_choices=True),
    # A value is the index of a sample. Gradio 3 leaves it out of its endpoints.
    ComponentType("Dataset", "sample", has_value=False, has_choices=True),
    ComponentType("Timer", "seconds", is_numeric=True, is_hidden=True),
    ComponentType("ColorPicker"),
    ComponentType("DateTime"),
    ComponentType("Dataframe", "table"),
    ComponentType("Timeseries", "table"),
    # A BarPlot, LinePlot or ScatterPlot as config and /info spell it since Gradio 4.31.
    ComponentType("NativePlot", "plot"),
    ComponentType("LinePlot"),
    ComponentType("BarPlot"),
    ComponentType("ScatterPlot"),
    ComponentType("Plot"),
    ComponentType("Image", media="image", takes_files=True, gives_files=True, is_inline=True),
    # Its value holds several images: the picture, layers over it, and what they make together.
    ComponentType("ImageEditor", media="image", takes_files=True),
    ComponentType("AnnotatedImage", "marked image"),
    # As an output it is a pair of files, which cannot be passed on as one.
    ComponentType("ImageSlider", "images", media="image", takes_files=True, is_pair=True),
    ComponentType("Gallery", "images", media="image", takes_files=True, is_gallery=True),
    ComponentType("Audio", media="audio", takes_files=True, gives_files=True, fetches_urls=True),
    ComponentType("Video", media="video", takes_files=True, gives_files=True, fetches_urls=True),
    ComponentType("File", takes_files=True, gives_files=True, has_file_count=True),
    ComponentType("UploadButton", takes_files=True, gives_files=True, has_file_count=True),
    ComponentType("DownloadButton", "file", gives_files=True),
    ComponentType(
        "Model3D",
        "3d model",
        takes_files=True,
        gives_files=True,
        file_types=(".glb", ".gltf", ".obj", ".stl", ".splat", ".ply"),
    ),
    ComponentType("FileExplorer", "files of the app"),
    ComponentType("BrowserState", "kept by the browser", is_hidden=True),
    *(ComponentType(name, "text") for name in BUTTONS),
    *(ComponentType(name, has_value=False) for name in WITHOUT_VALUE),
)

# /config spells a component `checkboxgroup`, /info `Checkboxgroup`.
_BY_LOWER_NAME = {row.name.lower(): row for row in COMPONENTS}


def component_type(name: str) -> ComponentType:
    """Return what is known of a component, whatever its spelling; of an unknown one, its name."""
    return _BY_LOWER_NAME.get(name.lower()) or ComponentType(name)
