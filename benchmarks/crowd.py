"""Many calls at once, against gradio_client: `python benchmarks/crowd.py [-n ROUNDS]`.

100 and 1,000 calls at once, each contestant in a process of its own, in turns, on one local Gradio app. Prints the
wall time from first submit to last end, how memory and threads stood before and at most during, and how many
calls failed. One of ours that fails ends the run; of the official client's some do.
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

from measuring import serving

NAMES = ("spacetui", "gradio_client")
GOALS = {100: 0.5, 1000: 1.0}


def peak() -> float:
    """Give the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def ours(url: str, count: int) -> list[float]:
    """Make `count` calls at once; give the wall time, then memory and threads before and at most, and failures."""
    from spacetui.model.call import Call
    from spacetui.model.events import Completed
    from spacetui.wire.connection import Connection

    connection = Connection(url)
    endpoint = (await connection.open()).endpoint("/add_at_once")
    assert endpoint is not None
    names = [each.name for each in endpoint.parameters]
    threads = 0

    async def one(number: int) -> None:
        nonlocal threads
        last = None
        async for event in connection.submit(
            Call(endpoint, dict(zip(names, (number, 2), strict=True)))
        ):
            last = event
        threads = max(threads, threading.active_count())
        assert isinstance(last, Completed), last
        assert last.data == (number + 2,), last.data

    await one(0)
    before = peak(), threading.active_count()
    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(count)))
    took = time.perf_counter() - started
    await connection.aclose()
    return [took, *before, peak(), threads, 0]


def theirs(url: str, count: int) -> list[float]:
    """Do the same by the official client."""
    from gradio_client import Client

    client = Client(url, verbose=False)
    assert client.predict(0, 2, api_name="/add_at_once") == 2
    before = peak(), threading.active_count()
    started = time.perf_counter()
    jobs = [client.submit(number, 2, api_name="/add_at_once") for number in range(count)]
    threads = threading.active_count()
    wait([job.future for job in jobs])
    took = time.perf_counter() - started
    failed = 0
    for number, job in enumerate(jobs):
        if job.future.cancelled() or job.future.exception() is not None:
            failed += 1
        else:
            assert job.result() == number + 2
    return [took, *before, peak(), max(threads, threading.active_count()), failed]


def contend(name: str, url: str, count: int) -> list[float]:
    """Run one contestant in a process of its own."""
    command = [sys.executable, __file__, "--contestant", name, url, str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600, check=True)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Many calls at once, spacetui and gradio_client.")
    parser.add_argument("-n", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--contestant", nargs=3, metavar=("NAME", "URL", "COUNT"))
    given = parser.parse_args()
    if given.contestant:
        name, url, count = given.contestant
        one = asyncio.run(ours(url, int(count))) if name == "spacetui" else theirs(url, int(count))
        print(json.dumps(one))
        sys.stdout.flush()
        os._exit(0)  # the official client's threads may wait for nothing, for ever
    with serving() as url:
        for count, goal in GOALS.items():
            found: dict[str, list[list[float]]] = {name: [] for name in NAMES}
            for number in range(given.n):
                for name in NAMES if number % 2 else reversed(NAMES):
                    found[name].append(contend(name, url, count))
            print(f"{count} calls at once ({given.n} in turns; load {os.getloadavg()[0]:.1f})")
            walls = {name: statistics.median(each[0] for each in found[name]) for name in NAMES}
            for name in NAMES:
                _, memory, threads, most, most_threads, failed = found[name][-1]
                spread = f"{min(each[0] for each in found[name]):.2f} to {max(each[0] for each in found[name]):.2f}"
                print(
                    f"  {name:14} {walls[name]:7.2f} s ({spread})   {memory:.0f} MB, at most {most:.0f};"
                    f" {threads:.0f} threads, at most {most_threads:.0f}; {failed:.0f} calls failed"
                )
            print(
                f"  spacetui / gradio_client = {walls['spacetui'] / walls['gradio_client']:.2f}, goal {goal:g}"
            )


if __name__ == "__main__":
    main()
