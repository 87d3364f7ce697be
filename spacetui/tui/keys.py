"""Every key of the app: those of pages here, those of what has focus in widget_keys.py.

A widget binds a key by its id: `BINDINGS = bindings({"save": "save"})` runs `action_save`. The help
dialog (help_rows.py), the footer, the command palette and the README's tables of keys are made from
here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType

from spacetui.tui.key import Key
from spacetui.tui.widget_keys import BEFORE_EDITORS, IN_DIALOGS, IN_WIDGETS

# Bound with priority: they work while letters are typed into a field, which does not see them. Tab
# has it because what is typed right after it belongs to the next field.
EVERYWHERE = {
    "run": Key("ctrl+r,f5", "run", "run the form", also="ctrl+enter"),
    "copy": Key("ctrl+y,f8", "copy code", "copy the code", reason="there is no script yet"),
    "language": Key(
        "ctrl+l", "language", "next language: {languages}", reason="there is no script yet"
    ),
    "jump": Key("ctrl+o,f2", "jump", "jump to a field or pane"),
    "next_pane": Key("f6", "next pane", "next pane", also="ctrl+n"),
    "previous_pane": Key("shift+f6", "previous pane", "previous pane"),
    "field_after": Key("tab", "next field"),
    "field_before": Key("shift+tab", "previous field"),
    "back": Key("escape", "back"),
    "interrupt": Key("ctrl+c", "copy, cancel or quit"),
    "palette": Key("ctrl+p", "all"),
    "example": Key("f3", "example", "fill from an example", reason="the app has no examples"),
    "editor": Key("f4", "editor", "edit the form in $EDITOR", reason="no field is chosen"),
    "zoom": Key("f9", "zoom", "zoom this pane"),
    "interrupted": Key(
        "ctrl+g", "interrupted call", "open the form of the call that was interrupted"
    ),
    "next_space": Key("ctrl+t", "next open Space", "next open Space"),
    "help": Key("f1", "help", "help"),
    "quit": Key("ctrl+q", "quit", "quit"),
}
# Letters and signs, which a text field takes as text.
OUTSIDE_TEXT = {
    "pane_1": Key("1", "pane 1"),
    "pane_2": Key("2", "pane 2"),
    "pane_3": Key("3", "pane 3", "go to the open Space"),
    "pane_4": Key("4", "pane 4"),
    "pane_5": Key("5", "pane 5"),
    "pane_6": Key("6", "pane 6", "the recorder: every call as one script"),
    "pane_7": Key("7", "pane 7", "history: every call that is kept"),
    "search": Key("/", "search", reason="there is nothing to search in"),
    "search_next": Key("n", "next hit", place="in a search"),
    "search_before": Key("N", "hit before", place="in a search"),
    "close_space": Key(
        "c", "close", "close an open Space", "in spaces", reason="this row is no Space"
    ),
    "languages": Key(
        "L", "all languages", "choose the language of the code", reason="there is no script yet"
    ),
    "browse": Key("o", "open in the browser", "this Space in the browser", "in find"),
    "duplicate": Key(
        "d",
        "duplicate",
        "duplicate this Space to your account",
        "in find",
        reason="it is no Space of the Hub",
    ),
    "favourite": Key(
        "f", "favourite", "keep this Space as a favourite", reason="this row is no Space"
    ),
    "older": Key("[", "older call", "older call", reason="there is no older call"),
    "newer": Key("]", "newer call", "newer call", reason="there is no newer call"),
    "copy_value": Key(
        "y", "copy", "copy the value of this output", "in result", reason="there is no result yet"
    ),
    "copy_row": Key("c", "copy row", "copy the row of a table", "in a table"),
    "copy_table": Key("Y", "copy table", "copy the whole table", "in a table"),
    "sort": Key("O", "sort", "sort a table by this column", "in a table"),
    "page": Key(
        "p",
        "page",
        "read this output in $PAGER",
        "in result",
        reason="there is no result yet",
    ),
    "copy_chat": Key("Y", "copy chat", "copy the whole chat", "in a chat"),
    "save": Key("s", "save", "save this output", "in result", reason="there is no result to save"),
    "save_all": Key(
        "S",
        "save all",
        "save all outputs where you say",
        "in result",
        reason="there is no result to save",
    ),
    "open": Key(
        "o",
        "open",
        "open the file of this output, or a page of it in the browser",
        "in result",
        reason="there is nothing to open",
    ),
    "default": Key(
        "d",
        "default",
        "the app's own value for this field",
        "outside text",
        reason="no field is chosen",
    ),
    "null": Key("n", "null", "null for this field", "outside text", reason="no field is chosen"),
    "form_json": Key(
        "J",
        "as JSON",
        "the whole form as JSON, and back",
        "outside text",
        reason="there is nothing to fill",
    ),
    "send": Key(
        ">",
        "send",
        "send this output to an input",
        "in result",
        reason="there is no result to send",
    ),
    "take": Key(
        "<",
        "take",
        "take an earlier output into this field",
        "outside text",
        reason="no field is chosen",
    ),
    "all_endpoints": Key("a", "all endpoints", "undocumented endpoints", "in endpoints"),
    "side": Key("b", "side", "show or hide spaces and endpoints", "on the page of a Space"),
    "hide_code": Key("B", "code pane", "show or hide the code", "on the page of a Space"),
    "narrower": Key("{", "narrower", "make this column narrower"),
    "wider": Key("}", "wider", "make this column wider"),
    "lower": Key("(", "lower", "make the code lower", "on the page of a Space"),
    "higher": Key(")", "higher", "make the code higher", "on the page of a Space"),
    "drop": Key(
        "d", "drop", "drop this call from the script", "in calls", reason="there is no call"
    ),
    "move_down": Key(
        "J", "move down", "move this call down", "in calls", reason="it is the last call"
    ),
    "move_up": Key("K", "move up", "move this call up", "in calls", reason="it is the first call"),
    "unlink": Key(
        "u", "unlink", "unlink a parameter of this call", "in calls", reason="it has no link"
    ),
    "link": Key(
        "l",
        "link",
        "link a parameter to an earlier output",
        "in calls",
        reason="no call stands above it",
    ),
    "rerun": Key(
        "r", "run again", "run this call of the script again", "in calls", reason="it is left out"
    ),
    "describe": Key("a", "name, note", "name this call, write a note", "in calls"),
    "keep_needed": Key(
        "o",
        "only what is needed",
        "only what the last call needs",
        "in calls",
        reason="the last call needs them all",
    ),
    "export": Key(
        "e", "export", "export the script", "outside text", reason="there is no script yet"
    ),
    "export_toml": Key("E", "as TOML", "export the recording as TOML", "outside text"),
    "run_again": Key("r", "run again", "run this call again", "in history"),
    "to_recorder": Key("a", "record", "add this call to the recorder", "in history"),
    "compare": Key("D", "compare", "compare this call with another", "in history"),
    "forget": Key("d", "forget", "forget this call", "in history"),
    "forget_state": Key("R", "forget the state", "forget the app's state", "outside text"),
    "verify": Key(
        "v",
        "verify",
        "verify the code: run it against what was recorded",
        "outside text",
        reason="there is no code yet",
    ),
    "menu": Key("x", "menu", "the menu of what has focus"),
    "command_log": Key(
        "@", "log", "the log: what was sent to apps and the Hub, and what came back"
    ),
    "zoom_letter": Key("z", "zoom"),
    "help_letter": Key("?", "help"),
}
# The letters of an ActionList, which shows them with what they do there.
ACTIONS = {
    "wait": Key("w", "wait"),
    "log_in": Key("a", "log in"),
    "similar": Key("s", "look for a similar Space"),
    "space_page": Key("o", "open its page in the browser"),
}
KEYS: dict[str, Key] = {**EVERYWHERE, **OUTSIDE_TEXT, **ACTIONS, **IN_WIDGETS, **IN_DIALOGS}
# Keys that go somewhere, in a list or in the app: no actions on what has focus, so that its menu
# does not have them.
NAVIGATION = {
    *(id for id in IN_WIDGETS if id.startswith(("move.", "list.", "choice.", "cell.", "node."))),
    *(f"pane_{number}" for number in range(1, 8)),
    *("jump", "next_pane", "previous_pane", "field_after", "field_before", "next_space", "side"),
    *("hide_code", "narrower", "wider", "lower", "higher"),
    *(
        "turn.up",
        "turn.down",
        "filter.left",
        "filter.right",
        "back",
        "help",
        "help_letter",
        "command_log",
        "zoom_letter",
    ),
    *("search_next", "search_before"),
} - {"list.choose", "choice.choose", "node.toggle"}


def bindings(actions: Mapping[str, str]) -> list[BindingType]:
    """Return a widget's bindings: id of a key -> the action it runs."""
    return [_binding(id, KEYS[id], action) for id, action in actions.items()]


def _binding(id: str, key: Key, action: str) -> Binding:
    has_priority = id in EVERYWHERE or id in IN_DIALOGS or id in BEFORE_EDITORS
    tooltip = key.title or key.label
    return Binding(
        key.all_keys, action, key.label, show=False, priority=has_priority, id=id, tooltip=tooltip
    )


def key_name(id: str) -> str:
    """Return the name of a key, the first where there are several."""
    return KEYS[id].names[0]


class Hint(NamedTuple):
    """One or more keys and what they do, for a footer: `↑↓ choose`.

    names: the keys as the app shows them. keys: the same as Textual writes them; empty where what
    is named is no key, as in `a letter goes there`. ids: of the keys. between: stands between the
    names.
    """

    names: tuple[str, ...]
    label: str
    keys: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    between: str = ""


def hint(ids: str, label: str = "", *, between: str = "") -> Hint:
    """Return the names of one or more keys and what they do, for a footer.

    label: by default that of the first key.
    """
    found = [KEYS[id] for id in ids.split()]
    return Hint(
        tuple(key.names[0] for key in found),
        label or found[0].label,
        tuple(key.keys.split(",")[0] for key in found),
        tuple(ids.split()),
        between,
    )
