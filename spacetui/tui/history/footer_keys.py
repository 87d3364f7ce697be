"""Which keys the footer of the history page names."""

from __future__ import annotations

from spacetui.tui.keys import hint
from spacetui.tui.widgets.footer import KeyGroups


def footer_keys(*, is_in_list: bool, is_typing: bool, has_rows: bool) -> KeyGroups:
    """Return the keys, most important first; the page adds esc."""
    moves = (hint("next_pane"), hint("jump"))
    if is_typing:
        rows = (hint("list.down", "calls"),) if has_rows else ()
        return (rows, moves)
    if is_in_list:
        calls = (hint("list.choose"), hint("run_again"), hint("to_recorder"), hint("compare"))
        return (calls, (hint("search"), hint("forget"), hint("undo")), moves)
    result = (hint("copy_value"), hint("save"), hint("open"), hint("zoom_letter"))
    return (result, (hint("search"),), moves)
