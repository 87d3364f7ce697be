"""The user's own keys: which of them can be used, and putting them into the table of keys.

That is done before a widget is imported, since the bindings of a class are made with the class.
Help, footer and palette read the table, and so name the keys as the user has them.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping

from spacetui.text.suggestions import did_you_mean
from spacetui.tui.key import NAMES, Key
from spacetui.tui.keys import EVERYWHERE, KEYS, OUTSIDE_TEXT
from spacetui.tui.widget_keys import IN_DIALOGS, IN_WIDGETS

# What a terminal sends for these, whose names are of no use then.
SAME_TO_A_TERMINAL = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
_MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
_NAMED = ("enter", "tab", "shift+tab", "escape", "backspace", "space", "comma", *_MOVES)
_FUNCTIONS = tuple(f"f{number}" for number in range(1, 13))
# What every terminal sends, beside characters.
SENT = {
    *_NAMED,
    *_FUNCTIONS,
    *(f"shift+{each}" for each in (*_MOVES, *_FUNCTIONS)),
    *(f"ctrl+{each}" for each in (*_MOVES, *_FUNCTIONS)),
    *(
        f"ctrl+{each}"
        for each in string.ascii_lowercase
        if f"ctrl+{each}" not in SAME_TO_A_TERMINAL
    ),
    *(f"alt+{each}" for each in string.ascii_lowercase),
    *("ctrl+backslash", "ctrl+right_square_bracket", "ctrl+underscore"),
}
# What edits a text, and would not any more where it did something everywhere.
EDITING = {"enter", "backspace", "space", "comma", *_MOVES}
# Names that users write for what is sent under another one.
_ALIASES = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup"} | {
    name: key for key, name in NAMES.items() if key != "escape"
}
# Places of OUTSIDE_TEXT that are not on every page.
_PARTS = {each.place for each in OUTSIDE_TEXT.values() if each.place.startswith("in ")} - {
    "in a search",
    "in a narrow window",
}
_LISTS = ("list", "move", "cell")

Wrong = tuple[str, str]


def check_keys(given: Mapping[str, str]) -> tuple[dict[str, str], list[Wrong]]:
    """Return the keys that can be used, and the id of each other one with what is wrong with it.

    given: id -> one or more keys with commas between them.
    """
    usable, wrong = {}, []
    for id, text in given.items():
        keys = [_named(each) for each in text.split(",")]
        if reason := _reason(id, keys):
            wrong.append((id, reason))
        else:
            usable[id] = ",".join(keys)
    while clash := _find_clash(usable):
        wrong.append(clash)
        del usable[clash[0]]
    return usable, wrong


def use_keys(usable: Mapping[str, str]) -> None:
    """Put keys into the table, in place of those that it has for these ids."""
    for id, keys in usable.items():
        KEYS[id] = KEYS[id]._replace(keys=keys, also="")


def _named(key: str) -> str:
    key = key.strip()
    if len(key) == 1:
        return key
    return _ALIASES.get(key.lower(), key.lower())


def _reason(id: str, keys: list[str]) -> str:
    """Return why these keys cannot be those of `id`; empty where they can."""
    if id not in KEYS:
        return f"no key is called {id!r}. {did_you_mean(id, list(KEYS))}".strip()
    for key in keys:
        if same := SAME_TO_A_TERMINAL.get(key):
            return f"terminals send {same} for {key}, so that it cannot be told apart"
        is_character = len(key) == 1 and key.isprintable()
        if not is_character and key not in SENT and key not in _default_keys():
            return (
                f"no terminal sends {key!r} by itself. Allowed: a character, f1 to f12, "
                "ctrl or alt with a letter, and keys such as home or shift+left."
            )
        if id in EVERYWHERE and (is_character or key in EDITING):
            return f"{id} works while typing, and {key} would not come into the text any more"
    return ""


def _default_keys() -> set[str]:
    return {key for row in _DEFAULTS.values() for key in row.all_keys.split(",")}


def _find_clash(usable: Mapping[str, str]) -> Wrong | None:
    """Return an id of the user's whose key is already another one's in the same place, if any."""
    for id, keys in reversed(list(usable.items())):
        for other in KEYS:
            if other == id or _share_by_default(id, other) or not _can_meet(id, other):
                continue
            theirs = usable.get(other, _DEFAULTS[other].all_keys)
            both = set(keys.split(",")) & set(theirs.split(","))
            if both:
                key = min(both)
                return id, f"{key} is already the key of {other} ({_DEFAULTS[other].label})"
    return None


def _share_by_default(one: str, other: str) -> bool:
    """Return whether two share a key from the start, since they do not stand in one place."""
    keys = (_DEFAULTS[one].all_keys.split(","), _DEFAULTS[other].all_keys.split(","))
    return bool(set(keys[0]) & set(keys[1]))


def _can_meet(one: str, other: str) -> bool:
    """Return whether a key could be meant for both where one of them works."""
    places = list(_places(one, other))
    if places[0] == places[1]:
        return True
    if any(id in IN_DIALOGS for id in (one, other)):
        return False  # a dialog takes the keys that it has
    if "" in places:
        return True
    if "page" not in places:
        return any(each in _PARTS for each in places) and any(each in _LISTS for each in places)
    return True


def _places(*ids: str) -> Iterator[str]:
    """Yield where each works: empty for everywhere, `page`, a part of pages, a kind of widget."""
    for id in ids:
        place = KEYS[id].place
        if id in EVERYWHERE:
            yield ""
        elif id in IN_DIALOGS:
            yield f"dialog {id.partition('.')[0]}"
        elif id in IN_WIDGETS:
            yield id.partition(".")[0]
        elif place in _PARTS:
            yield place
        else:
            yield "page"


# As they are before the user's own are put into the table.
_DEFAULTS: Mapping[str, Key] = dict(KEYS)
