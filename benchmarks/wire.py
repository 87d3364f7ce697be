"""How fast the wire is: opening an app and making a call, against gradio_client and against bare httpx.

    python benchmarks/wire.py [-n ROUNDS]

One local Gradio app answers all three, in turns, in one run; medians in milliseconds, and ratios. Only the
ratios mean something: the machine and the server are the same for all.
"""

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import httpx

from spacetui.model.call import Call
from spacetui.model.events import Completed
from spacetui.model.schema import Endpoint
from spacetui.wire.connection import Connection


def serve(port: int) -> None:
    """Run the app that is measured: one function, and enough components for a config of a real size."""
    import gradio as gr

    with gr.Blocks() as demo:
        a, b, out = gr.Number(1, label="a"), gr.Number(2, label="b"), gr.Number(label="sum")
        gr.Button("add").click(lambda x, y: x + y, [a, b], out, api_name="add")
        for number in range(12):
            boxes = [gr.Textbox("x", label=f"{number} {place}") for place in range(5)]
            gr.Button(f"join {number}").click(lambda *w: " ".join(w), boxes, out, api_name=f"join_{number}")
    demo.launch(server_name="127.0.0.1", server_port=port, quiet=True)


async def our_open(url: str) -> float:
    started = time.perf_counter()
    connection = Connection(url)
    await connection.open()
    took = time.perf_counter() - started
    await connection.aclose()
    return took


async def their_open(url: str) -> float:
    from gradio_client import Client

    started = time.perf_counter()
    client = Client(url, verbose=False)
    took = time.perf_counter() - started
    client.close()
    return took


async def bare_open(url: str) -> float:
    started = time.perf_counter()
    async with httpx.AsyncClient(verify=False) as client:
        config, info = await asyncio.gather(client.get(f"{url}/config"), client.get(f"{url}/gradio_api/info"))
        json.loads(config.content)
        json.loads(info.content)
        return time.perf_counter() - started


async def our_call(connection: Connection, endpoint: Endpoint) -> float:
    started = time.perf_counter()
    async for event in connection.submit(Call(endpoint)):
        last = event
    took = time.perf_counter() - started
    assert isinstance(last, Completed), last
    assert last.data == (3,)
    return took


async def bare_call(client: httpx.AsyncClient, number: int) -> float:
    started = time.perf_counter()
    body = {"data": [1, 2], "fn_index": 0, "session_hash": f"bare{number}"}
    (await client.post("/gradio_api/queue/join", json=body)).raise_for_status()
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": f"bare{number}"}) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                message = json.loads(line[5:])
                if message["msg"] == "process_completed":
                    assert message["output"]["data"] == [3]
                    return time.perf_counter() - started
    raise AssertionError("no result")


async def in_turns(rounds: int, contestants: dict[str, Callable[[int], Awaitable[float]]]) -> dict[str, float]:
    """Give the median of each, in seconds; each goes first equally often."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(rounds + 1):
        for name in names:
            took = await contestants[name](number)
            if number:  # the first round imports and warms
                times[name].append(took)
        names = names[1:] + names[:1]
    return {name: statistics.median(each) for name, each in times.items()}


def report(title: str, medians: dict[str, float]) -> None:
    ours = medians["spacetui"]
    print(title)
    for name, median in medians.items():
        ratio = "" if name == "spacetui" else f"   spacetui / {name} = {ours / median:.2f}"
        print(f"  {name:14} {median * 1000:8.1f} ms{ratio}")


async def measure(url: str, rounds: int) -> None:
    from gradio_client import Client

    report(
        "opening",
        await in_turns(
            rounds,
            {
                "spacetui": lambda _: our_open(url),
                "gradio_client": lambda _: their_open(url),
                "bare httpx": lambda _: bare_open(url),
            },
        ),
    )
    client = Client(url, verbose=False)

    async def their_call(_: int) -> float:
        started = time.perf_counter()
        assert client.predict(1, 2, api_name="/add") == 3
        return time.perf_counter() - started

    connection = Connection(url)
    endpoint = (await connection.open()).endpoint("/add")
    assert endpoint is not None
    async with httpx.AsyncClient(base_url=url, verify=False) as bare:
        medians = await in_turns(
            rounds,
            {
                "spacetui": lambda _: our_call(connection, endpoint),
                "gradio_client": their_call,
                "bare httpx": lambda number: bare_call(bare, number),
            },
        )
    report("a call", medians)
    await connection.aclose()
    client.close()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/config").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("the app did not start")


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare spacetui's wire with gradio_client and bare httpx.")
    parser.add_argument("-n", type=int, default=40, help="rounds (default 40)")
    parser.add_argument("--serve", type=int, metavar="PORT", help="only run the app")
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(port)])
    try:
        wait_for(port, server)
        asyncio.run(measure(f"http://127.0.0.1:{port}", given.n))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
