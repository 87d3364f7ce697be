"""An app of two steps that pass a file on, on any Gradio version: `python journey_app.py PORT`."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import gradio as gr


def write(text: str) -> str:
    path = Path(tempfile.mkdtemp()) / "leaf.txt"
    path.write_text(text)
    return str(path)


def write_two(text: str) -> list[str]:
    return [write(text), write(text.upper())]


def path_of(file: Any) -> str:
    """Return the path of a file as Gradio 3 or 4 gives it to a function."""
    return str(file if isinstance(file, str) else file.name)


def read(file: Any) -> str:
    return Path(path_of(file)).read_text()


def read_all(files: list[Any]) -> str:
    return " ".join(read(each) for each in files)


with gr.Blocks() as app:
    text, one = gr.Textbox(label="Text"), gr.File(label="Leaf")
    many = gr.File(label="Leaves", file_count="multiple")
    told = gr.Textbox(label="Told")
    for name, function, given, result in (
        ("write", write, text, one),
        ("write_two", write_two, text, many),
        ("read", read, one, told),
        ("read_all", read_all, many, told),
    ):
        gr.Button(name).click(function, given, result, api_name=name)

if __name__ == "__main__":
    app.queue()
    app.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True)
