"""Typing: whether the focused widget takes letters, and waiting until it has handled them."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget
from textual.widgets import Input


def takes_text(widget: Widget | None) -> bool:
    """Return whether letters pressed now become text of `widget`."""
    # By its name: importing TextArea costs 60 ms, which the first frame need not wait for.
    return isinstance(widget, Input) or any(
        each.__name__ == "TextArea" for each in type(widget).__mro__
    )


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
