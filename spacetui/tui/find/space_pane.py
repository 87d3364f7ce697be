"""The space pane: the selected Space, its endpoints and README, or why it did not open.

The text comes from space_text.py, loaded when it is first needed: the first frame shows no Space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.safe_content import text_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacetui.model.schema import App
    from spacetui.model.space import SpaceCard
    from spacetui.tui.wording.opening_progress import OpeningProgress
    from spacetui.tui.wording.recovery import Action, Explanation


class SpacePane(Pane):
    """A Space before it is opened."""

    NUMBER = "2"
    TITLE = "space"
    DEFAULT_CSS = """
    /* Rows are laid out before the README makes a scrollbar. */
    SpacePane VerticalScroll { height: 1fr; scrollbar-gutter: stable; }
    SpacePane Static { width: 1fr; height: auto; padding-left: 2; }
    SpacePane .block, SpacePane ActionList { margin-bottom: 1; }
    """

    class Opened(Message):
        """The user wants to open the Space that is shown."""

        def __init__(self, src: str) -> None:
            super().__init__()
            self.src = src

    def __init__(self, *, is_kept: Callable[[str], bool], is_local: bool = False) -> None:
        """is_kept: whether the Space of an id is a favourite. why_not: why it did not open."""
        super().__init__()
        self._is_kept = is_kept
        self._is_local = is_local
        self.why_not: Explanation | None = None
        self._card: SpaceCard | None = None
        self._facts, self._explanation, self._endpoints, self._readme = (
            Static(classes="block") for _ in range(4)
        )
        self.actions = ActionList()
        self._body = VerticalScroll(
            self._facts, self._explanation, self.actions, self._endpoints, self._readme, id="card"
        )

    async def fill(self) -> None:
        """Mount the body. Not mounted with the pane: in the first frame it would be empty."""
        if not self._body.is_attached:
            self._explanation.display = False
            await self.mount(self._body)

    @property
    def card(self) -> SpaceCard | None:
        return self._card

    def show_card(self, card: SpaceCard | None) -> None:
        """Show what is known of a Space; endpoints and README follow."""
        is_same = card is not None and self._card is not None and card.id == self._card.id
        self._card = card
        self._show_explanation(Content(""), ())
        if card is None:
            self.show_detail("")
            self._facts.update("")
        else:
            self.show_stage()
        self._draw_facts()
        if not is_same:
            self._endpoints.update("")
            self._readme.update("")
            self._body.scroll_home(animate=False)
        self.refresh_bindings()  # some keys act on the Space that is shown

    def show_stage(self) -> None:
        """Show in the heading the stage of the Space, and whether it is a favourite."""
        from spacetui.tui.find.space_text import stage_text

        card = self._card
        if card is not None:
            kept = self._is_kept(card.id)
            self.show_detail(stage_text(card, is_local=self._is_local, is_kept=kept))

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
        """Show the inputs and outputs of the app's endpoints."""
        from spacetui.tui.find.space_text import endpoints_text

        width = self._endpoints.content_size.width
        self._endpoints.update(endpoints_text(app.public_endpoints, width))

    def show_endpoints_note(self, note: str) -> None:
        """Show in place of the endpoints why there are none yet."""
        self._endpoints.update(text_content(note).stylize("$muted"))

    def show_opening(self, opening: OpeningProgress) -> None:
        """Show the stages that a Space passes while it wakes."""
        self._show_explanation(opening.page(), ())

    def show_explanation(self, explanation: Explanation) -> None:
        """Show why the app did not open, and what the user can do."""
        from spacetui.tui.find.space_text import explanation_text

        self._show_explanation(explanation_text(explanation), explanation.actions)
        self.why_not = explanation
        self._endpoints.update("")

    def _show_explanation(self, text: Content, actions: tuple[Action, ...]) -> None:
        self.why_not = None
        self._explanation.display = bool(text)
        self._explanation.update(text)
        self.actions.show_actions(actions)

    def show_readme(self, text: str) -> None:
        """Show the README below the endpoints."""
        from spacetui.tui.find.space_text import readme_text

        self._readme.update(readme_text(text, self._card.title if self._card else ""))

    def on_click(self, event: events.Click) -> None:
        """Open the Space by a double click on its name, as on its row."""
        if event.chain == 2 and event.widget is self._facts and self._card is not None:
            event.stop()
            self.post_message(self.Opened(self._card.id))

    def leave_actions(self) -> None:
        """Take focus from the actions, which are about to be removed."""
        self._body.focus()

    def focus_first(self) -> None:
        if self.actions.rows:
            self.actions.focus()
        else:
            self._body.focus()
