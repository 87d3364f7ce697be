"""A program in a pseudo-terminal: keys go in, and the time is taken when a text comes out."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

# Bytes of the output that are kept to look for a text in.
KEPT = 200_000


class Terminal:
    """A window of 120 by 40 with a program in it. What it draws has to be read all the time."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        settings = termios.tcgetattr(follower)
        # Otherwise the terminal itself would echo the keys, and hold them until the line ends.
        settings[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(follower, termios.TCSANOW, settings)
        streams = {"stdin": follower, "stdout": follower, "stderr": follower}
        self._process = subprocess.Popen(
            command, env=environment, start_new_session=True, **streams
        )
        os.close(follower)
        self._drawn = b""

    @classmethod
    @contextmanager
    def running(cls, command: Sequence[str], environment: dict[str, str]) -> Iterator[Self]:
        """Run a program, and end it."""
        terminal = cls(command, environment)
        try:
            yield terminal
        finally:
            os.killpg(terminal._process.pid, signal.SIGKILL)
            terminal._process.wait()
            os.close(terminal._leader)

    def press(self, keys: str) -> None:
        """Send keys, as a terminal sends them."""
        self._drawn = b""
        os.write(self._leader, keys.encode())

    def has_drawn(self, text: str) -> bool:
        """Return whether a text was drawn since the last key."""
        return text.encode() in self._drawn

    def wait_for(self, text: str, seconds: float) -> float:
        """Wait until a text was drawn since the last key, and return how long that took."""
        began = time.perf_counter()
        while not self.has_drawn(text):
            left = began + seconds - time.perf_counter()
            if left <= 0:
                raise SystemExit(f"{text!r} was not drawn within {seconds:g} s")
            self._read(left)
        return time.perf_counter() - began

    def read_for(self, seconds: float) -> None:
        """Read what is drawn for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def _read(self, seconds: float) -> None:
        if select.select([self._leader], [], [], seconds)[0]:
            self._drawn = (self._drawn + os.read(self._leader, 65536))[-KEPT:]
