"""A small app under a sub-path of another site, on any Gradio. Run: python mounted_app.py PORT"""

import sys

import gradio as gr
import uvicorn
from fastapi import FastAPI

PATH = "/a/deep/app"


def shout(text: str) -> str:
    return text.upper()


with gr.Blocks() as demo:
    box, out = gr.Textbox(label="Text"), gr.Textbox(label="Out")
    gr.Button("go").click(shout, box, out, api_name="shout")
site = gr.mount_gradio_app(FastAPI(), demo.queue(), path=PATH)
uvicorn.run(site, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
