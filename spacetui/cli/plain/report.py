"""PlainReport: prints one call in lines that are never redrawn."""

from __future__ import annotations

from spacetui.cli import output
from spacetui.cli.run_reports import TextReport
from spacetui.cli.status_line import state_text
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint
from spacetui.text.format import duration_text

# Seconds after which a call of which there is no news is said to go on.
PAUSE = 30.0


class PlainReport(TextReport):
    """Says each state of a call once, and a tenth of its progress at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint)
        self._said: tuple[Status, int | None, int | None] | None = None
        self._said_at = 0.0

    def refresh(self, run: RunState, now: float) -> None:
        state = (run.status, run.rank, _tenth(run))
        if run.status.is_final or self._printed:
            return
        if state != self._said:
            left = run.eta_left(now)
            about = f", about {duration_text(left)} left" if left else ""
            output.print_text(f"{state_text(run, has_bar=False)}{about}")
        elif now - self._said_at >= PAUSE:
            output.print_text(f"still {state_text(run, has_bar=False)}, {duration_text(now)}")
        else:
            return
        self._said, self._said_at = state, now


def _tenth(run: RunState) -> int | None:
    """Return how many tenths of the first bar are full; None where no bar has a length."""
    shares = (each.fraction for each in run.units)
    known = next((each for each in shares if each is not None), None)
    return None if known is None else int(known * 10)
