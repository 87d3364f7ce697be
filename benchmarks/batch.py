"""A batch of small calls, against bare httpx: `python benchmarks/batch.py [-n] [-c] [-j]`.

Both make the same calls of one local Gradio app, in turns, as many at a time: 1, 4 and 16. Bare
httpx joins the queue and reads one event stream for each call, in a session for each of the N, and
does nothing else. The batch reads and checks its rows, and writes its lines to a file. The app is
open before the clock starts. The time of the processor is that of this process, without the app's,
and is less disturbed by what else the machine does.
"""

import argparse
import asyncio
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import httpx
from measuring import Measure, in_turns, report, serving

CALLS = 1000
GOAL = 1.15
JOBS = (1, 4, 16)
API_NAME = "/add_at_once"


class Spacetui:
    """Runs batches with one session. Every batch has an output of its own."""

    def __init__(self, url: str, folder: Path, calls: int) -> None:
        self._calls = calls
        self._url = url
        self._folder = folder
        self._rows = folder / "rows.csv"
        lines = "".join(f"{number},2\n" for number in range(calls))
        self._rows.write_text(f"x,y\n{lines}")
        self._numbers = iter(range(1_000_000))

    async def open(self) -> None:
        from spacetui.hub.client import Hub
        from spacetui.session.session import Session

        self._session = Session(Hub("http://127.0.0.1:9", "", use_saved_token=False))
        self._opened = await self._session.open(self._url)
        endpoint = self._opened.app.endpoint(API_NAME)
        assert endpoint is not None
        self._endpoint = endpoint
        names = ",".join(each.name for each in endpoint.parameters)
        text = self._rows.read_text().partition("\n")[2]
        self._rows.write_text(f"{names}\n{text}")

    async def measure(self, jobs: int) -> float:
        from spacetui.batch.batch import Batch, BatchOptions
        from spacetui.batch.output_file import OutputFile
        from spacetui.batch.reopening import Reopening
        from spacetui.batch.row_check import RowCheck

        loop = asyncio.get_running_loop()
        options = BatchOptions(jobs=jobs)
        out = self._folder / f"{next(self._numbers)}.jsonl"
        started = loop.time()
        check = RowCheck.of(self._rows, self._endpoint)
        await asyncio.to_thread(check.run)
        output = OutputFile.open(out, check.hashes, options.shard)
        app = Reopening(self._session, self._opened, self._endpoint)
        await Batch(self._session, app, check, output, options).run()
        output.close()
        took = loop.time() - started
        assert output.done == self._calls
        assert sum(1 for _ in out.open()) == self._calls
        return took

    async def aclose(self) -> None:
        await self._session.aclose()


class Bare:
    """Makes the calls with httpx alone."""

    def __init__(self, url: str, calls: int) -> None:
        self._calls = calls
        self._url = f"{url}/gradio_api"
        self._client = httpx.AsyncClient(timeout=60)

    async def open(self) -> None:
        config = (await self._client.get(self._url.replace("/gradio_api", "/config"))).json()
        [self._fn_index] = [
            each["id"] for each in config["dependencies"] if each["api_name"] == API_NAME[1:]
        ]

    async def measure(self, jobs: int) -> float:
        loop = asyncio.get_running_loop()
        started = loop.time()
        numbers = iter(range(self._calls))
        await asyncio.gather(*(self._work(numbers) for _ in range(jobs)))
        return loop.time() - started

    async def _work(self, numbers: Iterator[int]) -> None:
        session_hash = secrets.token_hex(8)
        for number in numbers:
            body = {"data": [number, 2], "fn_index": self._fn_index, "session_hash": session_hash}
            join = await self._client.post(f"{self._url}/queue/join", json=body)
            event_id = join.json()["event_id"]
            assert await self._result(session_hash, event_id) == [number + 2]

    async def _result(self, session_hash: str, event_id: str) -> list[float]:
        url, result = f"{self._url}/queue/data?session_hash={session_hash}", []
        async with self._client.stream("GET", url) as response:
            async for line in response.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                if message.get("event_id") == event_id and message["msg"] == "process_completed":
                    result = message["output"]["data"]
                if message["msg"] == "close_stream":
                    break
        return result

    async def aclose(self) -> None:
        await self._client.aclose()


def with_processor(measure: Measure, seconds: list[float]) -> Measure:
    """Return a measure that adds the time of the processor in this process to `seconds`."""

    async def run() -> float:
        began = time.process_time()
        took = await measure()
        seconds.append(time.process_time() - began)
        return took

    return run


async def measure_all(url: str, calls: int, rounds: int, jobs_of_each: Sequence[int]) -> None:
    """Measure both in turns for each number of calls at a time, and print the results."""
    with tempfile.TemporaryDirectory() as name:
        ours, bare = Spacetui(url, Path(name), calls), Bare(url, calls)
        await ours.open()
        await bare.open()
        for jobs in jobs_of_each:
            busy: dict[str, list[float]] = {"spacetui": [], "httpx": []}
            measures = {
                "spacetui": with_processor(partial(ours.measure, jobs), busy["spacetui"]),
                "httpx": with_processor(partial(bare.measure, jobs), busy["httpx"]),
            }
            times = await in_turns(rounds, measures)
            title = f"{calls} calls, {jobs} at a time"
            report(title, times, {"httpx": GOAL})
            after_first = {name: seconds[1:] for name, seconds in busy.items()}
            report(f"{title}, time of the processor", after_first, {})
        await ours.aclose()
        await bare.aclose()


def main() -> None:
    """Read the arguments; measure and print."""
    parser = argparse.ArgumentParser(description="Batches of small calls, spacetui and httpx.")
    parser.add_argument("-n", type=int, default=5, help="rounds (default 5)")
    parser.add_argument("-c", type=int, default=CALLS, help=f"calls (default {CALLS})")
    parser.add_argument(
        "-j", type=int, nargs="+", default=JOBS, help="calls at a time (default 1 4 16)"
    )
    arguments = parser.parse_args()
    with serving() as url:
        asyncio.run(measure_all(url, arguments.c, arguments.n, arguments.j))
    os._exit(0)


if __name__ == "__main__":
    main()
