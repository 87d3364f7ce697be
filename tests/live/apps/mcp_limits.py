"""An app of which MCP clients get less than others: python mcp_limits.py PORT [CERTIFICATE].

With a certificate it serves https and wants a login; the file of the certificate has the key too.
"""

from __future__ import annotations

import sys

import gradio as gr


def shout(text: str) -> str:
    return text.upper()


def count(by: float, total: float) -> tuple[float, str]:
    total = (total or 0) + by
    return total, f"total {total:g}"


def tell(value: object) -> str:
    return repr(value)


def account(text: str, token: gr.OAuthToken | None) -> str:
    return f"{text} {token and token.token}"


with gr.Blocks() as demo:
    text, number, total, out = gr.Textbox(), gr.Number(), gr.State(0), gr.Textbox()
    gr.Button().click(shout, text, out, api_name="shout")
    gr.Button().click(count, [number, total], [total, out], api_name="count")
    gr.Button().click(tell, gr.JSON(), out, api_name="tell")
    gr.Button().click(account, text, out, api_name="account")

port, *certificate = sys.argv[1:]
locked = {}
if certificate:
    locked = {"ssl_certfile": certificate[0], "ssl_keyfile": certificate[0], "ssl_verify": False}
    locked["auth"] = ("user", "password")
demo.launch(server_port=int(port), mcp_server=True, quiet=True, **locked)
