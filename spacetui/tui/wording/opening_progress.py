"""An app that is being opened: the stages it passed, for the status bar and the space pane.

Knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from textual.content import Content

from spacetui.model.stage import StageGroup, stage_group
from spacetui.text.format import clock_text, duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.recovery import stage_label

# Cells.
STAGE_WIDTH = 14
# Stages that the status bar names, the newest.
LINE_STAGES = 3
# Seconds until a server that has no room, and does not say for how long, is asked again; each pause
# is half as long again as the one before.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 30.0


def next_pause(pause: float) -> float:
    """Return the seconds to wait after another request that found no room."""
    return min(LONGEST_PAUSE, 1.5 * pause)


@dataclass(eq=False)
class OpeningProgress:
    """The opening of one app. src: as the user wrote it.

    limit: seconds to wait for a Space. began: by the monotonic clock. stages: each with the time it
    was first seen. waits_until: the time of the next request to a server that has no room.
    """

    src: str
    limit: float = 0.0
    began: float = field(default_factory=monotonic)
    stages: list[tuple[str, float]] = field(default_factory=list)
    waits_until: float | None = None

    @property
    def name(self) -> str:
        return visible_line(self.src, 60)

    def add_stage(self, stage: str) -> None:
        """Add a stage, unless it is still the last one."""
        if not self.stages or self.stages[-1][0] != stage:
            self.stages.append((stage, monotonic()))

    def line(self) -> StatusLine:
        """Return the line of the status bar: what happens now, for how long, and when it ends."""
        now = monotonic()
        took = duration_text(now - self.began)
        if self.waits_until is not None:
            left = f"in {clock_text(max(0.0, self.waits_until - now))}"
            return self._line("waiting for room", self.name, "asks again", left)
        if not self.stages:
            return self._line("opening", self.name, took)
        labels = (visible_line(stage_label(stage), 30) for stage, _ in self.stages[-LINE_STAGES:])
        passed = f" {glyphs().gives} ".join(labels)
        limit = f"{clock_text(self.limit)} at most"
        return self._line("waking", f"{self.name} {glyphs().dot} {passed}", took, limit)

    @staticmethod
    def _line(head: str, rest: str, tail: str, tail_rest: str = "") -> StatusLine:
        return StatusLine(glyphs().queued, "$accent", head, rest, tail=tail, tail_rest=tail_rest)

    def page(self) -> Content:
        """Return a row for each stage; empty while none is known."""
        if not self.stages:
            return Content("")
        gives_up = f" stops waiting, which ends at {clock_text(self.limit)}"
        esc = Content.assemble((key_name("back"), "bold"), (gives_up, "$muted"))
        heading = Content.styled("waking it", "bold")
        return Content("\n").join([heading, Content(""), *self._rows(), Content(""), esc])

    def _rows(self) -> Iterator[Content]:
        ends = [began for _, began in self.stages[1:]]
        for (stage, began), end in zip(self.stages, ends, strict=False):
            yield _row(stage, end - began, glyphs().done, "$muted", "$muted")
        stage, began = self.stages[-1]
        symbol = glyphs().queued
        if stage_group(stage) is StageGroup.ASLEEP:
            symbol = glyphs().asleep
        yield _row(stage, monotonic() - began, symbol, "$accent", "$foreground")


def _row(stage: str, took: float, symbol: str, symbol_style: str, style: str) -> Content:
    label = visible_line(stage_label(stage), STAGE_WIDTH - 1)
    return Content.assemble(
        (f"{symbol} ", symbol_style),
        (f"{label:<{STAGE_WIDTH}}", style),
        (f"{duration_text(took):>7}", "$muted"),
    )
