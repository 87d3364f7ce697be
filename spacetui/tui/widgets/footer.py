"""The footer: the keys that the user may want next at the left, help and palette at the right.

The first key is in the accent colour. Where the row is too short, keys are left out from the end;
help and palette stay, and the key that quits stands behind them where there is room. A click on a
key presses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.tui.keys import KEYS, Hint, hint
from spacetui.tui.widget_keys import BEFORE_EDITORS
from spacetui.tui.widgets.clickable import clickable, clicked
from spacetui.tui.widgets.row_layout import left_right

# Groups stand further apart than the keys of one group.
KeyGroups = tuple[tuple[Hint, ...], ...]


class PageFooter(Widget):
    """The one-row footer."""

    DEFAULT_CSS = "PageFooter { height: 1; width: 1fr; }"

    groups: reactive[KeyGroups] = reactive(())
    typing: reactive[bool] = reactive(True)

    def __init__(self, groups: KeyGroups = (), *, is_page: bool = True) -> None:
        """is_page: show the keys of help and palette; a dialog has the first of them alone."""
        super().__init__()
        self._is_page = is_page
        self.set_reactive(PageFooter.groups, groups)

    def render(self) -> Content:
        width, right = self.content_size.width, self._page_keys()
        left = Content("")
        for piece in self._pieces():
            if left.cell_length + piece.cell_length + right.cell_length + 2 > width:
                return left_right(left, right, width)
            left = left + piece
        if self._is_page and not any("quit" in each.ids for group in self.groups for each in group):
            quits = Content("  ") + _key_content(hint("quit"))
            if left.cell_length + right.cell_length + quits.cell_length + 2 <= width:
                right = right + quits
        return left_right(left, right, width)

    def _page_keys(self) -> Content:
        if not self._is_page:
            has_help = any(each.binding.id == "help" for each in self._active())
            return _key_content(hint("help")) if has_help else Content("")
        help_key = hint("help") if self.typing else hint("help_letter")
        return _key_content(help_key) + Content("  ") + _key_content(hint("palette"))

    def _active(self) -> Iterable[ActiveBinding]:
        return self.screen.active_bindings.values()

    def _pieces(self) -> list[Content]:
        """Return the keys one by one, each with the gap before it."""
        pieces: list[Content] = []
        for group in self.groups:
            between_groups = "    " if pieces else ""
            for number, each in enumerate(group):
                gap = "  " if number else between_groups
                style = "bold $foreground" if pieces else "bold $accent"
                pieces.append(Content(gap) + _key_content(each, style))
        return pieces

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if key := clicked(event, "key"):
            self.app.simulate_key(textual_key(key, self._active()))


def _key_content(hint: Hint, key_style: str = "bold $foreground") -> Content:
    names = [Content.styled(name, key_style) for name in hint.names]
    label = Content.styled(f" {hint.label}", "$muted")
    if hint.ids:
        names = [clickable(name, "key", id) for name, id in zip(names, hint.ids, strict=True)]
        label = clickable(label, "key", hint.ids[0])
    return Content.styled(hint.between, key_style).join(names) + label


def textual_key(id: str, active: Iterable[ActiveBinding]) -> str:
    """Return the key to press for an id, in the words of Textual: `left_square_bracket` for `[`."""
    bound = (each.binding.key for each in active if each.binding.id == id)
    return next(bound, KEYS[id].keys.split(",")[0])


def keys_that_work(
    groups: KeyGroups,
    active: Iterable[ActiveBinding],
    focused: Widget | None,
    *,
    is_typing: bool,
) -> KeyGroups:
    """Return those keys of a footer that do something now.

    active: the bindings in force. focused: what has focus. is_typing: letters and signs become
    text.
    """
    enabled = [each for each in active if each.enabled]
    ids = {each.binding.id for each in enabled}
    # Textual's own bindings have no ids: enter in an Input. Every Input and every screen binds the
    # keys that scroll, too, and does nothing by them.
    own = (each.binding for each in enabled if each.node is focused and each.binding.id is None)
    textual_keys = {each.key for each in own if not each.action.startswith(("scroll_", "page_"))}

    def works(id: str, key: str) -> bool:
        is_bound = id in ids or (key in textual_keys and id not in BEFORE_EDITORS)
        return is_bound and not (is_typing and len(key) == 1)

    trimmed = (tuple(_trim(hint, works) for hint in group) for group in groups)
    kept = (tuple(hint for hint in group if hint.names) for group in trimmed)
    return tuple(group for group in kept if group)


def _trim(hint: Hint, works: Callable[[str, str], bool]) -> Hint:
    """Return a hint without the keys that do nothing now."""
    pairs = zip(hint.ids, hint.keys, strict=True)
    places = [place for place, pair in enumerate(pairs) if works(*pair)]
    if len(places) == len(hint.ids):
        return hint
    label = hint.label
    if len(places) == 1 and "," in label:  # `older, newer`
        label = KEYS[hint.ids[places[0]]].label
    return hint._replace(
        names=tuple(hint.names[place] for place in places),
        keys=tuple(hint.keys[place] for place in places),
        ids=tuple(hint.ids[place] for place in places),
        label=label,
    )
