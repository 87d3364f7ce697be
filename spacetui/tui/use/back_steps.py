"""BackSteps: what esc does on the use page, besides what it does on every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from spacetui.tui.use.calls import Calls
from spacetui.tui.use.downloads import Downloads
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.given_app import GivenApp
from spacetui.tui.use.narrow_layout import NarrowLayout
from spacetui.tui.use.retry import Retry
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.typing_focus import OpensChoices


class BackSteps:
    """The steps of esc, as EscSteps asks for them. find: goes to the find page."""

    def __init__(
        self,
        form: FormPane,
        opening: GivenApp,
        downloads: Downloads,
        retry: Retry,
        calls: Calls,
        narrow: NarrowLayout,
        find: Callable[[], None],
    ) -> None:
        self._form = form
        self._opening = opening
        self._downloads = downloads
        self._retry = retry
        self._calls = calls
        self._narrow = narrow
        self._find = find

    def overlay(self) -> BackStep | None:
        """Return what esc closes: the choices that lie open over the page."""
        editor = self._form.fields.opened
        if editor is None:
            return None
        return BackStep("close", partial(_close, editor))

    def cancel(self) -> BackStep | None:
        """Return what esc stops: an opening, a download, a wait, or the call on show."""
        if (step := self._opening.step()) is not None:
            return step
        if self._downloads.are_running:
            return BackStep("stop the file", self._downloads.cancel, is_first=True)
        if self._retry.is_waiting:
            return BackStep("stop the wait", self._retry.cancel, is_first=True)
        if self._calls.can_cancel:
            return BackStep("cancel the call", self._calls.cancel, is_first=True)
        return None

    def leave(self) -> BackStep:
        """Return where esc goes: from the side in a narrow window to the form, else to find."""
        if self._narrow.is_side_shown:
            return BackStep("form", self._narrow.toggle_side)
        return BackStep("find", self._find)


def _close(editor: OpensChoices) -> None:
    editor.is_open = False
