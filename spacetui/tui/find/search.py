"""What the find page asks the Hub: what to start with, what fits, more of the Space in hand.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.model.space import SpaceCard
from spacetui.model.stage import StageGroup
from spacetui.text.format import duration_text
from spacetui.tui.find.space_text import closed_reason
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.session.session import Session
    from spacetui.tui.find.page import FindPage

# Seconds a row is in hand before more is asked about it.
LOOKING_PAUSE = 0.15
# Seconds between looks at the stages of the demo's apps.
DEMO_LOOK = 0.5
SHOWN = 50
# A Space that scores less has nothing to do with what was asked.
LEAST_SCORE = 0.05
MOST_RECENT = 9


class HubSearch:
    """The questions of one find page. The page runs each in a worker, which a newer one of its kind cancels."""

    def __init__(self, page: FindPage) -> None:
        self._page = page
        # What one may start with.
        self.home: list[SpaceCard] = []
        self._seen: set[str] = set()

    @property
    def words(self) -> str:
        """What is said of the Spaces one may start with."""
        if self._page.desk.start_ids:
            return f"{len(self.home)} apps"
        return "opened before" if self.home else ""

    async def start(self) -> None:
        """Show what one may start with: the demo's apps, or what people have opened here before."""
        page = self._page
        try:
            session = await page.desk.session()
        except SpacetuiError as error:
            page.show_error(error)
            return
        if page.desk.start_ids:
            await self._watch_demo(session)
            return
        self.home = [
            SpaceCard(src, title=title) for src, title in (await page.desk.recents())[:MOST_RECENT]
        ]
        if not page.find.query_text:
            page.find.show_start(self.home)
            page.find.say(self.words)
        try:
            page.desk.account = await session.hub.account()
        except SpacetuiError as error:
            page.say(StatusLine(glyphs().warning, "$warning", "", one_line(str(error))))
        else:
            name = page.desk.account.name if page.desk.account else ""
            words = (
                f"logged in as {one_line(name, 40)}"
                if name
                else "no token found; public Spaces need none"
            )
            if not page.is_busy:
                page.say(StatusLine(glyphs().idle, "$muted", "", words))
        page.refresh_frame()

    async def _watch_demo(self, session: Session) -> None:
        """Show the demo's apps and follow their stages until each is up or has failed."""
        page = self._page
        while True:
            try:
                cards = list(
                    await asyncio.gather(*(session.hub.space(each) for each in page.desk.start_ids))
                )
            except SpacetuiError as error:
                page.show_error(error)
                return
            is_first, self.home = not self.home, cards
            self._show_demo(cards, is_first=is_first)
            if all(card.group not in (StageGroup.STARTING, StageGroup.UNKNOWN) for card in cards):
                return
            await asyncio.sleep(DEMO_LOOK)

    def _show_demo(self, cards: list[SpaceCard], *, is_first: bool) -> None:
        page = self._page
        newer = {card.id: card for card in cards}
        if page.find.query_text:
            rows = page.find.rows.rows
            page.find.update_cards(
                [
                    replace(row, stage=newer[row.id].stage) if row.id in newer else row
                    for row in rows
                ]
            )
        else:
            if is_first:
                page.find.show_start(cards)
                page.look_at(cards[0])
            else:
                page.find.update_cards(cards)
            page.find.say(self.words)
            if not page.is_busy:
                up = sum(card.group is StageGroup.UP for card in cards)
                page.say(
                    StatusLine(
                        glyphs().idle,
                        "$muted",
                        "",
                        page.greeting(),
                        tail=f"{up} of {len(cards)} up",
                    )
                )
        current = page.find.card
        if current is not None and current.id in newer and page.card_pane.display:
            card = newer[current.id]
            if card.group is StageGroup.UP and card.id not in self._seen:
                page.look_at(card)

    async def search(self, query: str) -> None:
        """Ask the Hub, and show what fits."""
        page = self._page
        began = monotonic()
        running, sdk, order = page.find.filters.picked
        ticking = page.set_interval(
            0.1,
            lambda: page.find.say(f"searching {glyphs().dot} {duration_text(monotonic() - began)}"),
        )
        try:
            session = await page.desk.session()
            cards = await session.hub.search(
                query, sdk=None if sdk else "gradio", include_non_running=bool(running)
            )
        except SpacetuiError as error:
            page.show_error(error)
            return
        finally:
            ticking.stop()
        took = duration_text(monotonic() - began)
        ranked = sorted(cards, key=lambda card: -card.likes) if order else list(cards)
        # What runs can be tried at once, so it comes first; within that, the Hub's own order.
        if not order:
            ranked.sort(key=lambda card: card.group not in (StageGroup.UP, StageGroup.STARTING))
        shown = [card for card in ranked if card.score is None or card.score >= LEAST_SCORE][:SHOWN]
        hint = (
            Content("")
            if shown
            else Content.assemble("nothing fits. ", ("tab", "bold $foreground"), " to the filters.")
        )
        page.find.show_results(query, shown, hint)
        count = f"{len(shown)} of {len(cards)}" if len(cards) > len(shown) else str(len(shown))
        page.find.say(f"{count} returned {glyphs().dot} {took}")
        if shown:
            page.say_row(shown[0])
            page.look_at(shown[0])
        else:
            page.card_pane.show_card(None)

    async def look_at(self, card: SpaceCard) -> None:
        """Fill the card pane: at once what is known, then endpoints and readme as they come."""
        pane, desk = self._page.card_pane, self._page.desk
        pane.show_card(card)
        await asyncio.sleep(LOOKING_PAUSE)
        try:
            session = await desk.session()
            if "://" in card.id:  # no Space: an app at an address, which the Hub does not know
                pane.show_endpoints((await session.open(card.id)).app)
                return
            full = await session.hub.space(card.id)
            pane.show_card(full)
            closed = closed_reason(full)
            if closed:
                pane.show_endpoints_note(closed)
            else:
                opened = await session.open(card.id)
                pane.show_endpoints(opened.app)
                self._seen.add(card.id)
            pane.show_readme(await session.hub.readme(card.id))
        except SpacetuiError as error:
            pane.show_endpoints_note(one_line(str(error), 300))
