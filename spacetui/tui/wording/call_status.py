"""What the state of a call is called: its symbol, style and words, wherever a call is shown.

Pure: a RunState and seconds in, text out. Texts are lower case, the verb first and the number next.
"""

from collections.abc import Callable

from spacetui.model.events import ProgressUnit
from spacetui.model.run import RunState, Status
from spacetui.text.format import clock_text, count_text, duration_text, ordinal_text, part_text
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

# Seconds without a byte from the server after which the status bar shows them.
SILENCE = 60.0
# Updates that a word may take, where a text streams letter by letter.
MOST_LETTERS = 12
# How far the bar is filled at most by the usual run time, which the call may exceed.
MOST_EXPECTED = 0.98

# What stands for the kind of a failure in a heading and in the status bar.
KIND_LABELS = {
    "app": "failed",
    "not_gradio": "no app here",
    "validation": "values",
    "usage": "not sent",
    "stage": "not running",
    "auth": "login",
}

_STYLES = {
    Status.IDLE: "$muted",
    Status.COMPLETE: "$success",
    Status.FAILED: "$error",
    Status.CANCELLED: "$muted",
    Status.INTERRUPTED: "$warning",
}


def status_symbol(status: Status) -> str:
    """Return the symbol of a status; those of a running call fill up as it proceeds."""
    symbols = glyphs()
    return {
        Status.IDLE: symbols.idle,
        Status.SENDING: symbols.queued,
        Status.QUEUED: symbols.queued,
        Status.STARTED: symbols.running,
        Status.STREAMING: symbols.streaming,
        Status.COMPLETE: symbols.done,
        Status.FAILED: symbols.failed,
        Status.CANCELLED: symbols.cancelled,
        Status.INTERRUPTED: symbols.cancelled,
    }[status]


def status_style(status: Status) -> str:
    """Return the theme variable that a status is drawn in."""
    return _STYLES.get(status, "$accent")


def describe_progress(run: RunState) -> tuple[str, float | None]:
    """Return the outermost bar of known length in words, and how full it is, counting those inside.

    Gradio counts the current item too; the bars inside a bar show how much of that item is done.
    Source: gradio 6.31 helpers.py, Progress.__next__.
    """
    known = [unit for unit in run.units if unit.fraction is not None]
    if not known:
        return "", None
    share = known[-1].fraction or 0.0
    for unit in reversed(known[:-1]):
        share = _share_with_item(unit, share)
    first = known[0]
    if first.index is not None and first.length:
        name = (first.unit or "step").removesuffix("s")
        return f"{name} {first.index} of {first.length}", share
    return f"{first.fraction:.0%}", share


def _share_with_item(bar: ProgressUnit, share_of_item: float) -> float:
    if bar.index and bar.length:
        return (bar.index - 1 + share_of_item) / bar.length
    return bar.fraction or 0.0


def streamed_text(run: RunState) -> str | None:
    """Return the first text that streams in; None if there is none."""
    if run.status is not Status.STREAMING:
        return None
    return next((each for each in run.values or () if isinstance(each, str)), None)


def describe_call(
    run: RunState, now: float, silence: float = 0.0, others: int = 0, words: int = 0
) -> StatusLine:
    """Return the line of the status bar for a call.

    now: seconds since submit. silence: seconds since the server's last byte. others: how many more
    calls are running. words: how many the text has that streams in.
    """
    if run.status.is_live and silence > SILENCE:
        rest = f"{silence:.0f} s without a word"
        line = _line(run, "running", rest, tail=duration_text(now))
    elif run.status is Status.STREAMING:
        line = _describe_streaming(run, now, words)
    else:
        line = _DESCRIBE.get(run.status, _describe_idle)(run, now)
    if others <= 0:
        return line
    more = f"{count_text(others, 'more call')} going"
    parts = (part for part in (line.rest, more) if part)
    return line._replace(rest=f" {glyphs().dot} ".join(parts))


def _line(
    run: RunState,
    head: str,
    rest: str = "",
    fill: float | None = None,
    *,
    tail: str = "",
    tail_rest: str = "",
) -> StatusLine:
    symbol, style = status_symbol(run.status), status_style(run.status)
    return StatusLine(symbol, style, head, rest, fill, tail=tail, tail_rest=tail_rest)


def _describe_idle(run: RunState, now: float) -> StatusLine:
    return _line(run, "ready")


def _describe_sending(run: RunState, now: float) -> StatusLine:
    if run.is_waiting:
        return _line(run, "waiting", "all lines to this app are in use", tail=duration_text(now))
    if not run.uploads:
        return _line(run, "sending", tail=duration_text(now))
    upload = run.uploads[-1]
    share = upload.sent / upload.total if upload.total else None
    return _line(run, "sending", upload.name, share, tail=part_text(upload.sent, upload.total))


def _describe_queued(run: RunState, now: float) -> StatusLine:
    place, fill = _place_text(run), None
    left = run.eta_left(now)
    if left is None:
        return _line(run, "queued", place, tail=duration_text(now))
    if run.first_eta:
        fill = min(1.0, 1 - left / run.first_eta)
    return _line(run, "queued", place, fill, tail=clock_text(left), tail_rest="to the result")


def _place_text(run: RunState) -> str:
    if run.rank is None:
        return ""
    place = ordinal_text(run.rank + 1)
    if run.queue_size:
        return f"{place} of {run.queue_size}"
    return place


def _describe_started(run: RunState, now: float) -> StatusLine:
    progress, share = describe_progress(run)
    if share is None and run.usual and run.started_at is not None:
        share = min(MOST_EXPECTED, (now - run.started_at) / run.usual)
    line = _line(run, "running", progress, share, tail=duration_text(now))
    left = run.eta_left(now)
    if left:
        return line._replace(tail_rest=f"{duration_text(left)} left")
    return line


def _describe_streaming(run: RunState, now: float, words: int) -> StatusLine:
    progress, share = describe_progress(run)
    # Of a text that each update replaces, the words do not show how much came.
    if words > 1 and run.partials <= MOST_LETTERS * words:
        since = max(0.1, now - (run.started_at or 0.0))
        progress = f"{words} words {glyphs().dot} {words / since:.0f} a second"
    progress = progress or count_text(run.partials, "update")
    return _line(run, "streaming", progress, share, tail=duration_text(now))


def _describe_complete(run: RunState, now: float) -> StatusLine:
    line = _line(run, "done", duration_text(run.duration), 1.0)
    return line._replace(fill_style="$success")


def _describe_cancelled(run: RunState, now: float) -> StatusLine:
    is_confirmed = run.cancelled is not None and run.cancelled.confirmed
    rest = "the server was told" if is_confirmed else "it may still run on the server"
    return _line(run, "stopped", rest, tail=f"after {duration_text(run.duration)}")


def _describe_failed(run: RunState, now: float) -> StatusLine:
    kind = run.failure.kind if run.failure is not None else "failed"
    kind = KIND_LABELS.get(kind, kind)
    rest = "your form is kept"
    if kind != "failed":
        rest = f"{kind} {glyphs().dot} {rest}"
    return _line(run, "failed", rest, tail=f"after {duration_text(run.duration)}")


def _describe_interrupted(run: RunState, now: float) -> StatusLine:
    rest = "spacetui ended before the call did"
    return _line(run, "interrupted", rest, tail=f"after {duration_text(run.duration)}")


_DESCRIBE: dict[Status, Callable[[RunState, float], StatusLine]] = {
    Status.SENDING: _describe_sending,
    Status.QUEUED: _describe_queued,
    Status.STARTED: _describe_started,
    Status.COMPLETE: _describe_complete,
    Status.CANCELLED: _describe_cancelled,
    Status.FAILED: _describe_failed,
    Status.INTERRUPTED: _describe_interrupted,
}
