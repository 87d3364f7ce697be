"""An app whose one endpoint writes down what it was called with: `rows.py PORT FILE`."""

import sys
import time
from pathlib import Path

import gradio as gr

LOG = Path(sys.argv[2])


def shout(text: str) -> str:
    """Give a text in capitals, after a moment."""
    with LOG.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")
    time.sleep(0.01)
    return text.upper()


with gr.Blocks(title="Rows") as app:
    text, shouted = gr.Textbox(label="text"), gr.Textbox(label="shouted")
    text.submit(shout, text, shouted, api_name="shout", concurrency_limit=8)

if __name__ == "__main__":
    app.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True)
