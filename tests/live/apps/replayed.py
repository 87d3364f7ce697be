"""The app behind the hosts of the replay: what a Space of the tests can do."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr


def echo(text: str) -> str:
    return text


def headers(request: gr.Request) -> dict[str, str]:
    """Return the headers that this app was sent: what a stranger's code can read."""
    return {name.lower(): value for name, value in request.headers.items()}


def count(to: float) -> Iterator[str]:
    for number in range(1, int(to) + 1):
        time.sleep(0.02)
        yield f"{number} of {int(to)}"


def fail(title: str, message: str) -> Any:
    raise gr.Error(message, title=title)


def write_file(text: str) -> str:
    path = Path(tempfile.mkdtemp()) / "said.txt"
    path.write_text(text)
    return str(path)


def account(greeting: str, token: gr.OAuthToken) -> str:
    """Return what this function was handed, backwards: a front end hides a token in outputs."""
    return f"{greeting} {token.token[::-1]}"


def maybe_account(greeting: str, token: gr.OAuthToken | None) -> str:
    return f"{greeting} {token.token[::-1] if token else 'nobody'}"


def unlock(key: str, door: str) -> str:
    return f"{door} opens to {key[::-1]}"


with gr.Blocks() as app:
    gr.Interface(echo, gr.Textbox(label="text"), gr.Textbox(label="text"), api_name="echo")
    gr.Interface(headers, [], gr.JSON(label="headers"), api_name="headers")
    gr.Interface(count, gr.Number(3, label="to"), gr.Textbox(label="so far"), api_name="count")
    gr.Interface(
        fail,
        [gr.Textbox(label="title"), gr.Textbox(label="message")],
        gr.Textbox(label="never"),
        api_name="fail",
    )
    for take_token in (account, maybe_account):
        gr.Interface(
            take_token,
            gr.Textbox(label="greeting"),
            gr.Textbox(label="said"),
            api_name=take_token.__name__,
        )
    gr.Interface(
        unlock,
        [gr.Textbox(label="key", type="password"), gr.Textbox("front", label="door")],
        gr.Textbox(label="said"),
        api_name="unlock",
    )
    gr.Interface(write_file, gr.Textbox(label="text"), gr.File(label="file"), api_name="file")

if __name__ == "__main__":
    app.queue().launch(server_port=int(sys.argv[1]), quiet=True)
