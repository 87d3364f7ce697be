"""The page: top line, panes, horizon, footer, and the keys that work everywhere, also while typing."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from spacetui.text.format import clock
from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.footer import KeyGroups, PageFooter
from spacetui.tui.widgets.header import PageHeader
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.safe_content import plain
from spacetui.tui.widgets.status_bar import StatusBar, StatusLine

# Below this nothing useful can be drawn.
MIN_COLUMNS, MIN_ROWS = 60, 16


class Page(Screen[None]):
    """Base of the find, use and recorder screens."""

    AUTO_FOCUS = ""
    # Numbers of panes that another page shows better.
    ELSEWHERE: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r,f5,ctrl+enter", "run", "run", priority=True, show=False, id="run"),
        Binding("ctrl+y,f8", "copy_code", "copy code", priority=True, show=False, id="copy"),
        Binding("ctrl+l", "language", "language", priority=True, show=False, id="language"),
        Binding("ctrl+o,f2", "jump", "jump", priority=True, show=False, id="jump"),
        # Before the field sees it: what is typed right after a tab belongs to the next field.
        Binding("tab", "app.focus_next", "next field", priority=True, show=False, id="field_after"),
        Binding(
            "shift+tab",
            "app.focus_previous",
            "previous field",
            priority=True,
            show=False,
            id="field_before",
        ),
        Binding(
            "f6,ctrl+n", "next_pane(1)", "next pane", priority=True, show=False, id="next_pane"
        ),
        Binding(
            "shift+f6",
            "next_pane(-1)",
            "previous pane",
            priority=True,
            show=False,
            id="previous_pane",
        ),
        Binding("escape", "step_back", "back", priority=True, show=False, id="back"),
        Binding("f3", "example", "example", priority=True, show=False, id="example"),
        Binding("f4", "editor", "editor", priority=True, show=False, id="editor"),
        Binding("f9", "zoom", "zoom", priority=True, show=False, id="zoom"),
        Binding("z", "zoom", "zoom", show=False),
        Binding(
            "ctrl+t", "next_space", "next open Space", priority=True, show=False, id="next_space"
        ),
        Binding("f1", "app.help", "help", priority=True, show=False, id="help"),
        Binding("question_mark", "app.help", "help", show=False),
        *(Binding(str(n), f"pane({n})", f"pane {n}", show=False) for n in range(1, 7)),
    ]

    def __init__(self, desk: AppState) -> None:
        super().__init__()
        self.desk = desk
        # Held, not asked for: a worker may still have something to say while the page is taken down.
        self._top, self._horizon, self._footer = PageHeader(), StatusBar(), PageFooter()

    def compose(self) -> ComposeResult:
        self._fit()
        yield Static(
            f"window too small: {MIN_COLUMNS}x{MIN_ROWS} needed", id="too-small", markup=False
        )
        yield self._top
        yield from self.compose_page()
        with Vertical(id="foot"):
            yield self._horizon
            yield self._footer

    def _fit(self) -> None:
        """Take the layout of the window's size; Textual does after the first frame only, which jumps."""
        size = self.app.size
        for points, length in (
            (self.app.HORIZONTAL_BREAKPOINTS or [], size.width),
            (self.app.VERTICAL_BREAKPOINTS or [], size.height),
        ):
            *_, fitting = (name for least, name in points if least <= length)
            self.update_classes({name: name == fitting for _, name in points})

    def compose_page(self) -> ComposeResult:
        """Give the panes."""
        yield from ()

    # What a page says in its frame.

    def place(self) -> Content:
        """Give the words at the left of the top line."""
        return Content.styled("spacetui", "bold")

    def keys(self) -> KeyGroups:
        """Give the footer's keys, most important first."""
        return ()

    def refresh_frame(self) -> None:
        """Draw the top line and the footer again: focus moved, or a call did."""
        if not self.is_attached:
            return
        self._top.place = self.place()
        self._top.right = self._right()
        self._footer.groups = self.keys()
        self._footer.typing = self.is_typing

    def say(self, line: StatusLine) -> None:
        """Put a line on the horizon."""
        self._horizon.line = line

    @property
    def is_typing(self) -> bool:
        # TextArea by its name: importing it costs 60 ms that the first frame need not wait for.
        return isinstance(self.focused, Input) or "TextArea" in getattr(
            self.focused, "_css_type_names", ()
        )

    def _right(self) -> Content:
        desk = self.desk
        wide = not self.has_class("-narrow")
        parts: list[Content] = []
        if desk.recordings:
            parts.append(
                Content.assemble(("rec ", "$muted"), (str(len(desk.recordings)), "$foreground"))
            )
        if desk.is_demo:
            words = (
                "demo · everything runs on this machine" if wide or not desk.recordings else "demo"
            )
            return Content("   ").join([*parts, Content.styled(words, "$muted")])
        account = desk.account
        if account is not None:
            if wide:
                parts.append(Content.styled("logged in as ", "$muted") + plain(account.name, 24))
            if account.quota_left is not None:
                left = Content.assemble(
                    ("ZeroGPU ", "$muted"), (clock(account.quota_left), "$foreground")
                )
                parts.append(left + Content.styled(" left", "$muted") if wide else left)
        return Content("   ").join(parts)

    def extra_commands(self) -> Iterable[SystemCommand]:
        """Give the page's own entries of the palette."""
        return ()

    # Panes.

    def panes(self) -> list[Pane]:
        """List the panes that can be seen, in the order f6 walks them."""
        return [pane for pane in self.query(Pane) if pane.display and pane.region.area]

    def pane_of(self, widget: Widget | None) -> Pane | None:
        if widget is None:
            return None
        return next((each for each in widget.ancestors_with_self if isinstance(each, Pane)), None)

    def action_next_pane(self, by: int) -> None:
        panes = self.panes()
        if not panes:
            return
        here = self.pane_of(self.focused)
        at = panes.index(here) + by if here in panes else 0
        panes[at % len(panes)].focus_first()

    def action_pane(self, number: int) -> None:
        for pane in self.query(Pane):
            if str(number) == pane.NUMBER and pane.NUMBER not in self.ELSEWHERE:
                self.show_pane(pane)
                pane.focus_first()
                return
        self.go_to_pane(number)

    def show_pane(self, pane: Pane) -> None:
        """Make a hidden pane seen (a narrow window shows result or code, not both)."""

    def go_to_pane(self, number: int) -> None:
        """Go to a pane of another page."""
        if number == 1:
            self.app.switch_mode("find")
        elif number == 6:
            self.app.switch_mode("recorder")
        elif self.desk.space is not None:
            self.app.switch_mode("use")

    def action_zoom(self) -> None:
        zoomed = self.query(".-zoomed")
        if zoomed:
            for pane in zoomed:
                pane.remove_class("-zoomed")
                if isinstance(pane, Pane):
                    pane.heading.also = Content("")
            self.remove_class("-has-zoom")
            return
        pane_ = self.pane_of(self.focused)
        if pane_ is not None:
            pane_.add_class("-zoomed")
            pane_.heading.also = Content.styled("zoomed", "$muted")
            for each in pane_.ancestors:
                if isinstance(each, Widget) and not isinstance(each, Screen):
                    each.add_class("-zoomed")
            self.add_class("-has-zoom")

    def after_typing(self, act: Callable[[], None]) -> None:
        """Do something when the field in focus has taken every letter typed before.

        A priority key is handled by the app at once; a letter goes through the queue of the field's editor, and
        the news of it once more through that queue and those of all around it. Without this a quick ctrl+r
        would send a text that lacks its end.
        """
        focused = self.focused
        if focused is None:
            act()
            return
        around = (each for each in focused.ancestors if isinstance(each, Widget))
        self._through([focused, focused, *around], act)

    def _through(self, queues: list[Widget], act: Callable[[], None]) -> None:
        if queues:
            queues[0].call_later(self._through, queues[1:], act)
        else:
            act()

    # Keys whose meaning the pages give.

    def action_run(self) -> None: ...
    def action_copy_code(self) -> None: ...
    def action_example(self) -> None: ...
    def action_editor(self) -> None: ...

    def action_language(self) -> None: ...

    async def action_next_space(self) -> None:
        if len(self.desk.spaces) > 1 or self.app.current_mode != "use":
            if self.app.current_mode == "use":
                self.desk.at = (self.desk.at + 1) % len(self.desk.spaces)
            if self.desk.space is not None:
                self.app.switch_mode("use")

    async def action_jump(self) -> None:
        from spacetui.tui.widgets.jump_dialog import JumpDialog

        self.app.push_screen(JumpDialog(self))

    def action_step_back(self) -> None:
        """Do the first that applies: close choices, cancel the running call, leave the text field, end zoom."""
        if self.close_overlay() or self.cancel_call():
            return
        pane = self.pane_of(self.focused)
        if self.is_typing and pane is not None and self.leave_field(pane):
            return
        if self.has_class("-has-zoom"):
            self.action_zoom()
            return
        self.go_back()

    def close_overlay(self) -> bool:
        """Close the choices that lie open over the page; say whether there were any."""
        return False

    def action_cancel(self) -> None:
        self.cancel_call()

    def cancel_call(self) -> bool:
        """Stop the call in hand; say whether there was one."""
        return False

    def leave_field(self, pane: Pane) -> bool:
        """Take focus out of the text field, so that single letters are keys; say whether it moved."""
        pane.take_focus()
        return True

    def go_back(self) -> None:
        """Leave the page."""

    def on_descendant_focus(self) -> None:
        self.refresh_frame()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < MIN_COLUMNS or event.size.height < MIN_ROWS, "-tiny")
        self.call_after_refresh(self.refresh_frame)

    async def on_screen_resume(self) -> None:
        self._fit()
        self.refresh_frame()
