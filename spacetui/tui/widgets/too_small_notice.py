"""What a window below the minimum size shows instead of the page."""

from textual.widgets import Static

from spacetui.tui.widgets.page_layout import MIN_COLUMNS, MIN_ROWS


class TooSmallNotice(Static):
    """The notice; filled.tcss shows it."""

    def __init__(self) -> None:
        words = f"window too small: {MIN_COLUMNS}x{MIN_ROWS} needed"
        super().__init__(words, id="too-small", markup=False)
