"""Which keys the footer of the find page shows."""

from textual.widget import Widget

from spacetui.tui.find.filter_row import FilterRow
from spacetui.tui.keys import Hint, hint
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.row_list import RowList


def footer_keys(
    focused: Widget | None,
    *,
    is_opening: bool,
    has_query: bool,
    can_open: bool,
    has_actions: bool = False,
    is_in_space: bool = False,
    enter_label: str = "open",
    held: str = "",
) -> KeyGroups:
    """Return the keys, most important first; the page adds esc.

    is_opening: an app is being opened. can_open: enter in the search box opens something,
    now or when the results have come. has_actions: something can be done about an app that did not
    open. is_in_space: focus is in the pane that shows it. enter_label: what enter does with the
    current row. held: what was typed while it opens.
    """
    moves = (hint("next_pane"), hint("jump"))
    search, choose = hint("search"), hint("list.up list.down", "choose")
    if is_opening and held:
        return ((Hint((held,), "waits for the form"),), moves)
    if is_opening:
        return (moves,)
    if has_actions and not isinstance(focused, ActionList):
        way = hint("field_after" if is_in_space else "next_pane", "what to do")
        return ((way, hint("run", "try again")), (search, hint("jump")))
    match focused:
        case ActionList():
            return ((hint("list.choose", "do it"), choose), (search,))
        case FilterRow():
            filters = (hint("filter.change"), hint("filter.left filter.right", "choose"))
            return ((*filters, hint("field_after", "results")), (hint("next_pane"),))
        case RowList():
            enter = hint("list.choose", enter_label)
            keys = (hint("menu"), hint("favourite"), hint("duplicate"), hint("run", "ask again"))
            return ((enter, choose, search), (*moves, *keys))
    opens = (hint("list.choose", enter_label),) if can_open else ()
    results = hint("list.down", "results" if has_query else "apps")
    if has_query:
        return ((*opens, results, hint("field_after", "filters")), moves)
    # A new user has nothing else to look for how to leave.
    return ((*opens, results, hint("quit")), moves)
