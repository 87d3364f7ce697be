"""A Gradio app whose functions change components: choices, limits, labels, subtitles.

Run: python updates.py PORT
"""

import sys
import time
from pathlib import Path
from tempfile import mkdtemp

import gradio as gr

OUT = Path(mkdtemp())
FILM, WORDS = OUT / "film.mp4", OUT / "words.vtt"
FILM.write_bytes(b"\x00\x00\x00\x18ftypmp42")
WORDS.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n")


def refresh(prefix: str):
    return gr.update(choices=[f"{prefix}{number}" for number in range(3)])


def returned(prefix: str):
    return gr.Dropdown(choices=[(f"Name {prefix}", prefix)], value=prefix, label=f"New {prefix}")


def limits(most: float):
    return gr.Slider(minimum=5, maximum=most, step=5)


def hide(_: str):
    return {"__type__": "update", "visible": False}


def skip(text: str):
    return gr.skip(), text


def stream(text: str):
    yield gr.update(choices=["a"]), f"{text} 1"
    time.sleep(0.05)
    yield gr.update(choices=["a", "b"], value="b"), f"{text} 1 2"
    time.sleep(0.05)
    yield gr.update(label="Last"), gr.update()


def pick(one: str, size: float) -> str:
    return f"{one} {size:g}"


def remember(one: str, total: int):
    return f"{one} {total}", total + 1


def subtitled(_: str):
    return gr.Video(value=str(FILM), subtitles=str(WORDS))


with gr.Blocks(title="Updates") as demo:
    prefix = gr.Textbox("x", label="Prefix")
    most = gr.Number(50, label="Most")
    one = gr.Dropdown(["first", "second"], value="first", label="One")
    size = gr.Slider(0, 10, value=3, step=1, label="Size")
    out = gr.Textbox(label="Out")
    film = gr.Video(label="Film")
    total = gr.State(0)
    gr.Button().click(refresh, prefix, one, api_name="refresh")
    gr.Button().click(returned, prefix, one, api_name="returned")
    gr.Button().click(limits, most, size, api_name="limits")
    gr.Button().click(hide, prefix, out, api_name="hide")
    gr.Button().click(skip, prefix, [one, out], api_name="skip")
    gr.Button().click(stream, prefix, [one, out], api_name="stream")
    gr.Button().click(pick, [one, size], out, api_name="pick")
    gr.Button().click(remember, [one, total], [out, total], api_name="remember")
    gr.Button().click(subtitled, prefix, film, api_name="subtitled")

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), show_error=True, quiet=True)
