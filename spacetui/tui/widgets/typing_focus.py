"""Typing: whether letters become text, fields chosen without it, and waiting for letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class TypingChanged(Message):
    """A widget that keeps its focus takes letters now, or takes them no longer."""


@runtime_checkable
class TextTarget(Protocol):
    """A widget around a text: it is typed into, or the widget itself has focus.

    While the widget has focus it is chosen: letters are keys. Tab does not stop at it otherwise.
    """

    def focus_editor(self) -> None:
        """Put the cursor into the text."""

    def choose(self) -> None:
        """Take the focus without the cursor; an editor without text takes it instead."""

    def leave_text(self) -> None:
        """Stop typing, so that letters are keys."""


@runtime_checkable
class OpensChoices(Protocol):
    """An editor that opens choices over the page; it has the class `-open` while they are open."""

    is_open: bool


@runtime_checkable
class CompletesText(Protocol):
    """An editor whose text tab completes, as long as there is something to complete."""

    def complete(self) -> bool:
        """Complete the text, if it can be; return whether it could."""


def takes_text(widget: Widget | None) -> bool:
    """Return whether letters pressed now become text of `widget`."""
    if isinstance(widget, Input) or getattr(widget, "is_typing", False):
        return True
    # By its name: importing TextArea costs 60 ms, which the first frame need not wait for.
    return any(each.__name__ == "TextArea" for each in type(widget).__mro__)


def after_typing(focused: Widget | None, act: Callable[[], None]) -> None:
    """Call `act` once every key pressed before has been handled.

    The app handles a priority key at once. A letter goes through the message queue of the field's
    editor, and the editor's message about it through that queue again and through those of all its
    ancestors; any other key through those to the app, which then acts on it. Without this wait a
    quick ctrl+r would send a text that lacks its end.
    """
    if focused is None:
        act()
        return
    _pass_through([focused, focused, *focused.ancestors], act)


def _pass_through(queues: list[DOMNode], act: Callable[[], None]) -> None:
    if queues:
        queues[0].call_later(_pass_through, queues[1:], act)
    else:
        act()
