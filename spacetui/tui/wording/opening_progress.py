"""An app on its way: which stages it passed and when, told on the horizon and as a short page. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from textual.content import Content

from spacetui.model.stage import StageGroup, stage_group
from spacetui.text.format import clock_text, duration_text
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.recovery import stage_label

STAGE_WIDTH = 14
# Seconds from a server that has no room to the next question, where it does not say; each is half as long again.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 30.0


def next_pause(pause: float) -> float:
    """Give the seconds to wait after one more question that found no room."""
    return min(LONGEST_PAUSE, 1.5 * pause)


@dataclass(eq=False)
class OpeningProgress:
    """One SRC being opened. limit: seconds a Space is waited for.

    stages: each stage as it was first heard, with its moment. waits_until: a moment before which nothing is asked.
    """

    src: str
    limit: float = 0.0
    began: float = field(default_factory=monotonic)
    stages: list[tuple[str, float]] = field(default_factory=list)
    waits_until: float | None = None

    @property
    def name(self) -> str:
        return one_line(self.src, 60)

    def hear(self, stage: str) -> None:
        """Note a stage; the same one again is no news."""
        if not self.stages or self.stages[-1][0] != stage:
            self.stages.append((stage, monotonic()))

    def line(self) -> StatusLine:
        """Say it on the horizon: what it does now, how long it took so far, and when it will be given up."""
        now = monotonic()
        took = duration_text(now - self.began)
        if self.waits_until is not None:
            left = f"in {clock_text(max(0.0, self.waits_until - now))}"
            return StatusLine(
                glyphs().queued,
                "$accent",
                "waiting for room",
                self.name,
                tail="asks again",
                tail_rest=left,
            )
        if not self.stages:
            return StatusLine(glyphs().queued, "$accent", "opening", self.name, tail=took)
        passed = f" {glyphs().gives} ".join(
            one_line(stage_label(stage), 30) for stage, _ in self.stages[-3:]
        )
        words = f"{self.name} {glyphs().dot} {passed}"
        return StatusLine(
            glyphs().queued,
            "$accent",
            "waking",
            words,
            tail=took,
            tail_rest=f"{clock_text(self.limit)} at most",
        )

    def page(self) -> Content:
        """Say it stage by stage; empty while there is none to tell."""
        if not self.stages:
            return Content("")
        rows = [Content.styled("waking it", "bold"), Content("")]
        ends = [at for _, at in self.stages[1:]] + [monotonic()]
        for number, ((stage, at), end) in enumerate(zip(self.stages, ends, strict=True), 1):
            is_now = number == len(self.stages)
            sign = glyphs().asleep if stage_group(stage) is StageGroup.ASLEEP else glyphs().queued
            rows.append(
                Content.assemble(
                    (
                        f"{sign} " if is_now else f"{glyphs().done} ",
                        "$accent" if is_now else "$muted",
                    ),
                    (
                        f"{one_line(stage_label(stage), STAGE_WIDTH - 1):<{STAGE_WIDTH}}",
                        "$foreground" if is_now else "$muted",
                    ),
                    (f"{duration_text(end - at):>7}", "$muted"),
                )
            )
        gives_up = f" stops waiting, which ends at {clock_text(self.limit)}"
        return Content("\n").join(
            [*rows, Content(""), Content.assemble(("esc", "bold"), (gives_up, "$muted"))]
        )
