"""Time from `Demo.start()` to the first successful call, against `python -c 'import gradio'`, in turns in one run.

    python benchmarks/demo_start.py [rounds]

The call is Text lab's /analyze by the plainest means, standard library only; the goal is a ratio of at most 1.5.
"""

import json
import statistics
import subprocess
import sys
import time
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from spacetui.demo.supervisor import Demo

GOAL = 1.5
OPENER = build_opener(ProxyHandler({}))
SPACE = "demo/text"
CALL = ("/analyze", ["the cat and the hat", "words", 3, 1, False, []])


def ask(url: str, value: Any = None) -> bytes:
    """GET, or POST a value as JSON."""
    body = None if value is None else json.dumps(value).encode()
    with OPENER.open(
        Request(url, body, {"Content-Type": "application/json"}), timeout=60
    ) as answer:
        return bytes(answer.read())


def bare_import() -> float:
    """Give the seconds that Python takes to import Gradio and end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import gradio"], check=True)
    return time.perf_counter() - begun


def first_call() -> tuple[float, float]:
    """Give the seconds until the stand-in's address is known, and until the first call is complete."""
    begun = time.perf_counter()
    with Demo.start() as demo:
        url = demo.hub_url
        known = time.perf_counter() - begun
        while True:
            info = json.loads(ask(f"{url}/api/spaces/{SPACE}"))
            if info["runtime"]["stage"] == "RUNNING":
                break
            time.sleep(0.05)
        endpoint = f"{info['host']}/gradio_api/call{CALL[0]}"
        event_id = json.loads(ask(endpoint, {"data": CALL[1]}))["event_id"]
        outputs = ask(f"{endpoint}/{event_id}").decode()
        if "event: complete" not in outputs or "5 words, 4 different" not in outputs:
            sys.exit(f"the call failed: {outputs}")
        return known, time.perf_counter() - begun


def main() -> None:
    """Print medians and their ratio; exit 1 above the goal."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    bare_import()  # once for the disk's sake, uncounted
    imports, calls = [], []
    for _ in range(rounds):
        imports.append(bare_import())
        calls.append(first_call())
    bare, called = statistics.median(imports), statistics.median(call for _, call in calls)
    print(f"import gradio          {bare:6.2f} s")
    print(f"demo: stand-in's URL   {statistics.median(known for known, _ in calls):6.2f} s")
    print(f"demo: first call       {called:6.2f} s")
    print(f"ratio                  {called / bare:6.2f}   (goal: at most {GOAL})")
    sys.exit(called / bare > GOAL)


if __name__ == "__main__":
    main()
