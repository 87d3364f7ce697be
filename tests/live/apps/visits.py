"""A Gradio 6.31 app that records its sessions: State, unload, heartbeats.

Run: python visits.py PORT
"""

import sys
import time

import gradio as gr
from starlette.middleware import Middleware

LEFT: list[str] = []
HEARTBEATS: list[str] = []


class RecordHeartbeats:
    """Record the path of each request for a heartbeat."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if "/heartbeat/" in scope.get("path", ""):
            HEARTBEATS.append(scope["path"])
        await self.app(scope, receive, send)


def count(by: float, total: int):
    total = (total or 0) + int(by)
    return total, total


def who(request: gr.Request):
    return request.session_hash


def linger(seconds: float, request: gr.Request):
    time.sleep(seconds)
    return request.session_hash


def leave(request: gr.Request):
    LEFT.append(request.session_hash)


def report():
    return {"left": LEFT, "heartbeats": [each.rsplit("/", 1)[1] for each in HEARTBEATS]}


with gr.Blocks(title="Visits") as demo:
    step, total, out, text, sessions = (
        gr.Number(1),
        gr.State(0),
        gr.Number(),
        gr.Textbox(),
        gr.JSON(),
    )
    gr.Button("count").click(count, [step, total], [total, out], api_name="count")
    gr.Button("who").click(who, None, text, api_name="who")
    gr.Button("linger").click(linger, step, text, api_name="linger", concurrency_limit=None)
    gr.Button("report").click(report, None, sessions, api_name="report", queue=False)
    demo.unload(leave)

if __name__ == "__main__":
    demo.launch(
        server_name="127.0.0.1",
        server_port=int(sys.argv[1]),
        quiet=True,
        app_kwargs={"middleware": [Middleware(RecordHeartbeats)]},
    )
