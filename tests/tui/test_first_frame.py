"""What has loaded when the first frame is out, counted in a process of its own."""

import subprocess
import sys

SCRIPT = """
import asyncio, sys
from spacetui.tui.app import SpacetuiApp

class Stopped(SpacetuiApp):
    def on_ready(self):
        heavy = ("httpx", "httpx_sse", "huggingface_hub", "gradio", "gradio_client", "PIL", "numpy", "jsonschema",
                 "pygments.lexers", "textual.widgets._text_area", "markdown_it", "sqlite3", "spacetui.wire",
                 "spacetui.hub", "spacetui.session", "spacetui.store", "spacetui.demo.apps")
        print([name for name in heavy if name in sys.modules])
        self.exit(0)

async def connect(on_recording):
    raise AssertionError("asked for before the first frame")

Stopped(connect).run(headless=True)
"""


def test_nothing_of_hub_wire_gradio_or_pictures_is_loaded_before_the_first_frame() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
