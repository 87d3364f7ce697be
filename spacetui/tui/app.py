"""The Textual app: themes, pages, palette, and the keys that belong to no page."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from functools import cache, cached_property, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from spacetui.text.terminal_escapes import make_visible, visible_line
from spacetui.tui.app_settings import AppSettings
from spacetui.tui.app_state import AppState
from spacetui.tui.ascii_filter import ascii_filters
from spacetui.tui.held_keys import FormShown
from spacetui.tui.keep_state import StateKeeping
from spacetui.tui.keys import KEYS, bindings
from spacetui.tui.pages import CSS_FILE, PAGES, make_page
from spacetui.tui.quitting import Quitting, is_unseen
from spacetui.tui.textual_private.crash_report import CrashReportApp
from spacetui.tui.textual_private.page_screen import begin_in_mode
from spacetui.tui.textual_private.terminal import adapt_driver
from spacetui.tui.theming import variable_defaults
from spacetui.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.theme import Theme
    from textual.widget import AwaitMount

    from spacetui.session.previous_run import PreviousRun
    from spacetui.tui.app_state import Connect
    from spacetui.tui.copying import Copying
    from spacetui.tui.typed_ahead import TypedAhead
    from spacetui.tui.widgets.copy_request import CopyRequested, OnCopied
    from spacetui.tui.widgets.duplicate_request import DuplicateRequested

# Seconds after the first frame in which the user reads it and types; then more is imported.
PREPARE_PAUSE = 0.3
# Seconds, and characters.
TOAST_SECONDS = 3.0
MAX_TOAST = 300


@cache
def _italic_filters() -> tuple[LineFilter, ...]:
    """Return what takes italics away inside of GNU screen, also around tmux; else nothing."""
    if not os.environ.get("STY"):
        return ()
    from spacetui.tui.italic_filter import ItalicFilter

    return (ItalicFilter(),)


def _commands_in_order() -> type[Provider]:
    from spacetui.tui.command_palette import CommandsInOrder  # when the palette opens

    return CommandsInOrder


class SpacetuiApp(CrashReportApp[int]):
    """spacetui in the terminal.

    connect: makes the Session; awaited after the first frame. src: a Space or URL to open at once.
    start_ids: Spaces to list before anything is searched for (the demo's). previous_run: what the
    last one left for this one; None where nothing is kept. settings: those of the user.
    """

    TITLE = "spacetui"
    # Of all pages; that of one page is read when the page is made.
    CSS_PATH: ClassVar[PurePath] = Path(__file__).with_name("widgets") / CSS_FILE
    DEFAULT_MODE = "find"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands_in_order}
    COMMAND_PALETTE_BINDING = KEYS["palette"].keys
    ESCAPE_TO_MINIMIZE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "interrupt": "interrupt",
            "quit": "quit",
            "menu": "over_page('menu')",
            "command_log": "over_page('log')",
            "interrupted": "open_interrupted",
        }
    )

    _has_theme = False

    def __init__(
        self,
        connect: Connect,
        *,
        src: str = "",
        is_demo: bool = False,
        start_ids: tuple[str, ...] = (),
        previous_run: PreviousRun | None = None,
        settings: AppSettings | None = None,
    ) -> None:
        self.settings = settings or AppSettings()
        self.app_state = AppState(connect, is_demo=is_demo, start_ids=start_ids)
        adapt_driver(self.app_state.key_priority.note_key)
        super().__init__()
        self.recording = ""  # the path of a recording file to open after the first frame
        self.app_state.languages = self.settings.languages
        # Text that scrolls is read while it is drawn, and each step of an animation is a frame.
        self.animation_level = self.settings.animation_level
        # Called when all is imported that the first pages need.
        self.on_prepared: Callable[[], None] = lambda: None
        self._quitting, self._is_leaving = Quitting(self), False
        # Not by assignment: its watcher would parse all CSS once more before the first frame.
        self.set_reactive(SpacetuiApp.theme, self.settings.themes.name)
        self._has_theme = True
        self.stylesheet.set_variables(self.get_css_variables())
        for name in PAGES:
            self.add_mode(name, partial(make_page, self, self.app_state, name))
        self._restore = StateKeeping(self.app_state, previous_run)
        if src:
            # The find page is made when somebody wants it.
            self._restore.begin_with(src, previous_run)
            begin_in_mode(self, "use")

    @cached_property
    def _copying(self) -> Copying:
        from spacetui.tui.copying import Copying

        return Copying(self)

    @cached_property
    def _typed_ahead(self) -> TypedAhead:
        from spacetui.tui.typed_ahead import TypedAhead

        return TypedAhead(self, self.app_state.held_keys, super().on_event)

    def get_css_variables(self) -> dict[str, str]:
        # Textual makes them of its own theme first, which takes 3 ms and is never seen.
        return super().get_css_variables() if self._has_theme else {}

    def get_theme(self, theme_name: str) -> Theme | None:
        # Textual asks for each line of each widget, and copies the table of all themes twice.
        return self.settings.themes.find(theme_name) or super().get_theme(theme_name)

    @property
    def available_themes(self) -> dict[str, Theme]:
        return {**super().available_themes, **self.settings.themes.load_all()}

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), *ascii_filters(), *_italic_filters()]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def on_ready(self) -> None:
        self.app_state.has_drawn = True
        if isinstance(self.screen, Page):
            self.screen.filling.soon()
        if self.recording:
            from spacetui.tui.recorder.open_recording import open_recording

            open_recording(self, self.app_state, self.recording)
        self.call_later(self.prepare)

    @work(group="prepare")
    async def prepare(self) -> None:
        """Import what the next page needs, off the event loop."""
        from spacetui.tui.import_ahead import import_ahead

        if self.app_state.opening is not None:
            await self.app_state.opening.settle()
        self.settings.tell_mistakes(self)
        await asyncio.sleep(PREPARE_PAUSE)
        if cut_off := await self._restore.take_interrupted():
            from spacetui.tui.interrupted_calls import tell_interrupted

            tell_interrupted(self, cut_off)
        await import_ahead(self.app_state.languages.at_hand)
        self.on_prepared()

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show a page, and let it put the focus where it belongs when one comes to it."""
        is_other = mode != self.current_mode
        mounted = super().switch_mode(mode)
        if is_other and isinstance(self.screen, Page):
            self.screen.call_later(self.screen.arrive)
        return mounted

    async def on_event(self, event: events.Event) -> None:
        with self.app_state.key_priority.following(event):
            await self._take_event(event)

    async def _take_event(self, event: events.Event) -> None:
        page = self.screen if self.screen_stack else None  # a dialog keeps its keys
        if _is_typed(event) and is_unseen(self, event):
            return
        if not isinstance(page, Page) or not _is_typed(event):
            await super().on_event(event)
            return
        if self.app_state.held_keys.take(event):
            page.call_later(page.refresh_frame)
            return
        if isinstance(event, events.Key) and page.filling.is_awaited_by(event):
            await page.filling.complete()
        if isinstance(event, events.Key) and page.may_open_by(event.key):
            await self._typed_ahead.press_opener(event)
        else:
            await super().on_event(event)

    @on(FormShown)
    async def _give_held_keys(self) -> None:
        await self._typed_ahead.give_next()

    def action_interrupt(self) -> None:
        """Copy the selection, else cancel the call in view, else quit when pressed again."""
        if text := self._copying.selected_text:
            self.copy_text(text)
            self._copying.clear_selection()
        elif not (isinstance(self.screen, Page) and self.screen.esc.stop()):
            self._quitting.ask(len(self.app_state.calls.running))

    # By its name, as the next: the classes of these messages come after the first frame.
    async def on_duplicate_requested(self, event: DuplicateRequested) -> None:
        from spacetui.tui.find.page import FindPage

        event.stop()
        await self.switch_mode("find")
        if isinstance(self.screen, FindPage):
            self.screen.duplicate(event.space_id)

    def on_copy_requested(self, event: CopyRequested) -> None:
        event.stop()
        self.copy_text(event.text, event.suffix, event.on_copied)

    def copy_text(self, text: str, suffix: str = ".txt", on_copied: OnCopied | None = None) -> None:
        """Copy `text`; see Copying.copy."""
        self._copying.copy(text, suffix, on_copied)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show one line for TOAST_SECONDS, where no text stands; see filled.tcss.

        For what happened outside of the window. What has a place in it is said there. Title,
        timeout and markup are Textual's, and ignored: a message may hold untrusted text.
        """
        if isinstance(self.screen, Page):
            self.screen.filling.read_css()
        line = visible_line(message, MAX_TOAST)
        super().notify(line, severity=severity, timeout=TOAST_SECONDS, markup=False)

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """Keep what was typed, cancel all workers before their widgets are removed, and leave."""
        if not self._is_leaving:  # else fields may be gone already
            self._is_leaving = True
            self.app_state.keep_typed()
        self.workers.cancel_all()
        super().exit(result, return_code, message)

    def action_over_page(self, what: str) -> None:
        """Show the help, the menu of what has focus, or the log. what: as show_over_page has it."""
        from spacetui.tui.over_page import show_over_page

        show_over_page(self, self.app_state, what)

    async def action_open_interrupted(self) -> None:
        from spacetui.tui.interrupted_calls import open_next

        await open_next(self, self.app_state)

    def action_command_palette(self) -> None:
        """Show the palette of the page; what tells about the page makes room for it."""
        from spacetui.tui.widgets.overlay import Overlay

        if isinstance(self.screen, Overlay):
            self.screen.dismiss()
        super().action_command_palette()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        from spacetui.tui.command_palette import palette_commands

        yield from palette_commands(self, screen, partial(self.settings.themes.choose, self))

    def crash_report(self, error: BaseException | None) -> str:
        from spacetui.tui.error_text import error_text

        return make_visible(self.app_state.redact(error_text(error)))

    async def on_unmount(self) -> None:
        await self._restore.aclose()
        await self.app_state.close()


def _is_typed(event: events.Event) -> bool:
    """Return whether an event is a key or a paste that no widget had yet."""
    return isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded
