"""How a call's state is said in words: one place for the horizon, the result pane and the lists.

Pure: RunState and seconds in, text out. Words as in the design: lower case, verb first, number next.
"""

from spacetui.model.run import RunState, Status
from spacetui.text.format import clock_text, count_text, duration_text, ordinal_text, part_text
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

# After this many seconds without a byte the horizon says so.
SILENCE = 60.0
# Updates a word may take, where a text streams letter by letter.
MOST_LETTERS = 12


def status_symbol(status: Status) -> str:
    """Give the sign of a status: a call waxes."""
    signs = glyphs()
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


# What stands for a failure's kind in a heading and on the horizon.
KIND_WORDS = {
    "app": "failed",
    "not_gradio": "no app here",
    "validation": "values",
    "usage": "not sent",
}

_STYLES = {
    Status.IDLE: "$muted",
    Status.COMPLETE: "$success",
    Status.FAILED: "$error",
    Status.CANCELLED: "$muted",
}


def status_style(status: Status) -> str:
    """Give the theme variable a status is drawn in."""
    return _STYLES.get(status, "$accent")


def describe_progress(run: RunState) -> tuple[str, float | None]:
    """Say the outermost bar that knows its length, and how full the whole is.

    Gradio counts the item in hand: of nested bars, the inner ones say how much of it is done.
    Source: gradio 6.31 helpers.py, Progress.__next__.
    """
    known = [unit for unit in run.units if unit.fraction is not None]
    if not known:
        return "", None
    share = known[-1].fraction or 0.0
    for unit in reversed(known[:-1]):
        share = (
            (unit.index - 1 + share) / unit.length
            if unit.index and unit.length
            else unit.fraction or 0.0
        )
    first = known[0]
    if first.index is not None and first.length:
        name = first.unit.removesuffix("s") if first.unit else "step"
        return f"{name} {first.index} of {first.length}", share
    return f"{first.fraction:.0%}", share


def count_words(data: object) -> int | None:
    """Count the words of a streamed value: those of the first text in it; None where there is none."""
    if isinstance(data, str):
        return len(data.split())
    if isinstance(data, (list, tuple)):
        for each in data:
            if isinstance(each, str):
                return len(each.split())
    return None


def describe_call(run: RunState, now: float, silence: float = 0.0, others: int = 0) -> StatusLine:
    """Say a call in one line; `now` is seconds since submit, `others` how many more calls are going."""
    said = _tell(run, now, silence)
    if others <= 0:
        return said
    more = f"{count_text(others, 'more call')} going"
    return said._replace(rest=f"{said.rest} {glyphs().dot} {more}" if said.rest else more)


def _tell(run: RunState, now: float, silence: float) -> StatusLine:
    status = run.status
    sign, style = status_symbol(status), status_style(status)
    if status.is_live and silence > SILENCE:
        return StatusLine(
            sign, style, "running", f"{silence:.0f} s without a word", None, tail=duration_text(now)
        )
    match status:
        case Status.SENDING:
            if run.is_waiting:
                return StatusLine(
                    sign,
                    style,
                    "waiting",
                    "all lines to this app are in use",
                    tail=duration_text(now),
                )
            if run.uploads:
                last = run.uploads[-1]
                part = last.sent / last.total if last.total else None
                return StatusLine(
                    sign,
                    style,
                    "sending",
                    last.name,
                    part,
                    tail=part_text(last.sent, last.total),
                )
            return StatusLine(sign, style, "sending", tail=duration_text(now))
        case Status.QUEUED:
            return _tell_queued(run, now)
        case Status.STARTED:
            words, fraction = describe_progress(run)
            left = run.eta_left(now)
            rest = f"{duration_text(left)} left" if left else ""
            if fraction is None and run.usual and run.started_at is not None:
                fraction = min(0.98, (now - run.started_at) / run.usual)
            return StatusLine(
                sign, style, "running", words, fraction, tail=duration_text(now), tail_rest=rest
            )
        case Status.STREAMING:
            return _tell_streaming(run, now)
        case Status.COMPLETE:
            return StatusLine(sign, style, "done", duration_text(run.duration), 1.0, "$success")
        case Status.CANCELLED:
            told = run.cancelled is not None and run.cancelled.confirmed
            word = "the server was told" if told else "it may still run on the server"
            return StatusLine(
                sign, style, "stopped", word, tail=f"after {duration_text(run.duration)}"
            )
        case Status.FAILED:
            kind = KIND_WORDS.get(run.failure.kind, run.failure.kind) if run.failure else "failed"
            words = (
                "your form is kept"
                if kind == "failed"
                else f"{kind} {glyphs().dot} your form is kept"
            )
            return StatusLine(
                sign, style, "failed", words, tail=f"after {duration_text(run.duration)}"
            )
        case _:
            return StatusLine(sign, style, "ready")


def _tell_queued(run: RunState, now: float) -> StatusLine:
    sign, style = status_symbol(run.status), status_style(run.status)
    place = ""
    if run.rank is not None:
        place = ordinal_text(run.rank + 1) + (f" of {run.queue_size}" if run.queue_size else "")
    left = run.eta_left(now)
    if left is None:
        return StatusLine(sign, style, "queued", place, None, tail=duration_text(now))
    fill = None if not run.first_eta else min(1.0, 1 - left / run.first_eta)
    return StatusLine(
        sign, style, "queued", place, fill, tail=clock_text(left), tail_rest="to the result"
    )


def _tell_streaming(run: RunState, now: float) -> StatusLine:
    sign, style = status_symbol(run.status), status_style(run.status)
    words, fraction = describe_progress(run)
    count = count_words(run.data)
    # Of a text that each update replaces, the words say nothing about how much came.
    if count is not None and count > 1 and run.partials <= MOST_LETTERS * count:
        since = max(0.1, now - (run.started_at or 0.0))
        words = f"{count} words {glyphs().dot} {count / since:.0f} a second"
    elif not words:
        words = count_text(run.partials, "update")
    return StatusLine(sign, style, "streaming", words, fraction, tail=duration_text(now))
