"""What spacetui needs of Textual and can have by private names only.

Beside it, the editors of inputs/text_editors.py and inputs/lines_editor.py override private methods
of Textual's editors; they are not here because TextArea takes 10 ms to import.
tests/unit/tui/test_textual_private.py fails if Textual no longer has one of the names, or if we
use another one.
"""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._compositor import ChopsUpdate, Compositor, CompositorMap, ReflowResult
from textual._spatial_map import SpatialMap
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.cache import FIFOCache
from textual.color import Color
from textual.dom import NoScreen
from textual.drivers._writer_thread import WriterThread
from textual.events import Key, ScreenResume
from textual.geometry import Region, Size
from textual.layout import DockArrangeResult, WidgetPlacement
from textual.map_geometry import MapGeometry
from textual.message import Message
from textual.messages import Update
from textual.reactive import Reactive
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import MountError, Widget
from textual.worker import WorkerFailed

from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.terminal_answers import AnswerFilter

if TYPE_CHECKING:
    from PIL.Image import Image
    from rich.console import RenderableType
    from textual.scroll_view import ScrollView

# Rows of a widget of which each is noted when it is to be drawn again.
MAX_NOTED_ROWS = 1_000
# Rows that no widget exceeds, and sizes for which a widget keeps how its children are arranged.
MAX_ROWS, ARRANGEMENTS = 100_000_000, 4

Result = TypeVar("Result")


class CrashReportApp(App[Result]):
    """An app that prints `crash_report` after a bug.

    Textual would print the values of all variables too: one may be a token, and another a server's
    text with control characters (security.md P4, P5).
    """

    @abstractmethod
    def crash_report(self, error: BaseException | None) -> str:
        """Return what to print about an exception that nothing caught."""

    def _handle_exception(self, error: Exception) -> None:
        if not _came_too_late(self, error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic(Text(self.crash_report(sys.exception())))


def _came_too_late(app: App[Any], error: Exception) -> bool:
    """Return whether a page was to be filled after the app was told to exit, or has ended.

    From that moment on Textual mounts nothing, and takes widgets from their screens. What fills a
    page in several steps cannot know that between two of them.
    """
    has_ended = app._exit or not app.is_running
    return has_ended and isinstance(cause_of(error), MountError | NoScreen)


def cause_of(error: BaseException | None) -> BaseException | None:
    """Return an error; of a worker that failed, the reason."""
    return error.error if isinstance(error, WorkerFailed) else error


class CoveredCells:
    """The cells that are drawn already, while widgets are drawn from front to back."""

    def __init__(self) -> None:
        # By row: a bit for each column.
        self._rows: dict[int, int] = {}

    def rows_to_draw(self, parts: Iterable[Region]) -> tuple[int, int]:
        """Return the first row of `parts` with a cell that is not covered, and that after the last.

        Both are 0 where all cells are covered.
        """
        rows = [y for part in parts for y in part.line_range if self._is_seen(part, y)]
        return (min(rows), max(rows) + 1) if rows else (0, 0)

    def _is_seen(self, part: Region, y: int) -> bool:
        return bool(_bits(part) & ~self._rows.get(y, 0))

    def cover(self, region: Region) -> None:
        """Take note that all cells of a region are drawn."""
        bits = _bits(region)
        for y in region.line_range:
            self._rows[y] = self._rows.get(y, 0) | bits


def _bits(region: Region) -> int:
    return ((1 << region.width) - 1) << region.x


class RegionCompositor(Compositor):
    """A compositor that renders what is seen of the regions that changed.

    Textual renders every widget that stands between them too: for a letter in the form and a clock
    at the bottom, all of the window. It also renders what other widgets cover: a container draws
    as many rows of its ground as its children have, and all of them again when they grow.
    """

    def __init__(self) -> None:
        super().__init__()
        # The regions of the update that is rendered; None for all of the screen.
        self._updated: set[Region] | None = None
        # Whether all widgets stay where they are, and new ones have no place yet.
        self.is_held = False
        # Where widgets stood in the last layout or scroll.
        self._drawn: CompositorMap = {}

    def clear(self) -> None:
        super().clear()
        self._drawn = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        marked = self._dirty_regions.copy()
        result = super().reflow(parent, size)
        self._dirty_regions = marked | self._changed_regions(self._full_map)
        for widget in result.shown | result.resized:
            self._tell_virtual_size(widget)
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        marked = self._dirty_regions.copy()
        exposed = super().reflow_visible(parent, size)
        self._dirty_regions = marked | self._changed_regions(self._visible_map or {})
        return exposed

    def _changed_regions(self, places: CompositorMap) -> set[Region]:
        """Return where something is seen in another place than in the last layout, or was.

        Textual draws all that scrolls again where something is added below it, as each field of a
        form, and for the first scroll after a layout all of the window.
        """
        before, self._drawn = self._drawn, places
        changed = []
        for widget in before.keys() | places.keys():
            old, new = before.get(widget), places.get(widget)
            if old is None or new is None or not _is_same_place(old, new):
                changed += [each.clip.intersection(each.region) for each in (old, new) if each]
        return {region for region in changed if region}

    def _tell_virtual_size(self, widget: Widget) -> None:
        """Tell a widget that never scrolls the size of what it holds.

        When Textual does it next, it asks for another layout, in which a scrollbar may come: each
        widget that is mounted would have all around it arranged a second time.
        """
        if widget.styles.overflow_x == widget.styles.overflow_y == "hidden":
            widget.set_reactive(Widget.virtual_size, self._full_map[widget].virtual_size)

    def render_partial_update(self) -> ChopsUpdate | None:
        self._updated = self._dirty_regions.copy()
        try:
            return super().render_partial_update()
        finally:
            self._updated = None

    def update_widgets(self, widgets: set[Widget]) -> None:
        # For a widget that is scrolled out of sight Textual arranges the whole page once more.
        drawn = self.visible_widgets.keys() & widgets
        if self.is_held:
            drawn = {each for each in drawn if each.is_attached}  # others are removed already
        else:
            drawn |= widgets - self._full_map.keys()
        super().update_widgets(drawn)

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        updated, covered = self._updated or {crop or self.size.region}, CoveredCells()
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            changed = [part for each in updated if (part := each.intersection(shown))]
            top, bottom = covered.rows_to_draw(changed)
            if bottom:
                rows = Region(shown.x, top, shown.width, bottom - top)
                covered.cover(rows)
                yield rows, rows, widget.render_lines(rows.translate(-region.offset))


def _is_same_place(old: MapGeometry, new: MapGeometry) -> bool:
    """Return whether a widget is drawn in the same cells, in front of the same layers."""
    if (old.region, old.clip) != (new.region, new.clip):
        return False
    if old.order == new.order:
        return True
    # The last of the three is its place among its siblings: it changes as they become more.
    return [each[:2] for each in old.order] == [each[:2] for each in new.order]


@contextmanager
def holding_layout(screen: Screen[Any]) -> Iterator[None]:
    """Lay the page out once for all that is mounted meanwhile; what is seen is drawn as ever.

    Each layout visits all widgets: 20 ms in a form of 60 fields.
    """
    compositor = screen._compositor
    if not isinstance(compositor, RegionCompositor):
        yield
        return
    compositor.is_held = True
    try:
        yield
    finally:
        compositor.is_held = False
        screen.refresh(repaint=False, layout=True)


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


class PageCoveringScreen(ModalScreen[Result]):
    """A screen over the page, such as a dialog: laid out once, with the page dimmed below it.

    Textual lays a modal screen out and draws it twice, applies all styles twice, and mixes the
    colours of each cell of the page anew: half of the time that a key takes to open a dialog.
    """

    def _on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and bool(self._compositor.size)

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size:
            super()._screen_resized(size)

    def render(self) -> RenderableType:
        below = super().render()
        return (
            DimmedPage(below.screen, below.color) if isinstance(below, BackgroundScreen) else below
        )


class DimmedPage(BackgroundScreen):
    """The page below a screen; the colours of each style are mixed once."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterator[Segment]:
        dimmed: dict[Style | None, Style | None] = {}
        for segment in segments:
            style = segment.style
            if style not in dimmed:
                (mixed,) = super().process_segments([Segment(" ", style)], color)
                dimmed[style] = mixed.style
            yield segment if segment.control else Segment(segment.text, dimmed[style])


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


def take_virtual_size(view: ScrollView, size: Size) -> None:
    """Let a view scroll over another size.

    Textual lays out the whole page for each change of it; here it does only where the height of the
    view follows that of its lines, or a scrollbar comes or goes.
    """
    height = view.styles.height
    follows_lines = height is None or height.is_auto
    if not view.container_size or (follows_lines and view.virtual_size.height != size.height):
        view.virtual_size = size
    elif view.virtual_size != size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)


class TallCache(StylesCache):
    """The drawn lines of a widget of a million rows, of which a few are seen.

    Textual notes each row of it that is to be drawn again: 100 ms for all of them.
    """

    def set_dirty(self, *regions: Region) -> None:
        if any(each.height > MAX_NOTED_ROWS for each in regions):
            regions = ()  # then none is kept
        super().set_dirty(*regions)


class TallArrangements(FIFOCache[Any, DockArrangeResult]):
    """The arrangements of a few widgets, of which one may have a million rows.

    Textual notes for every 20 rows which widgets stand there: 80 ms at each layout.
    """

    def __setitem__(self, key: Any, arrangement: DockArrangeResult) -> None:
        places: SpatialMap[WidgetPlacement] = SpatialMap(grid_height=MAX_ROWS)
        places.insert(
            (each.region.grow(each.margin), each.offset, each.fixed, each.overlay, each)
            for each in arrangement.placements
        )
        arrangement._spatial_map = places
        super().__setitem__(key, arrangement)


def expect_many_rows(widget: Widget) -> None:
    """Let a widget of a million rows, or around one, be laid out and drawn as one of few rows."""
    widget._styles_cache = TallCache()
    widget._arrangement_cache = TallArrangements(ARRANGEMENTS)


def keep_parsed_css(app: App[Any], page: Screen[Any]) -> None:
    """Let a new page use the CSS as it is parsed.

    Textual takes each new screen of a mode for older than the CSS, and parses all of it twice more:
    60 ms in which no key is handled.
    """
    page._css_update_count = app._css_update_count


class AnswerParser(XTermParser):
    """Textual's parser of what is typed, without what the terminal answers to our questions."""

    def __init__(self, on_key: Callable[[], None], debug: bool = False) -> None:
        """on_key: called with each key, in the thread that reads the terminal."""
        super().__init__(debug)
        self._on_key = on_key
        self._answers = AnswerFilter()

    def feed(self, data: str) -> Iterable[Message]:
        keys = self._answers.keys_in(data)
        if data and not keys:
            return ()  # to Textual, nothing is the end of the input
        return self._note_keys(super().feed(keys))

    def _note_keys(self, messages: Iterable[Message]) -> Iterator[Message]:
        for each in messages:
            if isinstance(each, Key):
                self._on_key()
            yield each


class LastingWriter(WriterThread):
    """Textual's thread that writes to the terminal; it takes what is written when that is closed.

    Textual's own ends with the first error, and the app would wait for it for ever.
    """

    def run(self) -> None:
        try:
            super().run()
        except OSError:  # the app is told by on_hangup of cli/event_loop.py
            while self._queue.get() is not None:
                pass


def adapt_driver(on_key: Callable[[], None]) -> None:
    """Let the driver of the terminal use our parser and writer. To be called before an app runs.

    on_key: called with each key, in the thread that reads the terminal.
    """
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        vars(linux_driver)["XTermParser"] = partial(AnswerParser, on_key)
        vars(linux_driver)["WriterThread"] = LastingWriter


def write_to_terminal(app: App[Any], text: str) -> None:
    """Write what is no part of a frame, after the frames that were written before."""
    if app._driver is not None:
        app._driver.write(text)


def has_true_colors(app: App[Any]) -> bool:
    """Return whether colours reach the terminal as they are."""
    return app.console._color_system is ColorSystem.TRUECOLOR


def sixel_text(image: Image) -> str:
    """Return a picture as Sixel; `image` has a palette.

    The encoder of textual-image alone, which is private: what is public asks the terminal when it
    is imported.
    """
    from textual_image._sixel import image_to_sixels

    return image_to_sixels(image)
