"""A Gradio app with a form of every input component, whose function says what it was given.

Run: python components.py PORT
"""

import sys
from pathlib import Path

import gradio as gr

HERE = Path(__file__).parent


def told(value):
    """Return what a function was given as JSON: a path by its name, a message by its text."""
    if isinstance(value, dict) and "role" in value:
        return [value["role"], "".join(part["text"] for part in value["content"])]
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [told(each) for each in value]
    if isinstance(value, str) and "/" in value and "\n" not in value:
        return Path(value).name
    return value


def take(*values):
    return [told(each) for each in values]


with gr.Blocks(title="Components") as demo:
    out = gr.JSON(label="Given")
    inputs = [
        gr.Textbox(label="text"),
        gr.Number(label="number", value=1),
        gr.Slider(1, 9, value=2, step=1, label="slider"),
        gr.Checkbox(label="checkbox"),
        gr.CheckboxGroup([("One", 1), ("Two", 2)], label="group"),
        gr.Radio([("One", 1), ("Two", 2)], label="radio"),
        gr.Dropdown([("One", 1), ("Two", 2)], label="dropdown"),
        gr.Dropdown(["x", "y", "z"], multiselect=True, label="multi"),
        gr.ColorPicker(label="color"),
        gr.DateTime(label="moment", type="string"),
        gr.Code(language="python", label="code"),
        gr.JSON(label="json"),
        gr.Dataframe([["a", "b"]], headers=["p", "q"], type="array", label="table"),
        gr.Markdown("x", label="markdown"),
        gr.HTML("x", label="html"),
        gr.Image(type="filepath", label="image"),
        gr.Audio(type="filepath", label="audio"),
        gr.Video(label="video"),
        gr.File(label="file"),
        gr.File(file_count="multiple", label="files"),
        gr.UploadButton(label="upload"),
        gr.Gallery(type="filepath", label="gallery"),
        gr.Model3D(label="model"),
        gr.ImageEditor(type="filepath", label="editor"),
        gr.ImageSlider(type="filepath", label="pair"),
        gr.Chatbot(label="chat"),
        gr.MultimodalTextbox(label="multimodal"),
        gr.HighlightedText(label="marked"),
        gr.Label(label="label"),
        gr.ParamViewer({"a": {"type": "int", "description": "", "default": "1"}}),
        gr.BrowserState({"visits": 3}),
        gr.Timer(2, active=False),
        gr.State("kept"),
        gr.FileExplorer(root_dir=str(HERE), label="explorer"),
        gr.Dataset(components=["textbox"], samples=[["Ann"], ["Tim"]], label="dataset"),
    ]
    gr.Button("take").click(take, inputs, out, api_name="take")

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), show_error=True, quiet=True)
