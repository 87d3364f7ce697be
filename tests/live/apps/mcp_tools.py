"""An app with an MCP server, for the versions of Gradio that have one: python mcp_tools.py PORT."""

import sys

import gradio as gr


def shout(text: str, times: int = 2) -> str:
    """Say a text loudly.

    Args:
        text: What is said.
        times: How often.
    """
    return " ".join([text.upper()] * int(times))


def whisper(text: str) -> str:
    return text.lower()


def headers(name: str, request: gr.Request) -> str:
    return str(request.headers.get(name))


with gr.Blocks() as demo:
    text, number, out = gr.Textbox(), gr.Number(2), gr.Textbox()
    # The endpoint is not called as its function is, after which the tool is.
    gr.Button("shout").click(shout, [text, number], out, api_name="loud")
    gr.Button("whisper").click(whisper, text, out, api_name="quiet")
    gr.Button("headers").click(headers, text, out, api_name="headers")

demo.launch(server_port=int(sys.argv[1]), mcp_server=True, quiet=True)
