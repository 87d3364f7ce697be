"""The desk: what is open and what has been done, apart from any widget.

Screens and panes are drawn from it and forgotten; a form's values, its calls and their results stay here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.model.space import Account
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session
    from spacetui.tui.open_space import OpenSpace

    Connect = Callable[[], Awaitable[Session]]
    # Gives what was opened before, newest first: source and title.
    Recents = Callable[[], Awaitable[Sequence[tuple[str, str]]]]


class AppState:
    """Everything open. One for the app's life."""

    def __init__(
        self,
        connect: Connect,
        *,
        is_demo: bool = False,
        start_ids: tuple[str, ...] = (),
        recents: Recents | None = None,
    ) -> None:
        self._connect = connect
        self._recents = recents
        self._session: Session | None = None
        self._connecting = asyncio.Lock()
        self.is_demo = is_demo
        self.start_ids = start_ids
        self.spaces: list[OpenSpace] = []
        self.at = 0
        self.recordings: list[Recording] = []
        self.account: Account | None = None
        self.language = "python"

    async def session(self) -> Session:
        """Give the session, made on first use: nothing of it is imported before the first frame."""
        async with self._connecting:
            if self._session is None:
                self._session = await self._connect()
        return self._session

    def redact(self, text: str) -> str:
        """Return `text` without the credentials that were sent so far."""
        return self._session.redactor.message(text) if self._session is not None else text

    async def recents(self) -> Sequence[tuple[str, str]]:
        """Give what was opened before, newest first; nothing where nobody keeps it."""
        return await self._recents() if self._recents is not None else ()

    @property
    def space(self) -> OpenSpace | None:
        """The Space in hand."""
        return self.spaces[self.at] if 0 <= self.at < len(self.spaces) else None

    def add(self, opened: OpenedApp) -> OpenSpace:
        """Put an opened app on the desk, or find it there; it is then in hand."""
        for index, space in enumerate(self.spaces):
            if space.opened.app.url == opened.app.url:
                space.open_anew(opened)
                self.at = index
                return space
        from spacetui.tui.open_space import OpenSpace

        self.spaces.append(OpenSpace(opened))
        self.at = len(self.spaces) - 1
        return self.spaces[-1]

    @property
    def live_runs(self) -> list[LiveCall]:
        return [
            run
            for space in self.spaces
            for runs in space.runs.values()
            for run in runs
            if run.state.status.is_live
        ]

    async def close(self) -> None:
        """Close every connection; quick, also when nothing was ever opened."""
        if self._session is not None:
            await self._session.aclose()
