"""PickDialog: a list over the page, from which one row is taken. Loaded when it is first opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.row_layout import left_right, name_style
from spacetui.tui.widgets.row_list import RowList

# Characters of the first two columns, and cells between columns.
MAX_NAME, MAX_ABOUT, GAP = 24, 36, 2


class PickRow(NamedTuple):
    """A row: a name, what it is, what else, and a remark at the right. All may be untrusted."""

    name: str
    about: str = ""
    more: str = ""
    remark: str = ""


class PickDialog(Dialog["int | None"]):
    """The result is the index of the row that was taken, or None."""

    DEFAULT_CSS = """
    PickDialog #dialog { width: 76; max-height: 90%; }
    PickDialog Static { width: 1fr; height: auto; padding: 0 2; margin-bottom: 1; }
    PickDialog #note { margin: 1 0 0 0; }
    PickDialog RowList { height: auto; max-height: 16; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings({"pick.close": "leave"})

    def __init__(
        self,
        verb: str,
        title: str,
        rows: Sequence[PickRow],
        enter: str,
        at: int = 0,
        note: str = "",
    ) -> None:
        """verb, title: the heading. enter: what enter does, for the footer. at: the first row.

        note: a sentence of ours below the rows.
        """
        super().__init__()
        self._at, self._note = at, note
        self._verb, self._title, self._enter = verb, title, enter
        self._choices = list(rows)
        self._name_width = _width([each.name for each in rows], MAX_NAME)
        # What stands in the last column may be as long as there is room.
        self._about_width = _width([each.about for each in rows if each.more], MAX_ABOUT)
        self.list = RowList(self._draw)

    def compose(self) -> ComposeResult:
        keys = (hint("list.choose", self._enter), hint("list.up list.down", "choose"))
        yield PageFooter(((*keys, hint("pick.close")),), is_page=False)
        with Vertical(id="dialog"):
            title = visible_line(self._title, 60)
            yield Static(Content.assemble((self._verb, "bold"), (f"  {title}", "$muted")))
            yield self.list
            if self._note:
                yield Static(Content.styled(self._note, "$muted"), id="note")

    def on_mount(self) -> None:
        self.list.set_rows(self._choices, current=self._at)
        self.list.focus()

    def _draw(self, row: PickRow, width: int, is_current: bool) -> list[Content]:
        style = name_style(is_current=is_current)
        name = _column(row.name, MAX_NAME, self._name_width)
        about = visible_line(row.about, 80)
        if row.more:
            about = _column(row.about, MAX_ABOUT, self._about_width) + visible_line(row.more, 80)
        left = Content.assemble((name, style), (about, "$muted"))
        remark = Content.styled(visible_line(row.remark, 30), "$muted")
        return [left_right(left, remark, width - 1, gap=2, min_left=self._name_width)]

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.index)

    def action_leave(self) -> None:
        self.dismiss(None)


def _width(texts: Sequence[str], limit: int) -> int:
    """Return the cells of a column with these texts, each cut to `limit` characters."""
    return max((cell_len(visible_line(each, limit)) for each in texts), default=0) + GAP


def _column(text: str, limit: int, width: int) -> str:
    """Return a text that fills its column."""
    shown = visible_line(text, limit)
    return shown + " " * (width - cell_len(shown))
