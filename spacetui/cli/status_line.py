"""The line on stderr that shows, on a terminal, how a call or a download is going."""

import shutil
import sys
import time

from spacetui.cli.human_output import fit
from spacetui.model.events import ProgressUnit
from spacetui.model.run import RunState, Status
from spacetui.text.format import (
    bar_parts,
    count_text,
    duration_text,
    megabytes_text,
    ordinal_text,
)

# Cells of a progress bar.
BAR = 20
# Seconds between two redraws for a download, which arrives in thousands of pieces.
FRAME = 0.1


def status_text(run: RunState, now: float) -> str:
    """Describe a call `now` seconds after submit: `queued, 3rd of 7 · 2.0 s · about 0:41 left`."""
    parts = [state_text(run), duration_text(now)]
    left = run.eta_left(now)
    if left:
        parts.append(f"about {duration_text(left)} left")
    return " · ".join(parts)


def state_text(run: RunState, *, has_bar: bool = True) -> str:
    """Describe the state of a call: `queued, 3rd of 7`, `running 4 of 10 steps`."""
    match run.status:
        case Status.SENDING if run.is_waiting:
            return "waiting for a free line to this app"
        case Status.SENDING if run.uploads:
            upload = run.uploads[-1]
            part = f" {upload.sent / upload.total:.0%}" if upload.total else ""
            return f"sending {upload.name}{part}"
        case Status.QUEUED:
            return _queue_text(run)
        case Status.STARTED:
            return "running" + _progress_text(run, has_bar)
        case Status.STREAMING:
            return f"streaming, {count_text(run.partials, 'update')}" + _progress_text(run, has_bar)
    return "sending"


def _queue_text(run: RunState) -> str:
    if run.rank is None:
        return "queued"
    size = f" of {run.queue_size}" if run.queue_size else ""
    return f"queued, {ordinal_text(run.rank + 1)}{size}"


def _progress_text(run: RunState, has_bar: bool) -> str:
    """Return the first bar that has a length, after a space; empty if none has."""
    for unit in run.units:
        if unit.fraction is not None:
            description = f" · {unit.desc}" if unit.desc else ""
            bar = f"{bar_text(unit.fraction)} " if has_bar else ""
            return f" {bar}{_unit_text(unit, unit.fraction)}{description}"
    return ""


def _unit_text(unit: ProgressUnit, fraction: float) -> str:
    if unit.length:
        return f"{unit.index} of {unit.length} {unit.unit}"
    return f"{fraction:.0%}"


def download_text(name: str, done: int, total: int | None) -> str:
    """Describe a download: `fetching a.mp4 ━━━━━━━━━━────────── 2.1 of 4.2 MB`."""
    bar = f"{bar_text(done / total)} " if total else ""
    return f"fetching {name} {bar}{megabytes_text(done, total)}"


def bar_text(fraction: float) -> str:
    """Return a bar of BAR cells."""
    return "".join(bar_parts(fraction, BAR, "━", "─"))


class StatusLine:
    """One line of stderr, redrawn in place; draws nothing if stderr is not a terminal."""

    def __init__(self) -> None:
        self._stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        self._is_drawn = False

    @property
    def is_live(self) -> bool:
        return self._stream is not None

    def draw(self, text: str) -> None:
        """Show `text`, made safe and cut to the width of the terminal."""
        if self._stream is None:
            return
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r" + fit(text, max(8, width)))
        self._stream.flush()
        self._is_drawn = True

    def clear(self) -> None:
        """Clear the line, so that something else can be printed there."""
        if self._stream is None or not self._is_drawn:
            return
        self._stream.write("\r\x1b[K")
        self._stream.flush()
        self._is_drawn = False


class DownloadLine:
    """The status line of one download, called with its progress and redrawn at most every FRAME.

    It is entered for the time of the download, and cleared at its end.
    """

    def __init__(self, name: str) -> None:
        self._line = StatusLine()
        self._name = name
        self._drawn_at = 0.0

    def __call__(self, done: int, total: int | None) -> None:
        """Show `done` bytes of `total`, which may be unknown."""
        if self._line.is_live and (now := time.monotonic()) - self._drawn_at >= FRAME:
            self._drawn_at = now
            self._line.draw(download_text(self._name, done, total))

    def __enter__(self) -> "DownloadLine":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.clear()
