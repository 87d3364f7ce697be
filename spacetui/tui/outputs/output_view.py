"""OutputView: one output under its label; the base class of all views."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive, reactive
from textual.widget import Widget

from spacetui.model.components import component_type
from spacetui.model.file_data import files_within
from spacetui.model.output_path import OutputPath
from spacetui.model.schema import MISSING, Json, Missing, Return
from spacetui.tui.outputs.changes_body import ChangesBody
from spacetui.tui.outputs.json_layout import JsonLayout
from spacetui.tui.outputs.saved_value import SavedValue, saved_value
from spacetui.tui.outputs.text_layout import as_json
from spacetui.tui.outputs.view_body import ViewBody, no_lines
from spacetui.tui.textual_private.many_rows import expect_many_rows
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line_content

MAX_LABEL = 120
MAX_SUMMARY = 200
NO_CHANGES: Mapping[str, Json] = {}

# Fetches a FileData from the app's own server into a temporary folder. Raises SpacetuiError.
Fetch: TypeAlias = Callable[[Mapping[str, Json]], Awaitable[Path]]


class ViewHead(Widget):
    """One row: the label at the left, the summary or a short value at the right."""

    DEFAULT_CSS = """
    ViewHead {
        height: 1; width: 1fr; padding: 0 0 0 1; color: $foreground;
        border-left: outer $background;
    }
    """

    def __init__(self, view: "OutputView") -> None:
        super().__init__()
        self.view = view

    def on_mount(self) -> None:
        for each in ("has_focus", "summary"):
            self.watch(self.view, each, self._view_changed, init=False)

    def _view_changed(self) -> None:
        self.refresh()

    def render(self) -> Content:
        view, width = self.view, self.content_size.width
        label = line_content(view.label, MAX_LABEL, "bold" if view.has_focus else "")
        return left_right(label, view.summary_content(), width, gap=2, min_left=8)


class OutputView(Widget, can_focus=True):
    """One output. Subclasses implement `draw`, which must take any JSON."""

    SCOPED_CSS = False  # rules depend on the screen's classes
    # Whether it is alone in the result that is zoomed while it has focus.
    TAKES_PAGE: ClassVar[bool] = False
    # The ending of the file into which a text is saved.
    SUFFIX: ClassVar[str] = ".txt"

    DEFAULT_CSS = """
    OutputView {
        height: auto; layout: vertical; margin: 0 0 1 0;
        &:focus > ViewHead { background: $panel; border-left: outer $accent; }
    }
    .-short OutputView { margin: 0; }
    """

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)  # see ViewBody

    summary: reactive[str] = reactive("")
    """What the value is, in a few words: `webp · 1344×768 · 214 kB`, `96 words`, `3 rows`."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__()
        expect_many_rows(self)
        self.return_ = return_
        self.fetch = fetch
        self.value: Json = None
        # What else of its component the app changed, by property; and whether it gave no value.
        self.changes: Mapping[str, Json] = {}
        self.is_unchanged = False
        self.is_final = False
        self._has_value = False
        self.head = ViewHead(self)
        self.body = ViewBody()
        self._json_layout = JsonLayout()
        self._changes_body = ChangesBody()

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self.value_widgets()
        yield self._changes_body

    def value_widgets(self) -> Iterable[Widget]:
        """Return the widgets that draw the value, between its label and what else changed."""
        return (self.body,)

    @property
    def label(self) -> str:
        """The label as shown."""
        return self.return_.label or component_type(self.return_.component).name or "output"

    @property
    def file(self) -> Mapping[str, Json] | None:
        """The FileData that the keys for saving and opening act on."""
        return None

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        """All FileData that are saved together."""
        if self.file is not None:
            return (self.file,)
        return ()

    @property
    def path_in_hand(self) -> OutputPath:
        """The path in the value to the part that is copied and sent; empty for all of it."""
        return ()

    @property
    def part_in_hand(self) -> str:
        """What that part is called in the footer; empty for all of the value."""
        return ""

    @property
    def files_to_save(self) -> tuple[Mapping[str, Json], ...]:
        """All FileData that are saved together, those of changes included (subtitles)."""
        return (*self.files, *files_within(self.changes))

    def show(
        self, value: Json | Missing, final: bool, changes: Mapping[str, Json] = NO_CHANGES
    ) -> None:
        """Show any JSON value, partial or final; before the view is mounted, as soon as it is.

        value: MISSING where the app left it as it was. changes: what else of the component the app
        changed, by property. Never raises.
        """
        self.is_unchanged = value is MISSING
        self.value = None if self.is_unchanged else value
        self.changes, self.is_final = changes, final
        self._has_value = True
        if self.is_mounted:
            self._draw()

    def on_mount(self) -> None:
        if self._has_value:
            self._draw()

    def _draw(self) -> None:
        value = self.value
        try:
            self.draw(value, self.is_final)
        except (
            TypeError,
            ValueError,
            KeyError,
            IndexError,
            AttributeError,
            RecursionError,
            OverflowError,
        ):
            # No version of Gradio is known to send this shape, but it is the user's result.
            self.summary = ""
            self.show_json(value)
        if self.is_unchanged:
            self.summary = "unchanged"
            self.body.show_lines(no_lines)
        self._changes_body.show(self.changes)

    def fit(self, rows: int) -> None:
        """Take the number of rows that the pane shows, so that a view need not be scrolled."""

    def draw(self, value: Json, final: bool) -> None:
        """Draw a value; one that has not the component's shape is drawn by `draw_json`."""
        raise NotImplementedError

    def draw_json(self, value: Json) -> None:
        """Draw a value that has not the component's shape as JSON, or name it if it is none."""
        self.summary = name_of_none(value)
        if self.summary:
            self.body.show_lines(no_lines)
            return
        self.show_json(value)

    def show_json(self, value: Json) -> None:
        """Show a value as JSON under the label."""
        layout = self._json_layout.lines_of(value, is_growing=not self.is_final)
        self.body.show_lines(layout)

    def copied_text(self) -> str:
        """Return what `y` copies: the value, or what else changed where there is none."""
        if self.is_unchanged:
            return as_json(self.changes)
        return self.text_to_copy()

    def text_to_copy(self) -> str:
        """Return the value as it is copied: text as it is, anything else as JSON."""
        if isinstance(self.value, str):
            return self.value
        return as_json(self.value)

    def to_save(self) -> SavedValue | None:
        """Return what is saved of a value that has no files; None where there is nothing."""
        return saved_value(self.value, self.SUFFIX)

    def summary_content(self) -> Content:
        """Return the summary as drawn."""
        return line_content(self.summary, MAX_SUMMARY, "$muted")


def name_of_none(value: Json) -> str:
    """Return what a view says of null and of a list without an item; empty for another value."""
    if value is None:
        return "nothing"
    return "empty" if value == [] else ""


def first_file(value: Json) -> Mapping[str, Json] | None:
    """Return the first FileData in a value, or None."""
    return next(iter(files_within(value)), None)
