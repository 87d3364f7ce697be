"""What libraries print by themselves, Python warnings and log records, as notes of ours.

They may quote a server, so they go through the door of every text of a server (security.md P5).
"""

import logging
import warnings
from collections.abc import Callable
from typing import TextIO


def show_library_messages(print_note: Callable[[str], None]) -> None:
    """Print warnings and log records from now on as notes, and not as the libraries would."""

    def print_warning(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        print_note(f"{category.__name__}: {message}")

    warnings.showwarning = print_warning
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _NoteHandler)]:
        root.removeHandler(handler)
    root.addHandler(_NoteHandler(print_note))


class _NoteHandler(logging.Handler):
    def __init__(self, print_note: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._print_note = print_note

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record in one line; its traceback, if it has one, is left out."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit the text
            message = str(record.msg)
        self._print_note(f"{record.name}: {message}")
