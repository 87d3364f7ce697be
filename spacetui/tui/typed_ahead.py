"""TypedAhead: gives what was typed while a Space opened to its form, one key after another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual import events
from textual.app import App

from spacetui.tui.held_keys import HeldKeys
from spacetui.tui.widgets.typing_focus import after_typing

# Rounds through the message queues until all that enter causes has begun: the key reaches the app,
# the list says that a row was chosen, and its pane what is to be opened.
ROUNDS_AFTER_ENTER = 4


class TypedAhead:
    """Presses keys on an app; those that follow a key that may open something are held first.

    press: lets the app handle a key or a paste.
    """

    def __init__(
        self, app: App[Any], held: HeldKeys, press: Callable[[events.Event], Awaitable[None]]
    ) -> None:
        self._app = app
        self._held = held
        self._press = press

    async def press_opener(self, event: events.Event) -> None:
        """Press a key that may open something, and hold what follows until that is known."""
        self._held.expect()
        await self._press(event)
        self._after_rounds(ROUNDS_AFTER_ENTER, self._settle)

    def _after_rounds(self, rounds: int, act: Callable[[], None]) -> None:
        """Call `act` once messages have gone so often through all queues around the focus."""
        if rounds:
            after_typing(self._app.focused, partial(self._after_rounds, rounds - 1, act))
        else:
            act()

    def _settle(self) -> None:
        """Give what was held to the page, unless something opens."""
        if self._held.is_in_vain:
            self._give_next_later()

    async def give_next(self) -> None:
        """Press the next of the keys that were held, once the one before has been handled."""
        event = self._held.next()
        if event is not None:
            await self._press(event)
            is_enter = isinstance(event, events.Key) and event.key == "enter"
            rounds = ROUNDS_AFTER_ENTER if is_enter else 1
            self._after_rounds(rounds, self._give_next_later)

    def _give_next_later(self) -> None:
        self._app.call_later(self.give_next)
