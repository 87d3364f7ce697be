"""What each key has done, by its id: help's words as a claim on the state before and after."""

from collections.abc import Callable

from spacetui.tui.widgets.pane_navigation import pane_of
from tests.tui.every_key.driven_app import State

Claim = Callable[[State, State], bool]


def pane_number(state: State) -> str:
    pane = pane_of(state["focus"])
    return pane.NUMBER if pane is not None else ""


def opens(name: str) -> Claim:
    return lambda before, after: after["screens"][-1] == name


def changes(*names: str) -> Claim:
    return lambda before, after: any(before[name] != after[name] for name in names)


def goes_to(number: str) -> Claim:
    return lambda before, after: pane_number(after) == number and not after["typing"]


def stays(before: State, after: State) -> bool:
    return pane_number(before) == pane_number(after)


def moves_inside(before: State, after: State) -> bool:
    return pane_number(before) == pane_number(after) and before["values"] == after["values"]


# On every page.
_EVERYWHERE: dict[str, Claim] = {
    # In find the query is selected, so that typing replaces it.
    "pane_1": lambda before, after: pane_number(after) == "1",
    **{f"pane_{number}": goes_to(str(number)) for number in range(2, 8)},
    "run": changes("calls", "asked", "status", "rows"),
    "copy": changes("outside"),
    "quit": changes("outside"),
    "interrupt": changes("notices", "outside"),
    "language": changes("language"),
    "jump": opens("JumpDialog"),
    "help": opens("HelpDialog"),
    "help_letter": opens("HelpDialog"),
    "palette": opens("CommandPalette"),
    "menu": opens("ItemMenu"),
    "command_log": opens("LogDialog"),
    "next_pane": lambda before, after: pane_number(before) != pane_number(after),
    "previous_pane": lambda before, after: pane_number(before) != pane_number(after),
    "field_after": changes("focus"),
    "field_before": changes("focus"),
    "back": changes("focus", "typing", "mode", "texts", "status"),
    "zoom": changes("classes"),
    "zoom_letter": changes("classes"),
    "search": changes("typing"),
    "undo": changes("recorded", "status"),
}
# On the page that finds Spaces.
_FIND: dict[str, Claim] = {
    "browse": changes("status"),
}
# In the form of an endpoint.
_FORM: dict[str, Claim] = {
    "null": changes("values"),
    "take": changes("screens", "status"),
    "example": changes("values"),
    "editor": changes("notices", "status"),
    "field.type": changes("typing"),
    "field.pick": opens("FilePicker"),
    "field.pick_letter": opens("FilePicker"),
    "slider.type": changes("typing"),
    "fill_example": changes("values"),
    "slider.less": changes("values"),
    "slider.more": changes("values"),
    "dropdown.open": changes("open"),
    "checkbox.toggle": changes("values"),
}
# In the result, and in the lists and the code beside it.
_RESULT: dict[str, Claim] = {
    "copy_value": changes("outside"),
    "page": changes("notices"),  # no terminal is there for a pager
    "older": changes("shown"),
    "newer": changes("shown"),
    "side": changes("classes"),
    "hide_code": changes("classes"),
    **{id: changes("layout") for id in ("narrower", "wider", "lower", "higher")},
    "send": changes("screens", "status"),
    "verify": changes("status"),
    "close_space": changes("spaces"),
    "copy_path": changes("outside"),
}
# In the recorder.
_RECORDER: dict[str, Claim] = {
    "drop": changes("recorded"),
    "link": changes("screens", "status"),
    "rerun": changes("calls", "status", "screens"),
    "describe": opens("StepDialog"),
    "keep_needed": changes("recorded"),
    "export": changes("files"),
    "export_toml": changes("files"),
}
# In the history.
_HISTORY: dict[str, Claim] = {
    "run_again": changes("calls", "mode"),
    "to_recorder": changes("recorded"),
    "compare": changes("status", "classes"),
    "forget": changes("status"),
}
# In lists, in what scrolls, and in the tree of a JSON value.
_LISTS: dict[str, Claim] = {
    **{f"move.{name}": moves_inside for name in ("up", "down", "page_up", "page_down")},
    **{f"list.{name}": stays for name in ("down", "page_up", "page_down", "first", "last")},
    **{f"node.{name}": changes("nodes") for name in ("up", "down", "first", "last")},
    **{f"node.{name}": changes("nodes") for name in ("close", "open", "toggle")},
}
CLAIMS = {**_EVERYWHERE, **_FIND, **_FORM, **_RESULT, **_RECORDER, **_HISTORY, **_LISTS}
