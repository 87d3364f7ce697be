"""What help says of the keys, row by row; the help dialog and the README's tables show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacetui.tui.key import Key, with_languages
from spacetui.tui.keys import KEYS


class HelpRow(NamedTuple):
    """A line of help on one or more keys.

    ids: those of the keys, with a `|` between groups that stand further apart. shown: the keys as
    help names them, where that is not simply all of them. words: as `Key.command`.
    """

    ids: str
    words: str
    shown: str = ""

    @property
    def keys(self) -> Iterator[Key]:
        return (KEYS[id] for id in self.ids.split() if id != "|")

    @property
    def text(self) -> str:
        """The words as help shows them."""
        return with_languages(self.words)

    @property
    def keys_text(self) -> str:
        """The names of the keys, as the first column of help."""
        groups = (group.split() for group in self.ids.split("|"))
        return self.shown or "  ".join(
            " ".join("  ".join(KEYS[id].names) for id in group) for group in groups
        )


HELP: dict[str, tuple[HelpRow, ...]] = {
    "keys that work everywhere, also while typing": (
        HelpRow("run", "run the form; in find, ask again"),
        HelpRow("copy", "copy the code; in the recorder, the script"),
        HelpRow("language", "next language: {languages}"),
        HelpRow("jump", "jump: a letter at every field and pane"),
        HelpRow("next_pane | previous_pane", "next, previous pane"),
        HelpRow("field_after | field_before", "next, previous field"),
        HelpRow("list.choose", "open the row; type into the chosen field; then the next field"),
        HelpRow("back", "close, leave the text, end zoom, cancel, go back: the footer says"),
        HelpRow("interrupt", "copy the selection, else cancel the call; twice quits"),
        HelpRow("palette", "everything, by name"),
        HelpRow("example", "fill from the app's next example"),
        HelpRow("editor", "edit the field in $EDITOR"),
        HelpRow("zoom", "zoom this pane"),
        HelpRow("next_space", "next open Space"),
        HelpRow("interrupted", "the form of the call that the last end of spacetui cut off"),
        HelpRow("help", "help"),
        HelpRow("quit", "quit"),
    ),
    "where no text is typed (esc leaves a text)": (
        HelpRow(
            "pane_1 pane_2 pane_3 pane_4 pane_5 pane_6 pane_7",
            "the panes; 6 is the recorder, 7 the history",
            "1 … 7",
        ),
        HelpRow("search", "search in this pane: a list shows what fits; in find, the Hub"),
        HelpRow("search_next search_before", "in a search: the next hit, the one before", "n  N"),
        HelpRow("close_space", "in spaces: close the Space"),
        HelpRow(
            "filter.left list.down list.up filter.right list.first list.last",
            "move",
            "h j k l  g G",
        ),
        HelpRow("languages", "choose the language of the code from all there are"),
        HelpRow("browse", "in find: open the Space's page in the browser"),
        HelpRow("favourite", "keep the Space as a favourite, first on the first page, or no more"),
        HelpRow("duplicate", "in find, and without quota: duplicate the Space to your account"),
        HelpRow("older newer", "older, newer call"),
        HelpRow("copy_value | page | save | open", "in result: copy, page, save, open it"),
        HelpRow("save_all", "in result: save all outputs, in a folder that you say"),
        HelpRow(
            "copy_row copy_table", "in a table: copy the row, all of it; y the cell, > sends it"
        ),
        HelpRow("sort", "in a table: sort by this column, then down, then as it came; / filters"),
        HelpRow("copy_chat", "in a chat: copy all of it; y copies the chosen turn, > sends it"),
        HelpRow("turn.fold", "in a chat: fold or unfold the step of a tool"),
        HelpRow(
            "node.close node.open | node.toggle | copy_path",
            "in JSON: close, open; open or close; copy the path. y copies the value, > sends it",
        ),
        HelpRow("plot.table", "in a plot: its data as a table, and the plot again"),
        HelpRow(
            "picture.large", "in a gallery: the picture large, and all again; y s > o act on one"
        ),
        HelpRow("play", "in a sound: play it by this machine's player, and stop it"),
        HelpRow("send | take", "send an output to an input; take one into the field"),
        HelpRow("default | null", "in form: the app's own value, null"),
        HelpRow("form_json", "in form: the whole form as JSON, to edit, copy or paste"),
        HelpRow(
            "field.pick field.pick_letter",
            "in form: pick files, a day of the calendar, a file with a table; f7 while typing too",
        ),
        HelpRow(
            "row.add row.drop | column.add column.drop | cell.empty",
            "in a table of the form: add, remove a row; a column; empty a cell; tab: the next one",
        ),
        HelpRow("all_endpoints", "in endpoints: undocumented ones too"),
        HelpRow("side | hide_code", "show or hide spaces and endpoints; the code"),
        HelpRow("narrower wider", "make this column narrower, wider; the mouse drags a border too"),
        HelpRow("lower higher", "make the code lower, higher"),
        HelpRow("drop | undo | move_down move_up", "in the recorder: drop a call, undo, move it"),
        HelpRow("link | unlink | describe", "in the recorder: link, unlink, name and note"),
        HelpRow("rerun", "in the recorder: run the call again; ctrl+r runs all"),
        HelpRow("keep_needed", "in the recorder: only what the last call needs"),
        HelpRow("export | export_toml", "in the recorder: export the script; as TOML"),
        HelpRow(
            "run_again to_recorder compare | forget undo",
            "in history: run again, to the recorder, compare; forget, undo",
        ),
        HelpRow("verify", "verify the code: run it here against what was recorded"),
        HelpRow("forget_state", "forget the app's state: the next call starts anew"),
        HelpRow(
            "wait | log_in | similar | space_page",
            "where something failed: wait, log in, similar, browser",
        ),
        HelpRow("menu", "the menu of what has focus: what can be done with it, and why not"),
        HelpRow("command_log", "the log: each request and message, copied as curl by y"),
        HelpRow("zoom_letter | help_letter", "zoom, help"),
    ),
}
