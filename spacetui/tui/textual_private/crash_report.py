"""CrashReportApp: an app that says what a bug was in words that are safe to print."""

from __future__ import annotations

import sys
from abc import abstractmethod
from typing import Any, TypeVar

from rich.text import Text
from textual.app import App
from textual.dom import NoScreen
from textual.widget import MountError
from textual.worker import WorkerFailed

Result = TypeVar("Result")


class CrashReportApp(App[Result]):
    """An app that prints `crash_report` after a bug.

    Textual would print the values of all variables too: one may be a token, and another a server's
    text with control characters (security.md P4, P5).
    """

    @abstractmethod
    def crash_report(self, error: BaseException | None) -> str:
        """Return what to print about an exception that nothing caught."""

    def _handle_exception(self, error: Exception) -> None:
        if not _came_too_late(self, error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic(Text(self.crash_report(sys.exception())))


def _came_too_late(app: App[Any], error: Exception) -> bool:
    """Return whether a page was to be filled after the app was told to exit, or has ended.

    From that moment on Textual mounts nothing, and takes widgets from their screens. What fills a
    page in several steps cannot know that between two of them.
    """
    has_ended = app._exit or not app.is_running
    return has_ended and isinstance(cause_of(error), MountError | NoScreen)


def cause_of(error: BaseException | None) -> BaseException | None:
    """Return an error; of a worker that failed, the reason."""
    return error.error if isinstance(error, WorkerFailed) else error
