"""The keys of what has focus, for help; the keys of the whole app are in help_rows.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from textual.screen import Screen

from spacetui.tui.keys import KEYS, NAVIGATION, Hint
from spacetui.tui.widgets.footer import PageFooter
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
    """Return the keys that work where the focus of a screen is: those of its footer, then others.

    Those that are letters of a text now, because it is typed into, are a section of their own.
    """
    hints = list(_hints(screen))
    in_footer = {id for each in hints for id in each.ids}
    items = item_actions(screen) if isinstance(screen, Page) else dialog_actions(screen)
    items = [each for each in items if _is_of_focus(each, screen) and each.id not in in_footer]
    is_typing = takes_text(screen.focused)
    now = [each for each in items if not (is_typing and _is_letter(each.id))]
    later = [each for each in items if each not in now]
    sections = (
        KeySection("its keys", (*map(_hint_row, hints), *_moves(screen, in_footer), *_rows(now))),
        KeySection("after esc, which leaves the text", tuple(_rows(later))),
    )
    return [each for each in sections if each.rows]


def _hints(screen: Screen[Any]) -> Iterator[Hint]:
    for footer in screen.query(PageFooter):
        yield from (each for group in footer.groups for each in group)


def _is_of_focus(item: ItemAction, screen: Screen[Any]) -> bool:
    """Return whether an action can be done, and is not one of the whole page."""
    return not item.why_not and not (item.node is screen and isinstance(screen, Page))


def _is_letter(id: str) -> bool:
    return all(len(key) == 1 for key in KEYS[id].keys.split(","))


def _hint_row(hint: Hint) -> KeyRow:
    return KeyRow(f"{hint.between or ' '}".join(hint.names), hint.label)


def _rows(items: Iterable[ItemAction]) -> Iterator[KeyRow]:
    for each in items:
        yield KeyRow("  ".join(KEYS[each.id].names), each.label)


def _moves(screen: Screen[Any], in_footer: set[str]) -> tuple[KeyRow, ...]:
    """Return the arrow keys that move in what has focus, but those that the footer has."""
    active = {
        each.binding.key
        for each in screen.active_bindings.values()
        if each.enabled and each.binding.id in NAVIGATION - in_footer
    }
    arrows = [name for key, name in _ARROWS.items() if key in active]
    return (KeyRow(" ".join(arrows), "move; home and end too"),) if len(arrows) > 1 else ()
