"""mounted_app.py without a queue, which Gradio 3 allows. Run: python unqueued_app.py PORT"""

import sys

import gradio as gr
import uvicorn
from fastapi import FastAPI

PATH = "/a/deep/app"


def shout(text: str) -> str:
    return text.upper()


def fail(text: str) -> str:
    raise gr.Error(f"not {text}")


with gr.Blocks() as demo:
    box, out = gr.Textbox(label="Text"), gr.Textbox(label="Out")
    gr.Button("go").click(shout, box, out, api_name="shout")
    gr.Button("fail").click(fail, box, out, api_name="fail")
site = gr.mount_gradio_app(FastAPI(), demo, path=PATH)
uvicorn.run(site, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
