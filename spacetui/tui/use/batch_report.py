"""What the app says of a batch: a line for the status bar, and lines for its dialog. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from spacetui.batch.progress import BatchProgress, EndedRow, count_words, pace_words
from spacetui.system.paths import path_text
from spacetui.text.format import bar_parts, count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.use.batch_run import BatchRun
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine, join_parts
from spacetui.tui.wording.value_summary import summarize_quoted

# Characters of a reason and of a path.
MAX_REASON, MAX_PATH = 300, 200


def running_line(run: BatchRun, now: float) -> StatusLine:
    """Describe a batch that runs. now: by the monotonic clock."""
    if run.batch is None:
        return StatusLine(glyphs().running, "$accent", "batch", _reading_words(run))
    progress = run.batch.progress
    pace, _, left = pace_words(progress, now).partition(" · ")
    return StatusLine(
        glyphs().running,
        "$accent",
        "batch",
        count_words(progress),
        progress.fraction,
        tail=pace,
        tail_rest=left,
    )


def ended_line(run: BatchRun) -> StatusLine:
    """Say how a batch ended, and where its lines are."""
    if run.batch is None:
        reason = visible_line(str(run.failure or "no row was called"), MAX_REASON)
        if run.is_stopped:
            return StatusLine(glyphs().cancelled, "$muted", "stopped", "no row was called")
        return StatusLine(glyphs().failed, "$error", "no batch", reason)
    parts = [count_words(run.batch.progress), run.wanted.out.name]
    if run.failure is not None:
        parts.append(str(run.failure))
    words = visible_line(join_parts(parts), MAX_REASON)
    if run.is_stopped:
        return StatusLine(glyphs().cancelled, "$muted", "stopped", words)
    if run.failure is not None:
        return StatusLine(glyphs().failed, "$error", "batch", words)
    return StatusLine(glyphs().done, "$success", "batch done", words)


def report_lines(run: BatchRun, width: int, rows: int, now: float) -> Iterator[Content]:
    """Yield the lines of the dialog, of at most `width` cells. rows: how many ended rows it shows.

    There are always as many lines, so that the dialog keeps its size while the batch runs.
    """
    wanted = run.wanted
    about = f"  {wanted.jobs} at a time" if wanted.jobs > 1 else ""
    name, api_name = visible_line(wanted.rows.name, 60), visible_line(run.api_name, 40)
    title = (f"every row of {name}", "bold"), (f"  {api_name}", "$secondary"), (about, "$muted")
    yield Content.assemble(*title).truncate(width, ellipsis=True)
    yield Content("")
    yield _bar(run, width)
    yield _pace(run, now).truncate(width, ellipsis=True)
    yield Content("")
    recent = list(run.batch.progress.recent)[-rows:] if run.batch is not None else []
    for row in recent:
        yield _row(row, width)
    for _ in range(rows - len(recent)):
        yield Content("")
    yield Content("")
    folder = path_text(wanted.out.absolute().parent)
    for line in (*run.notes, f"results: {wanted.out.name} in {folder}"):
        shown = visible_line(line, MAX_PATH)
        yield Content.styled(shown, "$muted").truncate(width, ellipsis=True)


def _bar(run: BatchRun, width: int) -> Content:
    if run.batch is None:
        words = "" if run.has_ended else _reading_words(run)
        return Content.styled(words, "$muted")
    progress = run.batch.progress
    count = count_words(progress)
    length = max(0, width - len(count) - 2)
    filled, empty = bar_parts(progress.fraction, length, glyphs().lit, glyphs().rule)
    return Content.assemble((filled, "$accent"), (empty, "$rule"), f"  {count}")


def _pace(run: BatchRun, now: float) -> Content:
    """Return how fast it goes, or how it ended."""
    if not run.has_ended:
        progress = run.batch.progress if run.batch is not None else None
        return Content.styled(_pace_words(progress, now), "$muted")
    line = ended_line(run)
    if run.failure is not None:
        reason = visible_line(str(run.failure), MAX_REASON)
        return Content.assemble((f"{line.sign} ", line.sign_style), reason)
    return Content.assemble((f"{line.sign} ", line.sign_style), line.head)


def _pace_words(progress: BatchProgress | None, now: float) -> str:
    if progress is None:
        return ""
    return pace_words(progress, now)


def _row(row: EndedRow, width: int) -> Content:
    number = Content.styled(f"row {row.number}  ", "$muted")
    if row.failure is not None:
        reason = visible_line(row.failure.message, MAX_REASON)
        line = Content.assemble(number, (f"{glyphs().failed} ", "$error"), reason)
    else:
        outputs = ", ".join(summarize_quoted(each) for each in row.data[:4])
        line = Content.assemble(number, (f"{glyphs().done} ", "$success"), outputs)
    return line.truncate(width, ellipsis=True)


def _reading_words(run: BatchRun) -> str:
    count = run.check.count if run.check is not None else 0
    return f"reading {count_text(count, 'row', is_grouped=True)}"
