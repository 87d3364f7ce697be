"""The one line on stderr that says, on a terminal, how a call or a download is doing."""

import shutil
import sys
import time

from spacetui.cli.plain_text import fit
from spacetui.model.run import RunState, Status
from spacetui.text.format import bar_parts, count_text, duration_text, megabytes_text, ordinal_text

# Cells of the bar of a progress.
BAR = 20
# Seconds between two drawings of a download: its pieces come by the thousand.
FRAME = 0.1


def words(run: RunState, now: float) -> str:
    """Say a call's state `now` seconds after submit: `queued, 3rd of 7 · 0:41 left`."""
    match run.status:
        case Status.SENDING if run.is_waiting:
            text = "waiting for a free line to this app"
        case Status.SENDING if run.uploads:
            last = run.uploads[-1]
            part = f" {last.sent / last.total:.0%}" if last.total else ""
            text = f"sending {last.name}{part}"
        case Status.QUEUED:
            place = "" if run.rank is None else f", {ordinal_text(run.rank + 1)}"
            text = f"queued{place}" + (f" of {run.queue_size}" if place and run.queue_size else "")
        case Status.STARTED | Status.STREAMING:
            text = _progress(run)
        case _:
            text = "sending"
    left = run.eta_left(now)
    parts = [text, duration_text(now)] + ([f"about {duration_text(left)} left"] if left else [])
    return " · ".join(parts)


def download_words(name: str, done: int, total: int | None) -> str:
    """Say how a download goes: `fetching a.mp4 ━━━━━━━━━━────────── 2.1 of 4.2 MB`."""
    bar = f"{_bar(done / total)} " if total else ""
    return f"fetching {name} {bar}{megabytes_text(done, total)}"


def _bar(fraction: float) -> str:
    return "".join(bar_parts(fraction, BAR, "━", "─"))


def _progress(run: RunState) -> str:
    word = (
        "running"
        if run.status is Status.STARTED
        else f"streaming, {count_text(run.partials, 'update')}"
    )
    for unit in run.units:
        fraction = unit.fraction
        if fraction is None:
            continue
        bar = _bar(fraction)
        count = f"{unit.index} of {unit.length} {unit.unit}" if unit.length else f"{fraction:.0%}"
        return f"{word} {bar} {count}" + (f" · {unit.desc}" if unit.desc else "")
    return word


class StatusLine:
    """Redraws one line of stderr in place; does nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        self._is_drawn = False

    @property
    def is_live(self) -> bool:
        return self._stream is not None

    def draw(self, text: str) -> None:
        """Show `text`, made safe and cut to the terminal's width."""
        if self._stream is None:
            return
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r" + fit(text, max(8, width)))
        self._stream.flush()
        self._is_drawn = True

    def clear(self) -> None:
        """Leave an empty line, for whatever is printed next."""
        if self._stream is None or not self._is_drawn:
            return
        self._stream.write("\r\x1b[K")
        self._stream.flush()
        self._is_drawn = False


class DownloadLine:
    """The line of one download: called with the bytes so far and in all, it shows them a few times a second."""

    def __init__(self, name: str) -> None:
        self._line = StatusLine()
        self._name = name
        self._drawn_at = 0.0

    def __call__(self, done: int, total: int | None) -> None:
        if self._line.is_live and (now := time.monotonic()) - self._drawn_at >= FRAME:
            self._drawn_at = now
            self._line.draw(download_words(self._name, done, total))

    def clear(self) -> None:
        self._line.clear()
