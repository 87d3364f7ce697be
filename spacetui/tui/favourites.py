"""Favourites: the Spaces that the user marked, with their cards as far as they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.store.store import Store

# Before the sources of the demo's Spaces in the store: they are not those of the Hub.
DEMO = "demo:"


class Favourites:
    """What is marked, the last one first; kept in the store.

    cards: by the source of a Space, which is its id or its address. left: those that were marked
    when they were loaded and are not any more, so that they can be marked again.
    """

    def __init__(self, *, is_demo: bool) -> None:
        self._is_demo = is_demo
        self.cards: dict[str, SpaceCard] = {}
        self.left: dict[str, SpaceCard] = {}

    def has(self, src: str) -> bool:
        """Return whether a Space is marked."""
        return src in self.cards

    async def load(self, store: Store) -> None:
        """Load what was marked, of the demo or of the Hub."""
        from spacetui.model.space import SpaceCard

        cards = {}
        for each in await store.favourites():
            if each.src.startswith(DEMO) == self._is_demo:
                src = each.src.removeprefix(DEMO) if self._is_demo else each.src
                cards[src] = self.cards.get(src) or SpaceCard(src, title=each.title)
        if not store.is_off:
            self.cards = cards

    async def toggle(self, store: Store, card: SpaceCard) -> bool:
        """Mark a Space, or take its mark away; return whether it is marked now."""
        src = f"{DEMO}{card.id}" if self._is_demo else card.id
        if card.id in self.cards:
            self.left[card.id] = self.cards.pop(card.id)
            await store.remove_favourite(src)
            return False
        self.left.pop(card.id, None)
        self.cards = {card.id: card, **self.cards}
        await store.add_favourite(src, card.title)
        return True
