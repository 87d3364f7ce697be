"""What can be done with the item that has focus: the bindings of its widget, its pane and its page.

There is no list of actions beside the bindings; see keys.py for what each of them is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from textual.actions import parse
from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.keys import KEYS, NAVIGATION, key_name
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.row_list import RowList


class ItemAction(NamedTuple):
    """An action of a key. keys: as Textual writes them. why_not: why it does nothing now, or ""."""

    id: str
    label: str
    keys: tuple[str, ...]
    node: DOMNode
    action: str
    why_not: str = ""

    @property
    def key(self) -> str:
        """The name of its key."""
        return key_name(self.id)


def bound_actions(nodes: Iterable[DOMNode]) -> dict[str, tuple[DOMNode, str]]:
    """Return the action of each key and the first node that binds it, by the id of the key."""
    actions: dict[str, tuple[DOMNode, str]] = {}
    for node in nodes:
        for each in type(node).__mro__:
            for binding in each.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id is not None:
                    actions.setdefault(binding.id, (node, binding.action))
    return actions


def item_actions(page: Page) -> list[ItemAction]:
    """Return the actions of what has focus on a page, then those of its pane and of the page.

    One that cannot be done now is left out where its key does something else, or says no reason.
    """
    start = page.focused or page
    nodes = [each for each in start.ancestors_with_self if not isinstance(each, App)]
    active = [each for each in page.active_bindings.values() if each.enabled]
    used = {key for each in active for key in _keys_of(each.binding.id)}
    labels = _labels(page.keys())
    found: dict[tuple[DOMNode, str], ItemAction] = {}
    for id, (node, action) in bound_actions(nodes).items():
        if id in NAVIGATION or not offers_command(page.app_state, id):
            continue
        label = labels.get(id, KEYS[id].title or KEYS[id].label)
        item = ItemAction(id, label, _keys_of(id), node, action, KEYS[id].reason)
        works = [each for each in active if each.binding.id == id]
        if works:
            item = _as_bound(item, works)
        elif page.is_typing and _can_do(item):
            item = item._replace(why_not="")  # its key is a letter of the text
        elif not item.why_not or used & set(item.keys):
            continue
        found.setdefault((item.node, item.action), item)
    return list(found.values())


def dialog_actions(dialog: Screen[Any]) -> list[ItemAction]:
    """Return what the keys of a dialog do now, and those of what has focus in it."""
    nodes = dialog.focused.ancestors_with_self if dialog.focused is not None else [dialog]
    inside = [each for each in nodes if not isinstance(each, App)]
    items = (
        ItemAction(id, KEYS[id].title or KEYS[id].label, _keys_of(id), node, action)
        for id, (node, action) in bound_actions(inside).items()
        if id not in NAVIGATION
    )
    return [each for each in items if _can_do(each)]


def _as_bound(item: ItemAction, works: list[ActiveBinding]) -> ItemAction:
    """Return the action as it is bound now, by those of its keys that nothing else takes."""
    keys = tuple(each.binding.key for each in works)
    return item._replace(keys=keys, node=works[0].node, action=works[0].binding.action, why_not="")


def _can_do(item: ItemAction) -> bool:
    _, name, parameters = parse(item.action)
    return bool(item.node.check_action(name, parameters))


def _keys_of(id: str | None) -> tuple[str, ...]:
    if id is None or id not in KEYS:  # a binding of Textual's own
        return ()
    return tuple(KEYS[id].all_keys.split(","))


def _labels(groups: KeyGroups) -> dict[str, str]:
    """Return what the footer calls the keys that mean something else than usual at this moment."""
    hints = (each for group in groups for each in group if len(each.ids) == 1)
    return {each.ids[0]: each.label for each in hints if each.label != KEYS[each.ids[0]].label}


def item_name(page: Page) -> str:
    """Return what has focus: a row, a field or an output by its label, else a pane. Untrusted."""
    focused, pane = page.focused, page.panes.focused
    if isinstance(focused, RowList) and focused.current_text:
        return focused.current_text
    nodes = focused.ancestors_with_self if focused is not None else []
    label = next((each.label for each in nodes if hasattr(each, "label")), "")
    return str(label) or (pane.TITLE if pane is not None else "")


def offers_command(state: AppState, id: str) -> bool:
    """Return whether there is now what the command of this key is about."""
    space = state.space
    match id:
        case "interrupted":
            return bool(state.interrupted)
        case "pane_3":
            return space is not None
        case "forget_state":
            return space is not None and space.keeps_state
    return True
