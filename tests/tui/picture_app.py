"""An app with one picture in the view of an output, for a test in a terminal: it ends by `q`.

Run: python picture_app.py PICTURE
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacetui.model.schema import Return
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.textual_private.terminal import adapt_driver
from tests.tui.widget_host import WidgetHost

DATA = {"path": "/p.png", "orig_name": "p.png", "meta": {"_type": "gradio.FileData"}}


async def fetch(data: Mapping[str, Any]) -> Path:
    return Path(sys.argv[1])


class PictureApp(WidgetHost):
    """Counts the keys that reach it: an answer of the terminal is none."""

    keys = 0

    def on_mount(self) -> None:
        (view,) = self.widgets
        assert isinstance(view, OutputView)
        view.show(DATA, True)

    def on_key(self) -> None:
        self.keys += 1

    def key_h(self) -> None:
        self.widgets[0].display = False

    def key_q(self) -> None:
        self.exit()


if __name__ == "__main__":
    adapt_driver(lambda: None)
    app = PictureApp(lambda: [view_for(Return("out", "Image"), fetch)])
    app.run()
    print(f"ended after {app.keys} keys")
