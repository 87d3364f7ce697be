"""FoundSpaces: the rows below the search box, Spaces and tasks to try, and the hint below them.

In the first frame, so nothing heavy is imported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.task_rows import FoundRows, Suggestion, draw_suggestion, start_headings
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.safe_content import text_content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spacetui.errors import SpacetuiError
    from spacetui.model.space import SpaceCard


class FoundSpaces:
    """What is listed, and what is known of it.

    rows, hint: the two widgets, for the pane to show. answered: the query whose results are shown;
    None while those of other filters are awaited.
    """

    def __init__(
        self,
        *,
        is_local: bool,
        tasks: Sequence[Suggestion],
        is_kept: Callable[[str], bool],
        on_answer: Callable[[], None],
    ) -> None:
        """is_local: the Spaces run on this machine. tasks: what to try, below the start list.

        is_kept: whether the Space of an id is a favourite. on_answer: called when other rows are
        shown.
        """
        self._is_local = is_local
        self.tasks = tasks
        self.is_kept = is_kept
        self._on_answer = on_answer
        # What is said of Spaces in the start list, by id.
        self.notes: Mapping[str, str] = {}
        self.answered: str | None = None
        self._is_start = True
        # Attributes, not queries: see PageFrame.
        self.rows = FoundRows(self._draw, gap=True, id="results")
        self.hint = Static("", id="hint")

    def _draw(self, row: SpaceCard | Suggestion, width: int, is_current: bool) -> list[Content]:
        if isinstance(row, Suggestion):
            return draw_suggestion(row, is_current)
        from spacetui.tui.find.space_row import draw_space  # the first frame has no Spaces

        kept, note = self.is_kept(row.id), self.notes.get(row.id, "")
        return draw_space(
            row,
            width,
            is_current,
            is_local=self._is_local,
            is_kept=kept,
            # So that the tasks below the Spaces that were opened before are seen too.
            is_short=self._is_start and bool(self.tasks),
            note=note if self._is_start else "",
        )

    @property
    def card(self) -> SpaceCard | None:
        """The Space under the cursor; None where that is on a task, or there are no rows."""
        row = self.rows.current_row
        return None if isinstance(row, Suggestion) else row

    @property
    def task(self) -> Suggestion | None:
        """The task under the cursor, if it is on one."""
        row = self.rows.current_row
        return row if isinstance(row, Suggestion) else None

    @property
    def enter_label(self) -> str:
        """What enter does with the row under the cursor."""
        return "open" if self.task is None else "search"

    def can_open(self, query: str) -> bool:
        """Whether enter after this query opens something, now or when the results have come."""
        return bool(self.rows.rows) or self.answered != query or names_app(query)

    @property
    def cards(self) -> list[SpaceCard]:
        """The Spaces that are listed."""
        return [row for row in self.rows.rows if not isinstance(row, Suggestion)]

    def card_of(self, src: str) -> SpaceCard:
        """Return what the list knows of a Space."""
        from spacetui.model.space import SpaceCard

        listed = (card for card in self.cards if card.id == src)
        return next(listed, SpaceCard(src))

    def show_start(self, cards: list[SpaceCard]) -> None:
        """Show the Spaces that the user may start with, and the tasks to try."""
        rows: list[SpaceCard | Suggestion] = [*cards, *self.tasks]
        before = self.rows.current_row
        # A user who walks through the rows stays there when others come before.
        current = None
        if before is not None and self.rows.has_focus:
            current = next((at for at, row in enumerate(rows) if _is_same(row, before)), None)
        others = "recent" if self.tasks else "apps"
        headings = start_headings(rows, self.is_kept, others)
        if set(map(str, headings.values())) == {"apps"}:
            headings = {}
        self._is_start = True
        self.rows.set_rows(rows, current=current, headings=headings)
        self._answer("", _start_hint(len(cards)))

    def show_results(self, query: str, cards: list[SpaceCard], hint: Content) -> None:
        """Show the results of `query`."""
        self._is_start = False
        self.rows.set_rows(cards, current=0)
        self._answer(query, hint)

    def show_address_hint(self) -> None:
        """Show what enter does with the URL in the search box."""
        enter = _strong(key_name("list.choose"))
        self.show_results("", [], Content.assemble(enter, " opens this address."))

    def _answer(self, query: str, hint: Content) -> None:
        self.answered = query
        self.hint.update(hint)
        self._on_answer()

    def show_error(self, error: SpacetuiError) -> None:
        """Show an error under the rows, which stay."""
        again = Content.assemble(" ", _strong(key_name("run")), " asks again.")
        self.hint.update(text_content(f"{visible_line(str(error), 500).rstrip('.')}.") + again)

    def redraw(self) -> None:
        """Draw the rows again, because other Spaces are favourites."""
        self.rows.redraw()

    def update_cards(self, cards: list[SpaceCard]) -> None:
        """Show newer facts of the same Spaces; the cursor stays."""
        self.rows.set_rows(cards)


def _is_same(row: SpaceCard | Suggestion, other: SpaceCard | Suggestion) -> bool:
    """Return whether two rows stand for the same, although more may be known of one of them."""
    if isinstance(row, Suggestion) or isinstance(other, Suggestion):
        return row is other
    return row.id == other.id


def _start_hint(count: int) -> Content:
    """Return how to begin, where `count` apps are listed."""
    enter, run, copy = (
        _strong(key_name("list.choose")),
        _strong(key_name("run")),
        _strong(key_name("copy")),
    )
    if not count:
        own = _strong("owner/name")
        return Content.assemble(
            enter, " asks the Hub; or type ", own, " or the address of any Gradio app."
        )
    return Content.assemble(
        enter, " opens the first; then fill, ", run, " runs, ", copy, " copies the code."
    )


def _strong(text: str) -> tuple[str, str]:
    return text, "bold $foreground"


def names_app(text: str) -> bool:
    """Return whether a query names a Space or an address."""
    from spacetui.model import space  # not needed for the first frame

    return space.names_app(text)
