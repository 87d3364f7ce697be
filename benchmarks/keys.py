"""How soon a key is answered while an app streams: `python benchmarks/keys.py [KEYS]`.

Starts the demo, opens its chat in a pseudo-terminal, lets it stream 100 tokens a second, types letters into the
form meanwhile and reads from the terminal when each is drawn. Prints the median and the 99th percentile.
"""

import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request
from pathlib import Path

from spacetui.demo.supervisor import Demo

# Letters no other word on the screen holds, in turn.
LETTERS = "жщфэяюбцчш"


class Window:
    """A program in a pseudo-terminal of 120 by 40."""

    def __init__(self, command: list[str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        folder = tempfile.mkdtemp(prefix="spacetui-keys-")
        environment = {**os.environ, "TERM": "xterm-256color", "SPACETUI_DATA_DIR": folder, "HF_HOME": folder}
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, words: str, seconds: float = 60) -> float:
        """Read until `words` are drawn; give the seconds it took."""
        began, seen = time.perf_counter(), b""
        while words.encode() not in seen:
            left = began + seconds - time.perf_counter()
            if left <= 0 or not select.select([self._ours], [], [], left)[0]:
                raise TimeoutError(f"{words!r} was not drawn in {seconds:.0f} s")
            seen = seen[-4096:] + os.read(self._ours, 65536)
        return time.perf_counter() - began

    def read_for(self, seconds: float) -> None:
        """Read and forget what is drawn meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0 and select.select([self._ours], [], [], left)[0]:
            os.read(self._ours, 65536)

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def main(keys: int) -> None:
    """Measure and print."""
    with Demo.start() as demo:
        demo.wait_until_running()
        with urllib.request.urlopen(f"{demo.hub_url}/api/spaces/demo/chat") as answer:
            host = json.load(answer)["host"]
        window = Window([str(Path(sys.executable).with_name("spacetui")), host])
        try:
            window.until("/stream")
            window.read_for(2.0)
            window.press(f"{'word ' * 400}")
            window.read_for(1.0)
            window.press("\t\t")
            window.press("\x1b[F")  # end: a hundred tokens a second
            window.read_for(0.5)
            window.press("\x12")
            window.until("streaming")
            window.press("\x1b[Z\x1b[Z")
            window.read_for(0.5)
            took = []
            for number in range(keys):
                window.read_for(0.03)
                letter = LETTERS[number % len(LETTERS)]
                window.press(letter)
                took.append(window.until(letter, 5) * 1000)
        finally:
            window.end()
    took.sort()
    late = took[min(len(took) - 1, int(len(took) * 0.99))]
    print(f"{keys} keys while a call streams; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"median {statistics.median(took):.0f} ms, 99th percentile {late:.0f} ms, worst {took[-1]:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
