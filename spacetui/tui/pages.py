"""The pages by name: each is imported, and its CSS read, when somebody wants it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from textual.app import App

from spacetui.tui.app_state import AppState
from spacetui.tui.textual_private.page_screen import keep_parsed_css
from spacetui.tui.widgets.page import Page

# The name of a page, which is that of its folder -> its class there, in `page`.
PAGES = {
    "find": "FindPage",
    "use": "UsePage",
    "recorder": "RecorderPage",
    "history": "HistoryPage",
}
# In the folder of each page, and for all pages in widgets/.
CSS_FILE = "page.tcss"
# In widgets/ and in the folders of some pages: what `fill` mounts.
FILLED_CSS = "filled.tcss"


def make_page(app: App[Any], state: AppState, name: str) -> Page:
    """Return a new page with its CSS. name: a key of PAGES."""
    module = import_module(f"spacetui.tui.{name}.page")
    page: Page = getattr(module, PAGES[name])(state)
    # Not by CSS_PATH of the page, which makes Textual parse the CSS of all pages again.
    folders = Path(__file__).with_name("widgets"), Path(__file__).with_name(name)
    app.stylesheet.read(folders[1] / CSS_FILE)
    files = (folder / FILLED_CSS for folder in folders)
    page.filling.css = tuple(each for each in files if each.exists())
    keep_parsed_css(app, page)
    return page
