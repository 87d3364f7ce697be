"""What a window below the minimum size shows instead of the page, and of the dialogs over it."""

from typing import Any

from textual.app import App
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from spacetui.tui.widgets.window_size import MIN_COLUMNS, MIN_ROWS, is_too_small


class TooSmallNotice(Static):
    """The notice: the size that is needed, and the size of the window. filled.tcss shows it."""

    def __init__(self) -> None:
        super().__init__(id="too-small", markup=False)

    def on_resize(self) -> None:
        width, height = self.app.size
        self.update(f"window too small: {MIN_COLUMNS}x{MIN_ROWS} needed, now {width}x{height}")


def cover_dialogs(app: App[Any]) -> None:
    """Lay the notice over every open dialog while the window is too small.

    The dialog and its focus stay as they are, and are seen again in a larger window.
    """
    for screen in app.screen_stack:
        if isinstance(screen, ModalScreen):
            _cover(screen, is_tiny=is_too_small(app.size))


def _cover(screen: Screen[Any], *, is_tiny: bool) -> None:
    if is_tiny and not screen.query(TooSmallNotice):
        screen.styles.layers = "default notice"
        screen.mount(TooSmallNotice())
    screen.set_class(is_tiny, "-tiny")
