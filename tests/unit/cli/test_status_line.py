"""The status line: its text, and how it is drawn."""

import io
import sys
import time

import pytest

from spacetui.cli.status_line import DownloadLine, StatusLine, download_text, status_text
from spacetui.model.events import (
    Event,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
    Uploading,
    Waiting,
)
from spacetui.model.run import RunState


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "sending · 2.0 s"),
        ([Waiting()], "waiting for a free line to this app · 2.0 s"),
        ([Uploading("a.png", 25, 100)], "sending a.png 25% · 2.0 s"),
        ([Queued(2, 7, None)], "queued, 3rd of 7 · 2.0 s"),
        ([Queued(10, 12, 62.0)], "queued, 11th of 12 · 2.0 s · about 1:00 left"),
        ([Queued(None, None, None)], "queued · 2.0 s"),
        ([Started(None)], "running · 2.0 s"),
        ([Started(12.0)], "running · 2.0 s · about 10 s left"),
        (
            [
                Started(None),
                Progress((ProgressUnit(), ProgressUnit(5, 20, "steps", None, "drawing"))),
            ],
            "running ━━━━━─────────────── 5 of 20 steps · drawing · 2.0 s",
        ),
        ([Progress((ProgressUnit(progress=0.5),))], "running ━━━━━━━━━━────────── 50% · 2.0 s"),
        ([Partial(("a",)), Partial(("ab",))], "streaming, 2 updates · 2.0 s"),
    ],
)
def test_a_call_is_described_in_one_line(events: list[Event], expected: str) -> None:
    state = RunState()
    for event in events:
        state = state.after(event, 0.0)
    assert status_text(state, 2.0) == expected


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_is_redrawn_in_place_cut_and_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "20")
    line = StatusLine()
    line.draw("evil\x1b[2J " + "x" * 100)
    line.clear()
    line.clear()
    drawn, _, cleared = terminal.getvalue().partition("…")
    assert drawn == "\revil\\x1b[2J xxxxxx"
    assert cleared == "\r\x1b[K"


def test_nothing_is_drawn_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    line = StatusLine()
    line.draw("text")
    line.clear()
    assert plain.getvalue() == ""


def test_a_download_is_described_in_one_line() -> None:
    assert (
        download_text("a.mp4", 2_100_000, 4_200_000)
        == "fetching a.mp4 ━━━━━━━━━━────────── 2.1 of 4.2 MB"
    )
    assert download_text("a.aac", 2_100_000, None) == "fetching a.aac 2.1 MB"
    assert download_text("empty", 0, 0) == "fetching empty 0.0 MB"


def test_a_download_is_drawn_a_few_times_a_second_and_then_cleared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal, now = Terminal(), [100.0]
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with DownloadLine("big\x1b.bin") as line:
        for step in range(1000):
            now[0] = 100.0 + step / 1000  # a thousand pieces in a second
            line(step * 1000, 1_000_000)
    drawn = terminal.getvalue().split("\r")
    assert 5 <= len(drawn) - 2 <= 11
    assert drawn[1].startswith("fetching big\\x1b.bin ────")
    assert drawn[-1] == "\x1b[K"
