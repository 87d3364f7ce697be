"""StartSpaces: the Spaces that the first page shows without a search: kept ones, then recent ones.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from spacetui.errors import SpacetuiError, TimedOut, Unreachable
from spacetui.model.space import SpaceCard, is_address
from spacetui.text.format import count_text, day_text, moment_of, today
from spacetui.tui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.store.row_types import RecentApp
    from spacetui.store.store import Store
    from spacetui.tui.favourites import Favourites

# Spaces opened before that are listed, so that the tasks below them are seen too; calls of one that
# are counted.
MAX_RECENTS, MAX_COUNTED = 6, 100
# Calls among which those of the demo's apps are counted.
MAX_OF_DEMO = 1_000
# Spaces of which the Hub is asked for the stage: each costs a request.
MAX_ASKED = 12


@dataclass
class StartSpaces:
    """recent: those that were opened, the last one first. notes: what is said of them, by id."""

    recent: list[SpaceCard] = field(default_factory=list)
    notes: Mapping[str, str] = field(default_factory=dict)

    def cards(self, favourites: Favourites) -> list[SpaceCard]:
        """Return the Spaces in the order of the page; one that is kept no longer stays below."""
        kept = list(favourites.cards.values())
        others = {card.id: card for card in (*self.recent, *favourites.left.values())}
        return kept + [card for id, card in others.items() if not favourites.has(id)]

    def take_known(self, known: Mapping[str, SpaceCard], favourites: Favourites) -> None:
        """Take what the Hub says of some of the Spaces, by id."""
        self.recent = [known.get(card.id, card) for card in self.recent]
        for id in favourites.cards:
            favourites.cards[id] = known.get(id, favourites.cards[id])


async def load_start_spaces(store: Store, favourites: Favourites) -> StartSpaces:
    """Load what was opened before, and what to say of it."""
    await favourites.load(store)
    opened = await store.load_recent_apps(MAX_RECENTS)
    cards = [SpaceCard(each.src, title=each.title) for each in opened]
    notes = {each.src: await _note(store, each) for each in opened}
    return StartSpaces(cards, notes)


async def load_demo_notes(store: Store, id_of: Callable[[str], str]) -> dict[str, str]:
    """Return what to say of the demo's apps by the last calls that are kept, by id.

    id_of: gives the id of the app at an address, which may have another port in each demo.
    """
    calls: dict[str, list[float]] = {}
    for row in await store.history(limit=MAX_OF_DEMO):
        calls.setdefault(id_of(row.src), []).append(row.made_at)
    return {id: _note_text(made[0], len(made)) for id, made in calls.items()}


async def _note(store: Store, opened: RecentApp) -> str:
    """Return when an app was opened last, and how many calls of it are kept."""
    calls = len(await store.history(src=opened.src, limit=MAX_COUNTED))
    return _note_text(opened.opened_at, calls)


def _note_text(used_at: float, calls: int) -> str:
    """Return `yesterday · 3 calls`. used_at: seconds since the epoch."""
    day = day_text(moment_of(used_at).date(), today())
    if not calls:
        return day
    more = "+" if calls == MAX_COUNTED else ""
    count = count_text(calls, "call").replace(" ", f"{more} ", 1)
    return f"{day} {glyphs().dot} {count}"


class HubAnswer(NamedTuple):
    """What the Hub said of Spaces, by id. is_reachable: False if it answered to none of them."""

    known: Mapping[str, SpaceCard]
    is_reachable: bool


async def ask_hub(hub: Hub, cards: Sequence[SpaceCard]) -> HubAnswer:
    """Return what the Hub says of Spaces now, without those of which it says nothing.

    The Hub lists Spaces by author, words and tags, but not by ids: it is asked for each of them,
    for the first MAX_ASKED.
    """
    asked = [card for card in cards if not is_address(card.id)][:MAX_ASKED]
    answers = await asyncio.gather(*(_ask(hub, card) for card in asked))
    known = {answer.id: answer for answer in answers if isinstance(answer, SpaceCard)}
    lost = [answer for answer in answers if isinstance(answer, (TimedOut, Unreachable))]
    return HubAnswer(known, is_reachable=not lost or len(lost) < len(asked))


async def _ask(hub: Hub, card: SpaceCard) -> SpaceCard | SpacetuiError:
    try:
        answer = await hub.space(card.id)
    except SpacetuiError as error:
        return error  # its row stays as it is, and opening it shows the error
    # A Space that was renamed is listed under the id by which it was opened.
    return answer._replace(id=card.id, title=answer.title or card.title)
