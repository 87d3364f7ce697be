"""How a call's state is said in words: one place for the horizon, the result pane and the lists.

Pure: RunState and seconds in, text out. Words as in the design: lower case, verb first, number next.
"""

from dataclasses import dataclass

from spacetui.model.run import RunState, Status
from spacetui.tui.glyphs import g

# After this many seconds without a byte the horizon says so.
SILENCE = 60.0


def seconds(value: float) -> str:
    """Say a duration: `0.3 s`, `41 s`, `2:14`, `2 h 14 min`."""
    if value < 9.95:
        return f"{value:.1f} s"
    if value < 59.5:
        return f"{value:.0f} s"
    whole = round(value)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def clock(value: float) -> str:
    """Say a countdown: `0:41`, `2:14`, `1:02:03`."""
    whole = max(0, round(value))
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def size(count: float) -> str:
    """Say a number of bytes: `214 kB`, `1.2 MB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 999.5 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "B" or count >= 9.95 else f"{count:.1f} {unit}"
        count /= 1000
    return ""


def ordinal(number: int) -> str:
    """Say a place in line: `1st`, `22nd`, `13th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def likes(count: int) -> str:
    """Say a count of likes: `812`, `3.2k`."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}k"


def moon(status: Status) -> str:
    """Give the sign of a status: a call waxes."""
    signs = g()
    return {
        Status.IDLE: signs.idle,
        Status.SENDING: signs.queued,
        Status.QUEUED: signs.queued,
        Status.STARTED: signs.running,
        Status.STREAMING: signs.streaming,
        Status.COMPLETE: signs.done,
        Status.FAILED: signs.failed,
        Status.CANCELLED: signs.cancelled,
    }[status]


_STYLES = {
    Status.IDLE: "$muted",
    Status.COMPLETE: "$success",
    Status.FAILED: "$error",
    Status.CANCELLED: "$muted",
}


def moon_style(status: Status) -> str:
    """Give the theme variable a status is drawn in."""
    return _STYLES.get(status, "$accent")


@dataclass(frozen=True, slots=True)
class Line:
    """What the horizon shows. fill: 0..1 of the line, or None for an empty one."""

    sign: str
    sign_style: str
    head: str
    rest: str = ""
    fill: float | None = None
    fill_style: str = "$accent"
    tail: str = ""
    tail_rest: str = ""


def progress_words(run: RunState) -> tuple[str, float | None]:
    """Say the outermost bar that knows its length, and how full it is."""
    for unit in run.units:
        fraction = unit.fraction
        if fraction is None:
            continue
        if unit.index is not None and unit.length:
            name = unit.unit.removesuffix("s") if unit.unit else "step"
            return f"{name} {unit.index} of {unit.length}", fraction
        return f"{fraction:.0%}", fraction
    return "", None


def words_in(data: object) -> int | None:
    """Count the words of a streamed value: those of the first text in it; None where there is none."""
    if isinstance(data, str):
        return len(data.split())
    if isinstance(data, (list, tuple)):
        for each in data:
            if isinstance(each, str):
                return len(each.split())
    return None


def tell(run: RunState, now: float, silence: float = 0.0) -> Line:  # one case a status
    """Say a call in one line; `now` is seconds since submit."""
    status = run.status
    sign, style = moon(status), moon_style(status)
    if status.is_live and silence > SILENCE:
        return Line(sign, style, "running", f"{silence:.0f} s without a word", None, tail=seconds(now))
    match status:
        case Status.SENDING:
            if run.is_waiting:
                return Line(sign, style, "waiting", "all lines to this app are in use", tail=seconds(now))
            if run.uploads:
                last = run.uploads[-1]
                part = last.sent / last.total if last.total else None
                return Line(
                    sign, style, "sending", last.name, part, tail=f"{size(last.sent)} of {size(last.total)}"
                )
            return Line(sign, style, "sending", tail=seconds(now))
        case Status.QUEUED:
            return _tell_queued(run, now)
        case Status.STARTED:
            words, fraction = progress_words(run)
            left = run.eta_left(now)
            rest = f"{seconds(left)} left" if left else ""
            if fraction is None and run.usual and run.started_at is not None:
                fraction = min(0.98, (now - run.started_at) / run.usual)
            return Line(sign, style, "running", words, fraction, tail=seconds(now), tail_rest=rest)
        case Status.STREAMING:
            return _tell_streaming(run, now)
        case Status.COMPLETE:
            return Line(sign, style, "done", seconds(run.duration), 1.0, "$success")
        case Status.CANCELLED:
            told = run.cancelled is not None and run.cancelled.confirmed
            word = "the server was told" if told else "it may still run on the server"
            return Line(sign, style, "stopped", word, tail=f"after {seconds(run.duration)}")
        case Status.FAILED:
            kind = run.failure.kind if run.failure else "unknown"
            return Line(
                sign, style, "failed", f"{kind} {g().dot} your form is kept", tail=f"after {seconds(run.duration)}"
            )
        case _:
            return Line(sign, style, "ready")


def _tell_queued(run: RunState, now: float) -> Line:
    sign, style = moon(run.status), moon_style(run.status)
    place = ""
    if run.rank is not None:
        place = ordinal(run.rank + 1) + (f" of {run.queue_size}" if run.queue_size else "")
    left = run.eta_left(now)
    if left is None:
        return Line(sign, style, "queued", place, None, tail=seconds(now))
    fill = None if not run.first_eta else min(1.0, 1 - left / run.first_eta)
    return Line(sign, style, "queued", place, fill, tail=clock(left), tail_rest="to the result")


def _tell_streaming(run: RunState, now: float) -> Line:
    sign, style = moon(run.status), moon_style(run.status)
    words, fraction = progress_words(run)
    count = words_in(run.data)
    if count is not None and count > 1:
        since = max(0.1, now - (run.started_at or 0.0))
        words = f"{count} words {g().dot} {count / since:.0f} a second"
    elif not words:
        words = f"{run.partials} update{'s' if run.partials != 1 else ''}"
    return Line(sign, style, "streaming", words, fraction, tail=seconds(now))
