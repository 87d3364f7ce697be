"""How fast the wire is, against gradio_client and httpx: `python benchmarks/wire.py [-n ROUNDS]`.

Measures opening an app, a call, a long stream and a big result. All clients call one local Gradio
app, in turns. Only the ratios are meaningful, since machine and server are the same for all.
"""

import argparse
import asyncio
import json
import time
from functools import partial
from typing import Any, NamedTuple

import httpx
from gradio_client import Client
from measuring import BIG, UPDATES, Measure, in_turns, report, serving

from spacetui.model.call import Call
from spacetui.model.events import Completed, Partial
from spacetui.model.schema import App
from spacetui.wire.connection import Connection


class Task(NamedTuple):
    """A call that the clients make. updates: how many partials must come before the result."""

    title: str
    rounds: int
    goals: dict[str, float]
    api_name: str
    values: dict[str, Any]
    result: object
    updates: int = 0


def tasks(rounds: int) -> tuple[Task, ...]:
    """Return the calls to measure; `rounds` is for the shortest, the others get fewer."""
    return (
        Task(
            "a call",
            rounds,
            {"gradio_client": 0.25, "bare httpx": 1.25},
            "/add",
            {"a": 1, "b": 2},
            3,
        ),
        Task(
            f"a stream of {UPDATES} updates",
            max(3, rounds // 40),
            {"bare httpx": 1.1},
            "/count",
            {"a": UPDATES},
            f"{UPDATES} of {UPDATES}",
            UPDATES,
        ),
        Task(
            "a result of 8 MB",
            max(5, rounds // 20),
            {"bare httpx": 1.3},
            "/big",
            {"a": BIG},
            "8" * BIG,
        ),
    )


async def open_spacetui(url: str) -> float:
    started = time.perf_counter()
    connection = Connection(url)
    await connection.open()
    took = time.perf_counter() - started
    await connection.aclose()
    return took


async def open_gradio_client(url: str) -> float:
    started = time.perf_counter()
    client = Client(url, verbose=False)
    took = time.perf_counter() - started
    client.close()
    return took


async def open_bare(url: str) -> float:
    started = time.perf_counter()
    async with httpx.AsyncClient(verify=False) as client:
        config, info = await asyncio.gather(
            client.get(f"{url}/config"), client.get(f"{url}/gradio_api/info")
        )
        json.loads(config.content)
        json.loads(info.content)
        return time.perf_counter() - started


async def call_spacetui(connection: Connection, app: App, task: Task) -> float:
    """Make the call with spacetui, check its result, and return its seconds."""
    endpoint = app.endpoint(task.api_name)
    assert endpoint is not None
    names = [each.name for each in endpoint.parameters]
    call = Call(endpoint, dict(zip(names, task.values.values(), strict=True)))
    partials, last = 0, None
    started = time.perf_counter()
    async for event in connection.submit(call):
        partials += isinstance(event, Partial)
        last = event
    took = time.perf_counter() - started
    assert isinstance(last, Completed), last
    assert last.data == (task.result,)
    assert partials >= task.updates, partials
    return took


async def call_gradio_client(client: Client) -> float:
    """Call /add with the official client, and return its seconds."""
    started = time.perf_counter()
    assert client.predict(1, 2, api_name="/add") == 3
    return time.perf_counter() - started


async def call_bare(client: httpx.AsyncClient, app: App, task: Task) -> float:
    """Make the same two requests and parse each message, without applying diffs."""
    endpoint = app.endpoint(task.api_name)
    assert endpoint is not None
    # As spacetui does: one session for calls in sequence, and each stream read to its end.
    body = {
        "data": [*task.values.values()],
        "fn_index": endpoint.fn_index,
        "session_hash": "bare",
    }
    partials, took, rest = 0, 0.0, b""
    started = time.perf_counter()
    (await client.post("/gradio_api/queue/join", json=body)).raise_for_status()
    request = client.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": "bare"}, timeout=None
    )
    async with request as stream:
        pieces: list[bytes] = []
        async for chunk in stream.aiter_raw():
            if b"\n\n" not in chunk:
                pieces.append(chunk)
                continue
            *events, rest = b"".join([*pieces, chunk]).split(b"\n\n")
            pieces = [rest]
            for event in events:
                message = json.loads(event[5:])
                partials += message["msg"] == "process_generating"
                if message["msg"] == "process_completed":
                    assert message["output"]["data"] == [task.result]
                    assert partials >= task.updates, partials
                    took = time.perf_counter() - started
    assert took, "no result"
    return took


async def measure_opening(url: str, rounds: int) -> None:
    """Measure how fast an app is opened, and print it."""
    measures: dict[str, Measure] = {
        "spacetui": partial(open_spacetui, url),
        "gradio_client": partial(open_gradio_client, url),
        "bare httpx": partial(open_bare, url),
    }
    report("opening", await in_turns(max(4, rounds // 5), measures), {"gradio_client": 0.35})


async def measure_calls(url: str, rounds: int) -> None:
    """Measure how fast calls are, and print it."""
    client = Client(url, verbose=False)
    connection = Connection(url)
    app = await connection.open()
    async with httpx.AsyncClient(base_url=url, verify=False) as bare_client:
        for task in tasks(rounds):
            measures: dict[str, Measure] = {
                "spacetui": partial(call_spacetui, connection, app, task),
                "bare httpx": partial(call_bare, bare_client, app, task),
            }
            if "gradio_client" in task.goals:
                measures["gradio_client"] = partial(call_gradio_client, client)
            report(task.title, await in_turns(task.rounds, measures), task.goals)
    await connection.aclose()
    client.close()


async def measure(url: str, rounds: int) -> None:
    """Measure and print everything."""
    await measure_opening(url, rounds)
    await measure_calls(url, rounds)


def main() -> None:
    """Start the app, measure, stop it."""
    parser = argparse.ArgumentParser(
        description="Compare spacetui's wire with gradio_client and bare httpx."
    )
    parser.add_argument(
        "-n", type=int, default=200, help="calls of each (default 200); the rest is in proportion"
    )
    arguments = parser.parse_args()
    with serving() as url:
        asyncio.run(measure(url, arguments.n))


if __name__ == "__main__":
    main()
