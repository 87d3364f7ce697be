"""HeldBackScreen: a page that is laid out and drawn once at the start, and answers keys first."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.app import App
from textual.events import ScreenResume
from textual.geometry import Size
from textual.messages import Update
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.textual_private.compositor import RegionCompositor

Result = TypeVar("Result")


class FirstLayout:
    """Lays a screen out once for its first frame, in the size that was asked for last."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._size: Size | None = None

    def take(self, size: Size | None) -> bool:
        """Lay out in `size` after what was typed so far has been taken by what has the focus.

        Returns False after the first frame, when there is nothing to wait for, unless the screen is
        laid out in that size: Textual tells it of the first one once more.
        """
        app = self._screen.app
        if app._dom_ready:
            return size == self._screen._compositor.size
        if self._size is None:
            app.call_later(self._screen.call_later, self._lay_out)
        self._size = size or app.size
        return True

    def _lay_out(self) -> None:
        screen = self._screen
        if not screen.app._dom_ready:
            Screen._refresh_layout(screen, self._size)
            if not screen.app._batch_count:  # else it is drawn later
                self._forget_requests()

    def _forget_requests(self) -> None:
        """Forget what was to be laid out and drawn, since the first frame has it.

        Textual would do it again: each widget asks for a layout when it is told its first size. One
        is needed only where a scrollbar came with that.
        """
        widgets = list(self._screen.walk_children(Widget, with_self=True))
        has_scrollbar = any(any(each.scrollbars_enabled) for each in widgets)
        self._screen._dirty_widgets.clear()
        for each in widgets:
            each._repaint_required = False
            each._layout_required &= has_scrollbar


class AnswerDrawing:
    """Draws what a key did to the widget that has the focus, before anything else is drawn.

    Textual draws all that has changed, at most 60 times a second: a letter would wait for the next
    frame, and for all of what streams in to be laid out and drawn in it.
    """

    def __init__(self, screen: Screen[Any], keys: KeyPriority) -> None:
        self._screen = screen
        self._keys = keys
        self.is_put_off = False

    @property
    def must_wait(self) -> bool:
        """Whether no frame is to be drawn now.

        A key passes through up to six message queues. Between two of them, a frame or a layout
        would make it wait.
        """
        return self._keys.is_under_way

    def put_off(self) -> bool:
        """Put a frame off that is laid out and not drawn yet, if a key came meanwhile.

        The layout takes half the time of a frame. Return whether it was put off.
        """
        self.is_put_off = self.must_wait and self._screen.app._dom_ready
        if self.is_put_off:
            self._screen._update_timer.resume()
        return self.is_put_off

    def take(self, message: Update) -> None:
        """Draw a widget that has changed if a key waits for it; else it waits for the next frame.

        message: what Textual's own method gets after this, and adds to that frame.
        """
        widget = message.widget
        if self._keys.is_awaited and _answers_key(widget) and self._can_draw(widget):
            self._draw(widget)
            self._keys.note_answer()
            message.prevent_default()
            message.stop()

    def _draw(self, widget: Widget) -> None:
        compositor = self._screen._compositor
        others, compositor._dirty_regions = compositor._dirty_regions, set()
        compositor.update_widgets({widget})
        update = compositor.render_partial_update()
        compositor._dirty_regions = others
        self._screen.app._display(self._screen, update)

    def _can_draw(self, widget: Widget) -> bool:
        """Return whether the widget stands where it will stand after the next layout."""
        screen = self._screen
        is_drawing = screen is screen.app.screen and not screen.app._batch_count
        return is_drawing and widget in screen._compositor.visible_widgets


def _answers_key(widget: Widget) -> bool:
    """Return whether a key changes this widget: the one with focus, or a part of it.

    What stands in a container that scrolls with keys is no part of it: it may stream.
    """
    if widget.has_focus:
        return True
    for each in widget.ancestors:
        if not isinstance(each, Widget) or each.styles.overflow_y != "hidden":
            return False
        if each.has_focus:
            return True
    return False


class HeldBackScreen(Screen[Result]):
    """A screen that draws nothing while the app holds updates back, and its first frame once.

    Textual renders the window all the same and throws it away, which takes 25 ms; it applies all
    styles twice, lays the page out three times, and draws what was typed meanwhile a frame later.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # else all is drawn anew

    def __init__(self, keys: KeyPriority) -> None:
        super().__init__()
        self._compositor: RegionCompositor = RegionCompositor()
        self._first_layout, self._answers = FirstLayout(self), AnswerDrawing(self, keys)

    def _on_timer_update(self) -> None:
        if not self._answers.must_wait:  # else the timer ticks on
            super()._on_timer_update()
            if self._answers.is_put_off:
                self._compositor_refresh()

    async def _on_update(self, message: Update) -> None:
        self._answers.take(message)

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add no widgets of Textual's."""

    def _on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and self.app._dom_ready

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        if not (_is_drawn_in_place(self, size, scroll) or self._first_layout.take(size)):
            super()._refresh_layout(size, scroll)

    def _compositor_refresh(self) -> None:
        if not self.app._batch_count and not self._answers.put_off():  # else it stays marked
            super()._compositor_refresh()


def _is_drawn_in_place(screen: HeldBackScreen[Any], size: Size | None, scroll: bool) -> bool:
    """Draw what has changed where it is, if the layout waits for what else is mounted.

    Textual would tell each widget its size again: 10 ms in a form of 60 fields.
    """
    compositor = screen._compositor
    is_same_size = (screen.outer_size if size is None else size) == compositor.size
    is_scrolled_only = scroll and not screen._layout_widgets
    if not (compositor.is_held and is_same_size) or is_scrolled_only:
        return False
    compositor.update_widgets(screen._dirty_widgets)
    screen._compositor_refresh()
    return True


async def mount_own_widgets(screen: Screen[Any]) -> None:
    """Mount Textual's widgets for tooltips and notifications, and show what was to be notified."""
    widgets: list[Widget] = []
    Screen._extend_compose(screen, widgets)
    if widgets:  # a test can turn both off
        await screen.mount_all(widgets, before=0)
        screen.app._refresh_notifications()


def begin_in_mode(app: App[Any], mode: str) -> None:
    """Let an app that does not run yet begin with another page than that of DEFAULT_MODE."""
    app._screen_stacks = {mode: []}
    app._current_mode = mode


def keep_parsed_css(app: App[Any], page: Screen[Any]) -> None:
    """Let a new page use the CSS as it is parsed.

    Textual takes each new screen of a mode for older than the CSS, and parses all of it twice more:
    60 ms in which no key is handled.
    """
    page._css_update_count = app._css_update_count
