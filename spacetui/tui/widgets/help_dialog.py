"""Help: the keys, by where they work."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spacetui.snippets import list_languages
from spacetui.tui.widgets.footer import PageFooter

# {languages} stands for the list of the snippet languages.
EVERYWHERE = (
    ("ctrl+r  f5", "run the form; in find, ask again"),
    ("ctrl+y  f8", "copy the code; in the recorder, the script"),
    ("ctrl+l", "next language: {languages}"),
    ("ctrl+o  f2", "jump: a letter at every field and pane"),
    ("f6  shift+f6", "next, previous pane"),
    ("tab  shift+tab", "next, previous field"),
    ("enter", "open the row; in a one-line field, the next field"),
    ("esc", "cancel the call, else leave the field, else back"),
    ("ctrl+c", "copy the selection, else cancel the call, else quit"),
    ("ctrl+p", "everything, by name"),
    ("f3", "fill from the app's next example"),
    ("f4", "edit the field in $EDITOR"),
    ("f9", "zoom this pane"),
    ("ctrl+t", "next open Space"),
    ("ctrl+q", "quit"),
)
OUTSIDE = (
    ("1 … 6", "the panes; 6 is the recorder"),
    ("/", "search"),
    ("h j k l  g G", "move"),
    ("[ ]", "older, newer call"),
    ("y  s  o", "in result: copy, save, open what is in hand"),
    ("d  n", "in form: the app's own value, null"),
    ("a", "in endpoints: undocumented ones too"),
    ("b", "spaces and endpoints in a narrow window"),
    ("d  J K  e", "in the recorder: drop, move, export"),
    ("R", "forget the app's state: the next call starts anew"),
    ("w  a  s  o", "where something failed: wait, log in, similar, browser"),
    ("z  ?", "zoom, help"),
)


def _table(rows: tuple[tuple[str, str], ...]) -> Content:
    languages = list_languages()
    return Content("\n").join(
        Content.assemble(
            (f"{key:<15}", "bold $foreground"), (words.format(languages=languages), "$muted")
        )
        for key, words in rows
    )


class HelpDialog(ModalScreen[None]):
    """The key table, over whatever page it was asked for on."""

    DEFAULT_CSS = """
    HelpDialog { align: center middle; background: $background 55%; }
    HelpDialog VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 90%; background: $surface; padding: 1 2;
    }
    HelpDialog Static { height: auto; }
    HelpDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark,enter", "dismiss", "close", priority=True, show=False)
    ]

    def compose(self) -> ComposeResult:
        yield PageFooter(((("esc", "close"), ("↑↓", "scroll")),), is_page=False)
        with VerticalScroll():
            yield Static(
                Content("\n\n").join(
                    [
                        Content.assemble(
                            ("keys that work everywhere, also while typing\n", "$muted"),
                            _table(EVERYWHERE),
                        ),
                        Content.assemble(("outside text fields\n", "$muted"), _table(OUTSIDE)),
                    ]
                )
            )

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)
