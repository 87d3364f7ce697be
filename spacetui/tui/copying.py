"""Copying: what is selected on the screen, and text on its way to the clipboard."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import Worker

from spacetui.tui.widgets.copy_request import OnCopied

if TYPE_CHECKING:
    from spacetui.system.clipboard import CopyResult


class Copying:
    """Copies text for one app."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    @property
    def selected_text(self) -> str:
        """What the user has selected, in an editor or with the mouse."""
        # Input and TextArea have the attribute; the screen knows what the mouse selected.
        in_editor = str(getattr(self._app.focused, "selected_text", ""))
        return in_editor or self._app.screen.get_selected_text() or ""

    def clear_selection(self) -> None:
        """Select nothing, so that the same key pressed again does what comes next."""
        self._app.screen.clear_selection()
        focused: Any = self._app.focused
        selection = getattr(focused, "selection", None)
        if selection is not None:  # an Input or a TextArea
            focused.selection = type(selection).cursor(selection.end)

    def copy(
        self, text: str, suffix: str = ".txt", on_copied: OnCopied | None = None
    ) -> Worker[None]:
        """Copy `text`. on_copied: called with what was done; by default it is shown.

        suffix: of the file that a text too long for the clipboard goes to.
        """
        work = partial(self._copy, text, suffix, on_copied or self._notify)
        worker: Worker[None] = self._app.run_worker(work, group="copy")
        return worker

    def _notify(self, result: CopyResult) -> None:
        self._app.notify(result.message)

    async def _copy(self, text: str, suffix: str, on_copied: OnCopied) -> None:
        # In a thread, because pyperclip runs programs and waits for them. The thread must not write
        # to the terminal.
        from spacetui.system.clipboard import copy

        for_terminal: list[str] = []
        result = await asyncio.to_thread(copy, text, suffix=suffix, osc52=for_terminal.append)
        for each in for_terminal:
            # A lone surrogate has no UTF-8, and no terminal shows one.
            self._app.copy_to_clipboard(each.encode("utf-8", "replace").decode("utf-8"))
        on_copied(result)
