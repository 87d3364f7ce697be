"""The large apps of large_apps.py: what Gradio would answer for them, served without Gradio.

`python benchmarks/captured_apps.py PORT` builds each app with Gradio, takes its config and its
/info, and serves both under `/NAME`. It is not Gradio that answers: with 5,000 endpoints Gradio
itself takes minutes to start. Nothing can be called.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENDPOINTS, FIELDS, CHOICES = 5_000, 60, 100_000
# What a form is known by.
FIRST_FIELD = "щука"


def endpoints_app() -> Any:
    """Return an app of ENDPOINTS endpoints, each of which takes two values and gives one."""
    import gradio as gr

    with gr.Blocks() as demo:
        boxes = [gr.Textbox(FIRST_FIELD, label="text"), gr.Slider(1, 10, value=3, label="size")]
        out, button = gr.Textbox(label="out"), gr.Button()
        for number in range(ENDPOINTS):
            button.click(lambda *w: "", boxes, out, api_name=f"endpoint_{number}")
    return demo


def form_app() -> Any:
    """Return an app with a small endpoint, and one of FIELDS fields of six kinds."""
    import gradio as gr

    makers = [
        lambda name: gr.Textbox("a text", label=name, info="what it is for"),
        lambda name: gr.Slider(1, 10, value=3, label=name),
        lambda name: gr.Radio(["words", "letters"], value="words", label=name),
        lambda name: gr.Checkbox(label=name),
        lambda name: gr.Number(3, label=name),
        lambda name: gr.Dropdown([f"choice {at}" for at in range(50)], label=name),
    ]
    with gr.Blocks() as demo:
        first, out, button = gr.Textbox(FIRST_FIELD, label="first"), gr.Textbox(), gr.Button()
        fields = [makers[at % len(makers)](f"field {at}") for at in range(FIELDS - 1)]
        button.click(lambda *w: "", [first], out, api_name="small")
        button.click(lambda *w: "", [first, *fields], out, api_name="large")
    return demo


def choices_app(count: int) -> Any:
    """Return an app with a dropdown of so many choices."""
    import gradio as gr

    with gr.Blocks() as demo:
        text = gr.Textbox(FIRST_FIELD, label="text")
        choices = gr.Dropdown([f"choice number {at}" for at in range(count)], label="one of many")
        gr.Button().click(lambda *w: "", [text, choices], gr.Textbox(), api_name="pick")
    return demo


def captured() -> dict[str, bytes]:
    """Return the answers by their paths."""
    answers: dict[str, bytes] = {}
    apps = {
        "endpoints": endpoints_app(),
        "form": form_app(),
        "few": choices_app(10),
        "many": choices_app(CHOICES),
    }
    for name, app in apps.items():
        config = {**app.config, "root": f"/{name}", "api_prefix": "/gradio_api"}
        answers[f"/{name}/config"] = json.dumps(config, default=str).encode()
        answers[f"/{name}/gradio_api/info"] = json.dumps(app.get_api_info()).encode()
    return answers


def serve(port: int) -> None:
    """Serve the answers until the process is ended."""
    answers = {**captured(), "/config": b"{}"}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = answers.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
