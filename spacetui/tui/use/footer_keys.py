"""Which keys the footer of the use page names: the next sensible ones first."""

from textual.widget import Widget

from spacetui.tui.keys import Hint, hint
from spacetui.tui.made_call import MadeCall
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.side_panes import EndpointsPane, RecentCallsPane, SpacesPane
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.pane import Pane

_COPY, _LANGUAGE, _JUMP, _NEXT_PANE = (
    hint("copy"),
    hint("language"),
    hint("jump"),
    hint("next_pane"),
)
_IN_TABLES = (hint("row.add"), hint("row.drop"), hint("column.add"))
_MOVES = (hint("field_after"), hint("field.pick"), _NEXT_PANE)
_CHOOSE = hint("list.up list.down", "choose")
_RUN_AGAIN = hint("run", "run again")
_COPY_ERROR = hint("copy_value", "copy error")
# Of these enters the footer shows the one that works on the field.
_ENTERS = (
    "field.type",
    "slider.type",
    "dropdown.open",
    "checkbox.toggle",
    "choice.choose",
    "cell.edit",
    "fill_example",
)
_ON_A_FIELD = (hint("run"), *(hint(id) for id in _ENTERS), _COPY)
_VALUE_KEYS = (
    "turn.fold",
    *("copy_value", "play", "save", "save_all", "open", "plot.table", "send", "page"),
)
_FIELD_LETTERS = tuple(map(hint, ("menu", "take", "default", "null", "form_json", "search")))


def footer_keys(
    pane: Pane | None,
    live: MadeCall | None,
    *,
    is_stoppable: bool = False,
    focused: Widget | None = None,
    is_typing: bool = True,
) -> KeyGroups:
    """Return the keys, most important first, by what the call on show does and where focus is.

    Esc is added by the page. is_stoppable: it stops a call, a file or a wait. focused: what has
    focus in the pane. is_typing: letters become text.
    """
    if isinstance(pane, FormPane) and not is_typing:
        return (_ON_A_FIELD, _IN_TABLES, _FIELD_LETTERS, _MOVES)
    if is_stoppable:
        return ((_COPY,), _MOVES, (hint("zoom"), _JUMP))
    if isinstance(pane, (SpacesPane, EndpointsPane, RecentCallsPane)):
        return ((hint("list.choose"), _CHOOSE, hint("menu")), (_NEXT_PANE,), (_COPY,))
    if isinstance(focused, ActionList):  # what can be done about a failed call
        return (
            (hint("list.choose", "do it"), _CHOOSE),
            (_COPY_ERROR, _COPY),
            (_NEXT_PANE,),
        )
    if isinstance(pane, ResultPane):
        return _result_keys(pane, live)
    if isinstance(pane, FormPane) and live is not None and live.state.failure is not None:
        return ((_RUN_AGAIN, hint("next_pane", "what to do"), _COPY), _MOVES[:1], (_JUMP,))
    if live is not None and live.state.status.is_final and live.state.failure is None:
        return ((_COPY, _RUN_AGAIN, _LANGUAGE), _MOVES, (_JUMP, hint("verify")))
    return ((hint("run"), _COPY, _LANGUAGE), _MOVES, (_JUMP,))


def _result_keys(pane: ResultPane, live: MadeCall | None) -> KeyGroups:
    if live is not None and live.state.failure is not None:
        return ((_RUN_AGAIN, _COPY_ERROR, _COPY), (_NEXT_PANE,))
    return (
        (*_value_keys(pane), hint("menu")),
        (hint("older newer", "older, newer", between=" "), hint("zoom_letter")),
        (_COPY,),
    )


def _value_keys(pane: ResultPane) -> tuple[Hint, ...]:
    """Return what can be done with the value in hand, or with the part of it that is chosen."""
    view = pane.outputs.in_hand
    part = view.part_in_hand if view is not None else ""
    if part == "picture":
        return _picture_keys()
    if part in ("turn", "file"):
        return _turn_keys(part)
    nodes = hint("node.close node.up node.down node.open", "move")
    if not part:
        return (nodes, *map(hint, _VALUE_KEYS))
    return (
        nodes._replace(label=part),
        hint("cell.left cell.up cell.down cell.right", part),
        hint("copy_value", f"copy {part}"),
        hint("send", f"send {part}"),
        hint("search", "filter"),
        hint("sort"),
        hint("copy_row"),
        hint("copy_table"),
        hint("copy_path"),
        hint("page"),
        hint("plot.table", "plot"),
    )


def _turn_keys(part: str) -> tuple[Hint, ...]:
    """Return what can be done with the turn, or the file, of a chat that is chosen."""
    return (
        hint("turn.up turn.down", "choose"),
        hint("copy_value", f"copy {part}"),
        hint("send", f"send {part}"),
        *map(hint, ("copy_chat", "save", "open")),
    )


def _picture_keys() -> tuple[Hint, ...]:
    """Return what can be done with the picture of a gallery that is chosen."""
    acts = ("copy_value", "save", "open", "send")
    return (
        hint("cell.left cell.up cell.down cell.right", "picture"),
        hint("picture.large"),
        *map(hint, acts),
    )
