"""What a window below the minimum size shows instead of the page."""

from textual.widgets import Static

from spacetui.tui.widgets.page_layout import MIN_COLUMNS, MIN_ROWS


class TooSmallNotice(Static):
    """The notice: the size that is needed, and the size of the window. filled.tcss shows it."""

    def __init__(self) -> None:
        super().__init__(id="too-small", markup=False)

    def on_resize(self) -> None:
        width, height = self.app.size
        self.update(f"window too small: {MIN_COLUMNS}x{MIN_ROWS} needed, now {width}x{height}")
