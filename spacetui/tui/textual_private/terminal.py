"""The terminal: what Textual's driver reads and writes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.events import Key
from textual.message import Message

from spacetui.tui.terminal_answers import AnswerFilter

if TYPE_CHECKING:
    from PIL.Image import Image


class AnswerParser(XTermParser):
    """Textual's parser of what is typed, without what the terminal answers to our questions."""

    def __init__(self, on_key: Callable[[], None], debug: bool = False) -> None:
        """on_key: called with each key, in the thread that reads the terminal."""
        super().__init__(debug)
        self._on_key = on_key
        self._answers = AnswerFilter()

    def feed(self, data: str) -> Iterable[Message]:
        keys = self._answers.keys_in(data)
        if data and not keys:
            return ()  # to Textual, nothing is the end of the input
        return self._note_keys(super().feed(keys))

    def _note_keys(self, messages: Iterable[Message]) -> Iterator[Message]:
        for each in messages:
            if isinstance(each, Key):
                self._on_key()
            yield each


class LastingWriter(WriterThread):
    """Textual's thread that writes to the terminal; it takes what is written when that is closed.

    Textual's own ends with the first error, and the app would wait for it for ever.
    """

    def run(self) -> None:
        try:
            super().run()
        except OSError:  # the app is told by on_hangup of cli/event_loop.py
            while self._queue.get() is not None:
                pass


def adapt_driver(on_key: Callable[[], None]) -> None:
    """Let the driver of the terminal use our parser and writer. To be called before an app runs.

    on_key: called with each key, in the thread that reads the terminal.
    """
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        vars(linux_driver)["XTermParser"] = partial(AnswerParser, on_key)
        vars(linux_driver)["WriterThread"] = LastingWriter


def write_to_terminal(app: App[Any], text: str) -> None:
    """Write what is no part of a frame, after the frames that were written before."""
    if app._driver is not None:
        app._driver.write(text)


def has_true_colors(app: App[Any]) -> bool:
    """Return whether colours reach the terminal as they are."""
    return app.console._color_system is ColorSystem.TRUECOLOR


def sixel_text(image: Image) -> str:
    """Return a picture as Sixel; `image` has a palette.

    The encoder of textual-image alone, which is private: what is public asks the terminal when it
    is imported.
    """
    from textual_image._sixel import image_to_sixels

    return image_to_sixels(image)
