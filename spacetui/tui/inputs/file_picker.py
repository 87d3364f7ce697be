"""FilePicker: a dialog that goes through folders for one file or several. Imported when opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import PurePath
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.folder_entry import FolderEntry
from spacetui.text.format import count_text
from spacetui.tui.inputs.path_line import draw_entry
from spacetui.tui.keys import Hint, bindings, hint
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_view import RowView
from spacetui.tui.widgets.safe_content import line_content

# The row that leads to the folder above.
ABOVE = FolderEntry("..", is_folder=True)
# Seconds. A folder that comes later is announced.
NOTICEABLE = 0.2
_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -(10**9), "end": 10**9}


class FolderRows(RowView):
    """The entries of a folder. Letters filter them, as they do in an open dropdown.

    typed: what their names contain. mark_of: the mark before an entry; None where there is none.
    """

    DEFAULT_CSS = """
    FolderRows { height: auto; max-height: 16; min-height: 1; background: $surface; }
    """

    def __init__(self, mark_of: Callable[[FolderEntry], str]) -> None:
        super().__init__(self._draw, one_line_rows=True)
        self._mark_of = mark_of
        self._entries: Sequence[FolderEntry] = ()
        self.typed = ""

    def _draw(self, entry: FolderEntry, width: int, is_current: bool) -> list[Content]:
        mark = Content.styled(self._mark_of(entry), "$accent" if is_current else "$muted")
        (line,) = draw_entry(entry, max(1, width - 1 - mark.cell_length), is_current)
        return [mark + line]

    def show_entries(self, entries: Sequence[FolderEntry], current: str) -> None:
        """Show the entries of another folder, the cursor on the one that is named `current`."""
        self._entries = entries
        self.filter("")
        names = [each.name for each in self.rows]
        if current in names:
            self.current = names.index(current)

    def filter(self, typed: str) -> None:
        """Show the entries whose names contain `typed`; hidden ones only for a dot at its start."""
        self.typed = typed
        wanted, is_hidden = typed.casefold(), typed.startswith(".")
        rows = [
            each
            for each in self._entries
            if wanted in each.name.casefold()
            and (is_hidden or each is ABOVE or not each.name.startswith("."))
        ]
        # On what the folder has, so that enter never leads out of a folder that one just entered.
        self.set_rows(rows, current=1 if rows[1:] and rows[0] is ABOVE else 0)


class FolderHeading(Widget):
    """The folder at the left; what is typed, or how many files are marked, at the right."""

    DEFAULT_CSS = "FolderHeading { width: 1fr; height: 1; padding: 0 2; margin-bottom: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = self.detail = Content("")

    def render(self) -> Content:
        left = Content.assemble(("pick  ", "bold"), self.text)
        return left_right(left, self.detail, self.content_size.width, gap=2, min_left=24)


class FilePicker(Dialog["list[PurePath] | None"]):
    """Files of this machine or of another one. The result is those that were taken, or None."""

    DEFAULT_CSS = "FilePicker #dialog { width: 76; max-height: 90%; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "files.close": "leave",
            "files.take": "take",
            "files.above": "above",
            "files.mark": "mark",
        }
    )

    def __init__(
        self,
        folder: PurePath,
        list_entries: Callable[[PurePath], Awaitable[Sequence[FolderEntry]]],
        *,
        several: bool = False,
        takes_folder: bool = False,
    ) -> None:
        """list_entries: lists a folder; raises OSError or SpacetuiError.

        takes_folder: ctrl+r takes the one on show.
        """
        super().__init__()
        self.folder = folder
        self._list_entries = list_entries
        self._several, self._takes_folder = several, takes_folder
        self.marked: list[PurePath] = []
        self.rows = FolderRows(self._mark_of)
        self.heading = FolderHeading()

    def compose(self) -> ComposeResult:
        yield PageFooter((self._keys(),), is_page=False)
        with Vertical(id="dialog"):
            yield self.heading
            yield self.rows

    def _keys(self) -> tuple[Hint, ...]:
        keys = [hint("list.choose", "open, take"), hint("list.up list.down", "choose")]
        if self._several:
            keys.append(hint("files.mark"))
        if self._several or self._takes_folder:
            keys.append(hint("files.take", "take the folder" if self._takes_folder else ""))
        return (*keys, hint("files.above"), hint("files.close"))

    def on_mount(self) -> None:
        self.rows.focus()
        self._go_to(self.folder)

    def _go_to(self, folder: PurePath, current: str = "") -> None:
        """Show a folder, the cursor on the entry that is named `current`."""
        self.run_worker(self._show(folder, current), group="folder", exclusive=True)

    async def _show(self, folder: PurePath, current: str) -> None:
        announcement = self.set_timer(NOTICEABLE, lambda: self._announce(folder))
        try:
            entries = await self._list_entries(folder)
        except OSError as error:
            self._show_heading(f"cannot read {folder}: {error.strerror}")
            return
        except SpacetuiError as error:
            self._show_heading(f"cannot read {folder}: {error}")
            return
        finally:
            announcement.stop()
        self.folder = folder
        above = [] if folder.parent == folder else [ABOVE]
        self.rows.show_entries([*above, *entries], current)
        self._show_heading()

    def _announce(self, folder: PurePath) -> None:
        self.heading.text = line_content(f"reading {folder}", style="$muted")
        self.heading.refresh()

    def _show_heading(self, problem: str = "") -> None:
        """Show the folder and what is typed, or why another folder cannot be shown."""
        self.heading.text = line_content(str(self.folder), style="$muted")
        self.heading.detail = self._detail()
        if problem:
            self.heading.text = line_content(f"{glyphs().failed} {problem}", style="$error")
        self.heading.refresh()

    def _detail(self) -> Content:
        if self.rows.typed:
            return Content.assemble(
                (f"{glyphs().query} ", "$accent"),
                line_content(self.rows.typed),
                (glyphs().caret, "$accent"),
            )
        if self.marked:
            return Content.styled(f"{count_text(len(self.marked), 'file')} marked", "$muted")
        return Content.styled("type to filter", "$muted")

    def _mark_of(self, entry: FolderEntry) -> str:
        if not self._several:
            return ""
        if entry.is_folder:
            return "  "
        is_marked = self.folder / entry.name in self.marked
        return f"{glyphs().done if is_marked else glyphs().idle} "

    def on_key(self, event: events.Key) -> None:
        if self._take_key(event.key, event.character):
            event.stop()
            event.prevent_default()

    def _take_key(self, key: str, character: str | None) -> bool:
        """Do what a key does; return whether it does something."""
        typed = self.rows.typed
        if key in _MOVES:
            self.rows.current += _MOVES[key]
        elif key in ("enter", "right"):
            self._open(self.rows.current_row)
        elif key == "backspace" and typed:
            self._filter(typed[:-1])
        elif key == "backspace":
            self.action_above()
        elif character is not None and character.isprintable():
            self._filter(typed + character)
        else:
            return False
        return True

    def _filter(self, typed: str) -> None:
        self.rows.filter(typed)
        self._show_heading()

    def _open(self, entry: FolderEntry | None) -> None:
        if entry is ABOVE:
            self.action_above()
        elif entry is not None and entry.is_folder:
            self._go_to(self.folder / entry.name)
        elif entry is not None:
            self.dismiss(self.marked or [self.folder / entry.name])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "mark":  # else the blank is one of what is typed
            return self._several and not self.rows.typed
        return super().check_action(action, parameters)

    def action_mark(self) -> None:
        """Mark the current file, or take the mark away, and go to the next one."""
        entry = self.rows.current_row
        if entry is None or entry.is_folder:
            return
        path = self.folder / entry.name
        if path in self.marked:
            self.marked.remove(path)
        else:
            self.marked.append(path)
        self.rows.redraw()
        self.rows.current += 1
        self._show_heading()

    def action_above(self) -> None:
        self._go_to(self.folder.parent, self.folder.name)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.rows and (row := self.rows.row_at(event)) is not None:
            self.rows.current = row
            if event.chain == 2:
                self._open(self.rows.current_row)

    def action_take(self) -> None:
        if self.marked:
            self.dismiss(self.marked)
        elif self._takes_folder:
            self.dismiss([self.folder])
        else:
            self._open(self.rows.current_row)

    def action_leave(self) -> None:
        self.dismiss(None)
