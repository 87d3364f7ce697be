"""The desk: what is open and what has been done, apart from any widget.

Screens and panes are drawn from it and forgotten; a form's values, its calls and their results stay here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from spacetui.model.call import Call
from spacetui.model.events import Event
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, Json
from spacetui.model.space import Account

if TYPE_CHECKING:
    from spacetui.session import Opened, Session

    # Makes the session; hands each recording to the function it is given.
    Connect = Callable[[Callable[[Recording], None]], Awaitable[Session]]


class Live(Protocol):
    """What a run needs of a call under way (wire.live_call.LiveCall, or a scripted one in tests)."""

    @property
    def elapsed(self) -> float: ...
    @property
    def silence(self) -> float: ...
    def cancel(self) -> None: ...


@dataclass(eq=False)
class Run:
    """One call of a form and what became of it. `state` is replaced, never changed."""

    call: Call
    live: Live
    state: RunState = field(default_factory=RunState)
    began: float = field(default_factory=monotonic)

    @property
    def now(self) -> float:
        """Seconds since submit; stands still once the call has ended."""
        return self.state.duration if self.state.status.is_final else monotonic() - self.began

    @property
    def silence(self) -> float:
        return 0.0 if self.state.status.is_final else self.live.silence

    def take(self, event: Event) -> None:
        self.state = self.state.after(event, monotonic() - self.began)


@dataclass(eq=False)
class Workspace:
    """An open Space: its app, the endpoint in hand, and for each endpoint its form and its calls."""

    opened: Opened
    api_name: str = ""
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    runs: dict[str, list[Run]] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    all_endpoints: bool = False

    def __post_init__(self) -> None:
        if not self.api_name and self.endpoints:
            self.api_name = self.endpoints[0].api_name

    @property
    def name(self) -> str:
        """The short name: of the Space, else the app's title, else its address."""
        card = self.opened.card
        if card is not None:
            return card.title or card.id.partition("/")[2]
        return self.opened.app.title or self.opened.app.url.partition("://")[2]

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        app = self.opened.app
        return app.endpoints if self.all_endpoints else app.public_endpoints

    @property
    def endpoint(self) -> Endpoint | None:
        return self.opened.app.endpoint(self.api_name) if self.api_name else None

    @property
    def form(self) -> dict[str, Json]:
        """The values the current endpoint's form holds."""
        return self.values.setdefault(self.api_name, {})

    @property
    def calls(self) -> list[Run]:
        """The calls of the current endpoint, oldest first."""
        return self.runs.setdefault(self.api_name, [])

    @property
    def run(self) -> Run | None:
        """The call on show: the newest unless an older one was asked for."""
        calls = self.calls
        if not calls:
            return None
        return calls[max(0, min(self.shown.get(self.api_name, len(calls) - 1), len(calls) - 1))]

    def show_run(self, index: int | None) -> None:
        """Show an older call, by index; None follows the newest."""
        if index is None:
            self.shown.pop(self.api_name, None)
        else:
            self.shown[self.api_name] = max(0, min(index, len(self.calls) - 1))


class Desk:
    """Everything open. One for the app's life."""

    def __init__(self, connect: Connect, *, is_demo: bool = False, start_ids: tuple[str, ...] = ()) -> None:
        self._connect = connect
        self._session: Session | None = None
        self._connecting = asyncio.Lock()
        self.is_demo = is_demo
        self.start_ids = start_ids
        self.spaces: list[Workspace] = []
        self.at = 0
        self.recordings: list[Recording] = []
        self.account: Account | None = None
        self.language = "python"

    async def session(self) -> Session:
        """Give the session, made on first use: nothing of it is imported before the first frame."""
        async with self._connecting:
            if self._session is None:
                self._session = await self._connect(self._recorded)
        return self._session

    def _recorded(self, recording: Recording) -> None:
        self.recordings.append(recording)

    @property
    def space(self) -> Workspace | None:
        """The Space in hand."""
        return self.spaces[self.at] if 0 <= self.at < len(self.spaces) else None

    def add(self, opened: Opened) -> Workspace:
        """Put an opened app on the desk, or find it there; it is then in hand."""
        for index, space in enumerate(self.spaces):
            if space.opened.app.url == opened.app.url:
                space.opened = opened
                self.at = index
                return space
        self.spaces.append(Workspace(opened))
        self.at = len(self.spaces) - 1
        return self.spaces[-1]

    @property
    def live_runs(self) -> list[Run]:
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
