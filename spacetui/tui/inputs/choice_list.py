"""Choices as a list: radio and checkbox group, and the list that a dropdown opens.

Only the rows on the screen are drawn and only their labels are cut and cleaned: 100 000 choices cost as
much as ten.
"""

from collections.abc import Iterable, Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from spacetui.model.schema import Choice
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import one_line


class ChoiceList(ScrollView, can_focus=True):
    """A list of choices with a cursor; `rows` are indices into `choices`, so that a filter is a tuple.

    chosen: indices in the order they were chosen; at most one unless `is_multiple`.
    """

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    ChoiceList { height: auto; max-height: 7; width: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    .-short ChoiceList { max-height: 6; }
    """
    BINDINGS = [
        Binding("up", "step(-1)", "up", show=False, id="choice.up", tooltip="The choice before"),
        Binding("down", "step(1)", "down", show=False, id="choice.down", tooltip="The next choice"),
        Binding(
            "pageup",
            "step(-6)",
            "page up",
            show=False,
            id="choice.page_up",
            tooltip="Six choices up",
        ),
        Binding(
            "pagedown",
            "step(6)",
            "page down",
            show=False,
            id="choice.page_down",
            tooltip="Six choices down",
        ),
        Binding(
            "home",
            "step(-1000000)",
            "first",
            show=False,
            id="choice.first",
            tooltip="The first choice",
        ),
        Binding(
            "end", "step(1000000)", "last", show=False, id="choice.last", tooltip="The last choice"
        ),
        Binding(
            "space,enter",
            "choose",
            "choose",
            show=False,
            id="choice.choose",
            tooltip="Choose this one",
        ),
    ]

    class Chosen(Message):
        """What is chosen changed, or a choice was confirmed."""

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        is_multiple: bool,
        has_marks: bool = True,
        classes: str = "editor -bare",
    ) -> None:
        super().__init__(classes=classes)
        self.choices = choices
        self.rows: Sequence[int] = range(len(choices))
        self.extra_row = ""
        self.is_multiple = is_multiple
        self.has_marks = has_marks
        self.chosen: list[int] = []
        self.at = 0
        self.is_active = False

    @property
    def row_count(self) -> int:
        return len(self.rows) + bool(self.extra_row)

    def show_rows(self, rows: Sequence[int], at: int = 0, extra_row: str = "") -> None:
        """Show these choices; `extra_row` is one more, last, that stands for text typed."""
        self.rows = rows
        self.extra_row = extra_row
        self.at = max(0, min(at, self.row_count - 1))
        self._measure()
        self.refresh(layout=True)
        self.scroll_to(y=0, animate=False, immediate=True)
        self._keep_in_view()

    def choose(self, chosen: Iterable[int]) -> None:
        """Mark these as chosen, and put the cursor on the first of them."""
        self.chosen = list(chosen)
        if self.chosen and self.chosen[0] in self.rows:
            self.at = self.rows.index(self.chosen[0])
            if self.is_attached:
                self.call_after_refresh(self._keep_in_view)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, self.row_count)

    def on_mount(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(0, max(1, self.row_count))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        here = self.is_active or self.has_focus
        content = self._row(at, width, here and at == self.at)
        style = self.visual_style
        return Strip(content.render_segments(style), content.cell_length).adjust_cell_length(
            width, style.rich_style
        )

    def _row(self, at: int, width: int, is_current: bool) -> Content:
        if at >= self.row_count:
            return Content(" " * width)
        if at == len(self.rows):
            mark, label, is_on = (
                "",
                Content.assemble(("use ", "$muted"), one_line(self.extra_row)),
                True,
            )
        else:
            index = self.rows[at]
            is_on = index in self.chosen
            label = one_line(self.choices[index].label, max(8, width))
            signs = glyphs()
            mark = f"{signs.done if is_on else signs.idle} " if self.has_marks else ""
        mark_style = "$accent" if is_current else "$foreground" if is_on else "$muted"
        text = Content.assemble((mark, mark_style), label).truncate(width, ellipsis=True, pad=True)
        if not is_on and not is_current:
            text = text.stylize_before("$muted") if self.has_marks else text
        return text.stylize_before("bold $foreground on $panel") if is_current else text

    def action_step(self, steps: int) -> None:
        if not self.row_count:
            return
        self.at = max(0, min(self.row_count - 1, self.at + steps))
        self._keep_in_view()
        self.refresh()
        if not self.is_multiple and self.has_marks:
            self._choose_current(toggle=False)

    def action_choose(self) -> None:
        self._choose_current(toggle=True)

    def _choose_current(self, *, toggle: bool) -> None:
        if not 0 <= self.at < len(self.rows):
            return
        index = self.rows[self.at]
        if not self.is_multiple:
            if self.chosen == [index] and not toggle:
                return
            self.chosen = [index]
        elif index in self.chosen:
            self.chosen.remove(index)
        else:
            self.chosen.append(index)
        self.refresh()
        self.post_message(self.Chosen())

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.at, 1, 1), animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        at = offset.y + self.scroll_offset.y
        if at < len(self.rows):
            self.at = at
            self._choose_current(toggle=True)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
