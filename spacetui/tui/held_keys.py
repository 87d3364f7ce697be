"""HeldKeys: what is typed while a Space opens, kept for the first field of its form."""

from __future__ import annotations

from collections import deque

from textual import events
from textual.message import Message

from spacetui.tui.keys import KEYS

# Keys that act on a form, beside those that type a character.
OF_A_FORM = {"tab", "shift+tab", "backspace", *KEYS["run"].all_keys.split(",")}
NEVER_HELD = {KEYS["interrupt"].keys, KEYS["quit"].keys}


class FormShown(Message):
    """The form of the Space that was opened is there and has the focus."""


class HeldKeys:
    """Holds keys and pasted text from the start of an opening until its form has the focus.

    While an app opens, esc, f6 and other keys that type nothing act at once. While its form is
    built, which takes a moment, they keep their place behind what was typed before them.
    """

    def __init__(self) -> None:
        self.is_holding = False
        self._is_building = self._is_expected = self._is_shown = False
        self._events: deque[events.Key | events.Paste] = deque()

    def expect(self) -> None:
        """Hold until it is known whether the key that was just pressed opens something."""
        self.is_holding = self._is_building = self._is_expected = True

    @property
    def is_in_vain(self) -> bool:
        """Whether nothing has begun to open since `expect`."""
        return self._is_expected

    @property
    def text(self) -> str:
        """The letters that are held, for the user to see."""
        keys = (each for each in self._events if isinstance(each, events.Key))
        return "".join(each.character or "" for each in keys if each.is_printable)

    def begin(self, *, is_building: bool = False) -> None:
        """Hold from now on. is_building: the app is open, and its form is on its way."""
        self.is_holding, self._is_building, self._is_expected = True, is_building, False
        self._is_shown = False

    def end_of_building(self) -> bool:
        """Take note that the form is there; return whether that was not known."""
        was_shown, self._is_shown = self._is_shown, True
        return not was_shown

    def drop(self) -> None:
        """Hold no longer, and forget what was held: no form has come."""
        self.is_holding = self._is_expected = False
        self._events.clear()

    def take(self, event: events.Event) -> bool:
        """Hold `event` if it is for the form that is to come; return whether it was."""
        if not self.is_holding or not self._is_for_a_form(event):
            return False
        if isinstance(event, (events.Key, events.Paste)):
            self._events.append(event)
        return True

    def next(self) -> events.Key | events.Paste | None:
        """Return what was held longest; when there is no more, hold no longer."""
        if self._events:
            return self._events.popleft()
        self.is_holding = self._is_expected = False
        return None

    def _is_for_a_form(self, event: events.Event) -> bool:
        if not isinstance(event, events.Key):
            return isinstance(event, events.Paste)
        if self._is_building:
            return event.key not in NEVER_HELD
        # An enter pressed twice is meant for the list; after a text it ends that text.
        is_end_of_text = event.key == "enter" and bool(self._events)
        return event.is_printable or is_end_of_text or event.key in OF_A_FORM
