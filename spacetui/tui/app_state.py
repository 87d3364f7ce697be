"""AppState: what is open and what was done since the app started, apart from any widget.

Pages and panes are drawn from it. Forms, calls and results stay here when a page goes away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from spacetui.tui.favourites import Favourites
from spacetui.tui.held_keys import HeldKeys
from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.language_choice import LanguageChoice
from spacetui.tui.session_calls import SessionCalls

if TYPE_CHECKING:
    from spacetui.model.account import Account
    from spacetui.model.schema import Json
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session
    from spacetui.tui.earlier_spaces import RememberedSpace
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.opening import Opening
    from spacetui.tui.past_call import PastCall
    from spacetui.tui.wanted_call import WantedCall

    Connect = Callable[[], Awaitable[Session]]


class AppState:
    """The session, the open Spaces, the calls, and the language of the code.

    at: the index of the Space in hand. start_ids: Spaces to begin with, those of the demo.
    is_entering: a Space was just opened, and its form is to get the focus. opening: the app of the
    command line, until a page has it. has_drawn: the first frame is on the screen.
    """

    def __init__(
        self,
        connect: Connect,
        *,
        is_demo: bool = False,
        start_ids: tuple[str, ...] = (),
    ) -> None:
        self._connect = connect
        self._session: Session | None = None
        self._connecting = asyncio.Lock()
        self.is_demo = is_demo
        self.start_ids = start_ids
        self.spaces: list[OpenSpace] = []
        self.at = 0
        self.is_entering = False
        self.has_drawn = False
        self.opening: Opening | None = None
        self.held_keys = HeldKeys()
        self.key_priority = KeyPriority()
        self.calls = SessionCalls()
        self.account: Account | None = None
        self._has_asked_for_account = is_demo  # a demo has none
        self.favourites = Favourites(is_demo=is_demo)
        self.languages = LanguageChoice()
        # Spaces of earlier starts that were not opened yet, and what forms held, by src.
        self.remembered: list[RememberedSpace] = []
        self.forms: dict[str, Json] = {}
        # How the user wants the panes of each page, as PaneSizes keeps it.
        self.layouts: dict[str, dict[str, Json]] = {}
        # Called with the session before anybody has it.
        self.on_connect: Callable[[Session], Awaitable[None]] = _do_nothing
        # Called when the next start would show something else.
        self.on_change: Callable[[], None] = lambda: None
        # Takes what was typed into the form on show just now, since the app ends.
        self.keep_typed: Callable[[], None] = lambda: None
        # Called when `layouts` was read.
        self.on_layouts: Callable[[], None] = lambda: None
        # A call that is to be shown when its app has been opened, and what the find page opens for
        # that.
        self.wanted_call: WantedCall | None = None
        self.src_to_open = ""
        # The calls that the end of the last run cut off, the newest first, until they are opened.
        self.interrupted: list[PastCall] = []

    async def session(self) -> Session:
        """Return the session, made on first use, so that the first frame does not import it."""
        async with self._connecting:
            if self._session is None:
                session = await self._connect()
                await self.on_connect(session)
                self._session = session
        return self._session

    @property
    def connected(self) -> Session | None:
        """The session, if it is made already."""
        return self._session

    def wants_account(self, space: OpenSpace) -> bool:
        """Return whether a Space of the Hub is open, and nobody has asked yet who is logged in."""
        return space.opened.card is not None and not self._has_asked_for_account

    async def load_account(self) -> Account | None:
        """Ask the Hub who is logged in and how much quota is left. Raises the errors of the Hub."""
        self._has_asked_for_account = True
        self.account = await (await self.session()).hub.account()
        return self.account

    def redact(self, text: str) -> str:
        """Return `text` without the credentials that were sent so far."""
        if self._session is not None:
            return self._session.redactor.message(text)
        return text

    @property
    def space(self) -> OpenSpace | None:
        """The Space in hand."""
        if 0 <= self.at < len(self.spaces):
            return self.spaces[self.at]
        return None

    def find(self, url: str) -> OpenSpace | None:
        """Return the open Space whose app is at this root URL."""
        return next((space for space in self.spaces if space.opened.app.url == url), None)

    def find_source(self, src: str) -> OpenSpace | None:
        """Return the open Space whose calls the store keeps under `src`."""
        ref = self.ref_of(src)
        return next((each for each in self.spaces if self._ref_of(each.opened) == ref), None)

    def ref_of(self, src: str) -> str:
        """Return what opens the app of a call of the history: its source.

        In a demo, whose addresses may change with each start, it is the Space of the address.
        """
        if not (self.is_demo and src.startswith("http://127.0.0.1:")):
            return src
        name = src.rpartition("/")[2]
        return next((each for each in self.start_ids if each.partition("/")[2] == name), src)

    def _ref_of(self, opened: OpenedApp) -> str:
        return self.ref_of(opened.source.src)

    def add(self, opened: OpenedApp) -> OpenSpace:
        """Take an opened app in hand, as a new Space or as the one that is open already."""
        space = self.find(opened.app.url)
        if space is None:
            from spacetui.tui.opened_space import OpenSpace

            space = OpenSpace(opened, self.calls)
            self._insert(space)
        else:
            space.reopen(opened)
        wanted, self.wanted_call = self.wanted_call, None
        if wanted is not None and self.ref_of(wanted.src) == self._ref_of(opened):
            space.show_past(wanted)
        self.enter(space)
        return space

    def add_beside(self, opened: OpenedApp) -> None:
        """Add an opened app; the Space in hand, if there is one, stays in hand."""
        known = self.find(opened.app.url)
        if known is not None and known.is_open:
            return  # to open it again would begin a new State
        in_hand, was_entering = self.space, self.is_entering
        self.add(opened)
        if in_hand is not None:
            self.take(in_hand)
            self.is_entering = was_entering

    def add_known(self, opened: OpenedApp) -> OpenSpace:
        """Take an app in hand as it was the last time; it is opened behind its form."""
        from spacetui.tui.opened_space import OpenSpace
        from spacetui.tui.renewal import Renewal

        space = OpenSpace(opened, self.calls, renewal=Renewal())
        self._insert(space)
        self.enter(space)
        return space

    def _insert(self, space: OpenSpace) -> None:
        """Add a Space to the open ones, with its form as it was left."""
        from spacetui.tui.earlier_spaces import fill_form

        src = space.opened.src
        self.spaces.append(space)
        self.remembered = [each for each in self.remembered if each.src != src]
        fill_form(space, self.forms.get(src))

    def enter(self, space: OpenSpace) -> None:
        """Take an open Space in hand, with the focus in its form."""
        self.take(space)
        self.is_entering = True

    def take(self, space: OpenSpace) -> None:
        """Take an open Space in hand."""
        self.at = self.spaces.index(space)

    def take_next(self) -> bool:
        """Take the next open Space in hand; return whether there is another."""
        if len(self.spaces) < 2:
            return False
        self.at = (self.at + 1) % len(self.spaces)
        return True

    def remove(self, space: OpenSpace) -> None:
        """Take a Space from the open ones; the one before it is in hand then."""
        index = self.spaces.index(space)
        self.spaces.remove(space)
        if index <= self.at:
            self.at = max(0, self.at - 1)

    async def close(self) -> None:
        """Close every connection; quick, also when nothing was ever opened."""
        if self._session is not None:
            await self._session.aclose()


async def _do_nothing(session: Session) -> None:
    """Need nothing of a session."""
