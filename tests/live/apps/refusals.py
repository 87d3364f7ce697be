"""Three small Gradio apps that refuse calls: by a validator, a login and a full queue.

Run: python refusals.py PORT. They are mounted at /, /locked and /small. A call of the small one
lasts until a POST to /release.
"""

import sys
import threading

import fastapi
import gradio as gr
import uvicorn
from login import PASSWORD, USER


def checked(name: str, count: int, age: float):
    """Return one result for each input, State included."""
    return (
        gr.validate(len(name) > 2, "longer, please \x1b[31m[/x]"),
        gr.validate(True, ""),
        gr.validate(age >= 18, "at least 18"),
    )


def sign_up(name: str, count: int, age: float):
    return f"{name} is {age:g}, number {count + 1}", count + 1


released = threading.Event()


def wait(seconds: float) -> str:
    released.wait(seconds)
    return f"waited at most {seconds:g} s"


with gr.Blocks(title="Open") as open_app:
    name, age = gr.Textbox(label="Name"), gr.Number(30, label="Age")
    count = gr.State(0)
    out = gr.Textbox(label="Said")
    gr.Button().click(
        sign_up, [name, count, age], [out, count], validator=checked, api_name="sign_up"
    )

with gr.Blocks(title="Locked") as locked_app:
    text = gr.Textbox(label="Text")
    gr.Button().click(str.upper, text, gr.Textbox(label="Loud"), api_name="shout")

with gr.Blocks(title="Small") as small_app:
    seconds = gr.Number(0.5, label="Seconds")
    gr.Button().click(wait, seconds, gr.Textbox(label="Done"), api_name="wait", concurrency_limit=1)
small_app.queue(max_size=1)

app = fastapi.FastAPI()


@app.post("/hold")
def hold() -> None:
    """Let calls of the small app last as long as they are asked to."""
    released.clear()


@app.post("/release")
def release() -> None:
    """End all calls of the small app, and those to come at once."""
    released.set()


app = gr.mount_gradio_app(app, locked_app, "/locked", auth=(USER, PASSWORD))
app = gr.mount_gradio_app(app, small_app, "/small")
app = gr.mount_gradio_app(app, open_app, "/")

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
