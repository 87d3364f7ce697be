"""What the benchmarks of the wire share: the local Gradio app that they call, turns and reports.

`python benchmarks/measuring.py PORT` only runs the app.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import httpx

# Characters of the big result, and updates of the long stream.
BIG, UPDATES = 8 * 1024 * 1024, 5000


def serve(port: int) -> None:
    """Run the app: a few functions, and enough components for a config of realistic size."""
    import gradio as gr

    def count(most: float) -> Iterator[str]:
        for number in range(1, int(most) + 1):
            yield f"{number} of {int(most)}"

    with gr.Blocks() as demo:
        a, b, out = gr.Number(1, label="a"), gr.Number(2, label="b"), gr.Number(label="sum")
        text = gr.Textbox(label="text")
        add = gr.Button("add")
        add.click(lambda x, y: x + y, [a, b], out, api_name="add")
        add.click(lambda x, y: x + y, [a, b], out, api_name="add_at_once", concurrency_limit=None)
        add.click(count, a, text, api_name="count")
        add.click(lambda size: "8" * int(size), a, text, api_name="big")
        for number in range(12):
            boxes = [gr.Textbox("x", label=f"{number} {place}") for place in range(5)]
            gr.Button(f"join {number}").click(
                lambda *w: " ".join(w), boxes, out, api_name=f"join_{number}"
            )
    demo.launch(server_name="127.0.0.1", server_port=port, quiet=True)


@contextmanager
def serving(*program: str) -> Iterator[str]:
    """Start the app in a process of its own and return its URL.

    program: a script that serves another app, with the arguments before the port.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, *(program or (__file__,)), str(port)])
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/config").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("the app did not start")


Measure = Callable[[], Awaitable[float]]


async def in_turns(rounds: int, measures: dict[str, Measure]) -> dict[str, list[float]]:
    """Return the seconds of each client, round by round. Each goes first equally often."""
    times: dict[str, list[float]] = {name: [] for name in measures}
    names = list(measures)
    for number in range(rounds + 1):
        for name in names:
            took = await measures[name]()
            if number:  # the first round imports modules and fills caches
                times[name].append(took)
        names = names[1:] + names[:1]
        await asyncio.sleep(0)
    return times


def report(title: str, times: dict[str, list[float]], goals: dict[str, float]) -> None:
    """Print medians with their spread (the middle half), and our ratio to each other client."""
    ours = statistics.median(times["spacetui"])
    rounds = len(times["spacetui"])
    print(f"{title} ({rounds} in turns; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    for name, figures in times.items():
        median = statistics.median(figures)
        low = high = median
        if rounds > 1:
            low, _, high = statistics.quantiles(figures, n=4)
        ratio = ""
        if name != "spacetui":
            ratio = f"   spacetui / {name} = {ours / median:.2f}"
        if name in goals:
            ratio += f", goal {goals[name]:g}"
        print(f"  {name:14} {median * 1000:9.1f} ms ({low * 1000:.1f} to {high * 1000:.1f}){ratio}")


if __name__ == "__main__":
    serve(int(sys.argv[1]))
