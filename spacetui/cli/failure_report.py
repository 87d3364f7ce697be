"""FailureReport: how a command that makes calls says that it failed, once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from spacetui.cli import output
from spacetui.cli.exit_codes import failure_code
from spacetui.cli.follow_call import duration_of, failure_line
from spacetui.errors import Failure, SpacetuiError

if TYPE_CHECKING:
    from spacetui.cli.run_reports import Report
    from spacetui.model.events import Event


class FailureReport:
    """Prints the failure of a command by the report of its call, or as JSON before there is one.

    report: of the call that is made. step: of a recording, that is made or prepared. is_done:
    nothing more is to be reported.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self.report: Report | None = None
        self.step = ""
        self.is_done = False

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Report an error that ends the block, which then goes on its way."""
        try:
            yield
        except output.NotWritten:
            raise  # a report goes to the same place
        except SpacetuiError as error:
            self._print(error.failure)
            raise
        except asyncio.CancelledError:
            self._print(Failure("cancelled", "interrupted"))
            raise

    def end(self, failure: Failure, last: Event | None) -> int:
        """Report that a call came to no result by its last event, and return the exit code."""
        self._print(failure, duration_of(last))
        output.print_error(failure_line(failure))
        return failure_code(failure)

    def _print(self, failure: Failure, duration: float | None = None) -> None:
        from spacetui.cli.run_reports import JsonReport

        if self.is_done:
            return
        self.is_done = True
        if self.report is not None:
            self.report.print_failure(failure, duration)
        elif self._as_json:
            JsonReport(step=self.step).print_failure(failure, duration)
