"""Following a call: fold each event, tell the page when there is news, at most 30 times a second."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING

from spacetui.model.events import Event
from spacetui.tui.open_space import Run

if TYPE_CHECKING:
    from spacetui.session.session import Session

# Seconds: what streams in is drawn no more often.
FRAME = 1 / 30


async def follow(
    run: Run,
    events: AsyncIterator[Event],
    session: Session,
    on_news: Callable[[], None],
    on_frame: Callable[[], None],
) -> None:
    """Read a call to its end into `run`.

    on_news: called when its status changed, and at the end. on_frame: when more of the same came in.
    """
    drawn = monotonic()
    async with aclosing(events):  # type: ignore[type-var]  # a LiveCall has aclose
        async for event in events:
            before = run.state.status
            run.take(event)
            if (
                session.secrets
            ):  # at each event: a clock may draw this state before the next one comes
                run.state = session.without_secrets(run.state)
            now = monotonic()
            is_news = run.state.status is not before
            if not is_news and now - drawn < FRAME:
                continue
            (on_news if is_news else on_frame)()
            drawn = now
    on_news()
