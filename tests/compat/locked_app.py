"""An app that wants a login. Run by the Python of a version: python locked_app.py PORT."""

import sys

import gradio as gr

with gr.Blocks() as demo:
    text, out = gr.Textbox(), gr.Textbox()
    gr.Button().click(lambda said: said.upper(), text, out, api_name="shout")

if __name__ == "__main__":
    demo.queue().launch(
        server_name="127.0.0.1",
        server_port=int(sys.argv[1]),
        auth=("user", "password"),
        quiet=True,
    )
