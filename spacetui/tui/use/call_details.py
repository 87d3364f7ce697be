"""What the result pane says about a call: its progress, its messages, how it failed or stopped.

Pure: a run in, Content out. The horizon says the same in one line (wording/call_status.py).
"""

from __future__ import annotations

from textual.content import Content

from spacetui.errors import Failure
from spacetui.model.events import NO_REASON, ProgressUnit
from spacetui.model.run import LogLine, RunState, Status
from spacetui.model.schema import Endpoint
from spacetui.session.live_call import LiveCall
from spacetui.text.format import bar_parts, clock_text, duration_text, ordinal_text
from spacetui.text.html import without_tags
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import key_hints
from spacetui.tui.widgets.safe_content import line, plain
from spacetui.tui.wording.recovery import HEADLINES
from spacetui.tui.wording.signature import returns_text

# Beyond this many in line the moons are numbers only.
MOST_MOONS = 24
# Log lines on show; the run keeps more.
MOST_LOGS = 200
# Lines of a failure on show, and characters of it that are looked at.
MOST_QUOTED, MOST_SAID = 200, 20_000
# Cells that the second of a log line takes.
LOG_MARGIN = 7


def status_content(
    live: LiveCall | None, endpoint: Endpoint | None, width: int, *, has_actions: bool = False
) -> Content:
    """Describe a call in lines of at most `width` cells; empty where its outputs say enough.

    has_actions: what one can do about a failure stands below it, so that no keys are named here.
    """
    if live is None:
        return _empty(endpoint)
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


def _empty(endpoint: Endpoint | None) -> Content:
    if endpoint is None:
        return Content("")
    return Content("\n").join(
        [
            Content.assemble(("gives ", "$muted"), (returns_text(endpoint), "$foreground")),
            Content(""),
            key_hints([("ctrl+r", "run this form")]),
            key_hints([("ctrl+y", "copy the code")]),
        ]
    )


def _sending(state: RunState, width: int) -> Content:
    if state.is_waiting:
        return Content.styled("every line to this app is in use; this call is next", "$muted")
    names = [line(up.name, 24) for up in state.uploads]
    longest = max((len(name) for name in names), default=0)
    rows = []
    for name, up in zip(names, state.uploads, strict=True):
        share = min(1.0, up.sent / up.total) if up.total else None
        rows.append(
            _bar(f"{name:<{longest}}", share, f"{share:.0%}" if share is not None else "", width)
        )
    return Content("\n").join(rows)


def _queued(state: RunState, now: float) -> Content:
    rows: list[Content] = []
    if state.rank is not None:
        place = Content.styled(f"{ordinal_text(state.rank + 1)} in line", "bold")
        size = state.queue_size
        if size:
            place = place + Content.styled(f" of {size}", "$muted")
        rows.append(place)
        if size and size <= MOST_MOONS:
            signs = [
                Content.styled(glyphs().done, "$accent")
                if at == state.rank
                else Content.styled(glyphs().idle, "$muted")
                for at in range(size)
            ]
            rows.append(Content(" ").join(signs))
        rows.append(Content(""))
    left = state.eta_left(now)
    if left is not None:
        usual = f", {duration_text(state.usual)} of it its own" if state.usual else ""
        rows.append(
            Content.assemble(
                ("done in about ", "$muted"), (clock_text(left), "$foreground"), (usual, "$muted")
            )
        )
        rows.append(Content(""))
    rows.append(
        Content.assemble(
            ("The form stays yours: ", "$muted"),
            ("ctrl+r", "bold"),
            (" lines up another call.", "$muted"),
        )
    )
    return Content("\n").join(rows)


def _bars(units: tuple[ProgressUnit, ...], width: int) -> Content:
    if not units:
        return Content("")
    names = [line(unit.desc or unit.unit or "progress", 24) for unit in units]
    longest = max(len(name) for name in names)
    rows = []
    for name, unit in zip(names, units, strict=True):
        fraction = unit.fraction
        if unit.index is not None and unit.length:
            tail = f"{unit.index} of {unit.length}"
        else:
            tail = f"{fraction:.0%}" if fraction is not None else str(unit.index or "")
        rows.append(_bar(f"{name:<{longest}}", fraction, tail, width))
    return Content("\n").join(rows)


def _bar(name: str, fraction: float | None, tail: str, width: int) -> Content:
    signs = glyphs()
    room = max(4, width - len(name) - 12)
    filled, rest = bar_parts(fraction, room, signs.lit, signs.rule)
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
    rows = [Content.styled(HEADLINES.get(failure.kind, "The call failed."), "bold")]
    if failure.message == NO_REASON:
        rows.append(Content.styled("It gave no reason.", "$muted"))
    elif failure.kind in ("app", "quota"):
        rows += [Content(""), Content.styled("the app said", "$muted"), *_quoted(failure, width)]
    elif failure.problems:
        rows.append(Content.styled("What it wants stands in the form.", "$muted"))
    else:
        rows.append(plain(line(without_tags(failure.located), 2000)).stylize("$muted"))
    if failure.hint and not has_actions:
        rows += [Content(""), plain(line(failure.hint, 400)).stylize("$foreground")]
    if not has_actions:
        rows += [Content(""), key_hints([("ctrl+r", "run again"), ("y", "copy the error")])]
    if state.partials:
        rows += [Content(""), Content.styled("what had come before:", "$muted")]
    return Content("\n").join(rows)


def full_text(failure: Failure) -> str:
    """Give all that was said of a failure, as text."""
    return failure.details or failure.located


def _quoted(failure: Failure, width: int) -> list[Content]:
    """Quote the app's own words, line by line; of many lines the first MOST_QUOTED."""
    title = [plain(line(failure.title, 120))] if failure.title else []
    said = without_tags(full_text(failure)[:MOST_SAID]).splitlines()
    words = Content("\n").join([*title, *(plain(each) for each in said if each.strip())])
    folded = words.wrap(max(10, width - 3))
    bar = Content.styled(glyphs().bar + " ", "$rule")
    rows = [bar + each.stylize("$muted") for each in folded[:MOST_QUOTED]]
    hidden = len(folded) - len(rows)
    return (
        [*rows, Content.styled(f"{hidden} more lines; y copies all", "$muted")]
        if hidden > 0
        else rows
    )


def _cancelled(state: RunState) -> Content:
    ended = state.cancelled
    by = "you stopped this" if ended is None or ended.by_user else "the server stopped this"
    told = "the server was told" if ended and ended.confirmed else "the server may still be at work"
    rows = [
        Content.assemble(
            (f"{by} after {duration_text(state.duration)}", "bold"), (f"; {told}.", "$muted")
        )
    ]
    if state.data is not None:
        rows.append(Content.styled("what had come so far:", "$muted"))
    return Content("\n").join(rows)


def log_content(state: RunState, width: int) -> Content:
    """Give the app's messages with the second of the call each came at, the newest MOST_LOGS."""
    shown = state.logs[-MOST_LOGS:]
    hidden = state.logs_dropped + len(state.logs) - len(shown)
    rows = [Content.styled(f"{hidden} earlier lines", "$muted")] if hidden else []
    rows += [row for each in shown for row in _log_rows(each, max(20, width - LOG_MARGIN))]
    return Content("\n").join(rows)


def _log_rows(entry: LogLine, width: int) -> list[Content]:
    words = without_tags(f"{entry.title}: {entry.message}" if entry.title else entry.message)
    mark, style = {
        "warning": (f"{glyphs().warning} ", "$warning"),
        "error": (f"{glyphs().failed} ", "$error"),
    }.get(entry.level, ("", ""))
    first, *rest = Content.assemble((mark, style), line(words, 400)).wrap(width)
    head = Content.styled(f"{duration_text(entry.at):<{LOG_MARGIN}}", "$muted")
    return [head + first, *(Content(" " * LOG_MARGIN) + each for each in rest)]
