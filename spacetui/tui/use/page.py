"""The use page: what its keys do. Its panes and their controllers are in SpaceView."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.content import Content

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.keys import bindings
from spacetui.tui.use.space_view import SpaceView
from spacetui.tui.widgets.code_keys import CODE_KEYS
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.typing_focus import after_typing

if TYPE_CHECKING:
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.widgets.footer import KeyGroups

# Seconds that the status bar with the footer, and the other panes, wait for the form of an app that
# is being opened. An app that answers at once has its form before, which is then drawn sooner.
FORM_FIRST = (0.7, 2.0)


USE_KEYS = {
    "run": "run",
    "example": "example",
    "editor": "editor",
    "side": "side",
    **{each: f"lay_out('{each}')" for each in ("hide_code", "lower", "higher")},
    "older": "older(-1)",
    "newer": "older(1)",
    "forget_state": "forget_state",
    "favourite": "favourite",
    **CODE_KEYS,
}


class UsePage(Page):
    """Fill the form, run it, watch the call, copy the code."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(USE_KEYS)
    ELSEWHERE: ClassVar[tuple[int, ...]] = (6,)

    def __init__(self, app_state: AppState) -> None:
        super().__init__(app_state)
        self.view = SpaceView(
            self,
            app_state,
            show_status_line=self.frame.show_status,
            refresh_frame=self.refresh_frame,
            on_form=self.filling.after_frame,
        )
        app_state.keep_typed = self.view.shown_form.keep
        self.filling.delays = lambda: FORM_FIRST if app_state.opening is not None else (0.0, 0.0)

    def compose_page(self) -> ComposeResult:
        yield self.view

    async def fill(self) -> None:
        await self.view.fill()
        controllers, back = self.view.controllers, self.view.controllers.back
        self.panes.narrow = controllers.narrow
        self.panes.on_laid_out = controllers.narrow.name_hidden
        self.esc.overlay = back.overlay
        self.esc.cancel = lambda: back.cancel() or controllers.batches.step()
        self.esc.leave = back.leave

    async def on_mount(self) -> None:
        self.view.begin_opening()
        if self.app_state.is_entering:  # an app that was opened before
            self.app_state.held_keys.begin(is_building=True)
            self.call_later(self.arrive)

    async def on_screen_resume(self) -> None:
        if self.app_state.opening is not None:
            self.refresh_frame()
            return
        if self.space is None:
            self.app.switch_mode("find")
            return
        await self.view.show_space()
        self.refresh_frame()

    async def arrive(self) -> None:
        """Show a Space that was just opened with the focus in its form."""
        if self.app_state.is_entering:
            await self.view.show_space_and_focus()

    @property
    def space(self) -> OpenSpace | None:
        return self.app_state.space

    # The frame.

    def place(self) -> Content:
        return _place_of(self.space) if self.space is not None else super().place()

    def keys(self) -> KeyGroups:
        from spacetui.tui.use.footer_keys import footer_keys

        return footer_keys(
            self.panes.focused,
            self.view.controllers.calls.on_show,
            is_stoppable=self.esc.cancel() is not None,
            focused=self.focused,
            is_typing=self.is_typing,
        )

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "older", (int(by),):
                return self.space is not None and self.space.can_step(by)
            case "next_space", _:
                return len(self.app_state.spaces) > 1
            case "side", _:
                return self.has_class("-narrow") or self.page_layout.sizes.can("side")
            case "example", _:
                return self.view.form.body.has_examples
            case "code", (str(what),):
                return self.filling.is_done and self.view.controllers.code_keys.can(what)
            case "editor", _:
                return self.view.form.field_focus.in_hand is not None
        return super().check_action(action, parameters)

    def action_run(self) -> None:
        after_typing(self.focused, self.view.controllers.run_endpoint_in_hand)

    def action_code(self, what: str) -> None:
        """Do something with the code; what: as CodeKeys takes it."""
        self.view.controllers.code_keys.do(what)

    def action_example(self) -> None:
        self.view.form.body.fill_example()

    def action_editor(self) -> None:
        self.view.edit_field()

    async def action_older(self, by: int) -> None:
        await self.view.step(by)

    async def action_forget_state(self) -> None:
        await self.view.forget_state()

    def action_favourite(self) -> None:
        self.view.toggle_favourite()

    async def action_next_space(self) -> None:
        await self.view.show_next_space()

    def action_side(self) -> None:
        if self.has_class("-narrow"):
            self.view.controllers.narrow.toggle_side()
        else:
            self.page_layout.sizes.do("side")

    # The palette.

    def extra_commands(self) -> Iterable[SystemCommand]:
        from spacetui.tui.use.space_commands import space_commands

        yield from super().extra_commands()
        if self.space is not None:
            controllers = self.view.controllers
            yield from space_commands(self.space, controllers.retry, controllers.batches)


def _place_of(space: OpenSpace) -> Content:
    api_name = f" {visible_line(space.api_name, 40)}"
    return Content.assemble((visible_line(space.name, 50), "bold"), (api_name, "$secondary"))
