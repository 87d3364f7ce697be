"""The menu of the item that has focus: what can be done with it, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.item_actions import ItemAction, item_actions, item_name
from spacetui.tui.widgets.overlay import Overlay
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.safe_content import line_content

# These move in the menu, also where they are keys of the item.
MOVES = ("up", "down", "j", "k", "enter")
KEY_WIDTH = 10


def show_menu(app: App[Any], page: Page) -> None:
    """Show the menu of what has focus on `page`, and do what is chosen there."""

    def do(item: ItemAction | None) -> None:
        if item is not None:
            # After the page has its focus again.
            app.call_later(partial(app.run_action, item.action, item.node))

    app.push_screen(ItemMenu(item_actions(page), item_name(page)), do)


class MenuRows(RowList):
    """The actions, a row each."""

    DEFAULT_CSS = """
    MenuRows { height: auto; max-height: 90vh; background: $surface; }
    """
    CLICKS_TO_CHOOSE = 1

    def __init__(self, actions: Sequence[ItemAction]) -> None:
        super().__init__(self._draw_action)
        self.set_rows(actions)

    def _draw_action(self, item: ItemAction, width: int, is_current: bool) -> list[Content]:
        key_style, style = ("bold $foreground", "$foreground")
        if item.why_not:
            key_style = style = "$muted"
        elif is_current:
            key_style = "bold $accent"
        line = Content.assemble((f"{item.key:<{KEY_WIDTH}}", key_style), (item.label, style))
        lines = [line]
        if item.why_not:
            lines.append(Content.styled(f"{'':<{KEY_WIDTH}}{item.why_not}", "$muted"))
        return [each.truncate(max(1, width - 1), ellipsis=True) for each in lines]


class ItemMenu(Overlay["ItemAction | None"]):
    """The menu, at the right over the page. The result is the action that was chosen, or None.

    The key of an action acts wherever the cursor is.
    """

    DEFAULT_CSS = """
    ItemMenu { align: right top; background: $background 40%; }
    ItemMenu #menu {
        width: 46; max-width: 100%; height: auto; max-height: 100%; background: $surface;
        padding: 1 0;
    }
    ItemMenu #item { height: 1; padding: 0 2; margin-bottom: 1; }
    ItemMenu PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings({"menu.close": "close"})

    def __init__(self, actions: Sequence[ItemAction], name: str) -> None:
        super().__init__()
        self._rows = MenuRows(actions)
        self._name_of_item = name

    def compose(self) -> ComposeResult:
        keys = (hint("list.choose", "do it"), hint("list.up list.down", "choose"))
        yield PageFooter(((*keys, hint("menu.close")),), is_page=False)
        with Vertical(id="menu"):
            yield Static(line_content(self._name_of_item, 100, "bold"), id="item")
            yield self._rows

    def on_key(self, event: events.Key) -> None:
        if event.key in MOVES:
            return
        names = {event.key, event.character}
        at = [at for at, item in enumerate(self._rows.rows) if names & set(item.keys)]
        active = self.active_bindings.get(event.key)
        if at:
            event.stop()
            self._rows.current = at[0]
            self._choose(at[0])
        elif active is None or active.node is not self._rows:
            event.stop()
            self._leave(None)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._choose(event.index)

    def _choose(self, index: int) -> None:
        item: ItemAction = self._rows.rows[index]
        if not item.why_not:
            self._leave(item)

    def action_close(self) -> None:
        self._leave(None)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self._leave(None)

    def _leave(self, item: ItemAction | None) -> None:
        if self.is_current:  # two keys may come at once
            self.dismiss(item)
