"""Side: the column at the left of the use page; it stacks the panes of side_panes.py."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from spacetui.tui.app_state import AppState
from spacetui.tui.earlier_spaces import RememberedSpace
from spacetui.tui.made_call import MadeCall
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.use.side_panes import EndpointsPane, RecentCallsPane, SpacesPane
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.favourite import favourite_line

# Seconds that the cursor rests on an endpoint before its form is shown.
RESTING = 0.12


class Side(Vertical):
    """Takes another Space, endpoint or call in hand, and says so to the page."""

    @dataclass
    class FindRequested(Message):
        """The user wants to find another Space."""

    @dataclass
    class SpaceClosed(Message):
        """An open Space was closed; another is in hand, or none."""

    @dataclass
    class SpaceTaken(Message):
        """Another open Space is in hand."""

    @dataclass
    class CallTaken(Message):
        """A call is to be shown."""

        made: MadeCall

    @dataclass
    class EndpointTaken(Message):
        """Another endpoint is in hand. is_entered: by enter, to fill its form now."""

        is_entered: bool

    @dataclass
    class Learned(Message):
        """The app has told more about a Space that is open."""

        space: OpenSpace

    def __init__(self, state: AppState) -> None:
        super().__init__(id="side")
        self._state = state
        self.spaces = SpacesPane(state.favourites.has)
        self.endpoints, self.recent = EndpointsPane(), RecentCallsPane()

    @property
    def panes(self) -> tuple[Pane, ...]:
        return self.spaces, self.endpoints, self.recent

    def compose(self) -> ComposeResult:
        yield from self.panes

    def show(self, space: OpenSpace) -> None:
        """Show the open Spaces and the endpoints of the one in hand."""
        self._state.on_change()
        self.spaces.show_spaces(self._state.spaces, self._state.remembered, self._state.at)
        self.endpoints.show_endpoints(space.endpoints, space.api_name, space.renewal)
        if space.is_open and not space.is_enriched:
            space.is_enriched = True
            self.enrich(space)

    async def toggle_favourite(self, space: OpenSpace) -> StatusLine:
        """Mark a Space as a favourite, or take its mark away; return what to say of it."""
        store = (await self._state.session()).store
        is_kept = await self._state.favourites.toggle(store, space.card)
        self.show(space)
        return favourite_line(space.name, is_kept=is_kept, is_stored=not store.is_off)

    @work(group="enrich", description="enrich")
    async def enrich(self, space: OpenSpace) -> None:
        """Ask the app for help texts and run times; its form is on show meanwhile."""
        session = await self._state.session()
        space.update(await session.enrich(space.opened))
        self.post_message(self.Learned(space))

    @on(SpacesPane.Picked)
    def _space_picked(self, event: SpacesPane.Picked) -> None:
        event.stop()
        if event.space is None:
            self.post_message(self.FindRequested())
        elif isinstance(event.space, RememberedSpace):
            self.open_remembered(event.space)
        else:
            self._state.take(event.space)
            self.post_message(self.SpaceTaken())

    @work(group="remembered", exclusive=True, description="open_remembered")
    async def open_remembered(self, space: RememberedSpace) -> None:
        """Open a Space that was open the last time: with its form at once, if that is known."""
        from spacetui.session.cached_app import cached_app

        session = await self._state.session()
        schema = await session.store.schema(space.src)
        known = cached_app(schema) if schema is not None else None
        if known is not None:
            self._state.add_known(known)
            self.post_message(self.SpaceTaken())
        else:
            self._state.src_to_open = space.src
            self.post_message(self.FindRequested())

    @on(SpacesPane.Closed)
    def _space_closed(self, event: SpacesPane.Closed) -> None:
        event.stop()
        if isinstance(event.space, RememberedSpace):
            self._state.remembered.remove(event.space)
            self.post_message(self.SpaceClosed())
            return
        for live in self._state.calls.of_app(event.space.opened.app.url):
            if live.state.status.is_live:
                live.cancel()
        event.space.stop_opening()
        self._state.remove(event.space)
        self._state.on_change()
        self.post_message(self.SpaceClosed())

    @on(RecentCallsPane.Picked)
    def _call_picked(self, event: RecentCallsPane.Picked) -> None:
        event.stop()
        self.post_message(self.CallTaken(event.made))

    @on(EndpointsPane.Picked)
    def _endpoint_picked(self, event: EndpointsPane.Picked) -> None:
        event.stop()
        if self._state.space is not None:
            self.take_endpoint(self._state.space, event.api_name, is_entered=event.is_entered)

    @work(group="endpoint", exclusive=True, description="take_endpoint")
    async def take_endpoint(self, space: OpenSpace, api_name: str, *, is_entered: bool) -> None:
        """Take an endpoint in hand; while the cursor only passes, wait until it rests."""
        if not is_entered:
            await asyncio.sleep(RESTING)
        self._take(space, api_name, is_entered=is_entered)

    def take_now(self) -> None:
        """Take the endpoint under the cursor in hand at once, without waiting for it to rest."""
        space, api_name = self._state.space, self.endpoints.next_api_name
        if space is not None and api_name:
            self.workers.cancel_group(self, "endpoint")
            self._take(space, api_name, is_entered=False)

    def _take(self, space: OpenSpace, api_name: str, *, is_entered: bool) -> None:
        space.api_name = api_name
        if space is self._state.space:
            self.endpoints.in_hand = api_name
        self.post_message(self.EndpointTaken(is_entered))

    @on(EndpointsPane.AllRequested)
    def _all_requested(self, event: EndpointsPane.AllRequested) -> None:
        event.stop()
        self.toggle_undocumented()

    @work(group="endpoints")
    async def toggle_undocumented(self) -> None:
        """List undocumented endpoints too, or no longer; ask the app for their parameters."""
        space = self._state.space
        if space is None or not space.is_open:
            return
        if not space.show_undocumented:
            session = await self._state.session()
            space.update(await session.widen(space.opened))
        space.show_undocumented = not space.show_undocumented
        if space is self._state.space:
            self.endpoints.show_endpoints(space.endpoints, space.api_name, space.renewal)
