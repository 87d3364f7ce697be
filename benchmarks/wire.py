"""How fast the wire is, against gradio_client and against bare httpx: `python benchmarks/wire.py [-n ROUNDS]`.

Opening an app, a call, a long stream, a big result. One local Gradio app answers all, in turns, in one run. Only
the ratios mean something: the machine and the server are the same for all.
"""

import argparse
import asyncio
import json
import time
from typing import Any

import httpx
from measuring import BIG, UPDATES, in_turns, report, serving

from spacetui.model.call import Call
from spacetui.model.events import Completed, Partial
from spacetui.model.schema import App
from spacetui.wire.connection import Connection


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
        config, info = await asyncio.gather(
            client.get(f"{url}/config"), client.get(f"{url}/gradio_api/info")
        )
        json.loads(config.content)
        json.loads(info.content)
        return time.perf_counter() - started


class Ours:
    """Calls by spacetui."""

    def __init__(self, connection: Connection, app: App) -> None:
        self._connection, self._app = connection, app

    async def call(
        self, api_name: str, values: dict[str, Any], wanted: object, updates: int = 0
    ) -> float:
        """Make a call; give its seconds. wanted: its only output; updates: how many partials must come."""
        endpoint = self._app.endpoint(api_name)
        assert endpoint is not None
        names = [each.name for each in endpoint.parameters]
        call = Call(endpoint, dict(zip(names, values.values(), strict=True)))
        partials, last = 0, None
        started = time.perf_counter()
        async for event in self._connection.submit(call):
            partials += isinstance(event, Partial)
            last = event
        took = time.perf_counter() - started
        assert isinstance(last, Completed), last
        assert last.data == (wanted,)
        assert partials >= updates, partials
        return took


class Bare:
    """The same two requests, and each message's JSON parsed; edits are not applied, nothing is looked at."""

    def __init__(self, client: httpx.AsyncClient, app: App) -> None:
        self._client, self._app = client, app

    async def call(
        self, api_name: str, values: dict[str, Any], wanted: object, updates: int = 0
    ) -> float:
        endpoint = self._app.endpoint(api_name)
        assert endpoint is not None
        # As ours does: one session for calls that follow one another, each stream read to its end.
        body = {"data": [*values.values()], "fn_index": endpoint.fn_index, "session_hash": "bare"}
        partials, took, rest = 0, 0.0, b""
        started = time.perf_counter()
        (await self._client.post("/gradio_api/queue/join", json=body)).raise_for_status()
        asked = self._client.stream(
            "GET", "/gradio_api/queue/data", params={"session_hash": "bare"}, timeout=None
        )
        async with asked as stream:
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
                        assert message["output"]["data"] == [wanted]
                        assert partials >= updates, partials
                        took = time.perf_counter() - started
        assert took, "no result"
        return took


async def measure(url: str, rounds: int) -> None:
    """Measure and print."""
    from gradio_client import Client

    report(
        "opening",
        await in_turns(
            max(4, rounds // 5),
            {
                "spacetui": lambda _: our_open(url),
                "gradio_client": lambda _: their_open(url),
                "bare httpx": lambda _: bare_open(url),
            },
        ),
        {"gradio_client": 0.35},
    )
    client = Client(url, verbose=False)

    async def their_call(_: int) -> float:
        started = time.perf_counter()
        assert client.predict(1, 2, api_name="/add") == 3
        return time.perf_counter() - started

    connection = Connection(url)
    app = await connection.open()
    ours = Ours(connection, app)
    async with httpx.AsyncClient(base_url=url, verify=False) as raw:
        bare = Bare(raw, app)
        for title, each, goals, api_name, values, wanted, updates in (
            (
                "a call",
                rounds,
                {"gradio_client": 0.25, "bare httpx": 1.25},
                "/add",
                {"a": 1, "b": 2},
                3,
                0,
            ),
            (
                f"a stream of {UPDATES} updates",
                max(3, rounds // 40),
                {"bare httpx": 1.1},
                "/count",
                {"a": UPDATES},
                f"{UPDATES} of {UPDATES}",
                UPDATES,
            ),
            (
                "a result of 8 MB",
                max(5, rounds // 20),
                {"bare httpx": 1.3},
                "/big",
                {"a": BIG},
                "8" * BIG,
                0,
            ),
        ):
            made = (api_name, values, wanted, updates)
            contestants = {
                "spacetui": lambda _, made=made: ours.call(*made),
                "bare httpx": lambda _, made=made: bare.call(*made),
            }
            if "gradio_client" in goals:
                contestants["gradio_client"] = their_call
            report(title, await in_turns(each, contestants), goals)
    await connection.aclose()
    client.close()


def main() -> None:
    """Start the app, measure, stop it."""
    parser = argparse.ArgumentParser(
        description="Compare spacetui's wire with gradio_client and bare httpx."
    )
    parser.add_argument(
        "-n", type=int, default=200, help="calls of each (default 200); the rest is in proportion"
    )
    given = parser.parse_args()
    with serving() as url:
        asyncio.run(measure(url, given.n))


if __name__ == "__main__":
    main()
