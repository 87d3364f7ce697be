"""An app of Gradio 3 that wants a login, and one that does not, each with a queue.

Run by the Python of that version: python locked_app.py PORT. The one without a login is where
open.txt says. Both say which header X-Key they were sent.
"""

import sys
from pathlib import Path
from typing import Any

import gradio as gr


def shout(text: str, request: gr.Request) -> str:
    # In the queue of Gradio 3, headers are the attributes of an object.
    return f"{text.upper()} {vars(request.headers).get('x-key')}"


def build() -> Any:
    with gr.Blocks() as blocks:
        text, out = gr.Textbox(), gr.Textbox()
        gr.Button().click(shout, text, out, api_name="shout")
    return blocks.queue()


def main(port: int) -> None:
    common: dict[str, Any] = {"server_name": "127.0.0.1", "quiet": True}
    _, url, _ = build().launch(**common, prevent_thread_lock=True)
    Path("open.txt").write_text(url.rstrip("/"))
    build().launch(**common, server_port=port, auth=("user", "password"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
