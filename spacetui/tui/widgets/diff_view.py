"""DiffView: two texts in one column, `-` and `+` in the margin, equal runs folded.

The texts may be an app's: they are made safe here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.glyphs import glyphs

# Lines of a part that are compared, and characters of a line. Comparing takes the square of them.
MAX_LINES, MAX_LENGTH = 1_000, 2_000
# Equal lines that stay around a change; a run of fewer than FOLDED equal ones is not folded.
AROUND, FOLDED = 1, 3
_STYLES = {"-": "$error", "+": "$success", " ": "$foreground", "…": "$muted", "#": "bold"}


class DiffLine(NamedTuple):
    """A line. sign: `-` before, `+` after, blank in both, `…` folded or a note, `#` a title."""

    sign: str
    text: str


class DiffPart(NamedTuple):
    """What is compared, and its lines before and after."""

    title: str
    before: Sequence[str]
    after: Sequence[str]


def diff_parts(parts: Sequence[DiffPart]) -> list[DiffLine]:
    """Compare each part. It may take a tenth of a second."""
    lines: list[DiffLine] = []
    for part in parts:
        lines.append(DiffLine("#", part.title))
        lines += diff_lines(part.before, part.after)
    return lines


def diff_lines(before: Sequence[str], after: Sequence[str]) -> list[DiffLine]:
    """Return what is different between two texts, with the equal runs folded."""
    old, new = ([each[:MAX_LENGTH] for each in text[:MAX_LINES]] for text in (before, after))
    if list(before) == list(after):
        return [DiffLine("…", f"{count_text(len(before), 'line')}, the same" if before else "none")]
    lines: list[DiffLine] = []
    matches = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matches.get_opcodes():
        if tag == "equal":
            is_last = end == len(old)
            lines += _equal_run(old[start:end], is_first=start == 0, is_last=is_last)
            continue
        lines += [DiffLine("-", text) for text in old[start:end]]
        lines += [DiffLine("+", text) for text in new[new_start:new_end]]
    hidden = max(len(before), len(after)) - MAX_LINES
    if hidden > 0:
        lines.append(DiffLine("…", f"{hidden} more lines are not compared"))
    return lines


def _equal_run(run: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[DiffLine]:
    """Yield equal lines: those beside a change, and how many lie between."""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    folded = len(run) - head - tail
    if folded < FOLDED:
        yield from (DiffLine(" ", text) for text in run)
        return
    yield from (DiffLine(" ", text) for text in run[:head])
    yield DiffLine("…", f"{folded} equal lines")
    yield from (DiffLine(" ", text) for text in run[len(run) - tail :])


class DiffView(VerticalScroll):
    """Lines of a diff, which scroll."""

    DEFAULT_CSS = """
    DiffView { height: 1fr; }
    DiffView ViewBody { padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._body = ViewBody()

    def compose(self) -> ComposeResult:
        yield self._body

    def show(self, lines: Sequence[DiffLine]) -> None:
        """Show the lines of a diff, from the top."""

        def lay_out(width: int) -> list[Content]:
            rows = [row for line in lines for row in _rows(line, width)]
            return rows if not rows or rows[0] else rows[1:]  # no blank line above the first

        self._body.show_lines(lay_out)
        self.scroll_home(animate=False)


def _rows(line: DiffLine, width: int) -> list[Content]:
    """Return a line in rows of `width` cells; its sign stands in the margin of each."""
    style = _STYLES[line.sign]
    sign = line.sign if line.sign in "-+" else " "
    if line.sign == "…":
        sign = glyphs().dot
    text = Content.styled(visible_line(line.text, MAX_LENGTH), style)
    rows = [Content.styled(f"{sign} ", style) + each for each in text.wrap(max(8, width - 2))]
    return [Content(""), *rows] if line.sign == "#" else rows
