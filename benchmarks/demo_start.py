"""How fast the demo starts, against `import gradio`: `python benchmarks/demo_start.py [ROUNDS]`.

Measures the time from `Demo.start()` to the first successful call, in turns with the import. The
call is Text lab's /analyze, made with the standard library. The goal is a ratio of at most 1.5.
"""

import json
import statistics
import subprocess
import sys
import time
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from spacetui.demo.demo_processes import Demo

GOAL = 1.5
OPENER = build_opener(ProxyHandler({}))
SPACE = "demo/text"
CALL = ("/analyze", ["the cat and the hat", "words", 3, 1, False, []])


def fetch(url: str, value: Any = None) -> bytes:
    """Return the body of a response to GET, or to POST with a value as JSON."""
    body = None if value is None else json.dumps(value).encode()
    request = Request(url, body, {"Content-Type": "application/json"})
    with OPENER.open(request, timeout=60) as response:
        return bytes(response.read())


def import_seconds() -> float:
    """Return the seconds that Python takes to import Gradio and exit."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import gradio"], check=True)
    return time.perf_counter() - started


def demo_seconds() -> tuple[float, float]:
    """Return the seconds until the local Hub has a URL, and until the first call is complete."""
    started = time.perf_counter()
    with Demo.start() as demo:
        url = demo.hub_url
        until_url = time.perf_counter() - started
        while True:
            info = json.loads(fetch(f"{url}/api/spaces/{SPACE}"))
            if info["runtime"]["stage"] == "RUNNING":
                break
            time.sleep(0.05)
        endpoint = f"{info['host']}/gradio_api/call{CALL[0]}"
        event_id = json.loads(fetch(endpoint, {"data": CALL[1]}))["event_id"]
        outputs = fetch(f"{endpoint}/{event_id}").decode()
        if "event: complete" not in outputs or "5 words, 4 different" not in outputs:
            sys.exit(f"the call failed: {outputs}")
        return until_url, time.perf_counter() - started


def main() -> None:
    """Print medians and their ratio; exit with 1 above the goal."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    import_seconds()  # once before, so that the files are in the disk cache
    imports, starts = [], []
    for _ in range(rounds):
        imports.append(import_seconds())
        starts.append(demo_seconds())
    bare = statistics.median(imports)
    until_url = statistics.median(url for url, _ in starts)
    until_call = statistics.median(call for _, call in starts)
    print(f"import gradio          {bare:6.2f} s")
    print(f"demo: local Hub's URL  {until_url:6.2f} s")
    print(f"demo: first call       {until_call:6.2f} s")
    print(f"ratio                  {until_call / bare:6.2f}   (goal: at most {GOAL})")
    sys.exit(until_call / bare > GOAL)


if __name__ == "__main__":
    main()
