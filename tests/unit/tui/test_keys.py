"""The table of keys: nothing is bound, shown or documented beside it."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import spacetui.tui
from spacetui.tui.help_rows import HELP
from spacetui.tui.key import Key
from spacetui.tui.keys import ACTIONS, KEYS, Hint, bindings, hint, key_name
from spacetui.tui.widget_keys import IN_DIALOGS, IN_WIDGETS
from tools.readme_tables import README, keys_table

# Keys whose command would be of no use in the palette, and why.
NO_COMMAND = {
    "interrupt": "it depends on the selection, which is gone when the palette is open",
    "palette": "it is the palette",
    "field_after": "it moves the focus",
    "field_before": "it moves the focus",
    "back": "the palette has `cancel the call`",
    "pane_1": "the palette has `find a Space`",
    "pane_2": "another pane on each page; `jump` and `next pane` reach it",
    "pane_4": "`jump` and `next pane` reach it",
    "pane_5": "`jump` and `next pane` reach it",
    "search": "it searches the pane that has focus, which the palette takes away",
    "search_next": "it goes on in what `/` has found",
    "search_before": "it goes on in what `/` has found",
    "zoom_letter": "another key for `zoom this pane`",
    "help_letter": "another key for `help`",
}
# Keys that do the same in other programs; help need not explain them.
STANDARD = {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "space"}


def widget_classes() -> Iterator[type[DOMNode]]:
    """List every app, screen and widget of the TUI."""
    for module in pkgutil.walk_packages(spacetui.tui.__path__, "spacetui.tui."):
        for value in vars(import_module(module.name)).values():
            is_widget = isinstance(value, type) and issubclass(value, DOMNode)
            if is_widget and value.__module__ == module.name:
                yield value


def all_bindings() -> list[tuple[type[DOMNode], Binding]]:
    found: list[tuple[type[DOMNode], Binding]] = []
    for widget in widget_classes():
        for binding in widget.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding), f"{widget.__name__} binds {binding!r}"
            found.append((widget, binding))
    return found


def missing_of(id: str, key: Key) -> list[str]:
    """List what a key lacks of an action, a line of help and an entry in the palette."""
    missing: list[str] = []
    is_bound = any(binding.id == id for _, binding in all_bindings())
    if not is_bound and id not in ACTIONS and id != "palette":
        missing.append("action")
    is_helped = any(each == key for rows in HELP.values() for row in rows for each in row.keys)
    is_standard = id in IN_WIDGETS and set(key.keys.split(",")) <= STANDARD
    if not is_helped and not is_standard and id not in IN_DIALOGS:
        missing.append("help")
    if not key.command and id not in {**NO_COMMAND, **ACTIONS, **IN_WIDGETS, **IN_DIALOGS}:
        missing.append("command")
    return missing


@pytest.mark.parametrize("id", KEYS)
def test_a_key_has_an_action_help_and_a_command(id: str) -> None:
    assert missing_of(id, KEYS[id]) == []


def test_a_key_without_help_action_and_command_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    added = Key("ctrl+b", "bake")
    monkeypatch.setitem(KEYS, "bake", added)
    assert missing_of("bake", added) == ["action", "help", "command"]


def test_every_binding_is_made_from_the_table() -> None:
    for widget, binding in all_bindings():
        assert binding.id in KEYS, f"{widget.__name__} binds {binding.key} without a row in KEYS"
        assert bindings({binding.id: binding.action}) == [binding]


def test_every_binding_has_an_action_that_exists() -> None:
    for widget, binding in all_bindings():
        name = binding.action.partition("(")[0]
        if "." not in name:
            assert hasattr(widget, f"action_{name}"), f"{widget.__name__} has no action_{name}"


def test_no_widget_binds_one_key_twice() -> None:
    bound = [(widget, key) for widget, binding in all_bindings() for key in binding.key.split(",")]
    assert len(bound) == len(set(bound))


def test_help_shows_only_keys_that_its_rows_have() -> None:
    for row in (each for rows in HELP.values() for each in rows if each.shown):
        names = {key.strip() for each in row.keys for key in each.all_keys.split(",")}
        assert set(row.shown.split()) - {"…"} <= names


def test_a_hint_names_the_key_and_what_it_does() -> None:
    assert key_name("back") == "esc"
    assert hint("copy") == Hint(("ctrl+y",), "copy code", ("ctrl+y",), ("copy",))
    assert hint("list.up list.down", "choose").names == ("↑", "↓")
    assert hint("list.up list.down", "choose").keys == ("up", "down")
    assert hint("older newer", "older, newer", between=" ").label == "older, newer"


def test_the_readme_has_the_tables_of_keys_as_the_tool_writes_them() -> None:
    assert keys_table() in README.read_text(encoding="utf-8"), "run python tools/readme_tables.py"
