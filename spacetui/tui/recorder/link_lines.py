"""Threads: the lines in the margin from the output of a step to the inputs that take it.

Pure: numbers of lines in, characters for the margin out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacetui.tui.widgets.glyphs import glyphs

# Threads side by side. Of more, the row of the input says alone where its value comes from.
MAX_LANES = 4
# Cells right of the lanes: two of a thread and a blank, or the number of a step.
TAIL = 3


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread from a line to lines below it. Lines count from 0."""

    start: int
    ends: tuple[int, ...]


def margins(line_count: int, threads: Sequence[Thread]) -> list[str]:
    """Return the margin of each line, all of one width: a lane a thread, then TAIL cells.

    A lane is used again below the end of its thread. Of threads that overlap, the shorter ones are
    nearer to the text.
    """
    lanes = _lanes(threads)
    rows = [[" "] * (len(lanes) + TAIL) for _ in range(line_count)]
    for lane, in_lane in enumerate(lanes):
        for thread in in_lane:
            _draw(rows, lane, thread)
    return ["".join(each) for each in rows]


def _lanes(threads: Sequence[Thread]) -> list[list[Thread]]:
    """Return the threads of each lane, from the left."""
    lanes: list[list[Thread]] = []
    for thread in sorted(threads, key=lambda each: max(each.ends) - each.start):
        free = (lane for lane in lanes if not any(_overlap(thread, each) for each in lane))
        lane = next(free, None)
        if lane is not None:
            lane.append(thread)
        elif len(lanes) < MAX_LANES:
            lanes.append([thread])
    return lanes[::-1]


def _overlap(one: Thread, other: Thread) -> bool:
    return one.start <= max(other.ends) and other.start <= max(one.ends)


def _draw(rows: list[list[str]], lane: int, thread: Thread) -> None:
    marks, last = glyphs(), max(thread.ends)
    for line in range(thread.start, last + 1):
        is_crossed = rows[line][lane] == marks.rule
        rows[line][lane] = marks.cross if is_crossed else marks.upright
    for line in (thread.start, *thread.ends):
        for cell in range(lane + 1, len(rows[line]) - 1):
            is_crossed = rows[line][cell] == marks.upright
            rows[line][cell] = marks.cross if is_crossed else marks.rule
    rows[thread.start][lane] = marks.corner_down
    for line in thread.ends:
        rows[line][lane] = marks.corner_up if line == last else marks.branch
        rows[line][-2] = marks.tip
