"""A Gradio app that wants a login, over http or over https with a certificate nobody knows.

Run: python guarded.py PORT [CERTIFICATE]; the file of the certificate has the key too.
"""

import sys

import fastapi
import gradio as gr
import uvicorn
from login import PASSWORD, USER


def headers(request: gr.Request) -> dict[str, str]:
    """Return the headers that this app was sent."""
    return {name.lower(): value for name, value in request.headers.items()}


with gr.Blocks(title="Guarded") as blocks:
    gr.Interface(headers, [], gr.JSON(label="headers"), api_name="headers")

app = gr.mount_gradio_app(fastapi.FastAPI(), blocks, "/", auth=(USER, PASSWORD))

if __name__ == "__main__":
    port, *certificate = sys.argv[1:]
    file = certificate[0] if certificate else None
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        ssl_certfile=file,
        ssl_keyfile=file,
    )
