"""An app with an MCP server, for the versions of Gradio that have one: python mcp_tools.py PORT."""

import inspect
import json
import sys
from collections.abc import Iterator

import gradio as gr
from PIL import Image


def shout(text: str, times: int = 2) -> str:
    """Say a text loudly.

    Args:
        text: What is said.
        times: How often.
    """
    return " ".join([text.upper()] * int(times))


def whisper(text: str) -> str:
    return text.lower()


def headers(name: str, request: gr.Request) -> str:
    return str(request.headers.get(name))


def numbers(whole: float, zero: float) -> str:
    return repr([whole, zero])


def sizes(one: str, two: str) -> str:
    found = []
    for path in (one, two):
        with Image.open(path) as picture:
            found.append(picture.size)
    return json.dumps(found)


def spell(text: str) -> Iterator[str]:
    for end in range(1, 4):
        yield text[:end]


def keywords(*values: str) -> str:
    return json.dumps(values)


_POSITIONAL = inspect.Parameter.POSITIONAL_ONLY
keywords.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [inspect.Parameter(each, _POSITIONAL) for each in ("class", "await", "import")]
)

with gr.Blocks() as demo:
    text, number, out = gr.Textbox(), gr.Number(2), gr.Textbox()
    # The endpoint is not called as its function is, after which the tool is.
    gr.Button("shout").click(shout, [text, number], out, api_name="loud")
    gr.Button("whisper").click(whisper, text, out, api_name="quiet")
    gr.Button("headers").click(headers, text, out, api_name="headers")
    gr.Button("numbers").click(numbers, [number, gr.Number()], out, api_name="numbers")
    pictures = [gr.Image(type="filepath") for _ in range(2)]
    gr.Button("sizes").click(sizes, pictures, out, api_name="sizes")
    gr.Button("spell").click(spell, text, out, api_name="spell")
    words = [gr.Textbox() for _ in range(3)]
    gr.Button("keywords").click(keywords, words, out, api_name="keywords")

demo.launch(server_port=int(sys.argv[1]), mcp_server=True, quiet=True)
