"""What is left when the command has ended: it ends its process without waiting for anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from spacetui.cli import main
from spacetui.system.page_files import write_page
from spacetui.system.player import play
print(write_page("<p>one</p>"), play(["sleep", "600"])._process.pid, flush=True)
main(["--version"])
"""


def test_no_page_and_no_sound_is_left(tmp_path: Path) -> None:
    environ = {**os.environ, "SPACETUI_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    page, process = done.stdout.splitlines()[0].split()
    assert not Path(page).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
