"""OutputViews: the outputs of a call in the result pane, a view for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from textual import events
from textual.containers import Vertical
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget

from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, Json
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.textual_private.many_rows import expect_many_rows


class OutputViews(Vertical):
    """The views of an endpoint's outputs, hidden until there is something to show.

    fetch: gets a file that an output shows, and returns its path.
    """

    DEFAULT_CSS = """
    OutputViews { height: auto; layout: vertical; display: none; }
    OutputViews OutputView { margin-bottom: 1; }
    OutputViews OutputView:last-child { margin-bottom: 0; }
    """

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)  # see ViewBody

    def __init__(self, fetch: Callable[[Mapping[str, Json]], Awaitable[Path]]) -> None:
        super().__init__(id="outputs")
        expect_many_rows(self)
        self._fetch = fetch
        # The data on show, and whether it was final.
        self._drawn: tuple[object, bool] | None = None
        # What had the focus when another call began; that call has given nothing yet.
        self._left: OutputView | None = None

    @property
    def views(self) -> list[OutputView]:
        return list(self.query(OutputView))

    @property
    def shown(self) -> list[OutputView]:
        """The views that can be seen."""
        return [view for view in self.views if view.display and self.display]

    @property
    def in_hand(self) -> OutputView | None:
        """The output that has focus, else the first with a file, else the first."""
        if not self.display:
            return None
        if focused := self._with_focus():
            return focused
        views = self.views
        with_file = (view for view in views if view.files_to_save)
        return next(with_file, views[0] if views else None)

    def _with_focus(self) -> OutputView | None:
        focused = self.screen.focused
        ancestors = focused.ancestors_with_self if focused is not None else ()
        return next((view for view in self.views if view in ancestors), None)

    @property
    def number_in_hand(self) -> int:
        """Which output of the call `in_hand` is, from 0; -1 where there is none."""
        view = self.in_hand
        if view is None:
            return -1
        return self.views.index(view)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        # In a zoomed pane, a picture or a table has all of it.
        self.set_class(isinstance(event.widget, OutputView) and event.widget.TAKES_PAGE, "-one")

    async def build(self, endpoint: Endpoint | None) -> None:
        """Make a view for each output of `endpoint`; they are shown when they have a value."""
        self.forget()
        await self.remove_children()
        self.display = False
        if endpoint is not None and self.is_attached:  # else the app is being taken down
            views = [view_for(each, self._fetch) for each in endpoint.returns]
            for view in views:
                view.can_focus = True
            await self.mount_all(views)

    def forget(self) -> None:
        """Draw again whatever comes, since it is of another call."""
        self._drawn = None

    def _leave(self) -> None:
        """Give the focus to what scrolls around, before the views are hidden and would lose it."""
        if view := self._with_focus():
            self._left = view
            self.remove_class("-one")
            assert isinstance(self.parent, Widget)
            self.screen.set_focus(self.parent)

    def _return(self) -> None:
        """Give the focus back to the view that had it, unless the user has gone elsewhere."""
        view, self._left = self._left, None
        if view is not None and view.is_attached and self.screen.focused is self.parent:
            self.screen.set_focus(view, scroll_visible=False)

    def show(self, state: RunState) -> bool:
        """Show the outputs of a call; return whether there was anything new to draw."""
        data, is_final = state.data, state.status.is_final
        if data is None and self.is_attached:  # else the app is being taken down
            self._leave()
        self.display = data is not None
        if data is None:
            return False
        # By identity, with a reference kept: another value may get the address of a freed one.
        if self._drawn is not None and self._drawn[0] is data and self._drawn[1] == is_final:
            return False
        self._drawn = (data, is_final)
        for view, output in zip(self.views, state.outputs or (), strict=False):
            view.show(output.value, is_final, output.changes)
        self._return()
        return True

    def fit(self, rows: int) -> None:
        """Let the views take at most as many rows as the pane shows."""
        for view in self.views:
            view.fit(rows)
