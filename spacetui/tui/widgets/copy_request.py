"""CopyRequested: the message by which a widget asks the app to copy text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import Json
from spacetui.tui.widgets.exclusive_worker import run_exclusive

if TYPE_CHECKING:
    from spacetui.system.clipboard import CopyResult

# Characters of the JSON of a value that is written at once, in a few milliseconds.
AT_ONCE = 20_000
OnCopied: TypeAlias = "Callable[[CopyResult], None]"


@dataclass
class CopyRequested(Message):
    """Text to copy. The app handles it.

    suffix: of the file that the text goes to where it cannot be copied. on_copied: called with what
    was done; without it the app shows that as a notification.
    """

    text: str
    suffix: str = ".txt"
    on_copied: OnCopied | None = None


def request_copy(
    widget: Widget,
    text: str,
    suffix: str = ".txt",
    on_copied: OnCopied | None = None,
) -> None:
    """Let `widget` ask the app to copy text; see CopyRequested."""
    # Textual would take the page that posts it for its sender, and stop the message at the page.
    widget.post_message(CopyRequested(text, suffix, on_copied).set_sender(widget))


def copy_value(
    widget: Widget, value: Json, make_text: Callable[[], str], on_copied: OnCopied | None = None
) -> None:
    """Copy a value, or a part of it, as `make_text` writes it; a large one from a thread."""
    from spacetui.model.value_size import is_longer_as_json

    if not isinstance(value, str) and is_longer_as_json(value, AT_ONCE):
        run_exclusive(widget, "copy", partial(request_large_copy, widget, make_text, on_copied))
    else:
        request_copy(widget, make_text(), on_copied=on_copied)


async def request_large_copy(
    widget: Widget, make_text: Callable[[], str], on_copied: OnCopied | None = None
) -> None:
    """Copy a text that takes long to make, such as 100,000 rows; it is made in a thread."""
    text = await asyncio.to_thread(make_text)
    if widget.is_attached:
        request_copy(widget, text, on_copied=on_copied)
