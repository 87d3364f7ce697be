"""Where our result differs from the official client's: at most ten, each with a capture.

The capture of the wire shows that the official client is wrong.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

CAPTURES = Path(__file__).parent / "captures"
ROWS = [[0, 1], [10, 11], [20, 21], [30, 31]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One case in which the results differ.

    case: its name. since, until: the versions. right: partials and final value, as ours must be.
    capture: a file of CAPTURES with the messages of the wire; its first line names the version.
    """

    case: str
    why: str
    capture: str
    right: list[list[Any]]
    since: tuple[int, int] = (0, 0)
    until: tuple[int, int] = (99, 0)

    def fits(self, case: str, version: str) -> bool:
        major, minor, _ = (int(part) for part in version.split("."))
        return case == self.case and self.since <= (major, minor) < self.until


def table(rows: list[list[int]]) -> list[Any]:
    return [{"headers": ["a", "b"][: len(rows[0])], "data": rows, "metadata": None}]


TABLES = [
    table(ROWS),
    table([*ROWS, [40, 41]]),
    table([ROWS[0], ROWS[3]]),
    table([row[:1] for row in ROWS]),
    table([[7]]),
    table([[7]]),
]
SEPARATED = "a \u2028 b \u2029 c \x85 d"
WORDS = SEPARATED.split(" ")

DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "stream_table",
        "indices of list deletes are the original ones; the official client raises IndexError",
        "4.19.2-stream_table.txt",
        TABLES,
        since=(4, 17),
        until=(5, 29),
    ),
    Difference(
        "stream_table",
        "deletes of other lists lower the indices too; the official client deletes wrong cells",
        "6.31.0-stream_table.txt",
        TABLES,
        since=(5, 29),
    ),
    Difference(
        "slow",
        "gr.Info beside gr.Progress: the official client expects a log in every message",
        "4.8.0-slow.txt",
        [["3 steps done"]],
        until=(4, 9),
    ),
    Difference(
        "echo_textbox-separators",
        "U+2028 is raw in the JSON; the official client ends the line there, losing the message",
        "4.44.1-echo_textbox-separators.txt",
        [[SEPARATED]],
        since=(4, 44),
        until=(5, 0),
    ),
    Difference(
        "stream_text-separators",
        "as above, in a stream",
        "4.44.1-stream_text-separators.txt",
        [[" ".join(WORDS[: count + 1])] for count in range(len(WORDS))] + [[SEPARATED]],
        since=(4, 44),
        until=(5, 0),
    ),
)
