"""OutputView: one output under its label; what every view promises to the result pane."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.model.schema import Json, Return
from spacetui.tui.outputs import Fetch
from spacetui.tui.outputs.content_lines import Body
from spacetui.tui.outputs.text_layout import as_json, json_lines
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import one_line

MAX_LABEL = 120
MAX_SUMMARY = 200


class ViewHead(Widget):
    """Label at the left, summary (or a short value) at the right, one row."""

    DEFAULT_CSS = """
    ViewHead { height: 1; width: 1fr; padding: 0 0 0 1; color: $foreground; border-left: outer $background; }
    """

    def __init__(self, view: "OutputView") -> None:
        super().__init__()
        self.view = view

    def render(self) -> Content:
        view = self.view
        label = one_line(view.label, MAX_LABEL, "bold" if view.has_focus else "")
        return left_right(label, view.summary_content(), self.content_size.width, gap=2, min_left=8)


class OutputView(Widget, can_focus=True):
    """One output. Subclasses give `draw`, which is called with any JSON.

    The class `-alone` hides the label row, for an endpoint of one output.
    """

    SCOPED_CSS = False  # the screen's classes decide

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
        self._is_shown = False
        self.head = ViewHead(self)
        self.body = Body()

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.body

    @property
    def label(self) -> str:
        """The name on show."""
        return self.return_.label or self.return_.component or "output"

    @property
    def file(self) -> Mapping[str, Json] | None:
        """The FileData in hand, to save or open."""
        return None

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        """All that is saved with it."""
        return (self.file,) if self.file is not None else ()

    def show(self, value: Json, final: bool) -> None:
        """Show a value, partial or final, now or once mounted. Any JSON may come; this never raises."""
        self.value, self.is_final = unwrapped(value), final
        self._is_shown = True
        if self.is_mounted:
            self._draw()

    def on_mount(self) -> None:
        if self._is_shown:
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
            # A shape that no version of Gradio is known to send: it is still the person's result.
            self.summary = ""
            self.body.fill(json_lines(value))

    def fit(self, rows: int) -> None:
        """Know how many rows are seen at a time; what need not be scrolled should not be higher."""

    def draw(self, value: Json, final: bool) -> None:
        """Draw a value; what is not of the component's shape is left to JSON."""
        raise NotImplementedError

    def copied(self) -> str:
        """Give what `y` copies: text as it is, anything else as JSON."""
        return self.value if isinstance(self.value, str) else as_json(self.value)

    def summary_content(self) -> Content:
        """Give the summary as drawn."""
        return one_line(self.summary, MAX_SUMMARY, "$muted")

    def watch_summary(self) -> None:
        self.head.refresh()

    def on_focus(self) -> None:
        self.head.refresh()

    def on_blur(self) -> None:
        self.head.refresh()


def unwrapped(value: Json) -> Json:
    """Give the value inside a `gr.update(value=…)`; an update of something else shows its parts."""
    if isinstance(value, Mapping) and value.get("__type__") == "update":
        return (
            value["value"]
            if "value" in value
            else {k: v for k, v in value.items() if k != "__type__"}
        )
    return value
