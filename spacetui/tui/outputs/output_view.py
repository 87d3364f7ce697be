"""OutputView: one output under its label; the base class of all views."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.model.file_data import files_within
from spacetui.model.schema import Json, Return
from spacetui.tui.outputs.text_layout import as_json, json_lines
from spacetui.tui.outputs.view_body import ViewBody, no_lines
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line_content

MAX_LABEL = 120
MAX_SUMMARY = 200

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

    def render(self) -> Content:
        view, width = self.view, self.content_size.width
        label = line_content(view.label, MAX_LABEL, "bold" if view.has_focus else "")
        return left_right(label, view.summary_content(), width, gap=2, min_left=8)


class OutputView(Widget, can_focus=True):
    """One output. Subclasses implement `draw`, which must take any JSON.

    The class `-alone` hides the label row, for an endpoint of one output.
    """

    SCOPED_CSS = False  # rules depend on the screen's classes

    DEFAULT_CSS = """
    OutputView {
        height: auto; layout: vertical; margin: 0 0 1 0;
        &:focus > ViewHead { background: $panel; border-left: outer $accent; }
        &.-alone > ViewHead { display: none; }
    }
    .-short OutputView { margin: 0; }
    """

    summary: reactive[str] = reactive("")
    """What the value is, in a few words: `webp · 1344×768 · 214 kB`, `96 words`, `3 rows`."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__()
        self.return_ = return_
        self.fetch = fetch
        self.value: Json = None
        self.is_final = False
        self._has_value = False
        self.head = ViewHead(self)
        self.body = ViewBody()

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.body

    @property
    def label(self) -> str:
        """The label as shown."""
        return self.return_.label or self.return_.component or "output"

    @property
    def file(self) -> Mapping[str, Json] | None:
        """The FileData that the keys for saving and opening act on."""
        return None

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        """All FileData that are saved together."""
        return (self.file,) if self.file is not None else ()

    def show(self, value: Json, final: bool) -> None:
        """Show any JSON value, partial or final; before the view is mounted, as soon as it is.

        Never raises.
        """
        self.value, self.is_final = unwrap_update(value), final
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
            self.body.show_lines(json_lines(value))

    def fit(self, rows: int) -> None:
        """Take the number of rows that the pane shows, so that a view need not be scrolled."""

    def draw(self, value: Json, final: bool) -> None:
        """Draw a value; one that has not the component's shape is drawn by `draw_json`."""
        raise NotImplementedError

    def draw_json(self, value: Json) -> None:
        """Draw a value that has not the component's shape as JSON; null is `nothing`."""
        if value is None:
            self.summary = "nothing"
            self.body.show_lines(no_lines)
            return
        self.summary = ""
        self.body.show_lines(json_lines(value))

    def text_to_copy(self) -> str:
        """Return what `y` copies: text as it is, anything else as JSON."""
        return self.value if isinstance(self.value, str) else as_json(self.value)

    def summary_content(self) -> Content:
        """Return the summary as drawn."""
        return line_content(self.summary, MAX_SUMMARY, "$muted")

    def watch_summary(self) -> None:
        self.head.refresh()

    def on_focus(self) -> None:
        self.head.refresh()

    def on_blur(self) -> None:
        self.head.refresh()


def unwrap_update(value: Json) -> Json:
    """Return the value inside a `gr.update(value=…)`; of an update without a value, its fields."""
    if not isinstance(value, Mapping) or value.get("__type__") != "update":
        return value
    if "value" in value:
        return value["value"]
    return {key: each for key, each in value.items() if key != "__type__"}


def first_file(value: Json) -> Mapping[str, Json] | None:
    """Return the first FileData in a value, or None."""
    return next(iter(files_within(value)), None)
