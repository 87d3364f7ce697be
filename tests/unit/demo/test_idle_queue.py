"""The queues of the demo's apps rest while they are idle."""

import re
from importlib.util import find_spec
from pathlib import Path


def test_the_installed_gradio_has_the_pause_that_is_set() -> None:
    gradio = find_spec("gradio")
    assert gradio is not None and gradio.origin is not None
    source = (Path(gradio.origin).parent / "queueing.py").read_text("utf-8")
    loop = source.partition("async def start_processing(self)")[2].partition("async def ")[0]
    assert "self.sleep_when_free = " in source
    assert re.search(r"asyncio\.sleep\(self\.sleep_when_free\)", loop)
