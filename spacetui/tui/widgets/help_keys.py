"""The keys of what has focus, for help; the keys of the whole app are in help_rows.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from textual.screen import Screen

from spacetui.tui.keys import KEYS, NAVIGATION
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.item_actions import ItemAction, dialog_actions, item_actions
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.typing_focus import takes_text

# In the order in which they are shown.
_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}


class KeyRow(NamedTuple):
    """A line of help on keys: their names, and what they do."""

    keys: str
    words: str


class KeySection(NamedTuple):
    """Rows under a title."""

    title: str
    rows: tuple[KeyRow, ...]


def sections_of(screen: Screen[Any]) -> list[KeySection]:
    """Return the keys that work where the focus of a screen is.

    Those that are letters of a text now, because it is typed into, are a section of their own.
    """
    items = _page_items(screen) if isinstance(screen, Page) else dialog_actions(screen)
    is_typing = takes_text(screen.focused)
    now = [each for each in items if not (is_typing and _is_letter(each.id))]
    later = [each for each in items if each not in now]
    sections = (
        KeySection("its keys", (*_moves(screen), *_rows(now))),
        KeySection("after esc, which leaves the text", tuple(_rows(later))),
    )
    return [each for each in sections if each.rows]


def _is_letter(id: str) -> bool:
    return all(len(key) == 1 for key in KEYS[id].keys.split(","))


def _page_items(page: Page) -> list[ItemAction]:
    """Return what can be done here: by keys of what has focus, and by those of the footer."""
    in_footer = _ids(page.keys())
    items = [each for each in item_actions(page) if not each.why_not]
    return [each for each in items if each.node is not page or each.id in in_footer]


def _ids(groups: KeyGroups) -> set[str]:
    return {id for group in groups for each in group for id in each.ids}


def _rows(items: Iterable[ItemAction]) -> Iterator[KeyRow]:
    for each in items:
        yield KeyRow("  ".join(KEYS[each.id].names), each.label)


def _moves(screen: Screen[Any]) -> tuple[KeyRow, ...]:
    """Return the arrow keys that move in what has focus."""
    active = {
        each.binding.key
        for each in screen.active_bindings.values()
        if each.enabled and each.binding.id in NAVIGATION
    }
    arrows = [name for key, name in _ARROWS.items() if key in active]
    return (KeyRow(" ".join(arrows), "move; home and end too"),) if len(arrows) > 1 else ()
