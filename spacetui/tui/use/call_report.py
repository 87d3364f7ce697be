"""What the result pane says about a call: its progress, its messages, how it failed or stopped.

Pure: a call in, Content out. The status bar says the same in one line (wording/call_status.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from spacetui.errors import Failure
from spacetui.model.batch_summary import BatchSummary
from spacetui.model.events import NO_REASON, ProgressUnit
from spacetui.model.run import LogLine, RunState, Status
from spacetui.model.schema import Endpoint
from spacetui.text.format import bar_parts, clock_text, duration_text, ordinal_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.made_call import MadeCall
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import key_hints
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.wording.recovery import failure_headline
from spacetui.tui.wording.signature import returns_text

# With more calls than this in the queue, their symbols are left out.
MAX_SYMBOLS = 24
# Log lines on show; the call keeps more.
MAX_LOGS = 200
# Lines of a failure on show, and characters of it that are read.
MAX_QUOTED, MAX_READ = 200, 20_000
# Cells for the second of the call at which a log line came.
LOG_MARGIN = 7


def status_content(
    live: MadeCall | None, endpoint: Endpoint | None, width: int, *, has_actions: bool = False
) -> Content:
    """Describe a call in lines of at most `width` cells; empty where its outputs say enough.

    has_actions: a list of actions stands below, so that no keys are named here.
    """
    if live is None:
        return _hints(endpoint)
    if live.state.batch is not None:
        return _lines(batch_rows(live.state.batch))
    return _of_call(live, width, has_actions=has_actions)


def _of_call(live: MadeCall, width: int, *, has_actions: bool) -> Content:
    state = live.state
    match state.status:
        case Status.SENDING:
            return _sending(state, width)
        case Status.QUEUED:
            return _queued(state, live.elapsed)
        case Status.STARTED | Status.STREAMING:
            return _bars(state.units, width)
        case Status.FAILED:
            return _failure(state, width, has_actions=has_actions)
        case Status.CANCELLED:
            return _cancelled(state)
        case Status.COMPLETE if not state.data:
            return Content.styled("done; this endpoint gives nothing back", "$muted")
    return Content("")


def _lines(rows: Iterable[Content]) -> Content:
    return Content("\n").join(rows)


def batch_rows(batch: BatchSummary) -> Iterator[Content]:
    """Yield the lines on the calls for every row of a file, which are one of the history."""
    yield Content.styled(f"for every row of {visible_line(batch.rows, 300)}", "$muted")
    yield Content(visible_line(str(batch), 300))


def _hints(endpoint: Endpoint | None) -> Content:
    """Return what is shown before the first call."""
    if endpoint is None:
        return Content("")
    returns = Content.assemble(("gives ", "$muted"), (returns_text(endpoint), "$foreground"))
    named = ((key_name("run"), "run this form"), (key_name("copy"), "copy the code"))
    return _lines([returns, Content(""), *(key_hints([each]) for each in named)])


def _sending(state: RunState, width: int) -> Content:
    if state.is_waiting:
        return Content.styled("every line to this app is in use; this call is next", "$muted")
    names = [visible_line(upload.name, 24) for upload in state.uploads]
    longest = max((len(name) for name in names), default=0)
    rows = []
    for name, upload in zip(names, state.uploads, strict=True):
        share = min(1.0, upload.sent / upload.total) if upload.total else None
        rows.append(_bar(f"{name:<{longest}}", share, _percent(share), width))
    return _lines(rows)


def _percent(share: float | None) -> str:
    if share is None:
        return ""
    return f"{share:.0%}"


def _queued(state: RunState, now: float) -> Content:
    hint = Content.assemble(
        ("The form stays yours: ", "$muted"),
        (key_name("run"), "bold"),
        (" lines up another call.", "$muted"),
    )
    return _lines([*_place_rows(state), *_wait_rows(state, now), hint])


def _place_rows(state: RunState) -> list[Content]:
    """Return the place in the queue, as text and as a row of symbols."""
    rank, size = state.rank, state.queue_size
    if rank is None:
        return []
    place = Content.styled(f"{ordinal_text(rank + 1)} in line", "bold")
    if not size:
        return [place, Content("")]
    place = place + Content.styled(f" of {size}", "$muted")
    if size > MAX_SYMBOLS:
        return [place, Content("")]
    symbols = [Content.styled(glyphs().idle, "$muted") for _ in range(size)]
    if 0 <= rank < size:
        symbols[rank] = Content.styled(glyphs().done, "$accent")
    return [place, Content(" ").join(symbols), Content("")]


def _wait_rows(state: RunState, now: float) -> list[Content]:
    """Return the seconds to the result."""
    left = state.eta_left(now)
    if left is None:
        return []
    usual = f", {duration_text(state.usual)} of it its own" if state.usual else ""
    eta = (clock_text(left), "$foreground")
    return [Content.assemble(("done in about ", "$muted"), eta, (usual, "$muted")), Content("")]


def _bars(units: tuple[ProgressUnit, ...], width: int) -> Content:
    if not units:
        return Content("")
    names = [visible_line(unit.desc or unit.unit or "progress", 24) for unit in units]
    longest = max(len(name) for name in names)
    return _lines(
        _bar(f"{name:<{longest}}", unit.fraction, _amount(unit), width)
        for name, unit in zip(names, units, strict=True)
    )


def _amount(unit: ProgressUnit) -> str:
    """Return how much is done, as text."""
    if unit.index is not None and unit.length:
        return f"{unit.index} of {unit.length}"
    if unit.fraction is not None:
        return _percent(unit.fraction)
    return str(unit.index or "")


def _bar(name: str, fraction: float | None, tail: str, width: int) -> Content:
    room = max(4, width - len(name) - 11)
    filled, rest = bar_parts(fraction, room, glyphs().lit, glyphs().rule)
    return Content.assemble(
        (name, "$foreground"),
        "  ",
        (filled, "$accent"),
        (rest, "$rule"),
        (f"{tail:>9}", "$muted"),
    )


def _failure(state: RunState, width: int, *, has_actions: bool) -> Content:
    failure = state.failure
    if failure is None:
        return Content("")
    rows = [Content.styled(failure_headline(failure), "bold")]
    rows += _reason_rows(failure, width)
    if not has_actions:
        if failure.hint:
            rows += [
                Content(""),
                line_content(failure.hint, 400).stylize("$foreground"),
            ]
        keys = [(key_name("run"), "run again"), (key_name("copy_value"), "copy the error")]
        rows += [Content(""), key_hints(keys)]
    if state.partials:
        rows += [Content(""), Content.styled("what had come before:", "$muted")]
    return _lines(rows)


def _reason_rows(failure: Failure, width: int) -> list[Content]:
    if failure.message == NO_REASON:
        return [Content.styled("It gave no reason.", "$muted")]
    if failure.kind in ("app", "quota"):
        head = Content.styled("the app said", "$muted")
        return [Content(""), head, *_quote_rows(failure, width)]
    if failure.problems:
        return [Content.styled("What it wants stands in the form.", "$muted")]
    return [line_content(_without_tags(failure.located), 2000).stylize("$muted")]


def full_text(failure: Failure) -> str:
    """Return the whole text of a failure."""
    return failure.details or failure.located


def _quote_rows(failure: Failure, width: int) -> list[Content]:
    """Quote the app's message line by line; of many lines the first MAX_QUOTED."""
    text = _without_tags(full_text(failure)[:MAX_READ])
    lines = [text_content(each) for each in text.splitlines() if each.strip()]
    if failure.title:
        lines.insert(0, line_content(failure.title, 120))
    wrapped = _lines(lines).wrap(max(10, width - 3))
    bar = Content.styled(glyphs().bar + " ", "$rule")
    rows = [bar + each.stylize("$muted") for each in wrapped[:MAX_QUOTED]]
    if hidden := len(wrapped) - len(rows):
        rows.append(Content.styled(f"{hidden} more lines; y copies all", "$muted"))
    return rows


def _cancelled(state: RunState) -> Content:
    ended = state.cancelled
    is_by_user = ended is None or ended.by_user
    is_confirmed = ended is not None and ended.confirmed
    by = "you stopped this" if is_by_user else "the server stopped this"
    effect = "the server was told" if is_confirmed else "the server may still be at work"
    head = f"{by} after {duration_text(state.duration)}"
    rows = [Content.assemble((head, "bold"), (f"; {effect}.", "$muted"))]
    if state.data is not None:
        rows.append(Content.styled("what had come so far:", "$muted"))
    return _lines(rows)


def log_content(state: RunState, width: int) -> Content:
    """Return the newest MAX_LOGS messages of the app, each with the second at which it came."""
    shown = state.logs[-MAX_LOGS:]
    rows = [row for entry in shown for row in _log_rows(entry, max(20, width - LOG_MARGIN))]
    if hidden := state.logs_dropped + len(state.logs) - len(shown):
        rows.insert(0, Content.styled(f"{hidden} earlier lines", "$muted"))
    return _lines(rows)


def _log_rows(entry: LogLine, width: int) -> list[Content]:
    text = f"{entry.title}: {entry.message}" if entry.title else entry.message
    mark, style = {
        "warning": (f"{glyphs().warning} ", "$warning"),
        "error": (f"{glyphs().failed} ", "$error"),
    }.get(entry.level, ("", ""))
    first, *rest = Content.assemble((mark, style), visible_line(_without_tags(text), 400)).wrap(
        width
    )
    head = Content.styled(f"{duration_text(entry.at):<{LOG_MARGIN}}", "$muted")
    return [head + first, *(Content(" " * LOG_MARGIN) + each for each in rest)]


def _without_tags(text: str) -> str:
    from spacetui.text.html import strip_tags  # its patterns take 3 ms; an idle page needs none

    return strip_tags(text)
