"""FilterRow: which Spaces a search is about, and the order of its results."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.tui.keys import bindings
from spacetui.tui.widgets.clickable import clickable, clicked
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right


class Filters(NamedTuple):
    """all_stages: Spaces that do not run too. any_sdk: apps of other SDKs than Gradio too."""

    all_stages: bool
    any_sdk: bool
    by_likes: bool


class FilterRow(Widget, can_focus=True):
    """The row of filters: left and right move among them, space changes the current one."""

    DEFAULT_CSS = """
    FilterRow { height: 1; width: 1fr; padding-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"filter.left": "part(-1)", "filter.right": "part(1)", "filter.change": "change"}
    )
    RUNNING = ("running or starting", "all stages")
    SDK = ("gradio", "any sdk")
    ORDER = ("by match", "by likes")

    picked: reactive[tuple[int, int, int]] = reactive((0, 0, 0))
    part: reactive[int] = reactive(0)

    class Changed(Message):
        """A filter or the order was changed."""

    @property
    def selection(self) -> Filters:
        return Filters(*map(bool, self.picked))

    def render(self) -> Content:
        names = [
            options[at]
            for options, at in zip((self.RUNNING, self.SDK, self.ORDER), self.picked, strict=True)
        ]
        styled = [
            clickable(Content.styled(name, self._style_of(at)), "filter", str(at))
            for at, name in enumerate(names)
        ]
        left = styled[0] + Content.styled(f" {glyphs().dot} ", "$muted") + styled[1]
        return left_right(left, styled[2], self.content_size.width - 1)

    def _style_of(self, part: int) -> str:
        return "bold $accent" if self.has_focus and part == self.part else "$muted"

    def on_click(self, event: events.Click) -> None:
        if part := clicked(event, "filter"):
            event.stop()
            self.part = int(part)
            self.action_change()

    def action_part(self, by: int) -> None:
        self.part = (self.part + by) % 3

    def action_change(self) -> None:
        picked = list(self.picked)
        picked[self.part] = 1 - picked[self.part]
        self.picked = (picked[0], picked[1], picked[2])
        self.post_message(self.Changed())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
