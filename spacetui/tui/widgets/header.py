"""The header: where the user is at the left, recorded calls and account at the right."""

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right

GAP = Content("   ")
# Seconds for which the number of recorded calls is lit after one was added.
LIT_SECONDS = 1.0


class PageHeader(Widget):
    """The first row of the page. recorded: how many calls the recorder holds."""

    DEFAULT_CSS = """
    PageHeader { height: 1; width: 1fr; margin-bottom: 1; }
    """

    place: reactive[Content] = reactive(Content.styled("spacetui", "bold"))
    right: reactive[Content] = reactive(Content(""))
    recorded: reactive[int] = reactive(0)
    is_lit: reactive[bool] = reactive(False)

    _timer: Timer | None = None

    def watch_recorded(self, before: int, after: int) -> None:
        if after <= before:
            return
        if self._timer is not None:
            self._timer.stop()
        self.is_lit = True
        self._timer = self.set_timer(LIT_SECONDS, self._unlight)

    def _unlight(self) -> None:
        self.is_lit = False

    def render(self) -> Content:
        left = Content.styled(f"{glyphs().running} ", "$accent") + self.place
        parts = [self._recorded_content(), self.right] if self.recorded else [self.right]
        right = GAP.join(each for each in parts if each)
        width = self.content_size.width
        # Where the user is says more than whose account is used, which gives way to a third.
        min_left = min(left.cell_length + 1, width * 2 // 3)
        return left_right(left, right, width, min_left=min_left)

    def _recorded_content(self) -> Content:
        style = "bold $accent" if self.is_lit else "$muted"
        return Content.assemble(("rec ", "$muted"), (str(self.recorded), style))
