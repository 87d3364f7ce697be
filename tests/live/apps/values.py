"""A Gradio app of values that may be missing or odd: files, forms of text, limits, odd schemas.

Run: python values.py PORT. Each endpoint says what its function was given.
"""

import sys
from pathlib import Path

import gradio as gr


def told(value: object) -> object:
    """Return a value that is the same in each run: a path is only its name."""
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [told(each) for each in value]
    if isinstance(value, str) and "/" in value:
        return Path(value).name
    return value


def show(value) -> str:
    return repr(told(value))


def mix(text: str, picture=None, sound=None) -> str:
    return repr(told([text, picture, sound]))


# Gradio writes a .pyi next to the source file of a component, where the module has one.
_here = globals().pop("__file__")


class Loose(gr.components.Component):
    """A component whose schema says string, and which takes anything."""

    EVENTS = []

    def preprocess(self, payload):
        return payload

    def postprocess(self, value):
        return value

    def example_payload(self):
        return "text"

    example_value = example_payload

    def api_info(self):
        return {"type": "string"}


globals()["__file__"] = _here

with gr.Blocks(title="Values") as demo:
    out = gr.Textbox(label="Given")
    inputs = {
        "image": gr.Image(type="filepath", label="Image"),
        "audio": gr.Audio(type="filepath", label="Audio"),
        "video": gr.Video(label="Video"),
        "file": gr.File(file_types=[".csv", "text"], label="File"),
        "files": gr.File(file_count="multiple", label="Files"),
        "upload": gr.UploadButton(label="Upload"),
        "gallery": gr.Gallery(type="filepath", label="Gallery"),
        "model3d": gr.Model3D(label="Model"),
        "imageeditor": gr.ImageEditor(type="filepath", label="Editor"),
        "imageslider": gr.ImageSlider(type="filepath", label="Slider"),
        "multimodal": gr.MultimodalTextbox(label="Multimodal"),
        "kept": gr.BrowserState({"visits": 3}),
        "short": gr.Textbox(label="Short", max_length=5),
        "moment": gr.DateTime(label="Moment", type="string"),
        "day": gr.DateTime(label="Day", type="string", include_time=False),
        "loose": Loose(label="Loose"),
        "size": gr.Slider(1, 9, value=2, step=1, label="Size"),
        "color": gr.Radio(["red", "blue"], value="red", label="Color"),
    }
    for name, component in inputs.items():
        gr.Button(name).click(show, component, out, api_name=name)
    gr.Button("mix").click(
        mix, [inputs["short"], inputs["image"], inputs["audio"]], out, api_name="mix"
    )

if __name__ == "__main__":
    demo.launch(
        server_name="127.0.0.1",
        server_port=int(sys.argv[1]),
        show_error=True,
        quiet=True,
        max_file_size=20_000,
    )
