"""The pages by name: each is imported, and its CSS read, when somebody wants it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.textual_private import keep_parsed_css

# The name of a page, which is that of its folder -> its class there, in `page`.
PAGES = {
    "find": "FindPage",
    "use": "UsePage",
    "recorder": "RecorderPage",
    "history": "HistoryPage",
}
# In the folder of each page, and for all pages in widgets/.
CSS_FILE = "page.tcss"


def make_page(app: App[Any], state: AppState, name: str) -> Screen[None]:
    """Return a new page with its CSS. name: a key of PAGES."""
    module = import_module(f"spacetui.tui.{name}.page")
    page: Screen[None] = getattr(module, PAGES[name])(state)
    # Not by CSS_PATH of the page, which makes Textual parse the CSS of all pages again.
    app.stylesheet.read(Path(__file__).with_name(name) / CSS_FILE)
    keep_parsed_css(app, page)
    return page
