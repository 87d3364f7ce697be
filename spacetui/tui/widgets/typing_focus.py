"""Typing: whether letters become text, fields chosen without it, and waiting for letters."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class TypingChanged(Message):
    """A widget that keeps its focus takes letters now, or takes them no longer."""


class TextTarget(Widget):
    """Base of widgets that stand around a text: it is typed into, or the widget itself has focus.

    While the widget has focus it is chosen: letters are keys. Tab does not stop at it otherwise.
    """

    @property
    def holds_text(self) -> bool:
        """Whether what stands in it is a text; else its editor takes no letters."""
        return True

    def focus_editor(self) -> None:
        """Put the cursor into the text."""

    def choose(self) -> None:
        """Take the focus without the cursor; an editor without text takes it instead."""
        if self.holds_text:
            self.can_focus = True
            # At once: `focus` waits behind the keys that have been pressed meanwhile.
            self.screen.set_focus(self)
        else:
            self.focus_editor()

    def leave_text(self) -> None:
        """Stop typing, so that letters are keys."""
        self.choose()

    def on_focus(self) -> None:
        self.add_class("-chosen")

    def on_blur(self) -> None:
        self.remove_class("-chosen")
        self.can_focus = False


def takes_text(widget: Widget | None) -> bool:
    """Return whether letters pressed now become text of `widget`."""
    if isinstance(widget, Input) or getattr(widget, "is_typing", False):
        return True
    # By its name: importing TextArea costs 60 ms, which the first frame need not wait for.
    return any(each.__name__ == "TextArea" for each in type(widget).__mro__)


def text_target_of(widget: Widget | None) -> TextTarget | None:
    """Return the field around `widget`, or the field that `widget` is."""
    if widget is None:
        return None
    return next((each for each in widget.ancestors_with_self if isinstance(each, TextTarget)), None)


def after_typing(focused: Widget | None, act: Callable[[], None]) -> None:
    """Call `act` once the widget in focus has handled every letter typed before.

    The app handles a priority key at once. A letter goes through the message queue of the field's
    editor, and the editor's message about it through that queue again and through those of all its
    ancestors. Without this wait a quick ctrl+r would send a text that lacks its end.
    """
    if focused is None:
        act()
        return
    ancestors = [each for each in focused.ancestors if isinstance(each, Widget)]
    _pass_through([focused, focused, *ancestors], act)


def _pass_through(queues: list[Widget], act: Callable[[], None]) -> None:
    if queues:
        queues[0].call_later(_pass_through, queues[1:], act)
    else:
        act()
