"""The Textual app: themes, pages, palette, and the keys that belong to no page. No call logic."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual._path import CSSPathType
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from spacetui.snippets import LANGUAGES
from spacetui.text.terminal import make_visible
from spacetui.tui.app_state import AppState
from spacetui.tui.find.page import FindPage
from spacetui.tui.keys import KEYS, bindings
from spacetui.tui.theming import DEFAULT_THEME, load_theme, theme_files, variable_defaults
from spacetui.tui.widgets.copy_request import CopyRequested

if TYPE_CHECKING:
    from spacetui.tui.app_state import Connect, Recents


# Seconds after the first frame, and what is imported then, in a thread, while the person reads and types.
PREPARE_PAUSE = 0.3
PREPARED = (
    "spacetui.session.session",
    "spacetui.wire.connection",
    "spacetui.tui.use.page",
    "textual.highlight",
    "jsonschema",
    "referencing",
    "spacetui.system.clipboard",
)


class SpacetuiApp(App[int]):
    """spacetui in the terminal.

    connect: makes the Session; awaited after the first frame. src: a Space or URL to open at once.
    start_ids: Spaces to show before anything is asked for (the demo's); else recents gives what was opened before.
    """

    TITLE = "spacetui"
    # Of all pages: CSS that comes with a screen makes Textual parse all of it again.
    CSS_PATH: ClassVar[CSSPathType | None] = [
        Path(__file__).with_name(folder) / "page.tcss"
        for folder in ("widgets", "find", "use", "recorder")
    ]
    DEFAULT_MODE = "find"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = KEYS["palette"].keys
    ESCAPE_TO_MINIMIZE = False
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = bindings({"interrupt": "interrupt", "quit": "quit"})

    def __init__(
        self,
        connect: Connect,
        *,
        src: str = "",
        is_demo: bool = False,
        start_ids: tuple[str, ...] = (),
        recents: Recents | None = None,
        theme: str = DEFAULT_THEME,
    ) -> None:
        super().__init__()
        self.desk = AppState(connect, is_demo=is_demo, start_ids=start_ids, recents=recents)
        self._src = src
        for path in theme_files():
            self.register_theme(load_theme(path))
        # Not by assignment: its watcher would parse all CSS once more before the first frame.
        self.set_reactive(
            SpacetuiApp.theme, theme if theme in self.available_themes else DEFAULT_THEME
        )
        self.stylesheet.set_variables(self.get_css_variables())
        self.add_mode("find", self._find_page)
        self.add_mode("use", self._use_page)
        self.add_mode("recorder", self._recorder_page)

    def _find_page(self) -> Screen[None]:
        return self._styled(FindPage(self.desk, src=self._src))

    def _use_page(self) -> Screen[None]:
        from spacetui.tui.use.page import UsePage

        return self._styled(UsePage(self.desk))

    def _recorder_page(self) -> Screen[None]:
        from spacetui.tui.recorder.page import RecorderPage

        return self._styled(RecorderPage(self.desk))

    def _styled(self, page: Screen[None]) -> Screen[None]:
        # It takes the CSS as it stands. Textual has each new page of a mode for older than the CSS, and parses all
        # of it twice more: 60 ms in which no key is answered.
        page._css_update_count = self._css_update_count
        return page

    def get_theme_variable_defaults(self) -> dict[str, str]:
        # Textual's own themes do not name our variables.
        theme = self.current_theme
        dark = theme.dark
        return variable_defaults(
            theme.background or ("#14151d" if dark else "#f8f5ee"),
            theme.foreground or ("#dcdae4" if dark else "#2a2833"),
        )

    def on_ready(self) -> None:
        # The use page's widgets are imported while the person reads the first frame.
        self.call_later(self.prepare)

    @work(group="prepare")
    async def prepare(self) -> None:
        """Load what the next page needs, off the event loop."""
        from importlib import import_module

        await asyncio.sleep(PREPARE_PAUSE)
        for module in PREPARED:
            await asyncio.to_thread(import_module, module)
        from pygments.lexers import get_lexer_by_name

        for language in LANGUAGES.values():
            await asyncio.to_thread(language.load_renderer)
            await asyncio.to_thread(get_lexer_by_name, language.lexer)

    # Keys of no page.

    def action_interrupt(self) -> None:
        """Copy the selection, else cancel the running call, else quit."""
        text = self._selected_text()
        if text:
            self.copy_text(text)
            return
        from spacetui.tui.widgets.page import Page

        page = self.screen
        if isinstance(page, Page) and page.cancel_call():
            return
        self.exit(0)

    def _selected_text(self) -> str:
        # Input and TextArea have it; the screen knows what the mouse selected.
        typed = getattr(self.focused, "selected_text", "")
        return str(typed) if typed else self.screen.get_selected_text() or ""

    @on(CopyRequested)
    def _copy_requested(self, event: CopyRequested) -> None:
        event.stop()
        self.copy_text(event.text, event.suffix, event.on_copied)

    def copy_text(
        self, text: str, suffix: str = ".txt", on_copied: Callable[[str], None] | None = None
    ) -> None:
        """Copy `text`. on_copied: called with what was done; by default a notification shows it."""
        self._copy(text, suffix, on_copied or self._notify_copied)

    def _notify_copied(self, text: str) -> None:
        self.notify(make_visible(text), markup=False, timeout=3)

    @work(group="copy")
    async def _copy(self, text: str, suffix: str, on_copied: Callable[[str], None]) -> None:
        # pyperclip runs programs of the machine and waits for them, so it gets a thread; what goes to the
        # terminal is written from here.
        from spacetui.system.clipboard import copy

        for_terminal: list[str] = []
        result = await asyncio.to_thread(copy, text, suffix=suffix, osc52=for_terminal.append)
        for each in for_terminal:
            self._write_osc52(each)
        on_copied(result.message)

    def _write_osc52(self, text: str) -> None:
        coded = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
        if self._driver is not None:
            self._driver.write(f"\x1b]52;c;{coded}\a")

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave: what still runs is told to stop before the widgets it draws on are gone."""
        self.workers.cancel_all()
        super().exit(result, return_code, message)

    async def action_help(self) -> None:
        from spacetui.tui.widgets.help_dialog import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        from spacetui.tui.palette import palette_commands

        yield from palette_commands(self, screen)

    def _fatal_error(self) -> None:
        """Leave after a bug, and say where it is. Textual would print the values of all variables too.

        One of them may be a token, and a stranger's text would reach the terminal as it is (security.md P4, P5).
        """
        import traceback

        from rich.text import Text
        from textual.worker import WorkerFailed

        error: BaseException | None = self._exception
        error = error.error if isinstance(error, WorkerFailed) else error
        told = "".join(traceback.format_exception(error)) if error is not None else ""
        self._exit_renderables.append(Text(make_visible(self.desk.redact(told))))
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        await self.desk.close()
