"""BatchSummary: what a batch has come to, as the history keeps it."""

from dataclasses import dataclass

from spacetui.text.format import grouped_text


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """The calls of one endpoint for every row of a file, which are one entry of the history.

    rows, out: paths of the file of rows and of the output; out is empty where the lines were
    printed. total, done, failed: counts of rows.
    """

    rows: str
    out: str = ""
    total: int = 0
    done: int = 0
    failed: int = 0

    @property
    def rows_name(self) -> str:
        """The name of the file of rows."""
        return self.rows.replace("\\", "/").rpartition("/")[2]

    def __str__(self) -> str:
        """Return a line: `318 of 1 000 rows done, 2 failed, in /path/out.jsonl`."""
        done, total = map(grouped_text, (self.done, self.total))
        parts = [f"{done} of {total} rows done"]
        if self.failed:
            parts.append(f"{self.failed} failed")
        if self.out:
            parts.append(f"in {self.out}")
        return ", ".join(parts)
