"""The space pane: what the Hub says of the Space in hand, and what its endpoints take and give.

The words come from card_text.py, which is loaded when there is something to say: the first frame has no Space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.safe_content import plain

if TYPE_CHECKING:
    from spacetui.model.schema import App
    from spacetui.model.space import SpaceCard
    from spacetui.tui.wording.opening_progress import OpeningProgress
    from spacetui.tui.wording.recovery import Action, Explanation


class SpacePane(Pane):
    """One Space, before it is opened."""

    NUMBER = "2"
    TITLE = "space"
    DEFAULT_CSS = """
    SpacePane VerticalScroll { height: 1fr; }
    SpacePane Static { width: 1fr; height: auto; padding-left: 2; }
    SpacePane .block, SpacePane ActionList { margin-bottom: 1; }
    """

    def __init__(self, *, here: bool = False) -> None:
        super().__init__()
        self._here = here
        self._card: SpaceCard | None = None
        self._facts, self._trouble, self._endpoints, self._readme = (
            Static(classes="block") for _ in range(4)
        )
        self.steps = ActionList()
        self._body = VerticalScroll(
            self._facts, self._trouble, self.steps, self._endpoints, self._readme, id="card"
        )

    async def fill(self) -> None:
        """Mount the body; not with the pane, because the first frame has nothing to show in it."""
        if not self._body.is_attached:
            self._trouble.display = False
            await self.mount(self._body)

    @property
    def card(self) -> SpaceCard | None:
        return self._card

    def show_card(self, card: SpaceCard | None) -> None:
        """Show what is known at once; endpoints and readme follow when they come."""
        from spacetui.tui.find.space_text import stage_text

        same = card is not None and self._card is not None and card.id == self._card.id
        self._card = card
        self._say_above(Content(""), ())
        self.say(stage_text(card, here=self._here) if card is not None else "")
        if card is None:
            self._facts.update("")
        self._draw_facts()
        if not same:
            self._endpoints.update("")
            self._readme.update("")
            self._body.scroll_home(animate=False)

    def _draw_facts(self) -> None:
        card = self._card
        if card is None or not self._facts.is_attached:
            return
        from spacetui.tui.find.space_text import facts_text

        width = max(20, self._facts.content_size.width or self.size.width - 4)
        self._facts.update(facts_text(card, width))

    def on_resize(self) -> None:
        self._draw_facts()

    def show_endpoints(self, app: App) -> None:
        """Show what the app's endpoints take and give."""
        from spacetui.tui.find.space_text import endpoints_text

        self._endpoints.update(
            endpoints_text(app.public_endpoints, self._endpoints.content_size.width)
        )

    def show_endpoints_note(self, note: str) -> None:
        """Say in place of the endpoints why there are none yet."""
        self._endpoints.update(plain(note).stylize("$muted"))

    def show_opening(self, opening: OpeningProgress) -> None:
        """Say stage by stage how a Space wakes."""
        self._say_above(opening.page(), ())

    def show_trouble(self, trouble: Explanation) -> None:
        """Say why it did not open, and what one can do."""
        from spacetui.tui.find.space_text import explanation_text

        self._say_above(explanation_text(trouble), trouble.steps)
        self._endpoints.update("")

    def _say_above(self, words: Content, steps: tuple[Action, ...]) -> None:
        self._trouble.display = bool(words)
        self._trouble.update(words)
        self.steps.show_actions(steps)

    def show_readme(self, text: str) -> None:
        """Show the README below."""
        from spacetui.tui.find.space_text import readme_text

        self._readme.update(readme_text(text, self._card.title if self._card else ""))

    def leave_steps(self) -> None:
        """Take focus from the steps, which are about to go."""
        self._body.focus()

    def focus_first(self) -> None:
        (self.steps if self.steps.rows else self._body).focus()
