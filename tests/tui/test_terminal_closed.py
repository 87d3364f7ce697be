"""The app ends when its terminal is closed, also where no signal tells so."""

import asyncio
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

from spacetui.cli.exit_codes import INTERRUPTED
from spacetui.model.source import Source
from spacetui.session.previous_run import PREFIX
from spacetui.store.store import Store
from tests.tui.fake_session import an_app

TYPED = "жук"


def start_without_controlling_terminal(src: str, data: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start the app in a session of its own; return it and our end of its terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    settings = termios.tcgetattr(theirs)
    settings[3] &= ~(termios.ECHO | termios.ICANON)  # otherwise the terminal itself would show it
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    home = {"HF_HOME": str(data), "SPACETUI_DATA_DIR": str(data), "TERM": "xterm-256color"}
    app = subprocess.Popen(
        [sys.executable, "-m", "spacetui", src],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **home, "HF_ENDPOINT": "http://127.0.0.1:1"},
        start_new_session=True,  # the terminal is not the controlling one: no SIGHUP comes
    )
    os.close(theirs)
    return app, ours


def read_until(ours: int, text: str) -> None:
    """Read what the app draws until that text."""
    drawn = b""
    while text.encode() not in drawn:
        assert select.select([ours], [], [], 60)[0], drawn[-2000:]
        drawn += os.read(ours, 65536)


async def test_the_app_ends_with_its_terminal_and_keeps_what_was_typed(tmp_path: Path) -> None:
    known = an_app()
    path = tmp_path / "spacetui.sqlite3"
    async with Store(path) as store:
        await store.save_schema(known.url, known, Source(known.url, known.url, title="Text lab"))
    app, ours = start_without_controlling_terminal(known.url, tmp_path)
    try:
        os.write(ours, TYPED.encode())
        await asyncio.to_thread(read_until, ours, TYPED)
        os.close(ours)
        assert await asyncio.to_thread(app.wait, 60) == INTERRUPTED
    finally:
        app.kill()
        app.wait()
    async with Store(path) as store:
        kept = await store.kept_all(PREFIX)
    assert TYPED in json.dumps(kept, ensure_ascii=False)
