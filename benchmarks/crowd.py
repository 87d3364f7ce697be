"""Many concurrent calls, against gradio_client: `python benchmarks/crowd.py [-n ROUNDS]`.

Makes 100 and then 1,000 concurrent calls of one local Gradio app. Each client runs in a process of
its own, in turns. Prints the wall time from the first submit to the last result, memory and threads
before the calls and at most, and how many calls failed. A failed call of spacetui ends the program;
some of the official client's do fail.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from typing import NamedTuple

from measuring import serving

NAMES = ("spacetui", "gradio_client")
# Concurrent calls -> the goal for the ratio of wall times.
GOALS = {100: 0.5, 1000: 1.0}


class Measurement(NamedTuple):
    """One round of one client. wall: seconds; memory in MB; threads and failed are counts."""

    wall: float
    memory_before: float
    threads_before: int
    memory: float
    threads: int
    failed: int


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def measure_spacetui(url: str, count: int) -> Measurement:
    """Make `count` concurrent calls with spacetui."""
    from spacetui.model.call import Call
    from spacetui.model.events import Completed
    from spacetui.wire.connection import Connection

    connection = Connection(url)
    endpoint = (await connection.open()).endpoint("/add_at_once")
    assert endpoint is not None
    names = [each.name for each in endpoint.parameters]
    threads = 0

    async def call(number: int) -> None:
        nonlocal threads
        values = dict(zip(names, (number, 2), strict=True))
        last = None
        async for event in connection.submit(Call(endpoint, values)):
            last = event
        threads = max(threads, threading.active_count())
        assert isinstance(last, Completed), last
        assert last.data == (number + 2,), last.data

    await call(0)
    memory_before, threads_before = peak_memory(), threading.active_count()
    started = time.perf_counter()
    await asyncio.gather(*(call(number) for number in range(count)))
    wall = time.perf_counter() - started
    await connection.aclose()
    return Measurement(wall, memory_before, threads_before, peak_memory(), threads, 0)


def measure_gradio_client(url: str, count: int) -> Measurement:
    """Make `count` concurrent calls with the official client."""
    from gradio_client import Client

    client = Client(url, verbose=False)
    assert client.predict(0, 2, api_name="/add_at_once") == 2
    memory_before, threads_before = peak_memory(), threading.active_count()
    started = time.perf_counter()
    jobs = [client.submit(number, 2, api_name="/add_at_once") for number in range(count)]
    threads = threading.active_count()
    wait([job.future for job in jobs])
    wall = time.perf_counter() - started
    failed = 0
    for number, job in enumerate(jobs):
        if job.future.cancelled() or job.future.exception() is not None:
            failed += 1
        else:
            assert job.result() == number + 2
    threads = max(threads, threading.active_count())
    return Measurement(wall, memory_before, threads_before, peak_memory(), threads, failed)


def measure_in_process(name: str, url: str, count: int) -> Measurement:
    """Run one round of one client in a process of its own."""
    command = [sys.executable, __file__, "--client", name, url, str(count)]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600, check=True)
    return Measurement(*json.loads(result.stdout.splitlines()[-1]))


def run_client(name: str, url: str, count: int) -> None:
    """Run one round in this process, print the measurement and exit."""
    if name == "spacetui":
        measurement = asyncio.run(measure_spacetui(url, count))
    else:
        measurement = measure_gradio_client(url, count)
    print(json.dumps(measurement))
    sys.stdout.flush()
    os._exit(0)  # the official client's threads may wait for ever


def compare(url: str, count: int, goal: float, rounds: int) -> None:
    """Measure both clients in turns, and print the results."""
    found: dict[str, list[Measurement]] = {name: [] for name in NAMES}
    for number in range(rounds):
        for name in NAMES if number % 2 else reversed(NAMES):
            found[name].append(measure_in_process(name, url, count))
    print(f"{count} calls at once ({rounds} in turns; load {os.getloadavg()[0]:.1f})")
    walls = {name: [each.wall for each in found[name]] for name in NAMES}
    medians = {name: statistics.median(walls[name]) for name in NAMES}
    for name in NAMES:
        last = found[name][-1]
        spread = f"{min(walls[name]):.2f} to {max(walls[name]):.2f}"
        print(
            f"  {name:14} {medians[name]:7.2f} s ({spread})"
            f"   {last.memory_before:.0f} MB, at most {last.memory:.0f};"
            f" {last.threads_before} threads, at most {last.threads};"
            f" {last.failed} calls failed"
        )
    ratio = medians["spacetui"] / medians["gradio_client"]
    print(f"  spacetui / gradio_client = {ratio:.2f}, goal {goal:g}")


def main() -> None:
    """Read the arguments; measure and print."""
    parser = argparse.ArgumentParser(description="Many calls at once, spacetui and gradio_client.")
    parser.add_argument("-n", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--client", nargs=3, metavar=("NAME", "URL", "COUNT"))
    arguments = parser.parse_args()
    if arguments.client:
        name, url, count = arguments.client
        run_client(name, url, int(count))
    with serving() as url:
        for count, goal in GOALS.items():
            compare(url, count, goal, arguments.n)


if __name__ == "__main__":
    main()
