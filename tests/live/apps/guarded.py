"""A Gradio app that wants a login, over http or over https with a certificate nobody knows.

Run: python guarded.py PORT [CERTIFICATE]; the file of the certificate has the key too.
"""

import sys

import gradio as gr
from login import PASSWORD, USER


def headers(request: gr.Request) -> dict[str, str]:
    """Return the headers that this app was sent."""
    return {name.lower(): value for name, value in request.headers.items()}


with gr.Blocks(title="Guarded") as app:
    gr.Interface(headers, [], gr.JSON(label="headers"), api_name="headers")

if __name__ == "__main__":
    port, *certificate = sys.argv[1:]
    file = certificate[0] if certificate else None
    app.launch(
        server_port=int(port),
        quiet=True,
        auth=(USER, PASSWORD),
        ssl_certfile=file,
        ssl_keyfile=file,
        ssl_verify=False,
    )
